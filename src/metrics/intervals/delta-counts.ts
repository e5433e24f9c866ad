import type { Spread } from '../../tally/decisions.ts'
import type { Confusion } from '../binary/confusion.ts'
import { cellCounts, dot, ratio, type CellWeights, type CountFunction } from '../definitions/confusion-counts.ts'
import { square } from '../elementary.ts'
import type { Interval } from '../measure.ts'
import { carriedDegreesOfFreedom, type Precision } from './delta.ts'
import { wilsonInterval } from './proportion.ts'

/**
 * The delta method: rows, or the groups that they belong to, are independent draws of cells. Degrees of freedom as few rows
 * carry them; infinite where rows belong together or have importance weights, of which the spread says no more.
 */
export function deltaPrecision(metric: CountFunction, counts: Confusion): Precision {
  const cells = Float64Array.from(cellCounts(counts))
  return gradientPrecision(Float64Array.from(metric.gradient(counts)), cells, counts.spread)
}

/** The delta method for any function of the counts of cells, from its gradient. A cell without rows adds nothing: its gradient may be undefined. */
export function gradientPrecision(gradient: Float64Array, counts: Float64Array, spread: Spread | null): Precision {
  if (spread !== null) {
    return {
      standardError: Math.sqrt(spread.correction * quadraticForm(spread.moments, gradient)),
      degreesOfFreedom: Infinity,
    }
  }
  let [size, variance] = [0, 0]
  const terms = gradient.map((slope, cell) => (counts[cell] === 0 ? 0 : slope))
  for (let cell = 0; cell < terms.length; cell++) {
    size += counts[cell]
    variance += counts[cell] * square(terms[cell])
  }
  return { standardError: Math.sqrt(variance), degreesOfFreedom: carriedDegreesOfFreedom(terms, counts, size) }
}

/** Σ over a, b of gradient[a]·moments[a, b]·gradient[b]. */
export function quadraticForm(moments: Float64Array, gradient: ArrayLike<number>): number {
  let sum = 0
  for (let a = 0; a < gradient.length; a++) {
    for (let b = 0; b < gradient.length; b++) sum += gradient[a] * moments[gradient.length * a + b] * gradient[b]
  }
  return Math.max(0, sum)
}

/**
 * Wilson's interval of a share of the counts. Where rows belong together or have importance weights, with the number of
 * independent rows that would be as certain, p(1 − p)/variance (Korn & Graubard 1998), at most the rows there are; at 0
 * and 1, where the variance tells nothing, with Kish's number of the denominator's units.
 */
export function shareInterval(
  numerator: CellWeights,
  denominator: CellWeights,
  counts: Confusion,
  z: number,
): Interval {
  const cells = cellCounts(counts)
  const [count, total] = [dot(numerator, cells), dot(denominator, cells)]
  if (counts.spread === null) return wilsonInterval(count, total, z)
  const { rows, moments } = counts.spread
  const share = count / total
  const mostRows = denominator.reduce((sum, weight, cell) => sum + weight * rows[cell], 0)
  const size =
    count === 0 || count === total
      ? (total * total) / quadraticForm(moments, denominator)
      : (share * (1 - share)) / square(deltaPrecision(ratio(numerator, denominator, ''), counts).standardError)
  const effective = Math.min(mostRows, size > 0 ? size : mostRows)
  return wilsonInterval(share * effective, effective, z)
}
