import { exactSum, magnitudeOf } from '../../tally/exact-sums.ts'
import { fisherInterval, influencePrecision, studentT } from '../intervals/delta.ts'
import type { Interval } from '../measure.ts'
import { rowCountWithRepeats } from './determination.ts'
import {
  centred,
  type ErrorEstimate,
  finiteInterval,
  isConstant,
  overRest,
  ownWeight,
  type PredictedRows,
} from './estimate.ts'
import { midRanks, orderRows, type RowsByValue } from './ordered.ts'

/**
 * Pearson's correlation of truth and prediction. The interval is Fisher's, its standard error from the influence of each
 * row as of one left out (over 1 − leverage: MacKinnon & White's HC3, J. Econometrics 1985): it needs no normal errors.
 */
export function pearson(rows: PredictedRows, confidence: number): ErrorEstimate {
  const reason = whyNoCorrelation(rows)
  if (reason !== null) return { undefinedBecause: reason }
  const { value, first, second } = correlate(rows.truth, rows.predictions, rows)
  const { weight, sampling } = rows
  const influence = new Float64Array(first.length)
  const rest = 1 - value * value
  if (isPerfect(value)) return { value, interval: null, influence }
  const leftOut = new Float64Array(first.length)
  for (let row = 0; row < influence.length; row++) {
    const a = first[row]
    const b = second[row]
    const leverage = (ownWeight(sampling, row) * (1 + (a * a - 2 * value * a * b + b * b) / rest)) / weight
    influence[row] = (a * b - (value * (a * a + b * b)) / 2) / weight
    leftOut[row] = overRest(influence[row], leverage)
  }
  return { value, influence, interval: correlationInterval(value, centred(leftOut, rows), rows, confidence) }
}

/** Spearman's: Pearson's of the (weighted) midranks, with the influence that a row has on the ranks of others. */
export function spearman(rows: PredictedRows, confidence: number): ErrorEstimate {
  const reason = whyNoCorrelation(rows)
  if (reason !== null) return { undefinedBecause: reason }
  const orderedTruth = rows.orderedTruth()
  const orderedPredictions = orderRows(rows.predictions, rows.sampling, rows.weight)
  const { value, first, second } = correlate(midRanks(orderedTruth), midRanks(orderedPredictions), rows)
  const influence = new Float64Array(first.length)
  addPull(influence, orderedTruth, gradient(first, second, value), rows)
  addPull(influence, orderedPredictions, gradient(second, first, value), rows)
  for (let row = 0; row < influence.length; row++) {
    const a = first[row]
    const b = second[row]
    influence[row] = (influence[row] + a * b - (value * (a * a + b * b)) / 2) / rows.weight
  }
  return { value, influence, interval: correlationInterval(value, centred(influence, rows), rows, confidence) }
}

/** True at −1 and 1, up to rounding. */
function isPerfect(correlation: number): boolean {
  return Math.abs(correlation) > 1 - 2 ** -48
}

function whyNoCorrelation(rows: PredictedRows): string | null {
  if (rowCountWithRepeats(rows) < 2) return 'fewer than two rows'
  if (isConstant(rows.truth)) return 'the truth is constant'
  return isConstant(rows.predictions) ? 'the predictions are constant' : null
}

interface Correlation {
  value: number
  /** Both variables, standardised. */
  first: Float64Array
  second: Float64Array
}

function correlate(first: Float64Array, second: Float64Array, rows: PredictedRows): Correlation {
  const {
    sampling: { weights },
    weight,
  } = rows
  const a = deviations(first, rows)
  const b = deviations(second, rows)
  const total = (x: Float64Array, y: Float64Array) => {
    const products = new Float64Array(x.length)
    for (let row = 0; row < products.length; row++) products[row] = x[row] * y[row]
    return exactSum(products, weights)
  }
  const squaresA = total(a, a)
  const squaresB = total(b, b)
  const value = total(a, b) / Math.sqrt(squaresA * squaresB)
  const scaleA = Math.sqrt(weight / squaresA)
  const scaleB = Math.sqrt(weight / squaresB)
  for (let row = 0; row < a.length; row++) {
    a[row] *= scaleA
    b[row] *= scaleB
  }
  return { value: Math.max(-1, Math.min(1, value)), first: a, second: b }
}

/** The values less their weighted mean, in a unit of about the largest, so that no square is out of range. */
function deviations(values: Float64Array, { sampling: { weights }, weight }: PredictedRows): Float64Array {
  const mean = exactSum(values, weights) / weight
  const result = new Float64Array(values.length)
  let largest = 0
  for (let row = 0; row < values.length; row++) {
    result[row] = values[row] - mean
    largest = Math.max(largest, Math.abs(result[row]))
  }
  const unit = magnitudeOf(largest)
  for (let row = 0; row < values.length; row++) result[row] /= unit
  return result
}

/** Per row, the derivative of a correlation by the row's place in the first variable, over its standard deviation. */
function gradient(first: Float64Array, second: Float64Array, value: number): Float64Array {
  const slopes = new Float64Array(first.length)
  for (let row = 0; row < slopes.length; row++) slopes[row] = second[row] - value * first[row]
  return slopes
}

/**
 * Adds to each row's influence what its weight does to the midranks of the others: all above it rise, those tied with
 * it by half. Sums of rounded integers, so that the order of rows leaves no trace.
 */
function addPull(influence: Float64Array, ordered: RowsByValue, slopes: Float64Array, rows: PredictedRows): void {
  const { ranks, values } = ordered
  const { weights } = rows.sampling
  const term = (row: number) => (weights === null ? slopes[row] : weights.values[row] * slopes[row])
  let largest = 0
  for (let row = 0; row < slopes.length; row++) largest = Math.max(largest, Math.abs(term(row)))
  if (largest === 0) return
  const scale = 2 ** 26 / largest
  const sums = new Float64Array(values.length)
  for (let row = 0; row < slopes.length; row++) sums[ranks[row]] += Math.round(term(row) * scale)
  let above = 0
  for (let k = sums.length - 1; k >= 0; k--) {
    const here = sums[k]
    sums[k] = above + here / 2
    above += here
  }
  const unit = 1 / (scale * rows.weight * rankDeviation(ordered, rows))
  for (let row = 0; row < influence.length; row++) influence[row] += sums[ranks[row]] * unit
}

/** The standard deviation of the midranks. */
function rankDeviation(ordered: RowsByValue, { sampling: { weights }, weight }: PredictedRows): number {
  const squares = midRanks(ordered)
  for (let row = 0; row < squares.length; row++) squares[row] = (squares[row] - 0.5) * (squares[row] - 0.5)
  return Math.sqrt(exactSum(squares, weights) / weight)
}

/** On Fisher's scale; null at −1 and 1 and below four rows. */
function correlationInterval(
  value: number,
  influence: Float64Array,
  rows: PredictedRows,
  confidence: number,
): Interval | null {
  if (rowCountWithRepeats(rows) < 4 || isPerfect(value)) return null
  const precision = influencePrecision(influence, rows.sampling)
  const ends = fisherInterval(value, studentT(confidence, precision) * precision.standardError)
  return ends && finiteInterval(ends.low, ends.high, 'fisher')
}
