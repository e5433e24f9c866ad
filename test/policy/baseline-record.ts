import { baselineDigest, type BaselineFile, type BaselineMetric, type BaselineRows } from '../../src/policy/baseline.ts'

export const metric = (value: number, low: number | null, high: number | null): BaselineMetric => ({
  value,
  low,
  high,
  interval: low === null ? null : 'wilson',
})

/** 400 rows of test on which the baseline's recall is as given. */
export function baselineRows(recall: BaselineMetric, rest: Partial<BaselineRows> = {}): BaselineRows {
  return {
    rows: 400,
    positives: 200,
    metrics: { recall },
    confusion: {
      labels: ['0', '1'],
      counts: [
        [190, 10],
        [40, 160],
      ],
    },
    ...rest,
  }
}

export function baselineOf(change: Partial<Omit<BaselineFile, 'sha256'>> = {}): BaselineFile {
  const record: Omit<BaselineFile, 'sha256'> = {
    format: 'good-enough/baseline',
    version: 1,
    task: 'binary',
    labels: ['0', '1'],
    model: 'score_v1',
    threshold: { value: 0.5, chosen: 'fixed' },
    policy: { name: 'churn', sha256: 'a'.repeat(64) },
    result: { sha256: 'b'.repeat(64) },
    confidence: 0.95,
    costs: { false_positive: 1, false_negative: 1 },
    rows: 400,
    splits: {
      test: {
        ...baselineRows(metric(0.8, 0.74, 0.85)),
        slices: [{ where: { region: 'north' }, ...baselineRows(metric(0.7, 0.6, 0.78), { rows: 100 }) }],
      },
    },
    ...change,
  }
  return { ...record, sha256: baselineDigest(record) }
}
