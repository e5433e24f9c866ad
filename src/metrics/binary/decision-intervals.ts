import { square } from '../elementary.ts'
import { studentT } from '../influence.ts'
import type { Interval } from '../measure.ts'
import { moverInterval, wilsonInterval } from '../proportion.ts'
import { twoSidedZ } from '../quantile.ts'
import type { Costs } from '../settings.ts'
import { fisherInterval } from '../transformed.ts'
import {
  cellCounts,
  deltaPrecision,
  dot,
  ratioMetric,
  shareInterval,
  type CellWeights,
  type ConfusionMetric,
} from './confusion-metric.ts'
import type { Confusion } from './confusion.ts'

/** The interval of a metric of decisions; null where no method here gives one. */
export type DecisionInterval = (value: number, counts: Confusion, confidence: number) => Interval | null

/** Wilson's, of a share of the counts. */
export function proportionInterval(numerator: CellWeights, denominator: CellWeights): DecisionInterval {
  return (_value, counts, confidence) => shareInterval(numerator, denominator, counts, twoSidedZ(confidence))
}

/** MOVER from the intervals of recall and specificity; none with one class. */
export function balancedAccuracyInterval(_value: number, counts: Confusion, confidence: number): Interval | null {
  const positives = counts.truePositives + counts.falseNegatives
  const negatives = counts.trueNegatives + counts.falsePositives
  if (positives === 0 || negatives === 0) return null
  const z = twoSidedZ(confidence)
  return moverInterval(
    0.5,
    { value: counts.truePositives / positives, ...shareInterval([1, 0, 0, 0], [1, 0, 1, 0], counts, z) },
    0.5,
    { value: counts.trueNegatives / negatives, ...shareInterval([0, 0, 0, 1], [0, 1, 0, 1], counts, z) },
  )
}

/**
 * Delta method on Fisher's scale; with every row called right what Wilson's interval of the accuracy leaves beyond the
 * chance agreement of the classes seen. None where a margin is empty.
 */
export function correlationInterval(metric: ConfusionMetric): DecisionInterval {
  return (value, counts, confidence) => {
    if (counts.falsePositives === 0 && counts.falseNegatives === 0)
      return perfectInterval(counts, twoSidedZ(confidence))
    const ends = fisherInterval(value, twoSidedZ(confidence) * deltaPrecision(metric, counts).standardError)
    return ends && { ...ends, method: 'delta' }
  }
}

function perfectInterval(counts: Confusion, z: number): Interval | null {
  const [positives, , , negatives] = cellCounts(counts)
  if (positives === 0 || negatives === 0) return null
  const chance = (square(positives) + square(negatives)) / square(positives + negatives)
  const { low, high, method } = shareInterval([1, 0, 0, 1], [1, 1, 1, 1], counts, z)
  return { low: (low - chance) / (1 - chance), high, method }
}

/**
 * F with any β is 2s/(1 + s) of the share s = TP/(TP + E), E being 2/(1 + β²) of each false positive and 2β²/(1 + β²) of
 * each false negative; with β = 1 s is the Jaccard index. Wilson's interval of s, at the size s(1 − s)/variance that would
 * give a share its variance; at 0 and 1, where that tells nothing, at the number of rows, every error weighted against the
 * metric.
 */
export function fBetaInterval(beta: number): DecisionInterval {
  const [ofFalsePositive, ofFalseNegative] = [2 / (1 + beta * beta), (2 * beta * beta) / (1 + beta * beta)]
  const share = ratioMetric([1, 0, 0, 0], [1, ofFalsePositive, ofFalseNegative, 0], '')
  const fromShare = (s: number, errorWeight: number) => (2 * s) / (2 * s + errorWeight * (1 - s))
  return (value, counts, confidence) => {
    const z = twoSidedZ(confidence)
    if (beta === 1 || value === 0 || value === 1) {
      const { low, high } = shareInterval([1, 0, 0, 0], [1, 1, 1, 0], counts, z)
      return {
        low: fromShare(low, Math.max(ofFalsePositive, ofFalseNegative)),
        high: fromShare(high, Math.min(ofFalsePositive, ofFalseNegative)),
        method: 'wilson',
      }
    }
    const s = value / (2 - value)
    const precision = deltaPrecision(share, counts)
    const size = (s * (1 - s)) / square(precision.standardError)
    if (!(size > 0) || size === Infinity) return null
    const { low, high } = wilsonInterval(s * size, size, studentT(confidence, precision))
    return { low: fromShare(low, 1), high: fromShare(high, 1), method: 'wilson' }
  }
}

/** MOVER from Wilson's intervals of the rates of both errors. */
export function costInterval({ falsePositive, falseNegative }: Costs): DecisionInterval {
  return (_value, counts, confidence) => {
    const z = twoSidedZ(confidence)
    const total = dot([1, 1, 1, 1], cellCounts(counts))
    const rate = (cell: CellWeights) => ({
      value: dot(cell, cellCounts(counts)) / total,
      ...shareInterval(cell, [1, 1, 1, 1], counts, z),
    })
    return moverInterval(falsePositive, rate([0, 1, 0, 0]), falseNegative, rate([0, 0, 1, 0]))
  }
}
