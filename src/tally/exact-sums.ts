/**
 * Sums of weights per cell that do not depend on the order of the rows. A weight is split into two multiples of fixed
 * powers of two (2^-26 and 2^-52 of the largest weight's binary magnitude), and each part is summed as whole numbers:
 * exact up to 2^26 rows in a cell, and within 2^-53 of the largest weight for each row.
 */
export class ExactSums {
  private readonly high: Float64Array
  private readonly low: Float64Array
  private readonly highScale: number
  private readonly lowScale: number

  /** @param largest no weight is above it */
  constructor(cellCount: number, largest: number) {
    this.high = new Float64Array(cellCount)
    this.low = new Float64Array(cellCount)
    this.highScale = 2 ** 26 / magnitudeOf(largest)
    this.lowScale = this.highScale * 2 ** 26
  }

  /** @param count how many times the weight counts: a whole number */
  add(cell: number, weight: number, count = 1): void {
    const high = Math.floor(weight * this.highScale)
    this.high[cell] += count * high
    this.low[cell] += count * Math.round((weight - high / this.highScale) * this.lowScale)
  }

  /** The sum of each cell. */
  values(): Float64Array {
    return this.high.map((high, cell) => high / this.highScale + this.low[cell] / this.lowScale)
  }
}

/** The weights as sums of them take them, to 2^-52 of the largest's binary magnitude: compensated sums of these are exact. */
export function exactlySummable(weights: Float64Array): Float64Array {
  const scale = 2 ** 52 / magnitudeOf(largestOf(weights))
  return weights.map((weight) => Math.round(weight * scale) / scale)
}

/** The smallest power of two that is not below. */
function magnitudeOf(largest: number): number {
  let magnitude = 1
  while (magnitude < largest) magnitude *= 2
  while (magnitude / 2 >= largest && magnitude > 2 ** -900) magnitude /= 2
  return magnitude
}

/** The largest of the weights, 0 where there are none. */
export function largestOf(weights: Float64Array): number {
  let largest = 0
  for (let i = 0; i < weights.length; i++) if (weights[i] > largest) largest = weights[i]
  return largest
}

/** The sum of the weights, in any order the same. */
export function exactSum(weights: Float64Array): number {
  const sums = new ExactSums(1, largestOf(weights))
  for (let i = 0; i < weights.length; i++) sums.add(0, weights[i])
  return sums.values()[0]
}
