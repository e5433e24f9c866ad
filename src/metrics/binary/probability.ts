import type { Sampling } from '../../dataset/sampling.ts'
import { negativesAt, positivesAt, type ScoreTally } from '../../tally/rows.ts'
import { CompensatedSum, ln } from '../arithmetic.ts'
import type { ProbabilityLoss } from '../definitions/definition.ts'
import { hallInterval, type MeanPrecision } from '../intervals/delta.ts'
import {
  areFewRowsWrong,
  areFewWrong,
  lossInterval,
  type LossParts,
  type SplitLosses,
  unitsOf,
  wrongRowsOf,
} from '../intervals/wrong-rows.ts'
import type { DefinedMeasure } from '../measure.ts'
import { meanPrecisionOf, type InfluenceTable, type SampledRows } from './influence-table.ts'
import { firstRank } from '../../tally/rank.ts'

/** Metrics that read the scores as probabilities. */

/** scikit-learn's clip for float64: probabilities are kept 2^-52 away from 0 and 1. */
export const epsilon = 2 ** -52
/** Bins of the expected calibration error. */
export const eceBinCount = 15

/** −ln of the probability given to the row's class, clipped at 2^-52. */
function logLoss(score: number, oneClass: number): number {
  const probability = oneClass === 1 ? score : 1 - score
  return -ln(probability < epsilon ? epsilon : probability > 1 - epsilon ? 1 - epsilon : probability)
}

/** Squared difference of probability and outcome (Brier 1950). */
function squaredError(score: number, oneClass: number): number {
  return (score - oneClass) * (score - oneClass)
}

/** The influence of a row on the mean loss: its own loss less the mean, over the weight of all. */
export function lossInfluence(tally: ScoreTally, loss: ProbabilityLoss, mean: number): InfluenceTable {
  const total = tally.positives + tally.negatives
  const losses = lossTable(tally, loss)
  const table = new Float64Array(losses.length)
  for (let i = 0; i < table.length; i++) table[i] = (losses[i] - mean) / total
  return table
}

/** False where a score lies outside 0 to 1: then the scores are no probabilities. */
export function areProbabilities(tally: ScoreTally): boolean {
  const { scores } = tally
  return scores.length === 0 || (scores[0] >= 0 && scores[scores.length - 1] <= 1)
}

/** Log loss at every distinct score: of a negative row at 2k, of a positive one at 2k + 1. */
export function logLossTable(scores: Float64Array): Float64Array {
  const table = new Float64Array(2 * scores.length)
  for (let i = 0; i < table.length; i++) table[i] = logLoss(scores[i >> 1], i & 1)
  return table
}

/** The mean of a loss over the rows and how sure it is, summed over distinct scores in ascending order. */
export function lossMoments(tally: ScoreTally, loss: ProbabilityLoss): { mean: number; precision: MeanPrecision } {
  const rowCount = tally.positives + tally.negatives
  const { losses, counts } = rowLosses(tally, loss)
  const sum = new CompensatedSum()
  for (let i = 0; i < losses.length; i++) sum.add(counts[i] * losses[i])
  const mean = sum.value / rowCount
  const squares = new CompensatedSum()
  const cubes = new CompensatedSum()
  for (let i = 0; i < losses.length; i++) {
    const deviation = losses[i] - mean
    const square = counts[i] * deviation * deviation
    squares.add(square)
    cubes.add(square * deviation)
  }
  const variance = squares.value / (rowCount - 1)
  const skewness = squares.value > 0 ? cubes.value / (squares.value * Math.sqrt(squares.value)) : 0
  return {
    mean,
    precision: { standardError: Math.sqrt(variance / rowCount), degreesOfFreedom: rowCount - 1, skewness },
  }
}

/**
 * The losses that rows have, negative before positive ones of each score in ascending order, and the rows (or their weight)
 * of each. Most scores have rows of one class only.
 */
function rowLosses(tally: ScoreTally, loss: ProbabilityLoss): { losses: Float64Array; counts: Float64Array } {
  const { truePositives, falsePositives } = tally
  const table = lossTable(tally, loss)
  const losses = new Float64Array(table.length)
  const counts = new Float64Array(table.length)
  const last = truePositives.length - 1
  let size = 0
  for (let k = 0; k <= last; k++) {
    const negatives = falsePositives[k] - (k < last ? falsePositives[k + 1] : 0)
    const positives = truePositives[k] - (k < last ? truePositives[k + 1] : 0)
    // No branch on the class, which can't be foretold: what has no rows is written over by what comes next.
    losses[size] = table[2 * k]
    counts[size] = negatives
    size += Number(negatives > 0)
    losses[size] = table[2 * k + 1]
    counts[size] = positives
    size += Number(positives > 0)
  }
  return { losses: losses.subarray(0, size), counts: counts.subarray(0, size) }
}

/**
 * A mean loss with its interval.
 * @param highest loss that there can be
 * @param rows where they belong together or have importance weights
 */
export function measuredLoss(
  tally: ScoreTally,
  loss: ProbabilityLoss,
  confidence: number,
  highest: number,
  rows?: SampledRows,
): DefinedMeasure {
  const { mean, precision } = lossMoments(tally, loss)
  const parts =
    rows === undefined
      ? talliedParts(tally, loss, mean, precision, confidence)
      : rowParts(tally, loss, mean, rows, confidence)
  return { value: mean, interval: lossInterval(mean, parts, confidence, highest) }
}

/** Of rows that are independent, or stand for many alike: those of one score and class are alike. */
function talliedParts(
  tally: ScoreTally,
  loss: ProbabilityLoss,
  mean: number,
  precision: MeanPrecision,
  confidence: number,
): LossParts {
  const table = lossTable(tally, loss)
  const total = tally.positives + tally.negatives
  let wrong = 0
  for (let k = 0; k < tally.scores.length; k++) {
    if (table[2 * k] > table[2 * k + 1]) wrong += negativesAt(tally, k)
    else if (table[2 * k + 1] > table[2 * k]) wrong += positivesAt(tally, k)
  }
  return {
    units: { count: total, called: 'rows' },
    areFewWrong: areFewWrong(wrong, total),
    hall: () => hallInterval(mean, precision, confidence),
    wrong() {
      const counts = cellCounts(tally)
      const cells = Float64Array.from(counts.keys()).filter((cell) => counts[cell] > 0)
      const values = cells.map((cell) => counts[cell])
      const sampling: Sampling = {
        rowCount: cells.length,
        weights: { kind: 'frequency', values },
        groups: null,
      }
      return wrongRowsOf(splitLosses(table, cells), sampling, total)
    },
  }
}

function rowParts(
  tally: ScoreTally,
  loss: ProbabilityLoss,
  mean: number,
  rows: SampledRows,
  confidence: number,
): LossParts {
  const { ranked, classes, sampling } = rows
  const table = lossTable(tally, loss)
  const cells = Float64Array.from(ranked.ranks, (rank, row) => 2 * rank + classes[row])
  return {
    units: unitsOf(sampling),
    areFewWrong: areFewRowsWrong((row) => table[cells[row]] > table[cells[row] ^ 1], sampling),
    hall: () => hallInterval(mean, meanPrecisionOf(lossInfluence(tally, loss, mean), rows), confidence),
    wrong: () => wrongRowsOf(splitLosses(table, cells), sampling, tally.positives + tally.negatives),
  }
}

/** Rows, or their weight, by score and class: of negatives at 2k, of positives at 2k + 1. */
function cellCounts(tally: ScoreTally): Float64Array {
  const counts = new Float64Array(2 * tally.scores.length)
  for (let k = 0; k < tally.scores.length; k++) {
    counts[2 * k] = negativesAt(tally, k)
    counts[2 * k + 1] = positivesAt(tally, k)
  }
  return counts
}

/** @param cells of the table, one for each row */
function splitLosses(table: Float64Array, cells: Float64Array): SplitLosses {
  const ifRight = cells.map((cell) => Math.min(table[cell], table[cell ^ 1]))
  return {
    ifRight,
    excess: cells.map((cell, row) => table[cell] - ifRight[row]),
    possible: cells.map((cell) => Math.abs(table[cell] - table[cell ^ 1])),
  }
}

/** A loss at every distinct score: of a negative row at 2k, of a positive one at 2k + 1. */
function lossTable({ scores, logLosses }: ScoreTally, loss: ProbabilityLoss): Float64Array {
  if (loss === 'logarithmic') return logLosses ?? logLossTable(scores)
  const table = new Float64Array(2 * scores.length)
  for (let k = 0; k < scores.length; k++) {
    table[2 * k] = squaredError(scores[k], 0)
    table[2 * k + 1] = squaredError(scores[k], 1)
  }
  return table
}

/**
 * Expected calibration error: Σ over 15 equal-width bins of (rows in bin / rows)·|mean score − share of positives| (L1,
 * on the probability of the positive class; Naeini et al., AAAI 2015). Bins are closed on the right, the first on both
 * sides.
 */
export function expectedCalibrationError(tally: ScoreTally): number {
  const sum = new CompensatedSum()
  let from = 0
  for (const to of binEnds(tally.scores, eceBinCount)) {
    sum.add(Math.abs(deviationSum(tally, from, to)))
    from = to
  }
  return sum.value / (tally.positives + tally.negatives)
}

/** Σ of score − outcome over the rows with the ranks from `from` to before `to`. */
function deviationSum({ scores, truePositives, falsePositives }: ScoreTally, from: number, to: number): number {
  const scoreSum = new CompensatedSum()
  let positives = 0
  for (let k = from; k < to; k++) {
    const isLast = k + 1 === scores.length
    const positivesHere = truePositives[k] - (isLast ? 0 : truePositives[k + 1])
    scoreSum.add((positivesHere + falsePositives[k] - (isLast ? 0 : falsePositives[k + 1])) * scores[k])
    positives += positivesHere
  }
  return scoreSum.value - positives
}

/**
 * Where each bin ends among the ascending scores: one past its last rank. Bins are of equal width over 0 … 1, closed on
 * the right, the first on both sides; empty ones end where the one before does.
 */
export function binEnds(scores: Float64Array, binCount: number): number[] {
  return Array.from({ length: binCount }, (_, bin) =>
    bin + 1 === binCount ? scores.length : firstRank(scores.length, (rank) => scores[rank] > (bin + 1) / binCount),
  )
}

/** Kolmogorov–Smirnov statistic: the largest |true positive rate − false positive rate| over all thresholds. */
export function kolmogorovSmirnov(tally: ScoreTally): number {
  return gapAt(tally, peakRank(tally)) / (tally.positives * tally.negatives)
}

/** The rank at which true and false positive rate lie farthest apart; of equals the lowest. */
export function peakRank(tally: ScoreTally): number {
  const { length } = tally.scores
  const least = widestGap(tally, peakStride)
  let peak = 0
  let widest = -1
  for (let from = 0; from < length; from += peakStride) {
    const end = Math.min(from + peakStride, length)
    if (gapBound(tally, from, end - 1) < least) continue
    for (let k = from; k < end; k++) {
      const gap = gapAt(tally, k)
      if (gap > widest) {
        peak = k
        widest = gap
      }
    }
  }
  return peak
}

/** Ranks that are passed over together where the counts at both ends leave no room for the peak. */
const peakStride = 64

/** The widest gap at every n-th rank. */
function widestGap(tally: ScoreTally, stride: number): number {
  let widest = 0
  for (let k = 0; k < tally.scores.length; k += stride) widest = Math.max(widest, gapAt(tally, k))
  return widest
}

/** No gap between two ranks is wider, as neither count grows with the rank. */
function gapBound(
  { truePositives, falsePositives, positives, negatives }: ScoreTally,
  from: number,
  to: number,
): number {
  const above = truePositives[from] * negatives - falsePositives[to] * positives
  const below = falsePositives[from] * positives - truePositives[to] * negatives
  return Math.max(above, below)
}

function gapAt({ truePositives, falsePositives, positives, negatives }: ScoreTally, rank: number): number {
  return Math.abs(truePositives[rank] * negatives - falsePositives[rank] * positives)
}
