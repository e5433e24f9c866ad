import type { Costs } from '../settings.ts'
import { decisionDefinition, valueOfCounts } from '../definitions/binary.ts'
import type { ConfusionCounts } from '../definitions/confusion-counts.ts'
import type { ScoreTally } from '../../tally/rows.ts'

/** What to look for among the distinct scores of a tally. */
export interface ThresholdSearch {
  direction: 'maximise' | 'minimise'
  metric: string
  subjectTo: { metric: string; atLeast?: number; atMost?: number }[]
  costs: Costs
}

/** A threshold that was found, and whom it predicts positive where that is nobody or everybody. */
export interface FoundThreshold {
  value: number
  predicts: Predicts
}

/** Whom a threshold predicts positive: nobody, as it is above every score; everybody, as it is above none; null: some. */
export type Predicts = 'nobody' | 'everybody' | null

/**
 * The best threshold among the distinct scores and one above them all: exhaustive, at the counts' full precision; of equals the
 * highest. Null where no threshold meets the constraints (or the metric is defined at none).
 */
export function bestThreshold(tally: ScoreTally, search: ThresholdSearch): FoundThreshold | null {
  const rank = thresholdFinder(search)(tally, 0, tally.scores.length)
  return rank === null ? null : thresholdAtRank(tally.scores, rank)
}

/**
 * The threshold at a rank of the distinct scores, ascending; at their number the one above them all.
 *
 * @example thresholdAtRank(Float64Array.of(1, 5), 2) // { value: 5.01, predicts: 'nobody' }
 */
export function thresholdAtRank(scores: Float64Array, rank: number): FoundThreshold {
  if (rank >= scores.length) return { value: thresholdAbove(scores[0], scores[scores.length - 1]), predicts: 'nobody' }
  return { value: scores[rank], predicts: rank === 0 ? 'everybody' : null }
}

/**
 * A short number above every score, at which nobody is predicted positive: a hundredth of their range further on, or less. Scores
 * that may be probabilities are taken to reach to 1.
 *
 * @example thresholdAbove(0.02, 0.97) // 1.01
 */
export function thresholdAbove(lowest: number, highest: number): number {
  const [low, high] = lowest >= 0 && highest <= 1 ? [0, 1] : [lowest, highest]
  const size = (high - low || Math.abs(high)) / 100
  const step = roundStep(size)
  const decimals = Math.min(20, Math.max(0, -exponentOf(size)))
  const above = Number(((Math.floor(high / step) + 1) * step).toFixed(decimals))
  return above > high ? above : Math.min(Number.MAX_VALUE, high + Math.abs(high) * Number.EPSILON)
}

/** The largest power of ten that is not above a size. */
export function roundStep(size: number): number {
  return Number(`1e${exponentOf(size)}`)
}

/** The power of ten of a size; of one that is a little less than a power by rounding alone, that power. */
function exponentOf(size: number): number {
  const [, exponent] = (size * (1 + 1e-9)).toExponential().split('e')
  return Number(exponent)
}

type Counts = Pick<ScoreTally, 'truePositives' | 'falsePositives'>

/**
 * The search made ready for many sweeps, whose `scoreCount` entries begin at `start`: it finds the best one's rank, which is
 * `scoreCount` where it is best to predict nobody positive.
 */
export function thresholdFinder(
  search: ThresholdSearch,
): (counts: Counts, start: number, scoreCount: number) => number | null {
  const objective = thresholdMetric(search.metric, search.costs)
  const constraints = search.subjectTo.map((bound) => ({
    ...bound,
    value: thresholdMetric(bound.metric, search.costs),
  }))
  const sign = search.direction === 'maximise' ? 1 : -1
  const here: ConfusionCounts = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 }
  return ({ truePositives, falsePositives }, start, scoreCount) => {
    let best: number | null = null
    let bestValue = -Infinity
    for (let rank = scoreCount; rank >= 0; rank--) {
      here.truePositives = rank === scoreCount ? 0 : truePositives[start + rank]
      here.falsePositives = rank === scoreCount ? 0 : falsePositives[start + rank]
      here.falseNegatives = truePositives[start] - here.truePositives
      here.trueNegatives = falsePositives[start] - here.falsePositives
      const value = objective(here)
      if (value === null || !(sign * value > bestValue)) continue
      const isMet = constraints.every((bound) => {
        const constrained = bound.value(here)
        return (
          constrained !== null &&
          (bound.atLeast === undefined || constrained >= bound.atLeast) &&
          (bound.atMost === undefined || constrained <= bound.atMost)
        )
      })
      if (!isMet) continue
      best = rank
      bestValue = sign * value
    }
    return best
  }
}

/** A metric of the decisions as a function of their counts; null where it is not defined. */
export function thresholdMetric(id: string, costs: Costs): (counts: ConfusionCounts) => number | null {
  return valueOfCounts(decisionDefinition(id), costs)
}
