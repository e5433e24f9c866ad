import { rankOfThreshold } from '../tally/rank.ts'
import type { ScoreTally } from '../tally/rows.ts'

/** Counts of rows by true and predicted class. */
export interface Confusion {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  trueNegatives: number
}

/** The confusion counts where a row is called positive if its score ≥ threshold. O(log scores). */
export function confusionAt(tally: ScoreTally, threshold: number): Confusion {
  return confusionAtRank(tally, rankOfThreshold(tally.scores, threshold))
}

/** Likewise at the rank-th smallest distinct score; `tally.scores.length` calls nothing positive. */
export function confusionAtRank(tally: ScoreTally, rank: number): Confusion {
  const isNone = rank >= tally.scores.length
  const truePositives = isNone ? 0 : tally.truePositives[rank]
  const falsePositives = isNone ? 0 : tally.falsePositives[rank]
  return {
    truePositives,
    falsePositives,
    falseNegatives: tally.positives - truePositives,
    trueNegatives: tally.negatives - falsePositives,
  }
}
