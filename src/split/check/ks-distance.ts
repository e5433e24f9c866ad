import { keyOf } from '../../tally/rank.ts'
import type { SplitPair } from './rows.ts'

/** The most bins of neighbouring numbers. */
const mostBins = 1 << 16

interface Bins {
  lowestKey: number
  /** A bin holds 2^shift neighbouring keys. */
  shift: number
  /** Rows by bin and split, at `bin * splitCount + split`. */
  counts: Uint32Array
  splitCount: number
}

/**
 * The two-sample Kolmogorov–Smirnov distance of every pair of splits, exactly: the largest difference of their
 * distribution functions. It is first taken at the ends of bins of neighbouring numbers; only bins within which it may
 * be larger are sorted. 0 where a split has no rows.
 * @param values finite numbers, any order
 * @param splits per row, the index of its split
 * @param sizes rows of each split
 */
export function ksDistances(values: Float64Array, splits: Uint8Array, sizes: number[], pairs: SplitPair[]): number[] {
  const bins = binnedRows(values, splits, sizes.length)
  const distances = pairs.map((pair) => distanceAtEnds(bins, pair, sizes))
  const isOpen = openBins(bins, pairs, sizes, distances)
  closeSingleValues(values, bins, isOpen)
  const inside = sortedInside(values, splits, bins, isOpen)
  return pairs.map((pair, i) => {
    const units = sizes[pair.earlier] * sizes[pair.later]
    return units === 0 ? 0 : Math.max(distances[i], distanceInside(bins, isOpen, inside, pair, sizes)) / units
  })
}

function binnedRows(values: Float64Array, splits: Uint8Array, splitCount: number): Bins {
  let lowest = Infinity
  let highest = -Infinity
  for (let row = 0; row < values.length; row++) {
    if (values[row] < lowest) lowest = values[row]
    if (values[row] > highest) highest = values[row]
  }
  const lowestKey = keyOf(lowest)
  let shift = 0
  while ((keyOf(highest) - lowestKey) >>> shift >= mostBins) shift++
  const counts = new Uint32Array((((keyOf(highest) - lowestKey) >>> shift) + 1) * splitCount)
  for (let row = 0; row < values.length; row++)
    counts[((keyOf(values[row]) - lowestKey) >>> shift) * splitCount + splits[row]]++
  return { lowestKey, shift, counts, splitCount }
}

/** Differences of distribution functions in units of 1 / (rows of one × rows of the other): whole numbers. */
type Visit = (bin: number, before: number, rise: number, fall: number) => void

/**
 * For every bin the difference before it, and how much the rows in it, of either split alone, would raise and lower it.
 */
function eachBin({ counts, splitCount }: Bins, { earlier, later }: SplitPair, sizes: number[], visit: Visit): void {
  let difference = 0
  for (let bin = 0; bin * splitCount < counts.length; bin++) {
    const rise = counts[bin * splitCount + earlier] * sizes[later]
    const fall = counts[bin * splitCount + later] * sizes[earlier]
    visit(bin, difference, rise, fall)
    difference += rise - fall
  }
}

function distanceAtEnds(bins: Bins, pair: SplitPair, sizes: number[]): number {
  let distance = 0
  eachBin(bins, pair, sizes, (_, before, rise, fall) => {
    distance = Math.max(distance, Math.abs(before + rise - fall))
  })
  return distance
}

/** Bins that have rows of both splits of a pair, and within which their distance may exceed that at the ends. */
function openBins(bins: Bins, pairs: SplitPair[], sizes: number[], distances: number[]): Uint8Array {
  const isOpen = new Uint8Array(bins.counts.length / bins.splitCount)
  pairs.forEach((pair, i) =>
    eachBin(bins, pair, sizes, (bin, before, rise, fall) => {
      if (rise > 0 && fall > 0 && Math.max(before + rise, fall - before) > distances[i]) isOpen[bin] = 1
    }),
  )
  return isOpen
}

/** Closes the bins that hold one number only, within which the distance cannot exceed that at their ends. */
function closeSingleValues(values: Float64Array, { lowestKey, shift }: Bins, isOpen: Uint8Array): void {
  if (!isOpen.includes(1)) return
  const firsts = new Float64Array(isOpen.length).fill(NaN)
  const isMixed = new Uint8Array(isOpen.length)
  for (let row = 0; row < values.length; row++) {
    const bin = (keyOf(values[row]) - lowestKey) >>> shift
    if (isOpen[bin] === 0 || values[row] === firsts[bin]) continue
    if (Number.isNaN(firsts[bin])) firsts[bin] = values[row]
    else isMixed[bin] = 1
  }
  for (let bin = 0; bin < isOpen.length; bin++) isOpen[bin] &= isMixed[bin]
}

/** The values in open bins of each split, ascending. */
function sortedInside(
  values: Float64Array,
  splits: Uint8Array,
  { counts, splitCount, lowestKey, shift }: Bins,
  isOpen: Uint8Array,
): Float64Array[] {
  const sizes = new Uint32Array(splitCount)
  for (let at = 0; at < counts.length; at++)
    if (isOpen[Math.floor(at / splitCount)] === 1) sizes[at % splitCount] += counts[at]
  const inside = Array.from(sizes, (size) => new Float64Array(size))
  if (sizes.every((size) => size === 0)) return inside
  const filled = new Uint32Array(splitCount)
  for (let row = 0; row < values.length; row++) {
    const split = splits[row]
    if (isOpen[(keyOf(values[row]) - lowestKey) >>> shift] === 1) inside[split][filled[split]++] = values[row]
  }
  for (const some of inside) some.sort()
  return inside
}

function distanceInside(
  bins: Bins,
  isOpen: Uint8Array,
  inside: Float64Array[],
  pair: SplitPair,
  sizes: number[],
): number {
  const { counts, splitCount } = bins
  const earlier = inside[pair.earlier]
  const later = inside[pair.later]
  let distance = 0
  let i = 0
  let j = 0
  eachBin(bins, pair, sizes, (bin, before) => {
    if (isOpen[bin] === 0) return
    const end = i + counts[bin * splitCount + pair.earlier]
    const laterEnd = j + counts[bin * splitCount + pair.later]
    let difference = before
    while (i < end && j < laterEnd) {
      const value = Math.min(earlier[i], later[j])
      for (; i < end && earlier[i] <= value; i++) difference += sizes[pair.later]
      for (; j < laterEnd && later[j] <= value; j++) difference -= sizes[pair.earlier]
      distance = Math.max(distance, Math.abs(difference))
    }
    i = end
    j = laterEnd
  })
  return distance
}
