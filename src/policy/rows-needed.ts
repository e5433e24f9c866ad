import type { Bound } from './policy.ts'

/** How many rows there are, and of the positive class; null where the task has none. */
export interface Size {
  rows: number
  positives: number | null
}

/**
 * About how many rows, in all, would settle an undecided requirement: intervals shrink with the square root of the
 * rows, so the side of the interval that crosses the bound has to shrink from its length to the estimate's distance
 * from the bound. Assumes that estimate and prevalence stay as they are; null where the estimate is on the bound.
 * Where a side of the interval combines these rows with fixed ones in quadrature, only the part of these rows shrinks; null where the fixed part by itself
 * reaches the bound.
 * @param fixed the lengths of the fixed parts, below and above
 */
export function rowsNeeded(
  value: number,
  low: number,
  high: number,
  { atLeast, atMost }: Bound,
  size: Size,
  fixed = { below: 0, above: 0 },
): Size | null {
  let factor = 1
  for (const bound of [atLeast, atMost]) {
    if (bound === undefined || bound < low || bound > high) continue
    const [side, other] = bound < value ? [value - low, fixed.below] : [high - value, fixed.above]
    const distance = Math.abs(value - bound)
    if (distance <= other) return null
    factor = Math.max(factor, (side * side - other * other) / (distance * distance - other * other))
  }
  return scaledSize(size, factor)
}

/** So many times the rows, one more at least; null where they would be too many to say. */
export function scaledSize({ rows: rowCount, positives }: Size, factor: number): Size | null {
  // A rounding error of the factor is not one more row.
  const scaled = (count: number) => Math.ceil(count * factor * (1 - 1e-12))
  const rows = scaled(rowCount)
  if (!Number.isSafeInteger(rows) || factor > 1e6) return null
  return { rows: Math.max(rows, rowCount + 1), positives: positives === null ? null : scaled(positives) }
}
