import type { RowSet, ScoreTally } from '../tally/rows.ts'
import { square } from './elementary.ts'
import type { Interval } from './measure.ts'
import { CompensatedSum } from './sum.ts'

/**
 * Area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half
 * (Mann–Whitney). Exact: an integer over 2·P·N.
 * @param tally with at least one row of each class
 */
export function rocAuc(tally: ScoreTally): number {
  const { positives, negatives } = tally
  const doubledWins = new CompensatedSum()
  forEachPlacement(tally, (positivesHere, _negativesHere, below) => doubledWins.add(positivesHere * below))
  return doubledWins.value / (2 * positives * negatives)
}

/**
 * DeLong's interval (DeLong, DeLong & Clarke-Pearson, Biometrics 1988, by Sun & Xu's ranks, IEEE SPL 2014), cut to
 * 0 … 1. Where its variance is zero or undefined (perfect separation, one row of a class) Newcombe's.
 * @param z normal quantile of the level
 */
export function rocAucInterval(tally: ScoreTally, auc: number, z: number): Interval {
  const variance = delongVariance(tally, auc)
  if (!(variance > 0)) return newcombeAucInterval(auc, tally.positives, tally.negatives, z)
  const half = z * Math.sqrt(variance)
  return { low: Math.max(0, auc - half), high: Math.min(1, auc + half), method: 'delong' }
}

/** The variance of the AUC from the placements of both classes; NaN where a class has one row only. */
function delongVariance(tally: ScoreTally, auc: number): number {
  const { positives, negatives } = tally
  const overPositives = new CompensatedSum()
  const overNegatives = new CompensatedSum()
  forEachPlacement(tally, (positivesHere, negativesHere, below, above) => {
    overPositives.add(positivesHere * square(below / (2 * negatives) - auc))
    overNegatives.add(negativesHere * square(above / (2 * positives) - auc))
  })
  return overPositives.value / (positives - 1) / positives + overNegatives.value / (negatives - 1) / negatives
}

/**
 * Visits every distinct score with its rows of each class and their doubled placements: `below` is twice the negatives
 * below plus those tied (for a positive row here), `above` twice the positives above plus those tied (for a negative).
 */
function forEachPlacement(
  tally: ScoreTally, visit: (positivesHere: number, negativesHere: number, below: number, above: number) => void,
): void {
  const { truePositives, falsePositives, negatives } = tally
  let positivesAbove = 0
  let negativesAbove = 0
  for (let k = tally.scores.length - 1; k >= 0; k--) {
    const here = truePositives[k]
    const falseHere = falsePositives[k]
    visit(here - positivesAbove, falseHere - negativesAbove, 2 * negatives - falseHere - negativesAbove, here + positivesAbove)
    positivesAbove = here
    negativesAbove = falseHere
  }
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

export interface AucDifference {
  difference: number
  standardError: number
}

/**
 * DeLong's comparison of two models on the same rows, from each row's difference of doubled placements: integers, so
 * that row order and engine cannot matter, and exactly zero for models that rank alike.
 */
export function pairedDelong(rows: RowSet, candidate: ScoreTally, production: ScoreTally): AucDifference {
  const { positives, negatives } = candidate
  const candidateRanks = rows.models.get('candidate')!.ranks
  const productionRanks = rows.models.get('production')!.ranks
  const [candidateNegatives, candidatePositives] = placements(candidate)
  const [productionNegatives, productionPositives] = placements(production)
  const sums = [new CompensatedSum(), new CompensatedSum()]
  const squares = [new CompensatedSum(), new CompensatedSum()]
  const [negativeSum, positiveSum] = sums
  const [negativeSquares, positiveSquares] = squares
  const { classes } = rows
  for (let row = 0; row < classes.length; row++) {
    if (classes[row] === 1) {
      const difference = candidatePositives[candidateRanks[row]] - productionPositives[productionRanks[row]]
      positiveSum.add(difference)
      positiveSquares.add(difference * difference)
    } else {
      const difference = candidateNegatives[candidateRanks[row]] - productionNegatives[productionRanks[row]]
      negativeSum.add(difference)
      negativeSquares.add(difference * difference)
    }
  }
  const variance = (oneClass: number, own: number, other: number) => {
    const spread = squares[oneClass].value - (sums[oneClass].value * sums[oneClass].value) / own
    return Math.max(0, spread) / (own - 1) / own / (4 * other * other)
  }
  return {
    difference: sums[1].value / (2 * positives * negatives),
    standardError: Math.sqrt(variance(1, positives, negatives) + variance(0, negatives, positives)),
  }
}

/** Doubled placements by class (0 negative, 1 positive) and rank. */
function placements(tally: ScoreTally): [Float64Array, Float64Array] {
  const count = tally.scores.length
  const ofNegatives = new Float64Array(count)
  const ofPositives = new Float64Array(count)
  let rank = count
  forEachPlacement(tally, (_positivesHere, _negativesHere, below, above) => {
    rank--
    ofNegatives[rank] = above
    ofPositives[rank] = below
  })
  return [ofNegatives, ofPositives]
}
