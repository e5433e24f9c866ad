import type { ModelName } from '../dataset/roles.ts'
import type { ShiftSinceBaseline } from '../policy/shift-since-baseline.ts'
import { pText, threeDigits } from '../split/check/words.ts'
import type { Warning } from '../table/warning.ts'

/** Something noticed while files are evaluated, with the fields that a sentence about it needs. */
export type EvaluationNotice =
  /** A baseline was given or named, and production's own scores are there. */
  | { code: 'baseline_not_used'; baseline: string }
  /** The policy names a baseline that was not given. */
  | { code: 'baseline_not_read'; baseline: string }
  /** Rows lie in the gap that the policy's rule leaves before a split. */
  | { code: 'rows_in_gap'; rows: number }
  /** Scores of a model lie outside 0 to 1. */
  | { code: 'not_probabilities'; model: ModelName; lowest: number; highest: number }
  /** The area under a model's ROC curve on a split is surely below a half. */
  | { code: 'scores_reversed'; model: ModelName; split: string; area: number }

/** The warning about what was noticed, as the result document holds it. */
export function warningOf(notice: EvaluationNotice): Warning {
  const { code } = notice
  const message = noticeText(notice)
  if (code === 'rows_in_gap') return { code, message, rows_left_out: notice.rows }
  return 'model' in notice ? { code, message, model: notice.model } : { code, message }
}

function noticeText(notice: EvaluationNotice): string {
  switch (notice.code) {
    case 'baseline_not_used':
      return `The baseline ${JSON.stringify(notice.baseline)} is not used: production’s own scores are there, on the same rows.`
    case 'baseline_not_read':
      return `The policy names the baseline ${JSON.stringify(notice.baseline)}, which was not read: nothing is compared with it.`
    case 'rows_in_gap':
      return `${notice.rows} rows are left out: they are in the gap before a split begins.`
    case 'not_probabilities':
      return `Scores of the ${notice.model} model reach from ${notice.lowest} to ${notice.highest}: not probabilities, so that log_loss, brier and ece are undefined.`
    case 'scores_reversed':
      return `ROC AUC of the ${notice.model} model on ${notice.split} is ${notice.area}: the scores look reversed. They have not been flipped.`
  }
}

/** How the rows of a split differ from those that the baseline was measured on, in a sentence. */
export function shiftText({ split, of, test }: ShiftSinceBaseline): string {
  const size = threeDigits(test.effectSize.value)
  const on = JSON.stringify(split)
  return of === 'labels'
    ? `Classes have other shares on ${on} than on the baseline’s rows (Cramér’s V ${size}, ${pText(test.p)}): the metrics that depend on them differ for that alone.`
    : `Scores are distributed otherwise on ${on} than the baseline’s were (their distribution functions are at least ${size} apart, ${pText(test.p)}): of the same model, the rows have changed; of another, a threshold does not carry over.`
}
