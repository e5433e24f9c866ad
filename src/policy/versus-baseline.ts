import { dependsOnCosts } from '../metrics/definitions/binary.ts'
import { unpairedDifference } from '../metrics/difference.ts'
import type { Measure } from '../metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../metrics/measured.ts'
import { twoSidedZ } from '../metrics/intervals/distributions.ts'
import type { Costs } from '../metrics/settings.ts'
import type { Baseline, BaselineMetric, BaselineRows } from './baseline.ts'

/** What the candidate is measured with. */
export interface Measuring {
  confidence: number
  costs: Costs
}

/**
 * The splits with the candidate's differences from the baseline: on the split of the same name, and on slices of the same
 * values. The two are taken for independent estimates; where the rows are the same after all and both models tend to err on the
 * same ones, the interval is wider than a paired one would be, never shorter. Where the baseline's intervals are of another
 * level, their sides are stretched to this one by the ratio of the normal quantiles: MOVER takes a side for z standard errors.
 */
export function withBaseline(splits: MeasuredSplit[], { record }: Baseline, measuring: Measuring): MeasuredSplit[] {
  const { confidence, costs } = record
  const stretch = confidence === measuring.confidence ? 1 : twoSidedZ(measuring.confidence) / twoSidedZ(confidence)
  const isOfSameCosts =
    costs.false_positive === measuring.costs.falsePositive && costs.false_negative === measuring.costs.falseNegative
  const compared = <Rows extends MeasuredRows>(rows: Rows, before: BaselineRows | undefined, missing: string): Rows => {
    const ofCandidate = rows.models.get('candidate')!.measures
    const measures = new Map([...ofCandidate.keys()].map((id) => [id, measureOf(id)]))
    return {
      ...rows,
      baseline: { rowCount: before?.rows ?? null, measures },
      differences: new Map(
        [...measures].map(([id, measure]) => [id, unpairedDifference(ofCandidate.get(id)!, measure)]),
      ),
    }
    function measureOf(id: string): Measure {
      if (before === undefined) return { undefinedBecause: missing }
      if (dependsOnCosts(id) && !isOfSameCosts) return { undefinedBecause: 'measured with other costs' }
      const metric = Object.hasOwn(before.metrics, id) ? before.metrics[id] : undefined
      return metric === undefined ? { undefinedBecause: 'not measured' } : measured(metric, stretch)
    }
  }
  return splits.map((split) => {
    const before = Object.hasOwn(record.splits, split.name) ? record.splits[split.name] : undefined
    const missing = `no split ${JSON.stringify(split.name)}`
    return {
      ...compared(split, before, missing),
      slices: split.slices.map((slice) =>
        compared(
          slice,
          before?.slices.find(({ where }) => isSame(where, slice.where)),
          before === undefined ? missing : 'no such slice',
        ),
      ),
    }
  })
}

function measured(metric: BaselineMetric, stretch: number): Measure {
  if (metric.value === null) return { undefinedBecause: metric.undefined }
  const { value, low, high, caution } = metric
  if (low === null || high === null) return { value, interval: null }
  const stretched = (ends: { low: number; high: number }) => ({
    low: value - stretch * (value - ends.low),
    high: value + stretch * (ends.high - value),
  })
  return {
    value,
    interval: {
      ...stretched({ low, high }),
      method: 'mover',
      ...(caution && { caution: { reason: caution.reason, ...stretched(caution) } }),
    },
  }
}

function isSame(a: Record<string, string>, b: Record<string, string>): boolean {
  const columns = Object.keys(a)
  return (
    columns.length === Object.keys(b).length &&
    columns.every((column) => Object.hasOwn(b, column) && a[column] === b[column])
  )
}
