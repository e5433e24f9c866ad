import type { Sampling } from '../../dataset/sampling.ts'
import { massScale } from './ordered.ts'

const cellCount = 1 << 12

/**
 * Ascending numbers that cut a line into bins, closed on the right, with a table that finds a value's bin at once: bin 0
 * lies up to the first cut, bin k above the k-th.
 */
export class Cuts {
  readonly binCount: number
  private readonly cuts: Float64Array
  private readonly low: number
  private readonly scale: number
  /** Per cell of equal width between the first cut and the last, the cuts in cells before. */
  private readonly before: Uint8Array

  /** @param cuts ascending, distinct, at most 255; none for a single bin */
  constructor(cuts: Float64Array) {
    this.cuts = cuts
    this.binCount = cuts.length + 1
    this.low = cuts.length === 0 ? 0 : cuts[0]
    const width = cuts.length === 0 ? 0 : cuts[cuts.length - 1] - this.low
    this.scale = width > 0 && Number.isFinite(cellCount / width) ? cellCount / width : 0
    this.before = new Uint8Array(cellCount)
    for (let cell = 0, count = 0; cell < cellCount; cell++) {
      this.before[cell] = count
      while (count < cuts.length && this.cellOf(cuts[count]) === cell) count++
    }
  }

  /** The bin of a value: how many cuts lie below it. */
  binOf(value: number): number {
    const { cuts } = this
    let bin = this.before[this.cellOf(value)]
    while (bin < cuts.length && cuts[bin] < value) bin++
    return bin
  }

  /** Never falls as the value grows, so that a cut in an earlier cell is a lower one. */
  private cellOf(value: number): number {
    const at = (value - this.low) * this.scale
    return at > 0 ? (at < cellCount ? Math.floor(at) : cellCount - 1) : 0
  }
}

/** The ends of bins of equal width from `low` to `high`: `binCount` + 1 numbers. */
export function evenEdges(low: number, high: number, binCount: number): Float64Array {
  const edges = new Float64Array(binCount + 1)
  for (let k = 0; k <= binCount; k++) edges[k] = low * ((binCount - k) / binCount) + high * (k / binCount)
  return edges
}

/** A value's bin between edges, closed on the right and the first on both sides; −1 where it lies beyond them. */
export function binBetween(edges: Float64Array): (value: number) => number {
  const cuts = new Cuts(edges.subarray(1, edges.length - 1))
  const [low, high] = [edges[0], edges[edges.length - 1]]
  return (value) => (value >= low && value <= high ? cuts.binOf(value) : -1)
}

/** Where all numbers are one, some room on both sides of it. */
export function widened<T>(low: number, high: number, edges: (low: number, high: number) => T): T {
  if (high > low) return edges(low, high)
  const room = low === 0 ? 1 : Math.abs(low) / 2
  return edges(low - room, high + room)
}

/** What each row counts for, as whole numbers: sums of them are exact, and no order of the rows shows. */
export interface RowMasses {
  /** null: 1 each. */
  ofRows: Float64Array | null
  /** The weight that a mass of 1 stands for. */
  unit: number
  /** Masses do not count rows: weights are importance weights. */
  isImportance: boolean
}

/** @param weight of all rows together */
export function rowMasses(sampling: Sampling, weight: number): RowMasses {
  const { weights } = sampling
  const scale = massScale(sampling, weight)
  const ofRows =
    weights?.kind === 'importance'
      ? weights.values.map((value) => Math.round(value * scale))
      : (weights?.values ?? null)
  return { ofRows, unit: 1 / scale, isImportance: weights?.kind === 'importance' }
}

/** A set of rows, and how few of them may be shown together. */
export interface SizedRows {
  rowCount: number
  masses: RowMasses
  smallestGroup: number
}

/** How much lies in each of some cells, those with too few rows left out. */
export interface BinnedWeights {
  /** Rows, or the sum of their weights; 0 where too few. */
  weights: Float64Array
  /** Rows (or weight) that lie in no cell. */
  beyond: number
  /** Rows (or weight) in cells that hold fewer than the smallest group to be shown. */
  hidden: number
}

/**
 * Adds the rows up by cell. No row is lost: the cells, `beyond` and `hidden` sum to all.
 * @param cellOf a row's cell, below 0 where it lies in none
 */
export function binnedWeights(
  { rowCount, masses, smallestGroup }: SizedRows,
  cellCount: number,
  cellOf: (row: number) => number,
): BinnedWeights {
  const { ofRows, unit, isImportance } = masses
  const sums = new Float64Array(cellCount)
  const counts = isImportance ? new Float64Array(cellCount) : sums
  let beyond = 0
  for (let row = 0; row < rowCount; row++) {
    const mass = ofRows === null ? 1 : ofRows[row]
    const cell = cellOf(row)
    if (cell < 0) {
      beyond += mass
      continue
    }
    sums[cell] += mass
    if (isImportance) counts[cell]++
  }
  let hidden = 0
  const weights = sums.map((mass, cell) => {
    if (counts[cell] >= smallestGroup) return mass * unit
    hidden += mass
    return 0
  })
  return { weights, beyond: beyond * unit, hidden: hidden * unit }
}
