import type { ScoreTally } from '../../tally/rows.ts'
import { CompensatedSum, square } from '../arithmetic.ts'
import type { Precision } from '../intervals/delta.ts'
import type { InfluenceTable } from './influence-table.ts'

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
