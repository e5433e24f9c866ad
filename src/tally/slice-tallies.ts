import type { OrderedScores } from './rank.ts'
import type { ScoreTally } from './rows.ts'

/** What a walk in the order of the scores takes, made once for all slices. */
export interface ScoreWalk {
  scores: Float64Array
  /** Row numbers in ascending order of score, and the rank of each. */
  order: Uint32Array
  ranks: Uint32Array
  /** As in `ScoreTally`, of all rows' scores. */
  logLosses: Float64Array
}

export function scoreWalk({ scores, ranks, order }: OrderedScores, logLosses: Float64Array): ScoreWalk {
  const ordered = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) ordered[i] = ranks[order[i]]
  return { scores, order, ranks: ordered, logLosses }
}

/** Rows by part and class. */
export interface PartCells {
  /** Per row 2·part + class. */
  cells: Uint32Array
  /** Rows of each cell, whatever they stand for. */
  sizes: Uint32Array
}

/**
 * @param codes per row, its part's code, below `partCount`
 * @param classes per row, 1 for the positive class, else 0
 */
export function partCells(codes: Uint32Array, classes: Uint8Array, partCount: number): PartCells {
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
 * @param counts per row, how many rows it stands for: whole numbers; null: itself
 */
export function sliceTallies(
  { scores, order, ranks, logLosses }: ScoreWalk, { cells, sizes }: PartCells, counts: Float64Array | null,
): ScoreTally[] {
  const partCount = sizes.length / 2
  const starts = partStarts(sizes)
  // The place of each part's last score, and its rank; none yet.
  const places = Float64Array.from(starts.subarray(0, partCount), (start) => start - 1)
  const lastRanks = new Float64Array(partCount).fill(-1)
  const partScores = new Float64Array(order.length)
  const partLosses = new Float64Array(2 * order.length)
  const sums = counts === null ? new Uint32Array(2 * order.length) : new Float64Array(2 * order.length)
  for (let i = 0; i < order.length; i++) {
    const cell = cells[order[i]]
    const part = cell >>> 1
    const rank = ranks[i]
    if (lastRanks[part] !== rank) {
      lastRanks[part] = rank
      const place = ++places[part]
      partScores[place] = scores[rank]
      partLosses[2 * place] = logLosses[2 * rank]
      partLosses[2 * place + 1] = logLosses[2 * rank + 1]
    }
    sums[2 * places[part] + (cell & 1)] += counts === null ? 1 : counts[order[i]]
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
  for (let part = 0; part + 1 < starts.length; part++) starts[part + 1] = starts[part] + sizes[2 * part] + sizes[2 * part + 1]
  return starts
}

/** From sums at 2·rank + class to those of rank ≥ k. */
function sumsFromTop(sums: Uint32Array | Float64Array): Omit<ScoreTally, 'scores'> {
  const scoreCount = sums.length / 2
  const [truePositives, falsePositives] = sums instanceof Uint32Array
    ? [new Uint32Array(scoreCount), new Uint32Array(scoreCount)]
    : [new Float64Array(scoreCount), new Float64Array(scoreCount)]
  let [positives, negatives] = [0, 0]
  for (let k = scoreCount - 1; k >= 0; k--) {
    truePositives[k] = positives += sums[2 * k + 1]
    falsePositives[k] = negatives += sums[2 * k]
  }
  return { truePositives, falsePositives, positives, negatives }
}
