import type { ReplicateBlock } from '../../tally/replicates.ts'
import type { ScoreTally } from '../../tally/rows.ts'
import type { Interval } from '../measure.ts'
import { replicateQuantile, sortedReplicates, type Replicates } from '../intervals/percentile.ts'

type Sweep = ReplicateBlock['sweeps'][number]

/** Standard errors below the peak within which a gap may be the true peak. */
const nearness = 2

/**
 * What resampling does to the largest gap |TPR − FPR|. The statistic is the maximum of gaps that all have errors, so it is
 * too large on average, the more so the flatter the true curve is; and the bootstrap, whose truth is the curve at hand with
 * its peak, knows of that too little (its percentile interval misses the truth in up to a half of the cases at 200 rows).
 * So two errors are kept for each replicate, which enclose that of the maximum: of the gap at the peak, and the largest of
 * all gaps near the peak, which is what the maximum gains where the truth is flat there (the one-sided bounds on a maximum
 * of Chernozhukov, Lee & Rosen, Econometrica 2013). With `bootstrapScores` enclosing the closed form at the
 * peak, in simulations the 95 % interval holds in 93 to 100 % of the cases (92 % where scores tell nothing at all) from 20
 * rows of the rarer class on.
 */
export class KsReplicates {
  readonly errorsAtPeak: Replicates
  readonly errorsNearPeak: Replicates
  private readonly gaps: Float64Array
  private readonly peak: number
  /** Ranks whose gap, and whose gap with the sign turned, is near the peak's size. */
  private readonly above: Uint32Array
  private readonly below: Uint32Array

  /** @param sweep of the rows themselves, with rows of both classes */
  constructor(sweep: Sweep, replicates: number) {
    this.errorsAtPeak = new Float64Array(replicates)
    this.errorsNearPeak = new Float64Array(replicates)
    const { gaps, peak, least } = gapsOf(sweep)
    this.gaps = gaps
    this.peak = peak
    const ranks = Uint32Array.from(gaps, (_, k) => k)
    this.above = ranks.filter((k) => gaps[k] >= least)
    this.below = ranks.filter((k) => -gaps[k] >= least)
  }

  /** Takes one replicate's sweep, whose entries begin at `start`. */
  add({ truePositives, falsePositives }: Sweep, start: number, replicate: number): void {
    const [positives, negatives] = [truePositives[start], falsePositives[start]]
    if (positives === 0 || negatives === 0) {
      this.errorsAtPeak[replicate] = this.errorsNearPeak[replicate] = NaN
      return
    }
    const errorAt = (k: number) =>
      truePositives[start + k] / positives - falsePositives[start + k] / negatives - this.gaps[k]
    let largest = -Infinity
    for (let i = 0; i < this.above.length; i++) largest = Math.max(largest, errorAt(this.above[i]))
    for (let i = 0; i < this.below.length; i++) largest = Math.max(largest, -errorAt(this.below[i]))
    this.errorsNearPeak[replicate] = largest
    this.errorsAtPeak[replicate] = this.gaps[this.peak] < 0 ? -errorAt(this.peak) : errorAt(this.peak)
  }

  /** The interval of the statistic `value`; null where too many replicates have one class only. */
  interval(value: number, confidence: number): Interval | null {
    const ends = errorBounds(this.errorsAtPeak, this.errorsNearPeak, confidence)
    return ends && { low: Math.max(0, value - ends.high), high: Math.min(1, value - ends.low), method: 'bootstrap' }
  }
}

/** Every rank's gap TPR − FPR, the rank of the widest, and the least size of a gap that is near it. */
function gapsOf({ truePositives, falsePositives }: Record<keyof Sweep, ArrayLike<number>>): {
  gaps: Float64Array
  peak: number
  least: number
} {
  const [positives, negatives] = [truePositives[0], falsePositives[0]]
  const gaps = Float64Array.from(truePositives, (count, k) => count / positives - falsePositives[k] / negatives)
  const peak = gaps.reduce((widest, gap, k) => (Math.abs(gap) > Math.abs(gaps[widest]) ? k : widest), 0)
  const variance = (share: number, size: number) => (share * (1 - share)) / size
  const margin =
    nearness *
    Math.sqrt(
      variance(truePositives[peak] / positives, positives) + variance(falsePositives[peak] / negatives, negatives),
    )
  return { gaps, peak, least: Math.abs(gaps[peak]) - margin }
}

/**
 * The thresholds whose gap a replicate of KS looks at: the peak, and others near it, about `count` of them with about equal
 * mass (the mean of their shares of positives and negatives) between.
 * @param sweep of all distinct scores, with rows of both classes
 */
export function nearPeakScores(tally: ScoreTally, count: number): number[] {
  const { scores, truePositives, falsePositives, positives, negatives } = tally
  const { gaps, peak, least } = gapsOf(tally)
  const massFrom = (rank: number) =>
    rank < scores.length ? truePositives[rank] / positives + falsePositives[rank] / negatives : 0
  const isNear = (rank: number) => Math.abs(gaps[rank]) >= least
  let mass = 0
  for (let rank = 0; rank < scores.length; rank++) if (isNear(rank)) mass += massFrom(rank) - massFrom(rank + 1)
  const chosen = new Set([peak])
  let passed = Infinity
  for (let rank = 0; rank < scores.length; rank++) {
    if (!isNear(rank)) continue
    if (passed >= mass / count) {
      chosen.add(rank)
      passed = 0
    }
    passed += massFrom(rank) - massFrom(rank + 1)
  }
  return Array.from(chosen, (rank) => scores[rank])
}

/** The tails of an error that lies between two. */
export function errorBounds(
  lower: Replicates,
  upper: Replicates,
  confidence: number,
): { low: number; high: number } | null {
  const sortedLower = sortedReplicates(lower, confidence)
  const sortedUpper = sortedReplicates(upper, confidence)
  if (sortedLower === null || sortedUpper === null) return null
  const tail = (1 - confidence) / 2
  return { low: replicateQuantile(sortedLower, tail), high: replicateQuantile(sortedUpper, 1 - tail) }
}
