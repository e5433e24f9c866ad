import type { MetricDefinition } from '../../metrics/definitions/definition.ts'
import type { EvaluationDocument, SplitGapResult } from '../../result/evaluation.ts'
import { metricDefinition } from '../../metrics/definitions/catalogue.ts'

/** The difference of a metric between two splits. */
export interface Gap {
  difference: number
  low: number | null
  high: number | null
  /** Where the interval leaves out 0, what that says: "better on train". */
  says: string | null
}

/** A metric's gaps, one for each pair of splits; null for pairs without one. */
export interface GapRow {
  metric: string
  gaps: (Gap | null)[]
}

/** Every metric that some pair of splits has a gap of, in the result's order. */
export function gapRows({ splitting, task }: EvaluationDocument): GapRow[] {
  const pairs = splitting?.gaps ?? []
  const metrics = [...new Set(pairs.flatMap((pair) => Object.keys(pair.metrics)))]
  return metrics.map((metric) => {
    const better = metricDefinition(metric, task)?.better ?? 'neither'
    return { metric, gaps: pairs.map((pair) => gapOf(pair, metric, better)) }
  })
}

function gapOf({ from, to, metrics }: SplitGapResult, metric: string, better: MetricDefinition['better']): Gap | null {
  const gap = metrics[metric]
  if (gap === undefined) return null
  return { ...gap, says: saying(gap, from, to, better) }
}

function saying(
  { low, high }: Omit<Gap, 'says'>,
  from: string,
  to: string,
  better: MetricDefinition['better'],
): string | null {
  if (low === null || high === null || (low <= 0 && high >= 0)) return null
  if (better === 'neither') return `${low > 0 ? 'higher' : 'lower'} on ${from}`
  return `better on ${low > 0 === (better === 'higher') ? from : to}`
}
