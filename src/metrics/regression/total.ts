import type { RowWeights } from '../../dataset/sampling.ts'
import { CompensatedSum } from '../sum.ts'

/** A limb lies below 2^27: sums of up to 2^26 of them are exact integers. */
const limb = 2 ** 26
const mostSummed = 2 ** 25

/**
 * Σ w·x, the same to the bit in any order of the rows, and for counts the same as with every row repeated. Every term
 * is split into two integers at 2^-26 and 2^-52 of the largest, whose sums are exact; what is lost of a term is below
 * 2^-53 of the largest. Infinite where a term is.
 */
export function weightedTotal(values: Float64Array, weights: RowWeights | null): number {
  const shares = weights?.kind === 'shares' ? weights.values : null
  const counts = weights?.kind === 'counts' ? weights.values : null
  let largest = 0
  for (let row = 0; row < values.length; row++) {
    const size = Math.abs(shares === null ? values[row] : shares[row] * values[row])
    if (size > largest) largest = size
  }
  if (largest === 0 || largest === Infinity) return largest
  const scale = limb / powerOfTwoWithin(largest)
  const highs = new CompensatedSum()
  const lows = new CompensatedSum()
  let high = 0
  let low = 0
  let summed = 0
  for (let row = 0; row < values.length; row++) {
    const scaled = (shares === null ? values[row] : shares[row] * values[row]) * scale
    const whole = Math.round(scaled)
    const count = counts === null ? 1 : counts[row]
    if (summed + count > mostSummed) {
      highs.add(high)
      lows.add(low)
      high = low = summed = 0
    }
    high += count * whole
    low += count * Math.round((scaled - whole) * limb)
    summed += count
  }
  highs.add(high)
  lows.add(low)
  return (highs.value + lows.value / limb) / scale
}

/** The largest power of two that is at most x > 0, and not so small that its inverse is infinite. */
export function powerOfTwoWithin(x: number): number {
  let power = 1
  while (power * 2 <= x) power *= 2
  while (power > x && power > 2 ** -990) power /= 2
  return power
}

/** True where all values are one number; also where there are none. */
export function isConstant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}
