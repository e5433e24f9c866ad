import type { ModelName } from '../../dataset/roles.ts'
import type { JointDecisions } from '../../tally/decisions.ts'
import { rankOfThreshold } from '../../tally/rank.ts'
import type { ScoreTally } from '../../tally/rows.ts'

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

/** One model's confusion counts within the joint decisions of both. */
export function confusionOf(decisions: JointDecisions, model: ModelName): Confusion {
  const [own, other] = model === 'candidate' ? [2, 1] : [1, 2]
  const count = (oneClass: number, says: number) => decisions[4 * oneClass + says] + decisions[4 * oneClass + says + other]
  return {
    truePositives: count(1, own),
    falsePositives: count(0, own),
    falseNegatives: count(1, 0),
    trueNegatives: count(0, 0),
  }
}
