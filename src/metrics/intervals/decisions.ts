import { square } from '../arithmetic.ts'
import type { Confusion } from '../binary/confusion.ts'
import type { DecisionDefinition } from '../definitions/definition.ts'
import {
  cellCounts,
  type CellWeights,
  type CountFunction,
  type CountRatio,
  dot,
  isRateSum,
  isRatio,
  ratio,
  type WeightedRate,
} from '../definitions/confusion-counts.ts'
import {
  carriedDegreesOfFreedom,
  fisherInterval,
  groupDegreesOfFreedom,
  logitInterval,
  type Precision,
  studentT,
} from './delta.ts'
import { twoSidedT, twoSidedZ } from './distributions.ts'
import { withFewCellsCaution } from './few-cells.ts'
import { moverInterval } from './mover.ts'
import { wilsonInterval } from './proportion.ts'
import type { Interval } from '../measure.ts'
import type { Spread } from '../../tally/decisions.ts'

/** The interval of a metric of decisions; null where no method here gives one. */
export type DecisionInterval = (value: number, counts: Confusion, confidence: number) => Interval | null

/** A metric's method of intervals, by its name in the metric's definition. */
export function decisionInterval(name: DecisionDefinition['interval'], counted: CountFunction): DecisionInterval {
  switch (name) {
    case 'wilson':
      if (isRatio(counted)) return shareOf(counted)
      break
    case 'wilson_f':
      // With β = 1 it is Wilson's of a share of rows, which holds with few.
      if (isRatio(counted))
        return counted.denominator[1] === counted.denominator[2]
          ? fScoreInterval(counted)
          : withFewCells(fScoreInterval(counted), counted, [0, 1])
      break
    case 'mover':
      if (isRateSum(counted)) return rateSumInterval(counted.terms)
      break
    case 'fisher':
      return withFewCells(correlationInterval(counted), counted, [-1, 1])
    case 'logit':
      return withFewCells(logitDelta(counted), counted, [0, 1])
  }
  throw new Error(`The function of the counts does not have the form that ${name} takes`)
}

/** As cautious as `withFewCellsCaution` has it. */
function withFewCells(
  intervalOf: DecisionInterval,
  counted: CountFunction,
  range: readonly [number, number],
): DecisionInterval {
  return (value, counts, confidence) => {
    const shareEnds = (numerator: CellWeights, denominator: CellWeights) =>
      shareInterval(numerator, denominator, counts, confidence)
    const interval = intervalOf(value, counts, confidence)
    return withFewCellsCaution(value, interval, counted, counts, shareEnds, range)
  }
}

/** Wilson's interval of a share of the counts. */
function shareOf({ numerator, denominator }: CountRatio): DecisionInterval {
  return (_value, counts, confidence) => shareInterval(numerator, denominator, counts, confidence)
}

/** MOVER from Wilson's intervals of two rates, whose weighted sum the metric is; null where one is undefined. */
function rateSumInterval([first, second]: readonly [WeightedRate, WeightedRate]): DecisionInterval {
  return (_value, counts, confidence) => {
    const measured = ({ rate }: WeightedRate) => {
      const value = rate.value(counts)
      return typeof value === 'number'
        ? { value, ...shareInterval(rate.numerator, rate.denominator, counts, confidence) }
        : null
    }
    const [ofFirst, ofSecond] = [measured(first), measured(second)]
    return ofFirst && ofSecond && moverInterval(first.weight, ofFirst, second.weight, ofSecond)
  }
}

/**
 * Delta method on Fisher's scale; with every row predicted correctly what Wilson's interval of the accuracy leaves beyond
 * the chance agreement of the classes seen. None where a margin is empty.
 */
function correlationInterval(metric: CountFunction): DecisionInterval {
  return (value, counts, confidence) => {
    if (counts.falsePositives === 0 && counts.falseNegatives === 0) return perfectInterval(counts, confidence)
    const precision = deltaPrecision(metric, counts)
    const t = counts.spread === null ? twoSidedZ(confidence) : studentT(confidence, precision)
    const ends = fisherInterval(value, t * precision.standardError)
    return ends && { ...ends, method: 'delta' }
  }
}

function perfectInterval(counts: Confusion, confidence: number): Interval | null {
  const [positives, , , negatives] = cellCounts(counts)
  if (positives === 0 || negatives === 0) return null
  const chance = (square(positives) + square(negatives)) / square(positives + negatives)
  const { low, high, method } = shareInterval([1, 0, 0, 1], [1, 1, 1, 1], counts, confidence)
  return { low: (low - chance) / (1 - chance), high, method }
}

/** Delta method on the logit scale, with Student's t where few rows carry the variance; null at 0 and 1. */
function logitDelta(metric: CountFunction): DecisionInterval {
  return (value, counts, confidence) => {
    const precision = deltaPrecision(metric, counts)
    const ends = logitInterval(value, studentT(confidence, precision) * precision.standardError)
    return ends && { ...ends, method: 'delta' }
  }
}

/**
 * F with any β is 2s/(1 + s) of the share s = TP/(TP + E), E being 2/(1 + β²) of each false positive and 2β²/(1 + β²) of
 * each false negative; with β = 1 s is the Jaccard index. Wilson's interval of s, at the size s(1 − s)/variance that would
 * give a share its variance; at 0 and 1, where that tells nothing, at the number of rows, every error weighted against the
 * metric.
 */
function fScoreInterval({ numerator, denominator }: CountRatio): DecisionInterval {
  const [ofFalsePositive, ofFalseNegative] = [(2 * denominator[1]) / numerator[0], (2 * denominator[2]) / numerator[0]]
  const share = ratio([1, 0, 0, 0], [1, ofFalsePositive, ofFalseNegative, 0], '')
  const fromShare = (s: number, errorWeight: number) => (2 * s) / (2 * s + errorWeight * (1 - s))
  return (value, counts, confidence) => {
    if (ofFalsePositive === ofFalseNegative || value === 0 || value === 1) {
      const { low, high } = shareInterval([1, 0, 0, 0], [1, 1, 1, 0], counts, confidence)
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

/**
 * The delta method: rows, or the groups that they belong to, are independent draws of cells. Degrees of freedom as few rows
 * carry them; of groups, those that carry it; infinite of importance weights, of which the spread says no more.
 */
export function deltaPrecision(metric: CountFunction, counts: Confusion): Precision {
  const cells = Float64Array.from(cellCounts(counts))
  return gradientPrecision(Float64Array.from(metric.gradient(counts)), cells, counts.spread)
}

/** The delta method for any function of the counts of cells, from its gradient. A cell without rows adds nothing: its gradient may be undefined. */
export function gradientPrecision(gradient: Float64Array, counts: Float64Array, spread: Spread | null): Precision {
  if (spread !== null) {
    const standardError = Math.sqrt(spread.correction * quadraticForm(spread.moments, gradient))
    if (spread.groupCount === null) return { standardError, degreesOfFreedom: Infinity }
    const ofTest = testDegreesOfFreedom(gradient, counts, spread)
    return { standardError, degreesOfFreedom: ofTest, ofTest }
  }
  let [size, variance] = [0, 0]
  const terms = gradient.map((slope, cell) => (counts[cell] === 0 ? 0 : slope))
  for (let cell = 0; cell < terms.length; cell++) {
    size += counts[cell]
    variance += counts[cell] * square(terms[cell])
  }
  return { standardError: Math.sqrt(variance), degreesOfFreedom: carriedDegreesOfFreedom(terms, counts, size) }
}

/** `groupDegreesOfFreedom` of the counts of cells. */
function testDegreesOfFreedom(gradient: Float64Array, counts: Float64Array, { moments, groupCount }: Spread): number {
  const stakes = gradient.map((slope, cell) => (counts[cell] === 0 ? 0 : Math.abs(slope)))
  const sum = stakes.reduce((all, stake, cell) => all + stake * counts[cell], 0)
  return groupDegreesOfFreedom(sum, quadraticForm(moments, stakes), groupCount!)
}

/** Σ over a, b of gradient[a]·moments[a, b]·gradient[b]. */
function quadraticForm(moments: Float64Array, gradient: ArrayLike<number>): number {
  let sum = 0
  for (let a = 0; a < gradient.length; a++) {
    for (let b = 0; b < gradient.length; b++) sum += gradient[a] * moments[gradient.length * a + b] * gradient[b]
  }
  return Math.max(0, sum)
}

/**
 * Wilson's interval of a share of the counts. Where rows belong together or have importance weights, with the number of
 * independent rows that would be as certain, p(1 − p)/variance (Korn & Graubard 1998), at most the rows there are; at 0
 * and 1, where the variance tells nothing, with Kish's number of the denominator's units. Of groups, with Student's t of the
 * degrees of freedom of those that carry the share.
 */
export function shareInterval(
  numerator: CellWeights,
  denominator: CellWeights,
  counts: Confusion,
  confidence: number,
): Interval {
  const cells = cellCounts(counts)
  const [count, total] = [dot(numerator, cells), dot(denominator, cells)]
  if (counts.spread === null) return wilsonInterval(count, total, twoSidedZ(confidence))
  const { rows, moments, groupCount } = counts.spread
  const share = count / total
  const mostRows = denominator.reduce((sum, weight, cell) => sum + weight * rows[cell], 0)
  const units = (total * total) / quadraticForm(moments, denominator)
  const isVarying = count !== 0 && count !== total
  const precision = deltaPrecision(ratio(numerator, denominator, ''), counts)
  const size = isVarying ? (share * (1 - share)) / square(precision.standardError) : units
  const effective = Math.min(mostRows, size > 0 ? size : mostRows)
  const isGrouped = groupCount !== null
  const degreesOfFreedom = isGrouped && !isVarying ? units - 1 : precision.degreesOfFreedom
  const quantile = isGrouped ? twoSidedT(confidence, Math.max(1, degreesOfFreedom)) : twoSidedZ(confidence)
  return wilsonInterval(share * effective, effective, quantile)
}
