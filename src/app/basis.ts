import type { EvaluationDocument, ModelResult } from '../report/evaluation.ts'
import { rowsLeftOut } from './changes-words.ts'
import { countOf, writtenText } from './format.ts'

/** What a verdict is by. */
export interface JudgedBy {
  fileName: string
  policy: { name: string | null }
  isEdited: boolean
}

/** What a verdict rests on: "12,000 rows of churn.csv, by the policy churn, at threshold 0.50. Task: binary (…)." */
export function basisOf(document: EvaluationDocument, fileNames: string[], by: JudgedBy | null): string {
  const leftOut = rowsLeftOut(document)
  const parts = [
    `${countOf(document.rows, 'row')} of ${fileNames.join(', ')}${leftOut === 0 ? '' : ` (${countOf(leftOut, 'row')} left out)`}`,
    ...(by === null ? [] : [`by the policy ${by.policy.name ?? by.fileName}${by.isEdited ? ' as edited here' : ''}`]),
    ...decisionWords(document.models.candidate, document),
  ]
  return `${parts.join(', ')}. Task: ${document.task} (${document.task_evidence}).`
}

/** How the candidate's decisions came about; nothing where it predicts numbers. */
function decisionWords({ threshold }: ModelResult, { task }: EvaluationDocument): string[] {
  if (threshold !== undefined) {
    return [
      `at threshold ${writtenText(threshold.value)}${threshold.chosen === 'fixed' ? '' : ` (${threshold.chosen})`}`,
    ]
  }
  return task === 'binary' ? ['by the classes predicted'] : []
}
