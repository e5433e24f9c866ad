import type { Codes } from '../dataset/slices.ts'
import type { OrderedScores } from './rank.ts'
import type { ScoreTally } from './rows.ts'

/** Rows in ascending order of a model's score, so that walks through them are straight through memory. */
export interface RowsByScore {
  /** The distinct scores of all rows, ascending. */
  scores: Float64Array
  logLosses: Float64Array
  /**
   * Per row, in ascending order of score: the rank of its score, its class, and how many rows it stands for (null:
   * one).
   */
  ranks: Uint32Array
  classes: Uint8Array
  counts: Float64Array | null
  /** Per row, in ascending order of score, its code in each column of codes. */
  codes: Uint16Array[]
}

/**
 * @param classes per row, 1 for the positive class, else 0
 * @param counts per row, how many rows it stands for: whole numbers; null: itself
 * @param columns of codes per row, below 2^16
 */
export function orderedRows(
  { scores, order, orderedRanks }: OrderedScores,
  logLosses: Float64Array,
  classes: Uint8Array,
  counts: Float64Array | null,
  columns: Uint32Array[],
): RowsByScore {
  const records = rowRecords(classes, columns)
  const width = columns.length + 1
  const ordered = Array.from({ length: width }, () => new Uint16Array(order.length))
  for (let i = 0; i < order.length; i++) {
    const at = width * order[i]
    for (let field = 0; field < width; field++) ordered[field][i] = records[at + field]
  }
  return {
    scores,
    logLosses,
    ranks: orderedRanks,
    classes: new Uint8Array(ordered[0]),
    counts: counts && counts.map((_, i) => counts[order[i]]),
    codes: ordered.slice(1),
  }
}

/** The fields of a row side by side, as reading ten million rows in scattered order is slow. */
function rowRecords(classes: Uint8Array, columns: Uint32Array[]): Uint16Array {
  const width = columns.length + 1
  const records = new Uint16Array(width * classes.length)
  for (let row = 0; row < classes.length; row++) records[width * row] = classes[row]
  columns.forEach((codes, field) => {
    for (let row = 0; row < codes.length; row++) records[width * row + field + 1] = codes[row]
  })
  return records
}

/** Rows by part and class. */
export interface PartCells {
  /** Per row, in whatever order, 2·part + class. */
  cells: Uint32Array
  /** Rows of each cell, whatever they stand for. */
  sizes: Uint32Array
}

/**
 * @param codes per row, its part's code, below `partCount`
 * @param classes per row, 1 for the positive class, else 0
 */
export function partCells(codes: Codes, classes: Uint8Array, partCount: number): PartCells {
  const cells = new Uint32Array(codes.length)
  const sizes = new Uint32Array(2 * partCount)
  for (let row = 0; row < cells.length; row++) {
    const cell = 2 * codes[row] + classes[row]
    cells[row] = cell
    sizes[cell]++
  }
  return { cells, sizes }
}

/**
 * The tally of each part of the rows, in one walk in the order of the scores: no sorting again.
 * @param parts of the rows in that order
 */
export function sliceTallies(
  { scores, ranks, logLosses, counts }: RowsByScore,
  { cells, sizes }: PartCells,
): ScoreTally[] {
  const partCount = sizes.length / 2
  const starts = partStarts(sizes)
  // The place of each part's last score, and its rank; none yet.
  const places = Float64Array.from(starts.subarray(0, partCount), (start) => start - 1)
  const lastRanks = new Float64Array(partCount).fill(-1)
  const partScores = new Float64Array(ranks.length)
  const partLosses = new Float64Array(2 * ranks.length)
  const sums = counts === null ? new Uint32Array(2 * ranks.length) : new Float64Array(2 * ranks.length)
  for (let i = 0; i < ranks.length; i++) {
    const cell = cells[i]
    const part = cell >>> 1
    const rank = ranks[i]
    if (lastRanks[part] !== rank) {
      lastRanks[part] = rank
      const place = ++places[part]
      partScores[place] = scores[rank]
      partLosses[2 * place] = logLosses[2 * rank]
      partLosses[2 * place + 1] = logLosses[2 * rank + 1]
    }
    sums[2 * places[part] + (cell & 1)] += counts === null ? 1 : counts[i]
  }
  return Array.from(places, (last, part) => {
    const [from, to] = [starts[part], last + 1]
    return {
      ...sumsFromTop(sums.subarray(2 * from, 2 * to)),
      scores: partScores.subarray(from, to),
      logLosses: partLosses.subarray(2 * from, 2 * to),
    }
  })
}

function partStarts(sizes: Uint32Array): Uint32Array {
  const starts = new Uint32Array(sizes.length / 2 + 1)
  for (let part = 0; part + 1 < starts.length; part++)
    starts[part + 1] = starts[part] + sizes[2 * part] + sizes[2 * part + 1]
  return starts
}

/** Turns sums at 2·rank + class into sums of rank ≥ k. */
function sumsFromTop(sums: Uint32Array | Float64Array): Omit<ScoreTally, 'scores'> {
  const scoreCount = sums.length / 2
  const [truePositives, falsePositives] =
    sums instanceof Uint32Array
      ? [new Uint32Array(scoreCount), new Uint32Array(scoreCount)]
      : [new Float64Array(scoreCount), new Float64Array(scoreCount)]
  let [positives, negatives] = [0, 0]
  for (let k = scoreCount - 1; k >= 0; k--) {
    truePositives[k] = positives += sums[2 * k + 1]
    falsePositives[k] = negatives += sums[2 * k]
  }
  return { truePositives, falsePositives, positives, negatives }
}
