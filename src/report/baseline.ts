import { equalMassValueBins, type ValueCounts } from '../metrics/value-bins.ts'
import {
  baselineDigest,
  type BaselineFile,
  type BaselineMetric,
  type BaselineRows,
  type BaselineTallies,
} from '../policy/baseline.ts'
import { policyDigest } from '../policy/ledger.ts'
import type { Policy } from '../policy/policy.ts'
import type { EvaluationDocument, LooksResult, MetricResult, RowSetResult } from '../result/evaluation.ts'

/** Slices of fewer rows are left out, and no bin has fewer: they would tell of rows, and show nothing of a model. */
const smallestSlice = 10

/**
 * The candidate of a result as the baseline of those to come: its metrics and confusion on every split and slice, and its
 * rows by score in bins none of which is of few. Aggregates alone: no row, and no row's value.
 * @param policy as it was judged by, with the options put over it
 * @param counts the candidate's rows by score on every split; none where it gives classes, or rows are no counts
 */
function baselineRecord(
  { task, rows, models: { candidate }, looks, setup, sha256 }: EvaluationDocument,
  policy: Policy,
  counts: Map<string, ValueCounts>,
): BaselineFile {
  const splits = Object.entries(candidate.splits)
  const record: Omit<BaselineFile, 'sha256'> = {
    format: 'good-enough/baseline',
    version: 1,
    task,
    labels: splits[0]?.[1].confusion?.labels ?? null,
    model: policy.columns.candidate ?? policy.columns.prediction ?? '',
    threshold: candidate.threshold === undefined ? null : thresholdOf(candidate.threshold),
    policy: { name: policy.name, sha256: policyDigest(policy, task) },
    result: { sha256 },
    ...selectedFrom(looks),
    confidence: setup.confidence,
    costs: { false_positive: policy.costs.falsePositive, false_negative: policy.costs.falseNegative },
    rows,
    splits: Object.fromEntries(
      splits.map(([name, split]) => [
        name,
        {
          ...rowsOf(split),
          ...(counts.has(name) ? { tallies: talliesOf(counts.get(name)!, policy) } : {}),
          slices: split.slices
            .filter((slice) => slice.rows >= smallestSlice)
            .map((slice) => ({ where: slice.where, ...rowsOf(slice) })),
        },
      ]),
    ),
  }
  return { ...record, sha256: baselineDigest(record) }
}

/** A model that was chosen among several looks: the best of them is too good by chance. */
function selectedFrom(looks: LooksResult | null): Pick<BaselineFile, 'selected_from'> {
  if (looks === null || looks.number === null) return {}
  const count = looks.judged_as ?? looks.number
  return count === 1 ? {} : { selected_from: count }
}

/** As text: two-space JSON. */
export function baselineText(document: EvaluationDocument, policy: Policy, counts: Map<string, ValueCounts>): string {
  return `${JSON.stringify(baselineRecord(document, policy, counts), null, 2)}\n`
}

function talliesOf(counts: ValueCounts, { smallestGroup }: Policy): BaselineTallies {
  const fewest = Math.max(smallestSlice, smallestGroup)
  return (
    equalMassValueBins(counts, fewest) ?? {
      left_out: `too few rows, or too few different values, for two bins of ${fewest} rows`,
    }
  )
}

function rowsOf({ rows, weight, positives, metrics, confusion }: RowSetResult): BaselineRows {
  return {
    rows,
    ...(weight === undefined ? {} : { weight }),
    ...(positives === undefined ? {} : { positives }),
    metrics: Object.fromEntries(Object.entries(metrics).map(([id, metric]) => [id, metricOf(metric)])),
    ...(confusion === undefined ? {} : { confusion }),
  }
}

/** A metric without what is about the choice of a threshold: a baseline's is what it is. */
function metricOf(metric: MetricResult): BaselineMetric {
  if (metric.value === null) return metric
  const { with_choice: _, optimism: __, ...own } = metric
  return own
}

function thresholdOf({ value, chosen }: NonNullable<EvaluationDocument['models']['candidate']['threshold']>) {
  return { value, chosen }
}
