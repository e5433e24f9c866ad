import type { UndefinedMeasure } from '../measure.ts'

/** Counts of rows, or sums of their weights, by true and predicted class. */
export interface ConfusionCounts {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  trueNegatives: number
}

/** One number for each of true positives, false positives, false negatives, true negatives. */
export type CellWeights = readonly [tp: number, fp: number, fn: number, tn: number]

/** A metric as a function of the four confusion counts. */
export interface CountFunction {
  /** The value, or the reason why there is none. */
  value(counts: ConfusionCounts): number | UndefinedMeasure
  /** ∂value/∂count for [tp, fp, fn, tn]; weighted by the counts they sum to 0, as no metric depends on the total. */
  gradient(counts: ConfusionCounts): CellWeights
}

/** A weighted sum of the counts over another one. */
export interface CountRatio extends CountFunction {
  numerator: CellWeights
  denominator: CellWeights
}

/** A weighted sum of two rates. */
export interface RateSum extends CountFunction {
  terms: readonly [WeightedRate, WeightedRate]
}

/** A rate of some of the rows, and what it counts for in a sum. */
export interface WeightedRate {
  weight: number
  rate: CountRatio
}

/** The counts as an array, in the order of `CellWeights`. */
export function cellCounts(counts: ConfusionCounts): CellWeights {
  return [counts.truePositives, counts.falsePositives, counts.falseNegatives, counts.trueNegatives]
}

/** Σ weight·count over the four cells. */
export function dot(weights: CellWeights, counts: CellWeights): number {
  return weights[0] * counts[0] + weights[1] * counts[1] + weights[2] * counts[2] + weights[3] * counts[3]
}

/**
 * A weighted sum of the counts over another one.
 * @param reason why it is undefined where the denominator is zero
 */
export function ratio(numerator: CellWeights, denominator: CellWeights, reason: string): CountRatio {
  return {
    numerator,
    denominator,
    value(counts) {
      const cells = cellCounts(counts)
      const total = dot(denominator, cells)
      return total === 0 ? { undefinedBecause: reason } : dot(numerator, cells) / total
    },
    gradient(counts) {
      const cells = cellCounts(counts)
      const total = dot(denominator, cells)
      const value = dot(numerator, cells) / total
      return mapCells((cell) => (numerator[cell] - value * denominator[cell]) / total)
    },
  }
}

/** Whether a function of the counts is a ratio of two weighted sums. */
export function isRatio(counted: CountFunction): counted is CountRatio {
  return 'denominator' in counted
}

/** Whether a function of the counts is a weighted sum of two rates. */
export function isRateSum(counted: CountFunction): counted is RateSum {
  return 'terms' in counted
}

/** (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP). */
export function fScore(beta: number): CountRatio {
  const square = beta * beta
  return ratio([1 + square, 0, 0, 0], [1 + square, 1, square, 0], 'no positives, true or predicted')
}

/** Mean cost of a row whose false positive and whose false negative cost so much. */
export function costPerRow(ofFalsePositive: number, ofFalseNegative: number): CountRatio & RateSum {
  return {
    ...ratio([0, ofFalsePositive, ofFalseNegative, 0], [1, 1, 1, 1], 'no rows'),
    terms: [
      { weight: ofFalsePositive, rate: ratio([0, 1, 0, 0], [1, 1, 1, 1], 'no rows') },
      { weight: ofFalseNegative, rate: ratio([0, 0, 1, 0], [1, 1, 1, 1], 'no rows') },
    ],
  }
}

/** Share of the positives that are predicted positive. */
export const recallOfCounts = ratio([1, 0, 0, 0], [1, 0, 1, 0], 'no positives')

/** Share of the negatives that are predicted negative. */
export const specificityOfCounts = ratio([0, 0, 0, 1], [0, 1, 0, 1], 'no negatives')

/** Mean of recall and specificity; with one class its rate, if no row of it is predicted as the other (scikit-learn). */
export const balancedAccuracyOfCounts: RateSum = {
  terms: [
    { weight: 0.5, rate: recallOfCounts },
    { weight: 0.5, rate: specificityOfCounts },
  ],
  value(counts) {
    const ofPositives = recallOfCounts.value(counts)
    const ofNegatives = specificityOfCounts.value(counts)
    if (typeof ofPositives === 'number' && typeof ofNegatives === 'number') return (ofPositives + ofNegatives) / 2
    // scikit-learn takes the mean over the classes present, with a warning where others are predicted.
    if (typeof ofPositives === 'number' && counts.falseNegatives === 0) return ofPositives
    if (typeof ofNegatives === 'number' && counts.falsePositives === 0) return ofNegatives
    return { undefinedBecause: 'only one class' }
  },
  gradient(counts) {
    const ofPositives = recallOfCounts.gradient(counts)
    const ofNegatives = specificityOfCounts.gradient(counts)
    return mapCells((cell) => (ofPositives[cell] + ofNegatives[cell]) / 2)
  },
}

/** (tp·tn − fp·fn)/√((tp+fp)(tp+fn)(tn+fp)(tn+fn)), 0 where a margin is empty (Matthews 1975; scikit-learn). */
export const matthewsOfCounts: CountFunction = {
  value(counts) {
    const [tp, fp, fn, tn] = cellCounts(counts)
    if (tp + fp + fn + tn === 0) return { undefinedBecause: 'no rows' }
    const margins = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn)
    return margins === 0 ? 0 : Math.min(1, Math.max(-1, (tp * tn - fp * fn) / margins))
  },
  gradient(counts) {
    const [tp, fp, fn, tn] = cellCounts(counts)
    const [calledPositive, positive, negative, calledNegative] = [tp + fp, tp + fn, tn + fp, tn + fn]
    const margins = Math.sqrt(calledPositive) * Math.sqrt(positive) * Math.sqrt(negative) * Math.sqrt(calledNegative)
    const half = (tp * tn - fp * fn) / margins / 2
    return [
      tn / margins - half * (1 / calledPositive + 1 / positive),
      -fn / margins - half * (1 / calledPositive + 1 / negative),
      -fp / margins - half * (1 / calledNegative + 1 / positive),
      tp / margins - half * (1 / calledNegative + 1 / negative),
    ]
  },
}

/** Agreement beyond chance, 2(tp·tn − fp·fn)/((tp+fp)(fp+tn) + (tp+fn)(fn+tn)) (Cohen 1960). */
export const kappaOfCounts: CountFunction = {
  value(counts) {
    const [tp, fp, fn, tn] = cellCounts(counts)
    const chance = (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn)
    return chance === 0
      ? { undefinedBecause: 'only one class, true and predicted' }
      : (2 * (tp * tn - fp * fn)) / chance
  },
  gradient(counts) {
    const [tp, fp, fn, tn] = cellCounts(counts)
    const chance = (tp + fp) * (fp + tn) + (tp + fn) * (fn + tn)
    const value = (2 * (tp * tn - fp * fn)) / chance
    return [
      (2 * tn - value * (fp + tn + (fn + tn))) / chance,
      (-2 * fn - value * (fp + tn + (tp + fp))) / chance,
      (-2 * fp - value * (fn + tn + (tp + fn))) / chance,
      (2 * tp - value * (tp + fp + (tp + fn))) / chance,
    ]
  },
}

function mapCells(weight: (cell: 0 | 1 | 2 | 3) => number): CellWeights {
  return [weight(0), weight(1), weight(2), weight(3)]
}
