import { hypotenuse, square } from '../arithmetic.ts'
import { studentT } from '../intervals/delta.ts'
import type { Interval } from '../measure.ts'
import type { Averaging, ClassMeasure } from '../definitions/definition.ts'
import type { ClassConfusion } from './cells.ts'
import { listed, type ClassEstimate, type ClassEstimator, estimatePrecision, type Influence } from './estimate.ts'
import { wilsonInterval } from '../intervals/proportion.ts'
import type { ShareEstimate } from './class-shares.ts'
import type { Subject } from './subject.ts'

/** The average over the classes of their precision, recall or F1. */
export function classAverage(of: ClassMeasure, averaging: Averaging): ClassEstimator {
  return (subject, { confidence }) => {
    const { confusion } = subject
    if (confusion.total === 0) return { undefinedBecause: 'no rows' }
    const shares = subject.classShares(confidence)[of]
    const missing = shares.flatMap((share, label) =>
      share === null && isNeeded(confusion, label, averaging) ? [subject.labels[label]] : [],
    )
    if (missing.length > 0) return { undefinedBecause: `${missingWords[of]} ${listed(missing)}` }
    return averageEstimate(
      subject,
      { of, averaging, shares, parts: averagingWeights(confusion, averaging) },
      confidence,
    )
  }
}

const missingWords: Record<ClassMeasure, string> = {
  precision: 'no rows are called',
  recall: 'no rows of class',
  f1: 'no rows, true or called, of class',
}

interface Average {
  of: ClassMeasure
  averaging: Averaging
  shares: (ShareEstimate | null)[]
  /** What part of the average each class's value makes; they sum to 1. */
  parts: Float64Array
}

/** A standard error below this is what rounding leaves of none: where every class is predicted correctly, say. */
const roundingError = 1e-12

function averageEstimate(subject: Subject, average: Average, confidence: number): ClassEstimate {
  const { parts, shares } = average
  let sum = 0
  parts.forEach((part, label) => (sum += part === 0 ? 0 : part * shares[label]!.value))
  // Parts of one can add up to a last digit more.
  const value = Math.min(1, sum)
  const influence: Influence = { over: 'cells', values: averageInfluence(subject, average, value), test: 'delta' }
  const precision = estimatePrecision(influence, subject.cells)
  const quantile = studentT(confidence, precision)
  const standardError = precision.standardError > roundingError ? precision.standardError : 0
  const wilson = average.averaging === 'weighted' ? effectiveWilson(value, standardError, quantile) : null
  const interval = Number.isNaN(quantile) ? null : (wilson ?? averageInterval(average, value, standardError, quantile))
  return { value, interval, influence }
}

/** Whether a class without a value of its own leaves the average undefined, as scikit-learn's warnings have it. */
function isNeeded({ ofTrue, ofPredicted }: ClassConfusion, label: number, averaging: Averaging): boolean {
  return averaging === 'macro' || ofTrue[label] > 0 || ofPredicted[label] > 0
}

function averagingWeights({ ofTrue, total }: ClassConfusion, averaging: Averaging): Float64Array {
  if (averaging === 'weighted') return ofTrue.map((count) => count / total)
  if (averaging === 'macro') return ofTrue.map(() => 1 / ofTrue.length)
  const present = ofTrue.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0)
  return ofTrue.map((count) => (count > 0 ? 1 / present : 0))
}

/** Per cell, ∂average/∂count: through the values of its true and its predicted class, and through the weights. */
function averageInfluence({ cells, decisions, confusion }: Subject, average: Average, value: number): Float64Array {
  const { of, averaging, parts, shares } = average
  const { ofTrue, ofPredicted, total } = confusion
  const shareOf = (label: number) => shares[label]?.value ?? 0
  const per = (label: number, size: number) => (size === 0 ? 0 : parts[label] / size)
  const through = (label: number, gain: number) => {
    if (of === 'precision') return per(label, ofPredicted[label]) * (gain - shareOf(label))
    if (of === 'recall') return per(label, ofTrue[label]) * (gain - shareOf(label))
    return per(label, ofTrue[label] + ofPredicted[label]) * (gain - shareOf(label))
  }
  return Float64Array.from(cells.weights, (_, cell) => {
    const label = cells.classes[cell]
    const called = decisions.predicted[cell]
    const gain = label === called ? 1 : 0
    let influence = averaging === 'weighted' ? (shareOf(label) - value) / total : 0
    if (of !== 'precision') influence += through(label, gain)
    if (of !== 'recall') influence += through(called, gain)
    return influence
  })
}

/**
 * Rows weigh alike in an average weighted by them, which behaves like a share of rows: Wilson's interval at the size
 * p(1 − p)/SE² that would give a share its standard error.
 */
function effectiveWilson(value: number, standardError: number, quantile: number): Interval | null {
  if (!(standardError > 0) || value <= 0 || value >= 1) return null
  const size = (value * (1 - value)) / (standardError * standardError)
  return wilsonInterval(value * size, size, quantile)
}

/**
 * MOVER (Zou & Donner, Statistics in Medicine 2008) over the classes' own intervals, which know how few rows a class
 * has, its lengths stretched by the ratio of the delta method's standard errors with and without what the classes'
 * values have in common.
 */
function averageInterval(
  { parts, shares }: Average,
  value: number,
  standardError: number,
  quantile: number,
): Interval | null {
  let below = 0
  let above = 0
  let variance = 0
  for (let label = 0; label < parts.length; label++) {
    if (parts[label] === 0) continue
    const { value: own, interval, variance: ownVariance } = shares[label]!
    if (interval === null) return null
    below += square(parts[label] * (own - interval.low))
    above += square(parts[label] * (interval.high - own))
    variance += square(parts[label]) * ownVariance
  }
  const half = (squares: number) =>
    variance > 0
      ? Math.sqrt(squares / variance) * standardError
      : hypotenuse(Math.sqrt(squares), quantile * standardError)
  return { low: Math.max(0, value - half(below)), high: Math.min(1, value + half(above)), method: 'mover' }
}
