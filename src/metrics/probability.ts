import type { ScoreTally } from '../tally/rows.ts'
import { CompensatedSum } from './sum.ts'

/** Metrics that read the scores as probabilities. */

/** scikit-learn's clip for float64: probabilities are kept 2^-52 away from 0 and 1. */
const epsilon = 2 ** -52
const eceBinCount = 15

/** The loss of one row by class (0 negative, 1 positive) at each distinct score. */
export type RowLoss = (score: number, oneClass: 0 | 1) => number

/** −ln of the probability given to the row's class, clipped at 2^-52. */
export const logLossOf: RowLoss = (score, oneClass) =>
  -Math.log(Math.min(1 - epsilon, Math.max(epsilon, oneClass === 1 ? score : 1 - score)))

/** Squared difference of probability and outcome (Brier 1950). */
export const brierOf: RowLoss = (score, oneClass) => (score - oneClass) ** 2

/** False where a score lies outside 0 to 1: then the scores are no probabilities. */
export function areProbabilities(tally: ScoreTally): boolean {
  const { scores } = tally
  return scores.length === 0 || (scores[0] >= 0 && scores[scores.length - 1] <= 1)
}

/** Mean and variance (n − 1) of a loss over the rows, summed over distinct scores in ascending order. */
export function lossMoments(tally: ScoreTally, loss: RowLoss): { mean: number; variance: number } {
  const rowCount = tally.positives + tally.negatives
  const sum = new CompensatedSum()
  forEachCell(tally, (score, oneClass, count) => sum.add(count * loss(score, oneClass)))
  const mean = sum.value / rowCount
  const squares = new CompensatedSum()
  forEachCell(tally, (score, oneClass, count) => squares.add(count * (loss(score, oneClass) - mean) ** 2))
  return { mean, variance: squares.value / (rowCount - 1) }
}

/** Visits every (distinct score, class) that has rows. */
export function forEachCell(tally: ScoreTally, visit: (score: number, oneClass: 0 | 1, count: number) => void): void {
  const { scores, truePositives, falsePositives } = tally
  for (let k = 0; k < scores.length; k++) {
    const isLast = k + 1 === scores.length
    const positives = truePositives[k] - (isLast ? 0 : truePositives[k + 1])
    const negatives = falsePositives[k] - (isLast ? 0 : falsePositives[k + 1])
    if (negatives > 0) visit(scores[k], 0, negatives)
    if (positives > 0) visit(scores[k], 1, positives)
  }
}

/**
 * Expected calibration error: Σ over 15 equal-width bins of (rows in bin / rows)·|mean score − share of positives| (L1,
 * on the probability of the positive class; Naeini et al., AAAI 2015). Bins are closed on the right, the first on both
 * sides.
 */
export function expectedCalibrationError(tally: ScoreTally): number {
  const scoreSums = Array.from({ length: eceBinCount }, () => new CompensatedSum())
  const positives = new Float64Array(eceBinCount)
  let bin = 0
  forEachCell(tally, (score, oneClass, count) => {
    while (bin < eceBinCount - 1 && score > (bin + 1) / eceBinCount) bin++
    scoreSums[bin].add(count * score)
    if (oneClass === 1) positives[bin] += count
  })
  const sum = new CompensatedSum()
  scoreSums.forEach((scoreSum, i) => sum.add(Math.abs(scoreSum.value - positives[i])))
  return sum.value / (tally.positives + tally.negatives)
}

/** Kolmogorov–Smirnov statistic: the largest |true positive rate − false positive rate| over all thresholds. */
export function kolmogorovSmirnov(tally: ScoreTally): number {
  const { truePositives, falsePositives, positives, negatives } = tally
  let largest = 0
  for (let k = 0; k < truePositives.length; k++) {
    const gap = Math.abs(truePositives[k] * negatives - falsePositives[k] * positives)
    if (gap > largest) largest = gap
  }
  return largest / (positives * negatives)
}
