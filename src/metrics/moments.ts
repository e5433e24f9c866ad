import { CompensatedSum } from './sum.ts'

export interface Moments {
  sum: number
  squares: number
}

/**
 * Sum and sum of squares of the values as sums of integers, at 2^-26 of the largest: the same in any order of the
 * values, and within 2^-26 of it for each. For variances and the like; an estimate itself deserves all its digits.
 * @param counts how many times each value counts: whole numbers; once where they are left out
 */
export function integerMoments(values: Float64Array, counts: Float64Array | null = null): Moments {
  let largest = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i])
    if (size > largest) largest = size
  }
  if (largest === 0) return { sum: 0, squares: 0 }
  const unit = largest / 2 ** 26
  const scale = 2 ** 26 / largest
  const sum = new CompensatedSum()
  const squares = new CompensatedSum()
  for (let i = 0; i < values.length; i++) {
    const units = Math.round(values[i] * scale)
    const count = counts === null ? 1 : counts[i]
    sum.add(count * units)
    squares.add(count * units * units)
  }
  return { sum: sum.value * unit, squares: squares.value * unit * unit }
}
