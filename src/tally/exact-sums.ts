import type { RowWeights } from '../dataset/sampling.ts'

/** The number of whole numbers below 2^27 whose sum stays exact in a float64. */
const mostSummed = 2 ** 26

/**
 * Sums per cell that do not depend on the order of the rows. A term is split into two multiples of fixed powers of two
 * (2^-26 and 2^-52 of the largest term's binary magnitude), and each part is summed as whole numbers: exact, and within
 * 2^-53 of the largest term for each row.
 */
export class ExactSums {
  private readonly high: WholeSums
  private readonly low: WholeSums
  private readonly highScale: number
  private readonly lowScale: number

  /**
   * @param largest no term is above it in size
   * @param termCount how many terms there are at most, a term that counts several times being as many
   */
  constructor(cellCount: number, largest: number, termCount: number) {
    this.high = new WholeSums(cellCount, termCount > mostSummed)
    this.low = new WholeSums(cellCount, termCount > mostSummed)
    this.highScale = 2 ** 26 / magnitudeOf(largest)
    this.lowScale = this.highScale * 2 ** 26
  }

  /** @param count how many times the term counts: a whole number */
  add(cell: number, term: number, count = 1): void {
    const high = Math.floor(term * this.highScale)
    this.high.add(cell, count * high)
    this.low.add(cell, count * Math.round((term - high / this.highScale) * this.lowScale))
  }

  /** The sum of each cell. */
  values(): Float64Array {
    return this.high.totals.map(
      (_, cell) => this.high.value(cell) / this.highScale + this.low.value(cell) / this.lowScale,
    )
  }
}

/**
 * Sums of whole numbers; where they may pass 2^53, what each addition rounds away is kept beside them (Knuth's
 * two-sum).
 */
class WholeSums {
  readonly totals: Float64Array
  private readonly errors: Float64Array | null

  constructor(cellCount: number, isLong: boolean) {
    this.totals = new Float64Array(cellCount)
    this.errors = isLong ? new Float64Array(cellCount) : null
  }

  add(cell: number, term: number): void {
    const total = this.totals[cell]
    const next = total + term
    this.totals[cell] = next
    if (this.errors === null) return
    const added = next - total
    this.errors[cell] += total - (next - added) + (term - added)
  }

  value(cell: number): number {
    return this.errors === null ? this.totals[cell] : this.totals[cell] + this.errors[cell]
  }
}

/**
 * Σ w·x, the same to the bit in any order of the rows, and for counts the same as with every row repeated. Infinite
 * where a term is.
 * @param weights of the values; once each where they are left out
 */
export function exactSum(values: Float64Array, weights: RowWeights | null = null): number {
  const shares = weights?.kind === 'importance' ? weights.values : null
  const counts = weights?.kind === 'frequency' ? weights.values : null
  const term = (row: number): number => (shares === null ? values[row] : shares[row] * values[row])
  let largest = 0
  for (let row = 0; row < values.length; row++) {
    const size = Math.abs(term(row))
    if (size > largest) largest = size
  }
  if (largest === Infinity) return Infinity
  const sums = new ExactSums(1, largest, counts === null ? values.length : Infinity)
  for (let row = 0; row < values.length; row++) sums.add(0, term(row), counts === null ? 1 : counts[row])
  return sums.values()[0]
}

/** The weights, rounded to 2^-52 of the largest one's binary magnitude, so that compensated sums of them are exact. */
export function exactlySummable(weights: Float64Array): Float64Array {
  const scale = 2 ** 52 / magnitudeOf(largestOf(weights))
  return weights.map((weight) => Math.round(weight * scale) / scale)
}

/** The smallest power of two that is not below `value`, and not so small that its inverse is infinite. */
export function magnitudeOf(largest: number): number {
  let magnitude = 1
  while (magnitude < largest) magnitude *= 2
  while (magnitude / 2 >= largest && magnitude > 2 ** -900) magnitude /= 2
  return magnitude
}

/** The largest of the weights; 0 where there are none. */
export function largestOf(weights: Float64Array): number {
  let largest = 0
  for (let i = 0; i < weights.length; i++) if (weights[i] > largest) largest = weights[i]
  return largest
}
