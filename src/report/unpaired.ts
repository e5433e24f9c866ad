import type { Baseline } from '../policy/baseline.ts'
import type { EvaluationDocument, UnpairedResult } from './evaluation.ts'

/** What stands for production, in the form of the document. */
export function unpairedResult({ record }: Baseline): UnpairedResult {
  const { model, rows, threshold, confidence, policy, result } = record
  return { model, rows, threshold: threshold?.value ?? null, confidence, policy, result }
}

/** Said of a comparison with a baseline, in one line; null where there is none. */
export function unpairedWords(comparison: EvaluationDocument['comparison']): string | null {
  if (comparison?.unpaired_with === undefined) return null
  const { model, threshold, policy } = comparison.unpaired_with
  const rows = Object.entries(comparison.splits).map(([split, { baseline_rows: count }]) =>
    count == null ? `no ${JSON.stringify(split)}` : `${count} rows of ${JSON.stringify(split)}`,
  )
  const at = threshold === null ? '' : ` at threshold ${threshold}`
  const passed = policy.name === null ? '' : `, which passed ${JSON.stringify(policy.name)}`
  return `Production is the baseline ${JSON.stringify(model)}${at}${passed}, as it was measured then (${rows.join(', ')}): differences are unpaired, with MOVER’s intervals.`
}

/** How the rows differ from those of the baseline, a sentence each. */
export function shiftSentences(comparison: EvaluationDocument['comparison']): string[] {
  return Object.values(comparison?.splits ?? {}).flatMap(({ shifts = [] }) => shifts.map(({ message }) => message))
}
