import type { EvaluationDocument, MetricResult, Verdict } from '../report/evaluation.ts'
import { isSameSlice } from './reasons.ts'

/** What the policy asks of one slice's metric, and how that came out. */
export interface RequiredOfSlice {
  bound: number
  outcome: Verdict
}

/** The requirement on a slice's own metric; null where there is none. */
export function boundFor(
  document: EvaluationDocument,
  metric: string,
  split: string,
  where: Record<string, string>,
): RequiredOfSlice | null {
  for (const requirement of document.requirements) {
    if (requirement.metric !== metric || requirement.split !== split || requirement.slice === null) continue
    if (!isSameSlice(requirement.slice, where)) continue
    const bound = requirement.bound.at_least ?? requirement.bound.at_most
    if (typeof bound === 'number') return { bound, outcome: requirement.outcome }
  }
  return null
}

/** The metric to show slices by: the one that the policy asks of them, else recall, else the first there is. */
export function startingMetric(document: EvaluationDocument, metrics: string[]): string {
  const required = document.requirements.find(({ slice, metric }) => slice !== null && metrics.includes(metric))
  return required?.metric ?? (metrics.includes('recall') ? 'recall' : metrics[0])
}

/** The span that bars are drawn over: 0 to 1 where all lies in it, else as wide as the intervals are. */
export function domainOf(results: (MetricResult | undefined)[]): [number, number] {
  let [low, high] = [0, 1]
  for (const result of results) {
    if (result === undefined || result.value === null) continue
    low = Math.min(low, result.low ?? result.value)
    high = Math.max(high, result.high ?? result.value)
  }
  return [low, high]
}
