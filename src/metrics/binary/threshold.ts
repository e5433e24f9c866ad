import type { Costs } from '../settings.ts'
import { decisionDefinition, valueOfCounts } from '../definitions/binary.ts'
import type { ConfusionCounts } from '../definitions/confusion-counts.ts'
import type { ScoreTally } from '../../tally/rows.ts'

/** What to look for among the distinct scores of a tally. */
export interface ThresholdSearch {
  direction: 'maximise' | 'minimise'
  metric: string
  subjectTo: { metric: string; atLeast?: number; atMost?: number }[]
  costs: Costs
}

/**
 * The best threshold among the distinct scores: exhaustive, at the counts' full precision; of equals the highest. Null
 * where no threshold meets the constraints (or the metric is defined at none).
 */
export function bestThreshold(tally: ScoreTally, search: ThresholdSearch): number | null {
  const rank = thresholdFinder(search)(tally, 0, tally.scores.length)
  return rank === null ? null : tally.scores[rank]
}

type Counts = Pick<ScoreTally, 'truePositives' | 'falsePositives'>

/** The search made ready for many sweeps, whose `scoreCount` entries begin at `start`: it finds the best one's rank. */
export function thresholdFinder(
  search: ThresholdSearch,
): (counts: Counts, start: number, scoreCount: number) => number | null {
  const objective = thresholdMetric(search.metric, search.costs)
  const constraints = search.subjectTo.map((bound) => ({
    ...bound,
    value: thresholdMetric(bound.metric, search.costs),
  }))
  const sign = search.direction === 'maximise' ? 1 : -1
  const here: ConfusionCounts = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 }
  return ({ truePositives, falsePositives }, start, scoreCount) => {
    let best: number | null = null
    let bestValue = -Infinity
    for (let rank = scoreCount - 1; rank >= 0; rank--) {
      here.truePositives = truePositives[start + rank]
      here.falsePositives = falsePositives[start + rank]
      here.falseNegatives = truePositives[start] - here.truePositives
      here.trueNegatives = falsePositives[start] - here.falsePositives
      const value = objective(here)
      if (value === null || !(sign * value > bestValue)) continue
      const isMet = constraints.every((bound) => {
        const constrained = bound.value(here)
        return (
          constrained !== null &&
          (bound.atLeast === undefined || constrained >= bound.atLeast) &&
          (bound.atMost === undefined || constrained <= bound.atMost)
        )
      })
      if (!isMet) continue
      best = rank
      bestValue = sign * value
    }
    return best
  }
}

/** A metric of the decisions as a function of their counts; null where it is not defined. */
export function thresholdMetric(id: string, costs: Costs): (counts: ConfusionCounts) => number | null {
  return valueOfCounts(decisionDefinition(id), costs)
}
