import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { replicateBlocks, sweepOnce } from '../../tally/replicates.ts'
import { isDefined, type Measure } from '../measure.ts'
import { percentileInterval, type Replicates } from '../intervals/percentile.ts'
import type { Settings } from '../settings.ts'
import { countFunction } from '../definitions/binary.ts'
import { decisionMetric } from './catalogue.ts'
import { confusionIn } from './choice-bootstrap.ts'
import type { CountFunction } from '../definitions/confusion-counts.ts'
import { isTallied } from './influence-table.ts'
import { resampling, type NamedRows, type Resampling } from './resampling.ts'

/** Decision metrics along a model's thresholds, with a pointwise band each. */
export interface ThresholdBands {
  /** Ascending. */
  thresholds: Float64Array
  /** By metric id, a value for each threshold; NaN where there is none. */
  metrics: Map<string, Band>
}

/** A metric at each threshold, with the ends of its pointwise interval; NaN where there is none. */
export interface Band {
  values: Float64Array
  low: Float64Array
  high: Float64Array
}

/** How finely a band is drawn, and when others get at the thread. */
export interface BandOptions {
  /** Points of a curve. */
  pointLimit?: number
  /** Awaited between short pieces of the work, so that others get at the thread. */
  pause?: () => Promise<void>
}

/** Additions and values between two pauses: some 20 ms. */
const shortWork = 2 ** 20
/** A metric's value against an addition. */
const valueWork = 8

/**
 * Pointwise bands: at each of some thresholds (all distinct scores, or about 200 at equal steps of the rates) the percentile
 * interval of each metric over one set of replicates of the whole curve. For rows drawn one by one a band is never within
 * the closed-form interval at its threshold, as replicates know nothing of errors not seen.
 * @param ids of decision metrics
 */
export async function bootstrapBands(
  kernels: Kernels,
  rows: NamedRows,
  model: ModelName,
  ids: readonly string[],
  settings: Settings,
  { pointLimit = 200, pause }: BandOptions = {},
): Promise<ThresholdBands> {
  const resampled = resampling(rows, [model], () => [], pointLimit)
  const { thresholds } = resampled.groups[0]
  const metrics = ids.map((id) => decisionMetric(id))
  const replicates = await replicateValues(
    kernels,
    resampled,
    metrics.map((metric) => countFunction(metric, settings.costs)),
    settings,
    pause,
  )
  const [once] = sweepOnce(resampled.sample)
  const confusions = Array.from(thresholds, (_, point) => confusionIn(once, 0, thresholds.length, point))
  const bands = new Map<string, Band>()
  for (const [i, metric] of metrics.entries()) {
    const measures = confusions.map((counts) => metric.measure(counts, settings))
    bands.set(metric.id, bandOf(measures, replicates[i], settings, isTallied(rows.rows.sampling)))
    await pause?.()
  }
  return { thresholds, metrics: bands }
}

/** Of each metric its replicates, those of one point after those of another; NaN where one is undefined. */
async function replicateValues(
  kernels: Kernels,
  { groups: [{ thresholds }], sample, stream }: Resampling,
  metrics: CountFunction[],
  { replicates, seed }: Settings,
  pause?: () => Promise<void>,
): Promise<Replicates[]> {
  const pointCount = thresholds.length
  const values = metrics.map(() => new Float64Array(pointCount * replicates))
  const perReplicate = Math.max(1, sample.tallies[0].places.length, pointCount * metrics.length * valueWork)
  const blockEntries = pause && 2 * pointCount * Math.floor(shortWork / perReplicate)
  for await (const {
    firstReplicate,
    replicateCount,
    sweeps: [sweep],
  } of replicateBlocks(kernels, sample, seed, stream, replicates, blockEntries)) {
    for (let r = 0; r < replicateCount; r++) {
      for (let point = 0; point < pointCount; point++) {
        const counts = confusionIn(sweep, r * pointCount, pointCount, point)
        metrics.forEach((metric, i) => {
          const value = metric.value(counts)
          values[i][point * replicates + firstReplicate + r] = typeof value === 'number' ? value : NaN
        })
      }
    }
    await pause?.()
  }
  return values
}

/** @param replicates of every point, one point after the other */
function bandOf(measures: Measure[], replicates: Replicates, settings: Settings, isClosedForm: boolean): Band {
  const ends = measures.map((measure, point) => {
    if (!isDefined(measure)) return { value: NaN, low: NaN, high: NaN }
    const drawn = replicates.subarray(point * settings.replicates, (point + 1) * settings.replicates)
    const interval = percentileInterval(drawn, settings.confidence)
    const closed = isClosedForm ? measure.interval : null
    return {
      value: measure.value,
      low: Math.min(interval?.low ?? NaN, closed?.low ?? Infinity),
      high: Math.max(interval?.high ?? NaN, closed?.high ?? -Infinity),
    }
  })
  const along = (of: (end: { value: number; low: number; high: number }) => number) => Float64Array.from(ends, of)
  return { values: along(({ value }) => value), low: along(({ low }) => low), high: along(({ high }) => high) }
}
