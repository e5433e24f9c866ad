import { definedPair, moverDifference, testedDifference, type Difference } from '../difference.ts'
import type { RegressionDefinition } from '../definitions/regression.ts'
import { influencePrecision } from '../intervals/delta.ts'
import type { Interval, IntervalMethod } from '../measure.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { PredictedRows } from './predicted.ts'

/** A metric of one model, with what a difference of two models on the same rows is judged by. */
export type ErrorEstimate = DefinedErrorEstimate | { undefinedBecause: string }

/** A value with its interval, and what each row adds to it. */
export interface DefinedErrorEstimate {
  value: number
  interval: Interval | null
  /** Per row, the influence function (`influencePrecision` says of what kind); null where there is none to speak of. */
  influence: Float64Array | null
}

/** An interval, or null where it is not one of finite numbers (there were too few rows, or no variance). */
export function finiteInterval(low: number, high: number, method: IntervalMethod): Interval | null {
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high, method } : null
}

/** Takes the weighted mean from every row's influence, so that Σ w·φ = 0. */
export function centred(influence: Float64Array, { sampling, weight }: PredictedRows): Float64Array {
  const mean = exactSum(influence, sampling.weights) / weight
  for (let row = 0; row < influence.length; row++) influence[row] -= mean
  return influence
}

/** An influence over 1 − leverage; infinite, so that there is no interval, where one row alone decides. */
export function overRest(influence: number, leverage: number): number {
  const rest = 1 - leverage
  return rest < 2 ** -26 ? Infinity : influence / rest
}

/** The influences, each times a factor. */
export function scaled(influence: Float64Array, factor: number): Float64Array {
  const result = new Float64Array(influence)
  for (let row = 0; row < result.length; row++) result[row] *= factor
  return result
}

/**
 * The paired difference of two estimates from the rows' differences of influence.
 * @param paired how it is judged; null: by no test
 */
export function pairedDifference(
  candidate: ErrorEstimate,
  production: ErrorEstimate,
  sampling: Sampling,
  confidence: number,
  paired: RegressionDefinition['paired'],
): Difference {
  const pair = definedPair(candidate, production)
  if ('undefinedBecause' in pair) return pair
  const { difference } = pair
  const [ofCandidate, ofProduction] = [influenceOf(candidate), influenceOf(production)]
  if (paired === null || ofCandidate === null || ofProduction === null)
    return { difference, interval: null, p: null, test: null }
  const precision = influencePrecision(
    ofCandidate.map((value, row) => value - ofProduction[row]),
    sampling,
  )
  if (paired !== 'mover') return testedDifference(difference, precision, confidence, paired)
  const errorOf = (influence: Float64Array) => influencePrecision(influence, sampling).standardError
  const errors = { first: errorOf(ofCandidate), second: errorOf(ofProduction), difference: precision }
  return moverDifference(pair.candidate, pair.production, errors, confidence, 'delta')
}

function influenceOf(estimate: ErrorEstimate): Float64Array | null {
  return 'undefinedBecause' in estimate ? null : estimate.influence
}
