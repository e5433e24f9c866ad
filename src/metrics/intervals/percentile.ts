import type { Interval } from '../measure.ts'

/** A statistic of each replicate, NaN where it is not defined there. */
export type Replicates = Float64Array

/**
 * A quantile of the replicates, linear between order statistics (Hyndman & Fan's type 7).
 * @param sorted from `sortedReplicates`
 */
export function replicateQuantile(sorted: Replicates, probability: number): number {
  const place = (sorted.length - 1) * probability
  const below = Math.floor(place)
  const low = sorted[below]
  return below + 1 < sorted.length ? low + (place - below) * (sorted[below + 1] - low) : low
}

/**
 * The defined replicates in ascending order; null where more than a tail's share of them, (1 − confidence)/2, is
 * undefined, as then the tails are not known.
 */
export function sortedReplicates(replicates: Replicates, confidence: number): Replicates | null {
  const defined = replicates.filter((value) => !Number.isNaN(value)).sort()
  const undefinedCount = replicates.length - defined.length
  return defined.length === 0 || undefinedCount > ((1 - confidence) / 2) * replicates.length ? null : defined
}

/** The percentile interval: the replicates' two tail quantiles (Efron 1979). */
export function percentileInterval(replicates: Replicates, confidence: number): Interval | null {
  const sorted = sortedReplicates(replicates, confidence)
  if (sorted === null) return null
  const tail = (1 - confidence) / 2
  return { low: replicateQuantile(sorted, tail), high: replicateQuantile(sorted, 1 - tail), method: 'bootstrap' }
}

/**
 * The two-sided p-value of `value`, as the percentile interval would first leave it out: twice the smaller tail beyond it,
 * the value itself counting as one replicate (Davison & Hinkley 1997, 4.2.3).
 * @param upper where the upper tail is of other replicates than the lower one
 */
export function percentileP(lower: Replicates, value: number, upper: Replicates = lower): number {
  let [count, below, above] = [0, 0, 0]
  for (let i = 0; i < lower.length; i++) {
    if (Number.isNaN(lower[i])) continue
    count++
    if (lower[i] <= value) below++
    if (upper[i] >= value) above++
  }
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (count + 1))
}
