import { square } from '../metrics/arithmetic.ts'
import { normalValue, twoSidedZ } from '../metrics/intervals/distributions.ts'
import type { Bound } from './policy.ts'
import { settlingChance } from './settling-chance.ts'

/** How many rows there are, and of the positive class; null where the task has none. */
export interface Size {
  rows: number
  positives: number | null
}

/** How many rows would do, with the numbers that would if the value were higher or lower by what is not known of it. */
export interface NeededRows extends Size {
  fewest: number
  /** Null where no number would. */
  most: number | null
}

/**
 * About how many rows, in all, would show something at a level with a chance of 80 %, where these show it up to `shown`: the sides of an
 * interval shrink with the square root of the rows, and so does the distance by which the value of so many rows misses the true one, so
 * that the rows grow by ((z + z(0.8))/shown)². `fewest` and `most` are for true values at the ends of the 80 % interval, as in
 * `rowsNeeded`. Null where no number of rows would, going by the value there is.
 *
 * 100 rows that show something up to z = 1, at z = 1.96: 100·(1.96 + 0.8416)² = 785 rows.
 * @param shown the z up to which it is shown: see `assuranceOf`
 * @param z of the level
 */
export function rowsToShow(size: Size, shown: number, z: number): NeededRows | null {
  const scaledAt = (of: number) => (of > 0 ? scaledSize(size, growthToShow(of, z)) : null)
  const needed = scaledAt(shown)
  if (needed === null) return null
  return {
    ...needed,
    fewest: Math.min(needed.rows, scaledAt(shown + rangeZ)?.rows ?? needed.rows),
    most: scaledAt(shown - rangeZ)?.rows ?? null,
  }
}

/** By how much rows that show something up to a z have to grow, or may shrink, to show it at a level with a chance of 80 %. */
export function growthToShow(shown: number, z: number): number {
  return square((z + chanceZ) / shown)
}

/** The z that the value of the rows to come is away from the true one, with that chance on one side of it. */
const chanceZ = normalValue(settlingChance)
/** The value lies within so many standard errors of the true one in 80 of 100 cases. */
const rangeZ = twoSidedZ(0.8)

/**
 * About how many rows, in all, would settle an undecided requirement with a chance of 80 %: intervals shrink with the square
 * root of the rows, and so does the distance by which the value of so many rows misses the true one. The side of the interval
 * that crosses the bound, and z(0.8)/z(confidence) of it, has to shrink to the estimate's distance from the bound (Cohen 1988).
 * Assumes that the estimate is the true value and that the prevalence stays; `fewest` and `most` are for true values at the ends
 * of the 80 % interval. Null where the estimate is on the bound.
 * Where a side of the interval combines these rows with fixed ones in quadrature, only the part of these rows shrinks; null where the fixed part by itself
 * reaches the bound.
 *
 * 0.84 (0.76 to 0.9) of 200 rows, at least 0.8 being asked for, at 95 %: (1 + 0.8416/1.96)²·(0.08/0.04)² = 8.17 times the rows.
 * @param fixed the lengths of the fixed parts, below and above
 * @param confidence of the interval
 */
export function rowsNeeded(
  value: number,
  low: number,
  high: number,
  { atLeast, atMost }: Bound,
  size: Size,
  confidence: number,
  fixed = { below: 0, above: 0 },
): NeededRows | null {
  const z = twoSidedZ(confidence)
  let [factor, least, most] = [1, 1, 1]
  for (const bound of [atLeast, atMost]) {
    if (bound === undefined || bound < low || bound > high) continue
    const [side, other] = bound < value ? [value - low, fixed.below] : [high - value, fixed.above]
    const distance = Math.abs(value - bound)
    const own = Math.sqrt(side * side - other * other)
    const factorAt = (away: number) => factorFor(away, own, other, chanceZ / z)
    const unsure = (rangeZ / z) * own
    factor = Math.max(factor, factorAt(distance))
    least = Math.max(least, factorAt(distance + unsure))
    most = Math.max(most, factorAt(distance - unsure))
  }
  const needed = scaledSize(size, factor)
  if (needed === null) return null
  return {
    ...needed,
    fewest: Math.min(needed.rows, scaledSize(size, least)?.rows ?? needed.rows),
    most: scaledSize(size, most)?.rows ?? null,
  }
}

/**
 * By how much the rows have to grow, f, so that √(own²/f + other²) + ratio·own/√f comes to the distance; Infinity where they
 * never do.
 */
function factorFor(distance: number, own: number, other: number, ratio: number): number {
  if (distance <= other) return Infinity
  const rest = distance * distance - other * other
  const discriminant = Math.sqrt(square(ratio * distance) + (1 - ratio * ratio) * rest)
  const length = rest / (ratio * distance + discriminant)
  return square(own / length)
}

/** So many times the rows, one more at least; null where they would be too many to say. */
export function scaledSize({ rows: rowCount, positives }: Size, factor: number): Size | null {
  // A rounding error of the factor is not one more row.
  const scaled = (count: number) => Math.ceil(count * factor * (1 - 1e-12))
  const rows = scaled(rowCount)
  if (!Number.isSafeInteger(rows) || factor > 1e6) return null
  return {
    rows: Math.max(rows, rowCount + 1),
    positives: positives === null ? null : scaled(positives),
  }
}
