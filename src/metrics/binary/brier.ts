import type { ScoreTally } from '../../tally/rows.ts'
import { square } from '../elementary.ts'
import { CompensatedSum } from '../sum.ts'
import { binSums, singleScoreBins, type BinStarts } from './calibration.ts'
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
    reliability: new CompensatedSum(), resolution: new CompensatedSum(),
    variance: new CompensatedSum(), covariance: new CompensatedSum(),
  }
  for (const { from, to, rows, positives, scoreSum } of binSums(tally, starts)) {
    if (rows === 0) continue
    const meanScore = to - from === 1 ? tally.scores[from] : scoreSum / rows
    const share = positives / rows
    sums.reliability.add(rows * square(meanScore - share))
    sums.resolution.add(rows * square(share - prevalence))
    for (let rank = from; rank < to; rank++) {
      const [positivesHere, negativesHere] = [positivesAt(tally, rank), negativesAt(tally, rank)]
      const distance = tally.scores[rank] - meanScore
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
