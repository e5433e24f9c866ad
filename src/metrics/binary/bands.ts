import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { replicateBlocks, sweepOnce } from '../../tally/replicates.ts'
import { percentileInterval } from '../replicates.ts'
import type { Settings } from '../settings.ts'
import { binaryMetric, type DecisionMetric } from './catalogue.ts'
import { confusionIn } from './choice-bootstrap.ts'
import { isTallied } from './influence-table.ts'
import { resampling, type NamedRows } from './resampling.ts'

/** Decision metrics along a model's thresholds, with a pointwise band each. */
export interface ThresholdBands {
  /** Ascending. */
  thresholds: Float64Array
  /** By metric id, a value for each threshold; NaN where there is none. */
  metrics: Map<string, Band>
}

export interface Band {
  values: Float64Array
  low: Float64Array
  high: Float64Array
}

/** Points of a curve with bands. */
const mostPoints = 200

/**
 * Pointwise bands: at each of some thresholds (all distinct scores, or about 200 at equal steps of the rates) the percentile
 * interval of each metric over one set of replicates of the whole curve. For rows drawn one by one a band is never within
 * the closed-form interval at its threshold, as replicates know nothing of errors not seen.
 * @param ids of decision metrics
 */
export async function bootstrapBands(
  kernels: Kernels, rows: NamedRows, model: ModelName, ids: readonly string[], settings: Settings, pointLimit = mostPoints,
): Promise<ThresholdBands> {
  const { groups: [{ thresholds }], sample, stream } = resampling(rows, [model], () => [], pointLimit)
  const metrics = ids.map((id) => decisionMetric(id))
  const formulas = metrics.map((metric) => metric.confusion(settings.costs))
  const pointCount = thresholds.length
  const replicates = metrics.map(() => new Float64Array(pointCount * settings.replicates))
  for await (const { firstReplicate, replicateCount, sweeps: [sweep] } of replicateBlocks(kernels, sample, settings.seed, stream, settings.replicates)) {
    for (let r = 0; r < replicateCount; r++) {
      for (let point = 0; point < pointCount; point++) {
        const counts = confusionIn(sweep, r * pointCount, pointCount, point)
        formulas.forEach((formula, i) => {
          const value = formula.value(counts)
          replicates[i][point * settings.replicates + firstReplicate + r] = typeof value === 'number' ? value : NaN
        })
      }
    }
  }
  const [once] = sweepOnce(sample)
  const isClosedForm = isTallied(rows.rows.sampling)
  const confusions = Array.from({ length: pointCount }, (_, point) => confusionIn(once, 0, pointCount, point))
  const bands = metrics.map((metric, i): [string, Band] => {
    const band = { values: new Float64Array(pointCount), low: new Float64Array(pointCount), high: new Float64Array(pointCount) }
    confusions.forEach((counts, point) => {
      const drawn = replicates[i].subarray(point * settings.replicates, (point + 1) * settings.replicates)
      const measure = metric.measure(counts, settings)
      const isDefined = !('undefined' in measure)
      const interval = isDefined ? percentileInterval(drawn, settings.confidence) : null
      const closed = isDefined && isClosedForm ? measure.interval : null
      band.values[point] = isDefined ? measure.value : NaN
      band.low[point] = Math.min(interval?.low ?? NaN, closed?.low ?? Infinity)
      band.high[point] = Math.max(interval?.high ?? NaN, closed?.high ?? -Infinity)
    })
    return [metric.id, band]
  })
  return { thresholds, metrics: new Map(bands) }
}

function decisionMetric(id: string): DecisionMetric {
  const metric = binaryMetric(id)
  if (metric?.on !== 'decisions') throw new Error(`${id} does not depend on a threshold`)
  return metric
}
