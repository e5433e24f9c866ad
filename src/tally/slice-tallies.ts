import type { OrderedScores } from './rank.ts'
import type { ScoreTally } from './rows.ts'

/** A tally of some of the rows, which knows its scores' places in the table of all. */
export interface SliceTally extends ScoreTally {
  /** Per distinct score, its rank among the scores of all rows. */
  ranks: Uint32Array
}

/**
 * The tally of each part of the rows, in one walk in the order of the scores: no sorting again.
 * @param classes per row, 1 for the positive class, else 0
 * @param counts per row, how many rows it stands for: whole numbers; null: itself
 * @param codes per row, its part's code, below `partCount`
 */
export function sliceTallies(
  { scores, ranks, order }: OrderedScores, classes: Uint8Array, counts: Float64Array | null, codes: Uint32Array, partCount: number,
): SliceTally[] {
  const starts = partStarts(codes, partCount)
  const sizes = new Uint32Array(partCount)
  const ranksOfParts = new Uint32Array(order.length)
  const positives = counts === null ? new Uint32Array(order.length) : new Float64Array(order.length)
  const negatives = counts === null ? new Uint32Array(order.length) : new Float64Array(order.length)
  for (let i = 0; i < order.length; i++) {
    const row = order[i]
    const code = codes[row]
    const rank = ranks[row]
    let place = starts[code] + sizes[code] - 1
    if (sizes[code] === 0 || ranksOfParts[place] !== rank) {
      ranksOfParts[++place] = rank
      sizes[code]++
    }
    if (classes[row] === 1) positives[place] += counts === null ? 1 : counts[row]
    else negatives[place] += counts === null ? 1 : counts[row]
  }
  return Array.from({ length: partCount }, (_, code) => {
    const part = <A extends Uint32Array | Float64Array>(values: A) => values.subarray(starts[code], starts[code] + sizes[code]) as A
    const partRanks = part(ranksOfParts)
    return {
      scores: scoresAt(scores, partRanks),
      ranks: partRanks,
      truePositives: part(positives),
      falsePositives: part(negatives),
      positives: sumFromTop(part(positives)),
      negatives: sumFromTop(part(negatives)),
    }
  })
}

function scoresAt(scores: Float64Array, ranks: Uint32Array): Float64Array {
  const some = new Float64Array(ranks.length)
  for (let k = 0; k < ranks.length; k++) some[k] = scores[ranks[k]]
  return some
}

function partStarts(codes: Uint32Array, partCount: number): Uint32Array {
  const starts = new Uint32Array(partCount + 1)
  for (let row = 0; row < codes.length; row++) starts[codes[row] + 1]++
  for (let code = 0; code < partCount; code++) starts[code + 1] += starts[code]
  return starts
}

/** Replaces every count by the sum of itself and all after it; gives the sum of all. */
function sumFromTop(counts: Uint32Array | Float64Array): number {
  let total = 0
  for (let k = counts.length - 1; k >= 0; k--) {
    total += counts[k]
    counts[k] = total
  }
  return total
}
