import type { RowSet, ScoreTally } from '../../tally/rows.ts'
import { areaInterval, withAreaCaution } from '../intervals/area.ts'
import type { Precision } from '../intervals/delta.ts'
import type { DefinedMeasure } from '../measure.ts'
import { CompensatedSum, square } from '../arithmetic.ts'
import { classSizes, precisionOf, type InfluenceTable, type SampledRows } from './influence-table.ts'

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

/**
 * The area under the ROC curve with its interval: DeLong's, or where rows belong together or have importance weights that of
 * its influence function.
 * @param tally with at least one row of each class
 * @param rows where they have to be looked at one by one
 */
export function measuredArea(tally: ScoreTally, confidence: number, rows?: SampledRows): DefinedMeasure {
  const area = rocAuc(tally)
  const estimated =
    rows === undefined
      ? { area, precision: delongPrecision(tally, area), sizes: tally }
      : { area, precision: precisionOf(rocAucInfluence(tally, area), rows), sizes: classSizes(rows) }
  const interval = areaInterval(estimated, confidence, rows === undefined ? 'delong' : 'delta')
  return { value: area, interval: withAreaCaution(interval, estimated, confidence) }
}

/**
 * The standard error of the AUC from the placements of both classes, and its degrees of freedom by Satterthwaite's rule for two
 * variances (Welch, Biometrika 1947); NaN where a class has one row only. A positive row's doubled placement is twice the
 * negatives below it plus those tied; a negative's counts the positives above (Sun & Xu, IEEE SPL 2014).
 */
export function delongPrecision(tally: ScoreTally, auc: number): Precision {
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
  const ofPositives = overPositives.value / (positives - 1) / positives
  const ofNegatives = overNegatives.value / (negatives - 1) / negatives
  const variance = ofPositives + ofNegatives
  return {
    standardError: Math.sqrt(variance),
    degreesOfFreedom:
      square(variance) / (square(ofPositives) / (positives - 1) + square(ofNegatives) / (negatives - 1)),
  }
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
