import type { ScoreTally } from '../../tally/rows.ts'
import { ln } from '../elementary.ts'
import type { MeanPrecision } from '../hall.ts'
import { CompensatedSum } from '../sum.ts'
import type { InfluenceTable } from './influence-table.ts'
import { firstRank } from './score-cells.ts'

/** Metrics that read the scores as probabilities. */

/** scikit-learn's clip for float64: probabilities are kept 2^-52 away from 0 and 1. */
export const epsilon = 2 ** -52
export const eceBinCount = 15

/** Losses of a row, by its score and class, that are averaged over rows. */
export type Loss = 'log_loss' | 'brier'

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
export function lossInfluence(tally: ScoreTally, loss: Loss, mean: number): InfluenceTable {
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
export function lossMoments(tally: ScoreTally, loss: Loss): { mean: number; precision: MeanPrecision } {
  const rowCount = tally.positives + tally.negatives
  const losses = lossTable(tally, loss)
  const counts = cellCountsOf(tally)
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
  return { mean, precision: { standardError: Math.sqrt(variance / rowCount), degreesOfFreedom: rowCount - 1, skewness } }
}

/** Rows at every distinct score: negative ones at 2k, positive ones at 2k + 1. */
function cellCountsOf({ truePositives, falsePositives }: ScoreTally): Float64Array {
  const scoreCount = truePositives.length
  const counts = new Float64Array(2 * scoreCount)
  for (let k = 0; k < scoreCount; k++) {
    const isLast = k + 1 === scoreCount
    counts[2 * k] = falsePositives[k] - (isLast ? 0 : falsePositives[k + 1])
    counts[2 * k + 1] = truePositives[k] - (isLast ? 0 : truePositives[k + 1])
  }
  return counts
}

/** A loss at every distinct score: of a negative row at 2k, of a positive one at 2k + 1. */
function lossTable({ scores, logLosses }: ScoreTally, loss: Loss): Float64Array {
  if (loss === 'log_loss') return logLosses ?? logLossTable(scores)
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
    bin + 1 === binCount ? scores.length : firstRank(scores.length, (rank) => scores[rank] > (bin + 1) / binCount))
}

/** Kolmogorov–Smirnov statistic: the largest |true positive rate − false positive rate| over all thresholds. */
export function kolmogorovSmirnov(tally: ScoreTally): number {
  return gapAt(tally, peakRank(tally)) / (tally.positives * tally.negatives)
}

/** The rank at which true and false positive rate lie farthest apart; of equals the lowest. */
export function peakRank(tally: ScoreTally): number {
  let peak = 0
  let widest = -1
  for (let k = 0; k < tally.scores.length; k++) {
    const gap = gapAt(tally, k)
    if (gap > widest) {
      peak = k
      widest = gap
    }
  }
  return peak
}

function gapAt({ truePositives, falsePositives, positives, negatives }: ScoreTally, rank: number): number {
  return Math.abs(truePositives[rank] * negatives - falsePositives[rank] * positives)
}
