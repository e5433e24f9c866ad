import type { ScoreTally } from '../../../src/tally/rows.ts'

/** A tally of weighted rows, straight from its definition: sums of weights of the rows with score ≥ each distinct score. */
export function weightedTally(classes: readonly number[], scores: readonly number[], weights: readonly number[]): ScoreTally {
  const distinct = Float64Array.from(new Set(scores)).sort()
  const rankOf = new Map([...distinct].map((score, rank) => [score, rank]))
  const sums = [new Float64Array(distinct.length), new Float64Array(distinct.length)]
  classes.forEach((oneClass, row) => (sums[oneClass][rankOf.get(scores[row])!] += weights[row]))
  for (const sum of sums) for (let rank = distinct.length - 2; rank >= 0; rank--) sum[rank] += sum[rank + 1]
  const [falsePositives, truePositives] = sums
  return { scores: distinct, truePositives, falsePositives, positives: truePositives[0], negatives: falsePositives[0] }
}
