import type { PhiloxKey } from './philox.ts'

/**
 * The counting that grows with the number of rows, behind one interface: plain loops (`reference.ts`, the definition
 * of correct) and tfjs on WebGPU (`tensor/`). All answers are integers and equal to the bit on every engine, at any
 * number of rows below 2^32.
 */
export interface Kernels {
  readonly engine: Engine

  /**
   * How many entries of `cells` equal 0, 1, … `cellCount - 1`.
   * @param cells any length below 2^32, each entry below `cellCount`
   * @returns `cellCount` counts; they sum to `cells.length`
   */
  histogram(cells: Uint32Array, cellCount: number): Promise<Uint32Array>

  /**
   * Confusion counts at every threshold. A threshold at the k-th smallest distinct score calls a row positive where its
   * score's rank is at least k.
   * @param ranks per row, the 0-based rank of its score among `scoreCount` distinct scores
   * @param classes per row, 1 for the positive class, else 0; as long as `ranks`
   * @returns for every k in 0 … `scoreCount - 1`: rows of class 1 (true positives) and of class 0 (false positives)
   *   with rank ≥ k. Entry 0 is all rows of that class.
   */
  sweep(ranks: Uint32Array, classes: Uint8Array, scoreCount: number): Promise<SweepCounts>

  /**
   * Replicates of the rows: in each, the rows of a cell are drawn anew, as many as a Poisson draw whose mean is their
   * number, and every tally is swept as by `sweep`. Cell c of a replicate takes word c of the replicate's stream
   * (`fillPhilox`), through `drawPoisson`: a replicate is the same whichever others are drawn with it.
   * @returns for each tally of the cells the sweeps of all replicates, one after the other: entry r·scoreCount + k is
   * of
   *   replicate `firstReplicate + r` at rank k
   */
  replicateSweeps(cells: CountedCells, draws: Draws): Promise<SweepCounts[]>

  /**
   * The first `count` words of a stretch of Philox's words (`fillPhilox`), of replicate 0.
   * @param count below 2^32
   */
  randomWords(stretch: WordStretch, count: number): Promise<Uint32Array>
}

/** What computes: plain loops, or a GPU. */
export type Engine = 'cpu' | 'webgpu'

/** Confusion counts at every threshold: entry k counts the rows with rank ≥ k. */
export interface SweepCounts {
  truePositives: Uint32Array
  falsePositives: Uint32Array
}

/** Rows counted by kind: those of a cell are of one class, and of one rank with each model. */
export interface CountedCells {
  /** Rows in each cell. */
  counts: Uint32Array
  /** The models' tallies, to all of which the rows of a cell belong. */
  tallies: CellTally[]
}

/** One model's ranks and classes of cells. */
export interface CellTally {
  scoreCount: number
  /** Per cell 2·rank + class of its rows with this model. */
  places: Uint32Array
}

/** Where in Philox's words to begin: at word `4 * firstBlock` of a seed's stream. All numbers are below 2^32. */
export interface WordStretch {
  key: PhiloxKey
  stream: number
  firstBlock: number
}

/** Which draws: those of a seed's stream, for some of its replicates. All numbers are below 2^32. */
export interface Draws {
  key: PhiloxKey
  stream: number
  firstReplicate: number
  replicateCount: number
}
