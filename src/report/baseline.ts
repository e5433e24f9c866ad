import { baselineDigest, type BaselineFile, type BaselineRows } from '../policy/baseline-schema.ts'
import { policyDigest } from '../policy/digest.ts'
import type { Policy } from '../policy/policy.ts'
import type { EvaluationDocument, RowSetResult } from './evaluation.ts'

/** Slices of fewer rows are left out: they would tell of rows, and show nothing of a model. */
const smallestSlice = 10

/**
 * The candidate of a result as the baseline of those to come: its metrics and confusion on every split and slice, in
 * aggregates. No rows, and no tallies of scores, which of few rows would be the rows.
 * @param policy as it was judged by, with the options put over it
 */
export function baselineRecord({ task, rows, models: { candidate }, setup, sha256 }: EvaluationDocument, policy: Policy): BaselineFile {
  const splits = Object.entries(candidate.splits)
  const record: Omit<BaselineFile, 'sha256'> = {
    format: 'good-enough/baseline',
    version: 1,
    task,
    labels: splits[0]?.[1].confusion?.labels ?? null,
    model: policy.columns.candidate ?? policy.columns.prediction ?? '',
    threshold: candidate.threshold ?? null,
    policy: { name: policy.name, sha256: policyDigest(policy, task) },
    result: { sha256 },
    confidence: setup.confidence,
    costs: { false_positive: policy.costs.falsePositive, false_negative: policy.costs.falseNegative },
    rows,
    splits: Object.fromEntries(splits.map(([name, split]) => [name, {
      ...rowsOf(split),
      slices: split.slices.filter((slice) => slice.rows >= smallestSlice).map((slice) => ({ where: slice.where, ...rowsOf(slice) })),
    }])),
  }
  return { ...record, sha256: baselineDigest(record) }
}

/** As text: two-space JSON. */
export function baselineText(document: EvaluationDocument, policy: Policy): string {
  return `${JSON.stringify(baselineRecord(document, policy), null, 2)}\n`
}

function rowsOf({ rows, weight, positives, metrics, confusion }: RowSetResult): BaselineRows {
  return {
    rows,
    ...(weight === undefined ? {} : { weight }),
    ...(positives === undefined ? {} : { positives }),
    metrics,
    ...(confusion === undefined ? {} : { confusion }),
  }
}
