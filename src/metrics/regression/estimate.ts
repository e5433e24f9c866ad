import type { ModelName } from '../../dataset/roles.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import type { RegressionDefinition } from '../definitions/regression.ts'
import { definedPair, type Difference, moverDifference, testedDifference, withPairedCaution } from '../difference.ts'
import { influencePrecision } from '../intervals/delta.ts'
import type { Interval, IntervalMethod } from '../measure.ts'
import { orderRows, type RowsByValue } from './ordered.ts'
import { exactSum } from '../../tally/exact-sums.ts'

/** One model's predictions of a set of rows, every row of a weight above 0. */
export interface PredictedRows {
  truth: Float64Array
  predictions: Float64Array
  /** Per row, prediction − truth. */
  errors: Float64Array
  sampling: Sampling
  /** Σ w: the rows where they have no weights. */
  weight: number
  /** The truth in ascending order; the same for every model, and made once. */
  orderedTruth(): RowsByValue
}

/** The rows as each of several models predicts them. */
export function predictedRows(
  truth: Float64Array,
  predictions: Map<ModelName, Float64Array>,
  sampling: Sampling,
): Map<ModelName, PredictedRows> {
  const { rowCount, weights } = sampling
  const weight = weights === null ? rowCount : exactSum(weights.values)
  let ordered: RowsByValue | null = null
  const orderedTruth = () => (ordered ??= orderRows(truth, sampling, weight))
  return new Map(
    [...predictions].map(([model, ofModel]) => {
      const errors = new Float64Array(rowCount)
      for (let row = 0; row < rowCount; row++) errors[row] = ofModel[row] - truth[row]
      return [model, { truth, predictions: ofModel, errors, sampling, weight, orderedTruth }]
    }),
  )
}

/** True where all values are one number; also where there are none. */
export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0])
}

/** Per row, the weight that goes with the row where it is left out: one of its count, all of its share. */
export function ownWeight({ weights }: Sampling, row: number): number {
  return weights?.kind === 'importance' ? weights.values[row] : 1
}

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
  const compared = moverDifference(pair.candidate, pair.production, errors, confidence, 'delta')
  return withPairedCaution(compared, pair, () => errors)
}

function influenceOf(estimate: ErrorEstimate): Float64Array | null {
  return 'undefinedBecause' in estimate ? null : estimate.influence
}
