import { exactSum } from '../../tally/exact-sums.ts'
import { exp } from '../arithmetic.ts'
import { influencePrecision, studentT } from '../intervals/delta.ts'
import type { Interval } from '../measure.ts'
import {
  centred,
  type DefinedErrorEstimate,
  type ErrorEstimate,
  finiteInterval,
  isConstant,
  overRest,
  ownWeight,
  type PredictedRows,
} from './estimate.ts'
import { losses } from './losses.ts'

/** 1 − Σ error² / Σ (truth − mean)²; undefined below two rows. */
export function determination(rows: PredictedRows, confidence: number): ErrorEstimate {
  if (rowCountWithRepeats(rows) < 2) return { undefinedBecause: 'fewer than two rows' }
  return shareExplained(losses('squared', rows), rows, confidence)
}

/** 1 − Σ (error − mean error)² / Σ (truth − mean)². */
export function explainedVariance(rows: PredictedRows, confidence: number): DefinedErrorEstimate {
  return shareExplained(squaredDeviations(rows.errors, rows), rows, confidence)
}

/** Rows as a repeated row counts: Σ w of counts. */
export function rowCountWithRepeats({ sampling, weight }: PredictedRows): number {
  return sampling.weights?.kind === 'frequency' ? weight : sampling.rowCount
}

/** Per row, the squared distance from the weighted mean; exactly 0 where all values are one. */
function squaredDeviations(values: Float64Array, { sampling, weight }: PredictedRows): Float64Array {
  const squares = new Float64Array(values.length)
  if (isConstant(values)) return squares
  const mean = exactSum(values, sampling.weights) / weight
  for (let row = 0; row < values.length; row++) squares[row] = (values[row] - mean) * (values[row] - mean)
  return squares
}

/**
 * 1 − Σ residual / Σ (truth − mean)², and with a constant truth scikit-learn's 1 where nothing is left to explain,
 * else 0.
 * @param residual per row, at least 0
 */
function shareExplained(residual: Float64Array, rows: PredictedRows, confidence: number): DefinedErrorEstimate {
  const { weights } = rows.sampling
  const ofTruth = squaredDeviations(rows.truth, rows)
  const residualTotal = exactSum(residual, weights)
  const truthTotal = exactSum(ofTruth, weights)
  if (truthTotal === 0) return { value: residualTotal === 0 ? 1 : 0, interval: null, influence: null }
  const unexplained = residualTotal / truthTotal
  const influence = new Float64Array(residual.length)
  if (unexplained === 0) return { value: 1, interval: null, influence }
  const leftOut = new Float64Array(residual.length)
  for (let row = 0; row < influence.length; row++) {
    const own = ownWeight(rows.sampling, row)
    const ofResidual = residual[row] / residualTotal
    const ofSpread = ofTruth[row] / truthTotal
    influence[row] = unexplained * (ofSpread - ofResidual)
    leftOut[row] = overRest(ofSpread, own * ofSpread) - overRest(ofResidual, own * ofResidual)
  }
  const interval = unexplainedInterval(unexplained, centred(leftOut, rows), rows, confidence)
  return { value: 1 - unexplained, interval, influence }
}

/**
 * Delta method on the scale of ln(1 − R²), with the influence of a row as of one left out (like MacKinnon & White's HC3,
 * J. Econometrics 1985): the derivative alone makes intervals too short where few rows hold most of a sum.
 * @param leftOut per row, the influence on −ln(1 − R²)
 */
function unexplainedInterval(
  unexplained: number,
  leftOut: Float64Array,
  { sampling }: PredictedRows,
  confidence: number,
): Interval | null {
  const precision = influencePrecision(leftOut, sampling)
  const half = studentT(confidence, precision) * precision.standardError
  if (!(half > 0)) return null
  return finiteInterval(1 - unexplained * exp(half), 1 - unexplained * exp(-half), 'delta')
}
