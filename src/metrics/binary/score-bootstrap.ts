import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { replicateBlocks, sweepOnce } from '../../tally/replicates.ts'
import type { Interval } from '../measure.ts'
import { percentileInterval, percentileP } from '../replicates.ts'
import type { Settings } from '../settings.ts'
import { binStarts, EceReplicates } from './ece-replicates.ts'
import { errorBounds, KsReplicates } from './ks-replicates.ts'
import { areProbabilities, expectedCalibrationError, kolmogorovSmirnov } from './probability.ts'
import { resampling, type NamedRows } from './resampling.ts'

/** The metrics of scores whose intervals come from the bootstrap. */
export type BootstrappedScore = 'ks' | 'ece'

/** Interval and p-value of a difference of two models. */
export interface BootstrapDifference {
  interval: { low: number; high: number }
  p: number
}

/**
 * Intervals of a model's KS and ECE (`KsReplicates`, `EceReplicates` say how). A metric that is undefined on the rows, or
 * in too many replicates, has none.
 */
export async function bootstrapScores(
  kernels: Kernels, rows: NamedRows, model: ModelName, settings: Settings,
): Promise<Map<BootstrappedScore, Interval>> {
  const { confidence } = settings
  const [replicates] = await scoreReplicates(kernels, rows, [model], settings)
  const intervals = new Map<BootstrappedScore, Interval>()
  const ks = replicates.ks?.interval(replicates.ksValue, confidence) ?? null
  const ece = replicates.ece && percentileInterval(replicates.ece.values, confidence)
  if (ks !== null) intervals.set('ks', ks)
  if (ece !== null) intervals.set('ece', { ...ece, high: Math.min(1, ece.high) })
  return intervals
}

/**
 * Candidate minus production on the same rows, drawn alike for both. The error of a difference of KS lies between that of
 * one model's peak less the other's largest near its peak, and the reverse; of ECE the values that either may come from
 * are subtracted replicate by replicate.
 */
export async function bootstrapScoreDifferences(
  kernels: Kernels, rows: NamedRows, settings: Settings,
): Promise<Map<BootstrappedScore, BootstrapDifference>> {
  const { confidence } = settings
  const [candidate, production] = await scoreReplicates(kernels, rows, ['candidate', 'production'], settings)
  const differences = new Map<BootstrappedScore, BootstrapDifference>()
  if (candidate.ks !== null && production.ks !== null) {
    const difference = candidate.ksValue - production.ksValue
    const lower = subtracted(candidate.ks.errorsAtPeak, production.ks.errorsNearPeak)
    const upper = subtracted(candidate.ks.errorsNearPeak, production.ks.errorsAtPeak)
    const ends = errorBounds(lower, upper, confidence)
    if (ends !== null) {
      const interval = { low: difference - ends.high, high: difference - ends.low }
      differences.set('ks', { interval, p: percentileP(lower, difference, upper) })
    }
  }
  if (candidate.ece !== null && production.ece !== null) {
    const values = subtracted(candidate.ece.values, production.ece.values)
    const interval = percentileInterval(values, confidence)
    if (interval !== null) differences.set('ece', { interval: { low: interval.low, high: interval.high }, p: percentileP(values, 0) })
  }
  return differences
}

interface ScoreReplicates {
  ks: KsReplicates | null
  ksValue: number
  ece: EceReplicates | null
}

async function scoreReplicates(
  kernels: Kernels, rows: NamedRows, models: ModelName[], { replicates, seed }: Settings,
): Promise<ScoreReplicates[]> {
  const { groups, sample, stream } = resampling(rows, models, (model) => binStarts(rows.tallies.get(model)!.scores))
  const once = sweepOnce(sample)
  const statistics = models.map((model, i): ScoreReplicates => {
    const tally = rows.tallies.get(model)!
    const hasBoth = tally.positives > 0 && tally.negatives > 0
    const hasError = tally.scores.length > 0 && areProbabilities(tally) && expectedCalibrationError(tally) > 0
    return {
      ks: hasBoth ? new KsReplicates(once[i], replicates) : null,
      ksValue: hasBoth ? kolmogorovSmirnov(tally) : NaN,
      ece: hasError ? new EceReplicates(tally, groups[i], once[i], replicates) : null,
    }
  })
  if (statistics.every(({ ks, ece }) => ks === null && ece === null)) return statistics
  for await (const block of replicateBlocks(kernels, sample, seed, stream, replicates)) {
    statistics.forEach(({ ks, ece }, i) => {
      const scoreCount = groups[i].starts.length
      for (let r = 0; r < block.replicateCount; r++) {
        ks?.add(block.sweeps[i], r * scoreCount, block.firstReplicate + r)
        ece?.add(block.sweeps[i], r * scoreCount, block.firstReplicate + r)
      }
    })
  }
  return statistics
}

function subtracted(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, replicate) => value - second[replicate])
}
