import { exactSum } from '../../tally/exact-sums.ts'
import { exp, hypotenuse, ln } from '../arithmetic.ts'
import { hallInterval, influencePrecision, meanParts, meanPrecision, studentT } from '../intervals/delta.ts'
import { fewCarriers } from '../intervals/few-carriers.ts'
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
  const precision = influencePrecision(centred(leftOut, rows), rows.sampling)
  const ofLeftOut = studentT(confidence, precision) * precision.standardError
  const ofParts = partEnds(residual, ofTruth, rows, confidence)
  const interval = unexplainedInterval(
    unexplained,
    Math.max(ofLeftOut, ofParts.below),
    Math.max(ofLeftOut, ofParts.above),
  )
  const cautious =
    ofParts.few && unexplainedInterval(unexplained, Math.max(ofLeftOut, ofParts.few.below), ofParts.above)
  const isLower = interval !== null && cautious !== null && cautious.low < interval.low
  return {
    value: 1 - unexplained,
    interval: isLower
      ? { ...interval, caution: { reason: ofParts.few!.reason, low: cautious.low, high: interval.high } }
      : interval,
    influence,
  }
}

/**
 * How far ln(1 − R²) may be from the truth: MOVER of the logarithms of both parts (Zou & Donner, Statistics in Medicine 2008), the
 * residuals' by Hall's interval of their mean, which knows of skewed errors, and the truth's by the delta method.
 */
function partEnds(residual: Float64Array, ofTruth: Float64Array, rows: PredictedRows, confidence: number): PartEnds {
  const { sampling, weight } = rows
  const influenceOf = (values: Float64Array, mean: number) => values.map((value) => (value - mean) / weight)
  const [mean, spread] = [residual, ofTruth].map((values) => exactSum(values, sampling.weights) / weight)
  const precision = meanPrecision(influenceOf(residual, mean), sampling)
  const own = hallInterval(mean, precision, confidence)
  const ofSpread = influencePrecision(influenceOf(ofTruth, spread), sampling)
  const half = (studentT(confidence, ofSpread) * ofSpread.standardError) / spread
  if (own === null || !(half >= 0)) return { below: 0, above: 0, few: null }
  const few = fewCarriers(mean, precision, meanParts(residual, sampling, weight), confidence)
  const lengthTo = (end: number) => hypotenuse(ln(end / mean), half)
  return {
    below: lengthTo(own.high),
    above: own.low > 0 ? lengthTo(own.low) : 0,
    few: few && few.high > own.high && few.high < Infinity ? { reason: few.reason, below: lengthTo(few.high) } : null,
  }
}

/** Lengths on the scale of ln(1 − R²): of R² below the value, and above it. */
interface PartEnds {
  below: number
  above: number
  few: { reason: string; below: number } | null
}

/**
 * Ends on the scale of ln(1 − R²): the outermost of `partEnds` and of the delta method with the influence of a row as of one left out
 * (like MacKinnon & White's HC3, J. Econometrics 1985): the derivative alone makes intervals too short where few rows hold most
 * of a sum.
 */
function unexplainedInterval(unexplained: number, below: number, above: number): Interval | null {
  if (!(below > 0) || !(above > 0)) return null
  return finiteInterval(1 - unexplained * exp(below), 1 - unexplained * exp(-above), 'delta')
}
