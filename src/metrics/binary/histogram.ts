import type { ScoreTally } from '../../tally/rows.ts'
import { rankOfThreshold } from '../../tally/rank.ts'

/** Rows of each class (or sums of their weights) by score. */
export interface ScoreHistogram {
  /** Ascending, one more than bins. A bin has its lower edge and not its upper one, as a threshold there would; the last has both. */
  edges: number[]
  positives: number[]
  negatives: number[]
}

/** Edges of so many bins of equal width, between the lowest and the highest score of all tallies; 0 to 1 where none is outside. */
export function histogramEdges(tallies: ScoreTally[], bins = 50): number[] {
  let [low, high] = [0, 1]
  for (const { scores } of tallies) {
    if (scores.length === 0) continue
    low = Math.min(low, scores[0])
    high = Math.max(high, scores[scores.length - 1])
  }
  return Array.from({ length: bins + 1 }, (_, edge) => (edge === bins ? high : low + (high - low) * (edge / bins)))
}

/** Counts one model's rows in the bins between edges; what lies outside of them is not counted. */
export function scoreHistogram(tally: ScoreTally, edges: number[]): ScoreHistogram {
  const last = edges.length - 1
  const ranks = edges.map((edge, at) =>
    at === last ? rankAbove(tally.scores, edge) : rankOfThreshold(tally.scores, edge),
  )
  const counts = (cumulated: ArrayLike<number>) =>
    ranks.slice(1).map((rank, bin) => (cumulated[ranks[bin]] ?? 0) - (cumulated[rank] ?? 0))
  return { edges, positives: counts(tally.truePositives), negatives: counts(tally.falsePositives) }
}

/** Rank of the first score above an edge. */
function rankAbove(scores: Float64Array, edge: number): number {
  const rank = rankOfThreshold(scores, edge)
  return scores[rank] === edge ? rank + 1 : rank
}
