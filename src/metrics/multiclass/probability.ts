import { ln } from '../arithmetic.ts'
import { hallInterval, meanPrecision } from '../intervals/delta.ts'
import { areFewRowsWrong, lossInterval, type SplitLosses, unitsOf, wrongRowsOf } from '../intervals/wrong-rows.ts'
import { ExactSums, exactSum, largestOf } from '../../tally/exact-sums.ts'
import type { ClassEstimator } from './estimate.ts'
import { perRow } from './rows.ts'
import type { Subject } from './subject.ts'

/** scikit-learn's clip for float64. */
const epsilon = 2 ** -52
const eceBinCount = 15

/** A row's loss, from its probabilities and its true class. */
export type RowLoss = (probabilities: Float64Array[], label: number, row: number) => number

/** −ln of the probability given to the true class, clipped at 2^-52. */
export const logLoss: RowLoss = (probabilities, label, row) => {
  const probability = probabilities[label][row]
  return -ln(probability < epsilon ? epsilon : probability > 1 - epsilon ? 1 - epsilon : probability)
}

/** Sum over the classes of the squared difference of probability and outcome (Brier 1950). */
export const squaredError: RowLoss = (probabilities, label, row) => {
  let sum = 0
  for (let other = 0; other < probabilities.length; other++) {
    const probability = probabilities[other][row]
    sum += other === label ? (1 - probability) * (1 - probability) : probability * probability
  }
  return sum
}

/** The mean of a loss over the rows, with the interval of wrong rows where these are few, else Hall's. */
export function lossEstimator(loss: RowLoss, highest: number): ClassEstimator {
  return (subject, { confidence }) => {
    const { classes, sampling, confusion, probabilities } = subject
    if (confusion.total === 0) return { undefinedBecause: 'no rows' }
    const reason = subject.whyNoProbabilities()
    if (reason !== null) return { undefinedBecause: reason }
    const losses = perRow(classes.length, (row) => loss(probabilities!, classes[row], row))
    const value = weightedSums(losses, subject, 1, () => 0)[0] / confusion.total
    const values = losses.map((each) => (each - value) / confusion.total)
    const parts = {
      units: unitsOf(sampling),
      areFewWrong: areFewRowsWrong((row) => isWrong(subject, row), sampling),
      hall: () => hallInterval(value, meanPrecision(values, sampling), confidence),
      wrong: () => wrongRowsOf(splitLosses(loss, losses, subject), sampling, confusion.total),
    }
    const interval = lossInterval(value, parts, confidence, highest)
    return { value, interval, influence: { over: 'rows', values, test: 't' } }
  }
}

/** True where another class is more probable than the row's own. */
function isWrong({ classes, predicted, probabilities }: Subject, row: number): boolean {
  return probabilities![classes[row]][row] < probabilities![predicted[row]][row]
}

function splitLosses(loss: RowLoss, losses: Float64Array, { predicted, probabilities }: Subject): SplitLosses {
  const ifRight = perRow(losses.length, (row) => loss(probabilities!, predicted[row], row))
  const leastProbable = (row: number) =>
    probabilities!.reduce((least, column, label) => (column[row] < probabilities![least][row] ? label : least), 0)
  return {
    ifRight,
    excess: losses.map((each, row) => Math.max(0, each - ifRight[row])),
    possible: perRow(losses.length, (row) => loss(probabilities!, leastProbable(row), row) - ifRight[row]),
  }
}

/** Per cell, Σ weight·value of its rows in any order the same; a row of count w is w rows. Values are at least 0. */
function weightedSums(
  values: Float64Array,
  { sampling: { weights } }: Subject,
  cellCount: number,
  cellOf: (row: number) => number,
): Float64Array {
  const isImportance = weights?.kind === 'importance'
  const terms = isImportance ? values.map((value, row) => value * weights.values[row]) : values
  const sums = new ExactSums(cellCount, largestOf(terms), weights?.kind === 'frequency' ? Infinity : terms.length)
  for (let row = 0; row < terms.length; row++)
    sums.add(cellOf(row), terms[row], isImportance || weights === null ? 1 : weights.values[row])
  return sums.values()
}

/**
 * Expected calibration error of the predicted class: Σ over 15 equal-width bins of its probability of (rows in bin /
 * rows)·|mean probability − share predicted correctly| (L1, top-label; Guo et al., ICML 2017). Bins are closed on the
 * right, the first on both sides. Its interval is `withCalibrationBootstrap`'s.
 */
export const calibrationError: ClassEstimator = (subject) => {
  const { classes, predicted, probabilities, confusion } = subject
  if (confusion.total === 0) return { undefinedBecause: 'no rows' }
  if (probabilities === null) return { undefinedBecause: 'no probabilities' }
  const called = perRow(predicted.length, (row) => probabilities[predicted[row]][row])
  if (!called.every((probability) => probability >= 0 && probability <= 1))
    return { undefinedBecause: 'scores outside 0 to 1 are not probabilities' }
  const right = perRow(predicted.length, (row) => (predicted[row] === classes[row] ? 1 : 0))
  const binned = (values: Float64Array) => weightedSums(values, subject, eceBinCount, (row) => binOf(called[row]))
  const rights = binned(right)
  const gaps = binned(called).map((sum, bin) => Math.abs(sum - rights[bin]))
  return { value: exactSum(gaps) / confusion.total, interval: null, influence: null }
}

/** The bin (k/15, (k + 1)/15] of a probability, 0 being in the first. */
function binOf(probability: number): number {
  let bin = Math.min(eceBinCount - 1, Math.floor(probability * eceBinCount))
  while (bin > 0 && probability <= bin / eceBinCount) bin--
  while (bin < eceBinCount - 1 && probability > (bin + 1) / eceBinCount) bin++
  return bin
}
