import { CompensatedSum } from '../arithmetic.ts'
import { binEnds, eceBinCount } from './probability.ts'
import type { ScoreGroups } from './resampling.ts'
import { type Replicates, tailQuantiles } from '../intervals/percentile.ts'
import type { Interval } from '../measure.ts'
import type { ReplicateBlock } from '../../tally/replicates.ts'
import type { ScoreTally } from '../../tally/rows.ts'

type Sweep = ReplicateBlock['sweeps'][number]

/**
 * What resampling says of the expected calibration error, T = Σ over bins of |d|, d being a bin's mean of score − outcome
 * over all rows. As |d| grows with any error in d, T is too large on average, and its bootstrap twice so: near perfect
 * calibration no percentile interval, corrected or not, holds. So the question is turned round: at which scale λ of the
 * deviations seen, with the replicate's errors e on top, does the sum come to what was seen, Σ |λ·d + e| = T? The sum is
 * convex in λ, and the largest such λ (0 where even perfect calibration gives more than T) makes λ·T a draw of the values
 * that T may come from; its tails are the interval. In simulations 95 % intervals hold in 91 to 98 % of the cases, of
 * calibrated models (truth 0) and of others, from 10 rows of the rarer class on.
 */
export class EceReplicates {
  /** λ·T of each replicate. */
  readonly values: Replicates
  /** T. */
  readonly total: number
  private readonly bins: Uint8Array
  /** Mean score − outcome of each group's negatives and positives. */
  private readonly deviations: [Float64Array, Float64Array]
  private readonly seen: Float64Array

  /** @param sweep of the rows themselves, by the groups of the tally, none of which spans two bins */
  constructor(tally: ScoreTally, groups: ScoreGroups, sweep: Sweep, replicates: number) {
    this.values = new Float64Array(replicates)
    this.bins = binsOf(groups.thresholds)
    this.deviations = [
      meanScores(tally.scores, tally.falsePositives, groups),
      meanScores(tally.scores, tally.truePositives, groups),
    ]
    this.deviations[1].forEach((score, group, scores) => {
      scores[group] = score - 1
    })
    this.seen = this.binDeviations(sweep, 0)
    this.total = this.seen.reduce((sum, deviation) => sum + Math.abs(deviation), 0)
  }

  /** Takes one replicate's sweep, whose entries begin at `start`. */
  add(sweep: Sweep, start: number, replicate: number): void {
    const errors = this.binDeviations(sweep, start)
    for (let bin = 0; bin < eceBinCount; bin++) errors[bin] -= this.seen[bin]
    this.values[replicate] = Number.isNaN(errors[0]) ? NaN : this.total * scaleReaching(this.seen, errors, this.total)
  }

  private binDeviations({ truePositives, falsePositives }: Sweep, start: number): Float64Array {
    const {
      bins,
      deviations: [ofNegatives, ofPositives],
    } = this
    const sums = new Float64Array(eceBinCount)
    const last = bins.length - 1
    for (let group = 0; group <= last; group++) {
      const at = start + group
      const positives = truePositives[at] - (group < last ? truePositives[at + 1] : 0)
      const negatives = falsePositives[at] - (group < last ? falsePositives[at + 1] : 0)
      sums[bins[group]] += positives * ofPositives[group] + negatives * ofNegatives[group]
    }
    const rowCount = truePositives[start] + falsePositives[start]
    for (let bin = 0; bin < eceBinCount; bin++) sums[bin] = rowCount > 0 ? sums[bin] / rowCount : NaN
    return sums
  }
}

/** The least score of each bin that has scores: groups that start there span no two bins. */
export function binStarts(scores: Float64Array): number[] {
  const ends = binEnds(scores, eceBinCount)
  return [...new Set([0, ...ends])].filter((rank) => rank < scores.length).map((rank) => scores[rank])
}

/** The bin of each of the ascending scores. */
function binsOf(scores: Float64Array): Uint8Array {
  const bins = new Uint8Array(scores.length)
  binEnds(scores, eceBinCount).forEach((end, bin, ends) => bins.fill(bin, bin === 0 ? 0 : ends[bin - 1], end))
  return bins
}

/** Mean score of the rows of one class in each group; 0 where it has none. */
function meanScores(scores: Float64Array, counts: ArrayLike<number>, { starts }: ScoreGroups): Float64Array {
  return Float64Array.from(starts, (start, group) => {
    const end = group + 1 < starts.length ? starts[group + 1] : scores.length
    const sum = new CompensatedSum()
    let rows = 0
    for (let rank = start; rank < end; rank++) {
      const here = counts[rank] - (rank + 1 < scores.length ? counts[rank + 1] : 0)
      sum.add(here * scores[rank])
      rows += here
    }
    return rows > 0 ? sum.value / rows : 0
  })
}

/** The largest λ ≥ 0 with Σ |λ·d + e| = total, 0 where there is none: Newton's steps from the right, as the sum is convex. */
function scaleReaching(deviations: Float64Array, errors: Float64Array, total: number): number {
  let scale = 1
  for (let bin = 0; bin < eceBinCount; bin++) {
    if (deviations[bin] !== 0) scale = Math.max(scale, 1 - errors[bin] / deviations[bin])
  }
  // Right of every kink the sum is a line; each step lands on the root of the line at hand, or past a kink.
  for (let step = 0; step <= eceBinCount + 1; step++) {
    let sum = 0
    let slope = 0
    for (let bin = 0; bin < eceBinCount; bin++) {
      const deviation = deviations[bin]
      const term = scale * deviation + errors[bin]
      sum += Math.abs(term)
      slope += term === 0 ? -Math.abs(deviation) : term > 0 ? deviation : -deviation
    }
    const next = scale - (sum - total) / slope
    if (!(slope > 0) || !(next > 0)) return slope > 0 || sum > total ? 0 : scale
    if (next >= scale && step > 0) return scale
    scale = next
  }
  return scale
}

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
    const ends = tailQuantiles(this.errorsAtPeak, this.errorsNearPeak, confidence)
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
