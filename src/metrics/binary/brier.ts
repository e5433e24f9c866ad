import type { ScoreTally } from '../../tally/rows.ts'
import { square } from '../elementary.ts'
import { CompensatedSum } from '../sum.ts'
import { scoreSum, singleScoreBins, type BinStarts } from './calibration.ts'
import { negativesAt, positivesAt } from './score-cells.ts'

/** Terms whose sum, resolution and covariance taken off, is the Brier score. */
export interface BrierDecomposition {
  /** Mean squared distance of a bin's mean score from its share of positives; 0 where every score is kept as promised. */
  reliability: number
  /** Mean squared distance of a bin's share of positives from that of all rows; the more, the more the scores tell apart. */
  resolution: number
  /** Variance of the outcome, which no model can change. */
  uncertainty: number
  /** Mean squared distance of a score from its bin's mean. */
  withinBinVariance: number
  /** Twice the mean product of score and outcome, each less its bin's mean. */
  withinBinCovariance: number
}

/**
 * Brier score = reliability − resolution + uncertainty + within-bin variance − within-bin covariance (Murphy, J. Appl.
 * Meteorology 1973; the last two: Stephenson, Coelho & Jolliffe, Weather and Forecasting 2008). With a bin for every
 * distinct score, the default, the last two are zero and the first three are Murphy's exactly.
 * @param tally with at least one row
 */
export function brierDecomposition(tally: ScoreTally, starts: BinStarts = singleScoreBins(tally)): BrierDecomposition {
  const rowCount = tally.positives + tally.negatives
  const prevalence = tally.positives / rowCount
  const sums = {
    reliability: new CompensatedSum(),
    resolution: new CompensatedSum(),
    variance: new CompensatedSum(),
    covariance: new CompensatedSum(),
  }
  const { scores, truePositives, falsePositives } = tally
  for (let bin = 0; bin < starts.length; bin++) {
    const from = starts[bin]
    const to = bin + 1 < starts.length ? starts[bin + 1] : scores.length
    const isLast = to === scores.length
    const positives = truePositives[from] - (isLast ? 0 : truePositives[to])
    const rows = positives + (falsePositives[from] - (isLast ? 0 : falsePositives[to]))
    if (rows === 0) continue
    const meanScore = to - from === 1 ? scores[from] : scoreSum(tally, from, to) / rows
    const share = positives / rows
    sums.reliability.add(rows * square(meanScore - share))
    sums.resolution.add(rows * square(share - prevalence))
    // A score alone is its bin's mean.
    if (to - from === 1) continue
    for (let rank = from; rank < to; rank++) {
      const [positivesHere, negativesHere] = [positivesAt(tally, rank), negativesAt(tally, rank)]
      const distance = scores[rank] - meanScore
      sums.variance.add((positivesHere + negativesHere) * square(distance))
      sums.covariance.add(2 * distance * (positivesHere * (1 - share) - negativesHere * share))
    }
  }
  return {
    reliability: sums.reliability.value / rowCount,
    resolution: sums.resolution.value / rowCount,
    uncertainty: prevalence * (1 - prevalence),
    withinBinVariance: sums.variance.value / rowCount,
    withinBinCovariance: sums.covariance.value / rowCount,
  }
}
