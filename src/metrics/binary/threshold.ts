import type { Costs } from '../settings.ts'
import { binaryMetric } from './catalogue.ts'
import { confusionAtRank, type Confusion } from './confusion.ts'
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
  const objective = thresholdMetric(search.metric, search.costs)
  const constraints = search.subjectTo.map((bound) => ({ ...bound, value: thresholdMetric(bound.metric, search.costs) }))
  const sign = search.direction === 'maximise' ? 1 : -1
  let best: number | null = null
  let bestValue = -Infinity
  for (let rank = tally.scores.length - 1; rank >= 0; rank--) {
    const counts = confusionAtRank(tally, rank)
    const value = objective(counts)
    if (value === null || !(sign * value > bestValue)) continue
    const isMet = constraints.every((bound) => {
      const constrained = bound.value(counts)
      return constrained !== null
        && (bound.atLeast === undefined || constrained >= bound.atLeast)
        && (bound.atMost === undefined || constrained <= bound.atMost)
    })
    if (!isMet) continue
    best = tally.scores[rank]
    bestValue = sign * value
  }
  return best
}

/** True where a metric changes with the threshold. */
export function dependsOnThreshold(id: string): boolean {
  return binaryMetric(id)?.on === 'decisions'
}

function thresholdMetric(id: string, costs: Costs): (counts: Confusion) => number | null {
  const entry = binaryMetric(id)
  if (entry?.on !== 'decisions') throw new Error(`${id} does not depend on a threshold`)
  const metric = entry.confusion(costs)
  return (counts) => {
    const value = metric.value(counts)
    return typeof value === 'number' ? value : null
  }
}
