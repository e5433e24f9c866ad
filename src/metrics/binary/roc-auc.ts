import type { RowSet, ScoreTally } from '../../tally/rows.ts'
import { studentT, type Precision } from '../influence.ts'
import type { Interval } from '../measure.ts'
import { twoSidedZ } from '../quantile.ts'
import { CompensatedSum } from '../sum.ts'
import { logitInterval } from '../transformed.ts'
import type { InfluenceTable } from './influence-table.ts'

/**
 * Area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half
 * (Mann–Whitney). Exact: an integer over 2·P·N.
 * @param tally with at least one row of each class
 */
export function rocAuc(tally: ScoreTally): number {
  const { scores, truePositives, falsePositives, positives, negatives } = tally
  const doubledWins = new CompensatedSum()
  let positivesAbove = 0
  let negativesAbove = 0
  for (let k = scores.length - 1; k >= 0; k--) {
    doubledWins.add((truePositives[k] - positivesAbove) * (2 * negatives - falsePositives[k] - negativesAbove))
    positivesAbove = truePositives[k]
    negativesAbove = falsePositives[k]
  }
  return doubledWins.value / (2 * positives * negatives)
}

/** An area, how sure it is, and how many independent rows of each class it is of. */
export interface EstimatedArea {
  area: number
  precision: Precision
  sizes: { positives: number; negatives: number }
}

/**
 * DeLong's interval (DeLong, DeLong & Clarke-Pearson, Biometrics 1988, by Sun & Xu's ranks, IEEE SPL 2014), as pROC and
 * others give it: area ± z·error, cut to 0 … 1. Where the variance is zero or undefined (perfect separation, one row of a
 * class) Newcombe's. Near 1, and with few rows of a class, it misses the truth too often: `withAreaCaution`.
 */
export function delongInterval({ area, precision, sizes }: EstimatedArea, confidence: number): Interval {
  const z = twoSidedZ(confidence)
  const half = z * precision.standardError
  if (!(half > 0)) return newcombeAucInterval(area, sizes.positives, sizes.negatives, z)
  return { low: Math.max(0, area - half), high: Math.min(1, area + half), method: 'delong' }
}

/**
 * The interval of an area from any standard error, on the logit scale (Pepe, The Statistical Evaluation of Medical Tests,
 * 2003, 5.2) with Student's t; Newcombe's where that is degenerate.
 */
export function aucInterval({ area, precision, sizes }: EstimatedArea, confidence: number): Interval {
  const ends = logitInterval(area, studentT(confidence, precision) * precision.standardError)
  if (ends === null) return newcombeAucInterval(area, sizes.positives, sizes.negatives, twoSidedZ(confidence))
  return { ...ends, method: 'delta' }
}

/**
 * The standard error of the AUC from the placements of both classes; NaN where a class has one row only. A positive row's
 * doubled placement is twice the negatives below it plus those tied; a negative's counts the positives above.
 */
export function delongError(tally: ScoreTally, auc: number): number {
  const { scores, truePositives, falsePositives, positives, negatives } = tally
  const overPositives = new CompensatedSum()
  const overNegatives = new CompensatedSum()
  let positivesAbove = 0
  let negativesAbove = 0
  for (let k = scores.length - 1; k >= 0; k--) {
    const below = (2 * negatives - falsePositives[k] - negativesAbove) / (2 * negatives) - auc
    const above = (truePositives[k] + positivesAbove) / (2 * positives) - auc
    overPositives.add((truePositives[k] - positivesAbove) * below * below)
    overNegatives.add((falsePositives[k] - negativesAbove) * above * above)
    positivesAbove = truePositives[k]
    negativesAbove = falsePositives[k]
  }
  return Math.sqrt(
    overPositives.value / (positives - 1) / positives + overNegatives.value / (negatives - 1) / negatives,
  )
}

/**
 * Newcombe's score-like interval for an AUC (Statistics in Medicine 2006, method 5): the areas θ with
 * |θ̂ − θ| ≤ z·√V(θ), V being Hanley & McNeil's variance with (P + N)/2 − 1 for both P − 1 and N − 1.
 */
export function newcombeAucInterval(auc: number, positives: number, negatives: number, z: number): Interval {
  const pooled = (positives + negatives) / 2 - 1
  const standardError = (area: number) => {
    const spread = 1 + (pooled * (1 - area)) / (2 - area) + (pooled * area) / (1 + area)
    return Math.sqrt((area * (1 - area) * spread) / (positives * negatives))
  }
  const solve = (outside: number) => {
    // Bisection between a point surely inside (the estimate) and one surely outside (0 or 1).
    let inside = auc
    for (let step = 0; step < 200 && inside !== outside; step++) {
      const middle = (inside + outside) / 2
      if (middle === inside || middle === outside) break
      if (Math.abs(auc - middle) <= z * standardError(middle)) inside = middle
      else outside = middle
    }
    return inside
  }
  return { low: auc === 0 ? 0 : solve(0), high: auc === 1 ? 1 : solve(1), method: 'newcombe' }
}

/**
 * The standard error of DeLong's comparison of two models on the same rows (that are independent, or stand for many alike), from each row's
 * difference of doubled placements: integers, so that row order and engine cannot matter, and exactly zero for models that
 * rank alike.
 */
export function pairedDelong(rows: RowSet, candidate: ScoreTally, production: ScoreTally): Precision {
  const { positives, negatives } = candidate
  const weights = rows.sampling.weights?.values ?? null
  const candidateRanks = rows.models.get('candidate')!.ranks
  const productionRanks = rows.models.get('production')!.ranks
  const ofCandidate = placements(candidate)
  const ofProduction = placements(production)
  const { classes } = rows
  // Of negatives, of positives.
  const sums = [0, 0]
  const squares = [new CompensatedSum(), new CompensatedSum()]
  for (let oneClass = 0; oneClass < 2; oneClass++) {
    const square = squares[oneClass]
    let sum = 0
    for (let row = 0; row < classes.length; row++) {
      if (classes[row] !== oneClass) continue
      const difference =
        ofCandidate[2 * candidateRanks[row] + oneClass] - ofProduction[2 * productionRanks[row] + oneClass]
      // Exact: both are integers, and stay below 2^53 up to 10^8 rows.
      const count = weights === null ? 1 : weights[row]
      sum += count * difference
      square.add(count * difference * difference)
    }
    sums[oneClass] = sum
  }
  const variance = (oneClass: number, own: number, other: number) => {
    const spread = squares[oneClass].value - (sums[oneClass] * sums[oneClass]) / own
    return Math.max(0, spread) / (own - 1) / own / (4 * other * other)
  }
  return {
    standardError: Math.sqrt(variance(1, positives, negatives) + variance(0, negatives, positives)),
    degreesOfFreedom: Infinity,
  }
}

/** The influence of a row on the area: its placement less the area, over the weight of its class. */
export function rocAucInfluence(tally: ScoreTally, auc: number): InfluenceTable {
  const { positives, negatives } = tally
  const table = placements(tally)
  for (let k = 0; k < table.length; k += 2) {
    table[k] = (table[k] / (2 * positives) - auc) / negatives
    table[k + 1] = (table[k + 1] / (2 * negatives) - auc) / positives
  }
  return table
}

/** Doubled placements: of a negative row with rank k at 2k, of a positive one at 2k + 1. */
function placements({ scores, truePositives, falsePositives, negatives }: ScoreTally): Float64Array {
  const doubled = new Float64Array(2 * scores.length)
  let positivesAbove = 0
  let negativesAbove = 0
  for (let k = scores.length - 1; k >= 0; k--) {
    doubled[2 * k] = truePositives[k] + positivesAbove
    doubled[2 * k + 1] = 2 * negatives - falsePositives[k] - negativesAbove
    positivesAbove = truePositives[k]
    negativesAbove = falsePositives[k]
  }
  return doubled
}
