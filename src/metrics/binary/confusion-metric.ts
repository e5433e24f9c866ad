import type { Spread } from '../../tally/decisions.ts'
import { square } from '../elementary.ts'
import { carriedDegreesOfFreedom, type Precision } from '../influence.ts'
import type { Interval } from '../measure.ts'
import { wilsonInterval } from '../proportion.ts'
import type { Confusion } from './confusion.ts'

/** A metric that is a function of the four confusion counts. */
export interface ConfusionMetric {
  /** The value, or the reason why there is none. */
  value(counts: Confusion): number | Undefined
  /** ∂value/∂count for [tp, fp, fn, tn]; their sum weighted by the counts is 0, as no metric depends on the total. */
  gradient(counts: Confusion): CellWeights
}

export interface Undefined {
  undefinedBecause: string
}

/** One number for each of true positives, false positives, false negatives, true negatives. */
export type CellWeights = readonly [tp: number, fp: number, fn: number, tn: number]

export function cellCounts(counts: Confusion): CellWeights {
  return [counts.truePositives, counts.falsePositives, counts.falseNegatives, counts.trueNegatives]
}

export function dot(weights: CellWeights, counts: CellWeights): number {
  return weights[0] * counts[0] + weights[1] * counts[1] + weights[2] * counts[2] + weights[3] * counts[3]
}

/** A weighted sum of the counts over another, undefined (for `reason`) where the latter is zero. */
export function ratioMetric(numerator: CellWeights, denominator: CellWeights, reason: string): ConfusionMetric {
  return {
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

export const recall = ratioMetric([1, 0, 0, 0], [1, 0, 1, 0], 'no positives')
export const specificity = ratioMetric([0, 0, 0, 1], [0, 1, 0, 1], 'no negatives')

/** Mean of recall and specificity; where one class is absent, the other's rate, if nothing is predicted wrong-classed. */
export const balancedAccuracy: ConfusionMetric = {
  value(counts) {
    const ofPositives = recall.value(counts)
    const ofNegatives = specificity.value(counts)
    if (typeof ofPositives === 'number' && typeof ofNegatives === 'number') return (ofPositives + ofNegatives) / 2
    // scikit-learn: the mean over the classes present, with a warning where others are predicted.
    if (typeof ofPositives === 'number' && counts.falseNegatives === 0) return ofPositives
    if (typeof ofNegatives === 'number' && counts.falsePositives === 0) return ofNegatives
    return { undefinedBecause: 'only one class' }
  },
  gradient(counts) {
    const ofPositives = recall.gradient(counts)
    const ofNegatives = specificity.gradient(counts)
    return mapCells((cell) => (ofPositives[cell] + ofNegatives[cell]) / 2)
  },
}

/** (tp·tn − fp·fn)/√((tp+fp)(tp+fn)(tn+fp)(tn+fn)), 0 where a margin is empty (Matthews 1975; scikit-learn). */
export const matthewsCorrcoef: ConfusionMetric = {
  value(counts) {
    const [tp, fp, fn, tn] = cellCounts(counts)
    if (tp + fp + fn + tn === 0) return { undefinedBecause: 'no rows' }
    const margins = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn)
    return margins === 0 ? 0 : clip((tp * tn - fp * fn) / margins)
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
export const cohenKappa: ConfusionMetric = {
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

/**
 * The delta method: rows, or the groups that they belong to, are independent draws of cells. Degrees of freedom as few rows
 * carry them; infinite where rows belong together or have shares for weights, of which the spread says no more.
 */
export function deltaPrecision(metric: ConfusionMetric, counts: Confusion): Precision {
  const cells = Float64Array.from(cellCounts(counts))
  return gradientPrecision(Float64Array.from(metric.gradient(counts)), cells, counts.spread)
}

/** Likewise of any function of the counts of cells, from its gradient; cells without rows, which may have none, add nothing. */
export function gradientPrecision(gradient: Float64Array, counts: Float64Array, spread: Spread | null): Precision {
  if (spread !== null) {
    return {
      standardError: Math.sqrt(spread.correction * quadraticForm(spread.moments, gradient)),
      degreesOfFreedom: Infinity,
    }
  }
  let [size, variance] = [0, 0]
  const terms = gradient.map((slope, cell) => (counts[cell] === 0 ? 0 : slope))
  for (let cell = 0; cell < terms.length; cell++) {
    size += counts[cell]
    variance += counts[cell] * square(terms[cell])
  }
  return { standardError: Math.sqrt(variance), degreesOfFreedom: carriedDegreesOfFreedom(terms, counts, size) }
}

/** Σ over a, b of gradient[a]·moments[a, b]·gradient[b]. */
export function quadraticForm(moments: Float64Array, gradient: ArrayLike<number>): number {
  let sum = 0
  for (let a = 0; a < gradient.length; a++) {
    for (let b = 0; b < gradient.length; b++) sum += gradient[a] * moments[gradient.length * a + b] * gradient[b]
  }
  return Math.max(0, sum)
}

/**
 * Wilson's interval of a share of the counts. Where rows belong together or have shares for weights, with the number of
 * independent rows that would be as certain, p(1 − p)/variance (Korn & Graubard 1998), at most the rows there are; at 0
 * and 1, where the variance tells nothing, with Kish's number of the denominator's units.
 */
export function shareInterval(
  numerator: CellWeights,
  denominator: CellWeights,
  counts: Confusion,
  z: number,
): Interval {
  const cells = cellCounts(counts)
  const [count, total] = [dot(numerator, cells), dot(denominator, cells)]
  if (counts.spread === null) return wilsonInterval(count, total, z)
  const { rows, moments } = counts.spread
  const share = count / total
  const mostRows = denominator.reduce((sum, weight, cell) => sum + weight * rows[cell], 0)
  const size =
    count === 0 || count === total
      ? (total * total) / quadraticForm(moments, denominator)
      : (share * (1 - share)) / square(deltaPrecision(ratioMetric(numerator, denominator, ''), counts).standardError)
  const effective = Math.min(mostRows, size > 0 ? size : mostRows)
  return wilsonInterval(share * effective, effective, z)
}

function mapCells(weight: (cell: 0 | 1 | 2 | 3) => number): CellWeights {
  return [weight(0), weight(1), weight(2), weight(3)]
}

function clip(value: number): number {
  return Math.min(1, Math.max(-1, value))
}
