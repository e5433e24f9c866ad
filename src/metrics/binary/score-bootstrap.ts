import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { replicateBlocks, sweepOnce } from '../../tally/replicates.ts'
import type { Interval } from '../measure.ts'
import { moverInterval } from '../proportion.ts'
import { percentileInterval, percentileP, replicateQuantile, sortedReplicates, type Replicates } from '../replicates.ts'
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
 * one model's peak less the other's largest near its peak, and the reverse; of ECE the intervals of both models' values
 * are put together (`moverInterval`).
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
    const difference = eceDifference(candidate.ece, production.ece, confidence)
    if (difference !== null) differences.set('ece', difference)
  }
  return differences
}

/**
 * As if the two were independent, and each interval reached its estimate: subtracting replicate by replicate misses the truth in one case of eight where one model
 * is calibrated and the other is not, as a value's draws lie to one side of a truth of 0.
 */
function eceDifference(candidate: EceReplicates, production: EceReplicates, confidence: number): BootstrapDifference | null {
  const [first, second] = [candidate, production].map(({ values }) => sortedReplicates(values, confidence))
  if (first === null || second === null) return null
  const of = ({ total: value }: EceReplicates, sorted: Replicates, level: number) => ({
    value,
    low: Math.min(value, replicateQuantile(sorted, (1 - level) / 2)),
    high: Math.max(value, replicateQuantile(sorted, (1 + level) / 2)),
  })
  const at = (level: number) => moverInterval(1, of(candidate, first, level), -1, of(production, second, level))
  const { low, high } = at(confidence)
  // The p-value belongs to the narrowest interval that holds 0.
  let [without, withZero] = [0, 1]
  for (let step = 0; step < 30; step++) {
    const level = (without + withZero) / 2
    const interval = at(level)
    if (interval.low <= 0 && interval.high >= 0) withZero = level
    else without = level
  }
  return { interval: { low, high }, p: 1 - without }
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
