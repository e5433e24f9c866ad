import type { MetricResult, RecalibrationResult } from '../../result/evaluation.ts'
import { metricText } from '../../words/numbers.ts'

/** The quality of the scores as they are, or after one method of recalibration; or why it could not be applied. */
export type RecalibrationRow =
  | { title: string; logLoss: MetricResult; ece: MetricResult; cost: MetricResult; threshold: string | null }
  | { title: string; reason: string }

const titles: Record<string, string> = {
  platt: 'Platt scaling',
  isotonic: 'isotonic regression',
  temperature: 'temperature scaling',
}

/** One row for the scores as they are, and one for each method of recalibration. */
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
