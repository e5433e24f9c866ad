import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { replicateBlocks, sweepOnce } from '../../tally/replicates.ts'
import type { ScoreTally } from '../../tally/rows.ts'
import { type Interval, isDefined, type Measure } from '../measure.ts'
import { moverInterval } from '../intervals/mover.ts'
import { wilsonInterval } from '../intervals/proportion.ts'
import { twoSidedZ } from '../intervals/distributions.ts'
import { percentileInterval, percentileP, replicateQuantile, sortedReplicates } from '../intervals/percentile.ts'
import type { Settings } from '../settings.ts'
import { binStarts, EceReplicates } from './ece-replicates.ts'
import { errorBounds, KsReplicates } from './ks-replicates.ts'
import { isTallied } from './influence-table.ts'
import { areProbabilities, expectedCalibrationError, kolmogorovSmirnov, peakRank } from './probability.ts'
import { resampling, type NamedRows } from './resampling.ts'
import { isDefinedDifference, type Difference } from '../difference.ts'

/** The metrics of scores whose intervals come from the bootstrap. */
export type BootstrappedScore = 'ks' | 'ece'

/** Interval and p-value of a difference of two models. */
export interface BootstrapDifference {
  interval: { low: number; high: number }
  p: number
}

/**
 * Intervals of a model's KS and ECE (`KsReplicates`, `EceReplicates` say how); that of KS is never within the closed form's
 * at the peak. A metric that is undefined on the rows, or in too many replicates, has none.
 */
export async function bootstrapScores(
  kernels: Kernels,
  rows: NamedRows,
  model: ModelName,
  settings: Settings,
): Promise<Map<BootstrappedScore, Interval>> {
  const { confidence } = settings
  const [replicates] = await scoreReplicates(kernels, rows, [model], settings)
  const intervals = new Map<BootstrappedScore, Interval>()
  const ks = replicates.ks?.interval(replicates.ksValue, confidence) ?? null
  const atPeak = isTallied(rows.rows.sampling) ? peakInterval(rows.tallies.get(model)!, twoSidedZ(confidence)) : ks
  const ece = replicates.ece && percentileInterval(replicates.ece.values, confidence)
  if (ks !== null && atPeak !== null) {
    intervals.set('ks', {
      low: Math.max(0, Math.min(ks.low, atPeak.low)),
      high: Math.min(1, Math.max(ks.high, atPeak.high)),
      method: 'bootstrap',
    })
  }
  if (ece !== null) intervals.set('ece', { ...ece, high: Math.min(1, ece.high) })
  return intervals
}

/** Newcombe's interval of the gap at the peak, as if that threshold had been fixed: it knows of errors not seen. */
function peakInterval(tally: ScoreTally, z: number): Interval {
  const { truePositives, falsePositives, positives, negatives } = tally
  const peak = peakRank(tally)
  const rate = (count: number, total: number) => ({ value: count / total, ...wilsonInterval(count, total, z) })
  const [ofTrue, ofFalse] = [rate(truePositives[peak], positives), rate(falsePositives[peak], negatives)]
  return ofTrue.value >= ofFalse.value ? moverInterval(1, ofTrue, -1, ofFalse) : moverInterval(1, ofFalse, -1, ofTrue)
}

/**
 * Candidate minus production on the same rows, drawn alike for both. The error of a difference of KS lies between that of
 * one model's peak less the other's largest near its peak, and the reverse; of ECE the intervals of both models' values
 * are put together.
 */
export async function bootstrapScoreDifferences(
  kernels: Kernels,
  rows: NamedRows,
  settings: Settings,
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
 * From the lowest of the candidate less the highest of production's values to the reverse, the difference seen included.
 * Wider than asked where both models are miscalibrated, by up to 1.4 times; but anything narrower (subtracting replicate by
 * replicate, MOVER) misses the truth in one case of eight where one model is calibrated, as its draws lie to one side of a
 * truth of 0: that is a bias, which is no part of a random error.
 */
function eceDifference(
  candidate: EceReplicates,
  production: EceReplicates,
  confidence: number,
): BootstrapDifference | null {
  const [first, second] = [candidate, production].map(({ values }) => sortedReplicates(values, confidence))
  if (first === null || second === null) return null
  const difference = candidate.total - production.total
  const at = (level: number) => {
    const [below, above] = [(1 - level) / 2, (1 + level) / 2]
    return {
      low: Math.min(difference, replicateQuantile(first, below) - replicateQuantile(second, above)),
      high: Math.max(difference, replicateQuantile(first, above) - replicateQuantile(second, below)),
    }
  }
  // The p-value belongs to the narrowest interval that holds 0.
  let [without, withZero] = [0, 1]
  for (let step = 0; step < 30; step++) {
    const level = (without + withZero) / 2
    const interval = at(level)
    if (interval.low <= 0 && interval.high >= 0) withZero = level
    else without = level
  }
  return { interval: at(confidence), p: 1 - without }
}

interface ScoreReplicates {
  ks: KsReplicates | null
  ksValue: number
  ece: EceReplicates | null
}

async function scoreReplicates(
  kernels: Kernels,
  rows: NamedRows,
  models: ModelName[],
  { replicates, seed }: Settings,
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

/** What does not depend on a threshold: the metrics of the scores, and their differences where there are two models. */
export interface ScoreResults {
  rowCount: number
  /** Sum of the rows' weights; null where they have none. */
  weight: number | null
  positives: number
  measures: Map<ModelName, Map<string, Measure>>
  /** Candidate minus production; null with one model, or where nobody asks. */
  differences: Map<string, Difference> | null
}

/** The results with the bootstrap's intervals of KS and ECE, which have no other, and of their differences. */
export async function withScoreBootstrap(
  kernels: Kernels,
  rows: NamedRows,
  results: ScoreResults,
  hardModels: Set<ModelName>,
  settings: Settings,
): Promise<ScoreResults> {
  const measures = new Map(results.measures)
  const models = [...measures.keys()].filter((model) => !hardModels.has(model))
  for (const model of models) {
    const ofModel = new Map(measures.get(model)!)
    for (const [id, interval] of await bootstrapScores(kernels, rows, model, settings)) {
      const measure = ofModel.get(id)!
      if (isDefined(measure)) ofModel.set(id, { ...measure, interval })
    }
    measures.set(model, ofModel)
  }
  if (results.differences === null || models.length < 2) return { ...results, measures }
  const differences = new Map(results.differences)
  for (const [id, found] of await bootstrapScoreDifferences(kernels, rows, settings)) {
    const difference = differences.get(id)!
    if (isDefinedDifference(difference)) differences.set(id, { ...difference, ...found, test: 'bootstrap' })
  }
  return { ...results, measures, differences }
}
