import quickselect from 'quickselect'
import type { Interval } from '../measure.ts'

/** A statistic of each replicate, NaN where it is not defined there. */
export type Replicates = Float64Array

/** The fewest replicates that can carry an interval of this level: of fewer not one would be outside it. */
export function leastReplicates(confidence: number): number {
  return Math.ceil(1 / (1 - confidence) - 1e-6)
}

/** Whether so many replicates can carry an interval of this level (see `leastReplicates`). */
export function canCarry(replicates: number, confidence: number): boolean {
  return replicates >= leastReplicates(confidence)
}

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
 * The defined replicates in ascending order; null where there are too few for the level (see `canCarry`), or more than a
 * tail's share of them, (1 − confidence)/2, is undefined: then the tails are not known.
 */
export function sortedReplicates(replicates: Replicates, confidence: number): Replicates | null {
  return definedReplicates(replicates, confidence)?.sort() ?? null
}

/** As `sortedReplicates`, in any order. */
function definedReplicates(replicates: Replicates, confidence: number): Replicates | null {
  if (!canCarry(replicates.length, confidence)) return null
  const copy = new Float64Array(replicates.length)
  let count = 0
  for (let i = 0; i < replicates.length; i++) {
    const value = replicates[i]
    if (value === value) copy[count++] = value
  }
  const undefinedCount = replicates.length - count
  return count === 0 || undefinedCount > ((1 - confidence) / 2) * replicates.length ? null : copy.subarray(0, count)
}

/** The percentile interval: the replicates' two tail quantiles (Efron 1979). */
export function percentileInterval(replicates: Replicates, confidence: number): Interval | null {
  const tails = tailQuantiles(replicates, replicates, confidence)
  return tails && { ...tails, method: 'bootstrap' }
}

/**
 * The lower tail's quantile of some replicates and the upper tail's of others; null where more than a tail's share of either is
 * undefined.
 * @example tailQuantiles(replicates, replicates, 0.95) // the 2.5 % and the 97.5 % quantile
 */
export function tailQuantiles(
  lower: Replicates,
  upper: Replicates,
  confidence: number,
): { low: number; high: number } | null {
  const first = definedReplicates(lower, confidence)
  const second = upper === lower ? first : definedReplicates(upper, confidence)
  if (first === null || second === null) return null
  const tail = (1 - confidence) / 2
  return { low: selectedQuantile(first, tail), high: selectedQuantile(second, 1 - tail) }
}

/** `replicateQuantile` of replicates in any order, which is changed: two of them need no sorting of all. */
function selectedQuantile(values: Replicates, probability: number): number {
  const place = (values.length - 1) * probability
  const below = Math.floor(place)
  quickselect(values as unknown as number[], below)
  const low = values[below]
  if (below + 1 >= values.length) return low
  let next = Infinity
  for (let i = below + 1; i < values.length; i++) if (values[i] < next) next = values[i]
  return low + (place - below) * (next - low)
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
