import type { MetricResult, RecalibrationResult } from '../../result/evaluation.ts'
import { metricText } from '../../words/numbers.ts'

/** How the scores do, as they are or recalibrated; or why they cannot be. */
export type RecalibrationRow =
  | { title: string; logLoss: MetricResult; ece: MetricResult; cost: MetricResult; threshold: string | null }
  | { title: string; reason: string }

const titles: Record<string, string> = {
  platt: 'Platt scaling',
  isotonic: 'isotonic regression',
  temperature: 'temperature scaling',
}

/** The scores as they are, which are the same whatever they are held against, and after each method. */
export function recalibrationRows(recalibrations: RecalibrationResult[]): RecalibrationRow[] {
  const fitted = recalibrations.find((outcome) => !('undefined' in outcome))
  return [
    ...(fitted === undefined ? [] : [rowOf('As they are', fitted, 'before')]),
    ...recalibrations.map((outcome) => rowOf(`After ${titles[outcome.method] ?? outcome.method}`, outcome, 'after')),
  ]
}

function rowOf(title: string, outcome: RecalibrationResult, side: 'before' | 'after'): RecalibrationRow {
  if ('undefined' in outcome) return { title, reason: outcome.undefined }
  const {
    log_loss,
    ece,
    chosen_threshold: { threshold, expected_cost },
  } = outcome
  const at = threshold[side]
  return {
    title,
    logLoss: log_loss[side],
    ece: ece[side],
    cost: expected_cost[side],
    threshold: at === null ? null : metricText(at),
  }
}
