import { CompensatedSum, square } from '../arithmetic.ts'
import { type Confusion, confusionOf } from './confusion.ts'
import type { SampledRows } from './influence-table.ts'
import { binEnds } from './probability.ts'
import { firstRank } from '../../tally/rank.ts'
import { negativesAt, positivesAt, type ScoreTally } from '../../tally/rows.ts'
import { shareInterval } from '../intervals/decisions.ts'
import { twoSidedZ } from '../intervals/distributions.ts'
import { wilsonInterval } from '../intervals/proportion.ts'
import type { Interval } from '../measure.ts'
import { jointDecisions } from '../../tally/decisions.ts'

/**
 * A tally's distinct scores cut into bins: the rank at which each begins, ascending from 0. A distinct score lies in one
 * bin, whole; bins hold at least one each.
 */
export type BinStarts = ArrayLike<number>

/**
 * Bins of equal width over 0 … 1, closed on the right, the first on both sides; empty ones are left out. As `ece` takes
 * them, and scikit-learn's `calibration_curve(strategy='uniform')`.
 * @param tally of scores within 0 … 1
 */
export function equalWidthBins({ scores }: ScoreTally, binCount: number): BinStarts {
  const starts = [0, ...binEnds(scores, binCount)]
  return starts.filter((from, bin) => bin < binCount && from < starts[bin + 1])
}

/**
 * Bins of about equally many rows (or weight). Ties are never split: a distinct score lies in the bin in which the
 * middle of its rows lies, counted from the lowest score up; bins that get none are left out.
 */
export function equalMassBins(tally: ScoreTally, binCount: number): BinStarts {
  const { scores, truePositives, falsePositives, positives, negatives } = tally
  const total = positives + negatives
  const binOf = (rank: number) => {
    const here = truePositives[rank] + falsePositives[rank]
    const above = here - positivesAt(tally, rank) - negativesAt(tally, rank)
    const middle = total - (here + above) / 2
    return Math.min(binCount - 1, Math.floor((middle * binCount) / total))
  }
  const starts: number[] = []
  for (let from = 0; from < scores.length;) {
    starts.push(from)
    const bin = binOf(from)
    from = firstRank(scores.length, (rank) => binOf(rank) > bin, from + 1)
  }
  return starts
}

/** A bin for every distinct score. */
export function singleScoreBins({ scores }: ScoreTally): BinStarts {
  const starts = new Uint32Array(scores.length)
  for (let rank = 0; rank < starts.length; rank++) starts[rank] = rank
  return starts
}

/** What a bin's scores promise, and what its rows hold. */
export interface CalibrationBin {
  lowestScore: number
  highestScore: number
  /** Rows, or the sum of their weights. */
  rows: number
  meanScore: number
  positives: number
  /** Share of positives, with Wilson's interval. */
  share: number
  interval: Interval
}

/**
 * The calibration curve (reliability diagram): a point for every bin, from the lowest scores up. Bins without weight are
 * left out.
 * @param confidence of the intervals
 * @param rows where they belong together or have importance weights: then they decide how sure a share is
 */
export function calibrationCurve(
  tally: ScoreTally,
  starts: BinStarts,
  confidence: number,
  rows?: SampledRows,
): CalibrationBin[] {
  const { scores } = tally
  const sampled = rows === undefined ? null : binConfusions(starts, rows)
  return binSums(tally, starts).flatMap(({ from, to, rows: rowCount, positives, scoreSum }, bin) =>
    rowCount === 0
      ? []
      : [
          {
            lowestScore: scores[from],
            highestScore: scores[to - 1],
            rows: rowCount,
            // A mean lies among its scores, whatever the last digit says.
            meanScore: Math.min(scores[to - 1], Math.max(scores[from], scoreSum / rowCount)),
            positives,
            share: positives / rowCount,
            interval:
              sampled === null
                ? wilsonInterval(positives, rowCount, twoSidedZ(confidence))
                : shareInterval([1, 0, 1, 0], [1, 1, 1, 1], sampled[bin], confidence),
          },
        ],
  )
}

/** Each bin's rows by class, with their spread. */
function binConfusions(starts: BinStarts, { ranked, classes, sampling }: SampledRows): Confusion[] {
  const binOf = new Uint32Array(ranked.scores.length)
  for (let bin = 0; bin < starts.length; bin++) binOf.fill(bin, starts[bin])
  const bins = Uint32Array.from(ranked.ranks, (rank) => binOf[rank])
  const rows = { classes, sampling, models: new Map([['candidate' as const, ranked]]) }
  return jointDecisions(rows, new Map([['candidate', 0]]), bins, starts.length).map((decisions) =>
    confusionOf(decisions, 'candidate'),
  )
}

/** A bin's sums: of the ranks from `from` to before `to`. */
export interface BinSums {
  from: number
  to: number
  rows: number
  positives: number
  /** Sum of score × rows. */
  scoreSum: number
}

/** The rows, positives and scores of each bin, added up; bins in ascending order of score. */
export function binSums(tally: ScoreTally, starts: BinStarts): BinSums[] {
  const { scores, truePositives, falsePositives } = tally
  return Array.from(starts, (from, bin) => {
    const to = bin + 1 < starts.length ? starts[bin + 1] : scores.length
    const isLast = to === scores.length
    const positives = truePositives[from] - (isLast ? 0 : truePositives[to])
    const negatives = falsePositives[from] - (isLast ? 0 : falsePositives[to])
    return { from, to, rows: positives + negatives, positives, scoreSum: scoreSum(tally, from, to) }
  })
}

/** Sum of score × rows over the ranks from `from` to before `to`. */
function scoreSum(tally: ScoreTally, from: number, to: number): number {
  const sum = new CompensatedSum()
  for (let rank = from; rank < to; rank++)
    sum.add(tally.scores[rank] * (positivesAt(tally, rank) + negativesAt(tally, rank)))
  return sum.value
}

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
