import { testedDifference, type Difference, type DifferenceTest } from '../difference.ts'
import { influencePrecision, type Precision } from '../influence.ts'
import type { Interval, IntervalMethod } from '../measure.ts'
import { twoSidedT } from '../quantile.ts'
import type { Sampling } from '../../tally/sampling.ts'
import { weightedTotal } from './total.ts'
import type { PredictedRows } from './predicted.ts'

/** A metric of one model, with what a difference of two models on the same rows is judged by. */
export type Estimate = DefinedEstimate | { undefined: string }

export interface DefinedEstimate {
  value: number
  interval: Interval | null
  /** Per row, the influence function (`influencePrecision` says of what kind); null where there is none to speak of. */
  influence: Float64Array | null
}

/** The t of a two-sided interval; NaN with less than one degree of freedom. */
export function studentT(confidence: number, { degreesOfFreedom }: Precision): number {
  return degreesOfFreedom >= 1 ? twoSidedT(confidence, degreesOfFreedom) : NaN
}

/** An interval, or null where it is not one of finite numbers (there were too few rows, or no variance). */
export function finiteInterval(low: number, high: number, method: IntervalMethod): Interval | null {
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high, method } : null
}

/** Takes the weighted mean from every row's influence, so that Σ w·φ = 0. */
export function centred(influence: Float64Array, { sampling, weight }: PredictedRows): Float64Array {
  const mean = weightedTotal(influence, sampling.weights) / weight
  for (let row = 0; row < influence.length; row++) influence[row] -= mean
  return influence
}

/** The paired difference of two estimates from the rows' differences of influence: for means the paired t test. */
export function pairedDifference(
  candidate: DefinedEstimate, production: DefinedEstimate, sampling: Sampling, confidence: number, test: DifferenceTest,
): Difference {
  const difference = candidate.value - production.value
  if (candidate.influence === null || production.influence === null) return { difference, interval: null, p: null, test: null }
  const influence = new Float64Array(candidate.influence)
  for (let row = 0; row < influence.length; row++) influence[row] -= production.influence[row]
  const precision = influencePrecision(influence, sampling)
  const t = studentT(confidence, precision)
  return testedDifference(difference, Number.isFinite(t) ? precision.standardError : NaN, t, test)
}
