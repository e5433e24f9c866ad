import { ExactSums } from '../../tally/exact-sums.ts'
import type { ScoreTally } from '../../tally/rows.ts'
import { CompensatedSum, square } from '../arithmetic.ts'
import type { Precision } from '../intervals/delta.ts'
import type { Caution, Ends } from '../measure.ts'
import { weightedCountInterval } from '../intervals/weighted-counts.ts'
import type { InfluenceTable, SampledRows } from './influence-table.ts'

/**
 * Average precision, Σ (R_k − R_{k−1})·P_k over distinct scores from the highest down (scikit-learn's
 * `average_precision_score`; no interpolation).
 * @param tally with at least one positive row
 */
export function averagePrecision(tally: ScoreTally): number {
  const { truePositives, falsePositives, positives } = tally
  const sum = new CompensatedSum()
  let above = 0
  for (let k = tally.scores.length - 1; k >= 0; k--) {
    const here = truePositives[k]
    if (here > above) sum.add(((here - above) * here) / (here + falsePositives[k]))
    above = here
  }
  return sum.value / positives
}

/**
 * The influence function of average precision. With A = Σ p_k·TP_k/(TP_k + FP_k) and AP = A/P, a positive row at score
 * j adds its own precision and raises TP_k at every k ≤ j; a negative one raises FP_k there.
 */
export function averagePrecisionInfluence(tally: ScoreTally, value: number): InfluenceTable {
  const { truePositives, falsePositives, positives } = tally
  const count = tally.scores.length
  const influence = new Float64Array(2 * count)
  const gains = new CompensatedSum()
  const losses = new CompensatedSum()
  for (let k = 0; k < count; k++) {
    const here = truePositives[k]
    const called = here + falsePositives[k]
    const positivesHere = here - (k + 1 < count ? truePositives[k + 1] : 0)
    if (positivesHere > 0) {
      gains.add((positivesHere * falsePositives[k]) / called / called)
      losses.add((positivesHere * here) / called / called)
    }
    influence[2 * k] = -losses.value / positives
    influence[2 * k + 1] = (here / called + gains.value - value) / positives
  }
  return influence
}

/**
 * How sure average precision is: the influence function's variance over P − 1 in the place of P, with P − 1 degrees of
 * freedom, as it is little but the positives' (P of them).
 */
export function averagePrecisionPrecision(tally: ScoreTally, value: number): Precision {
  const influence = averagePrecisionInfluence(tally, value)
  const { truePositives, falsePositives, positives } = tally
  const squares = new CompensatedSum()
  let positivesAbove = 0
  let negativesAbove = 0
  for (let k = tally.scores.length - 1; k >= 0; k--) {
    squares.add((truePositives[k] - positivesAbove) * square(influence[2 * k + 1]))
    squares.add((falsePositives[k] - negativesAbove) * square(influence[2 * k]))
    positivesAbove = truePositives[k]
    negativesAbove = falsePositives[k]
  }
  return { standardError: Math.sqrt((squares.value * positives) / (positives - 1)), degreesOfFreedom: positives - 1 }
}

/** Fewer negatives among the higher scored half of the positives are few. */
const fewNegatives = 100
/** Negatives that are so much heavier than positives are heavy. */
const heavyTimes = 2

/**
 * A caution where few heavy negatives decide how precise the upper scores are, as in a case–control study of a rare class:
 * negatives more than twice as heavy as the positives are on average, fewer than 100 of them (at their heaviest) where half of
 * the positives score. Their linearised variance (Lumley, Complex Surveys, 2010) tells of the negatives that were drawn
 * there, and most of them were not. The cautious ends are its own or, farther out, those of the average precision with the false
 * positives at every score at the ends of their gamma interval.
 */
export function averagePrecisionCaution(
  tally: ScoreTally,
  { ranked, classes, sampling }: SampledRows,
  { low, high }: Ends,
  confidence: number,
): Caution | null {
  const { weights, groups } = sampling
  if (groups !== null || weights === null) return null
  const { truePositives, falsePositives, positives } = tally
  let [heaviest, positiveRows] = [0, 0]
  for (let row = 0; row < classes.length; row++) {
    if (classes[row] === 1) positiveRows++
    else if (weights.values[row] > heaviest) heaviest = weights.values[row]
  }
  let atHalf = tally.scores.length - 1
  while (atHalf > 0 && truePositives[atHalf] < positives / 2) atHalf--
  if (heaviest * positiveRows <= heavyTimes * positives || falsePositives[atHalf] >= fewNegatives * heaviest)
    return null
  const sums = new ExactSums(tally.scores.length, square(heaviest), classes.length)
  for (let row = 0; row < classes.length; row++)
    if (classes[row] === 0) sums.add(ranked.ranks[row], square(weights.values[row]))
  const squares = sums.values()
  const [fewer, more] = [new CompensatedSum(), new CompensatedSum()]
  let [above, squaresAbove] = [0, 0]
  for (let k = tally.scores.length - 1; k >= 0; k--) {
    squaresAbove += squares[k]
    const here = truePositives[k]
    if (here > above) {
      const ends = weightedCountInterval(falsePositives[k], squaresAbove, heaviest, confidence)
      fewer.add(((here - above) * here) / (here + ends.low))
      more.add(((here - above) * here) / (here + ends.high))
    }
    above = here
  }
  return {
    reason: `the interval may be too short: few negatives, each of a weight up to ${Number((heaviest / (positives / positiveRows)).toPrecision(3))} times that of a positive, lie among the upper half of the positives`,
    low: Math.min(low, more.value / positives),
    high: Math.max(high, fewer.value / positives),
  }
}
