import type { Bound } from './policy.ts'

/**
 * About how many rows, in all, would settle an undecided requirement: intervals shrink with the square root of the
 * rows, so the side of the interval that crosses the bound has to shrink from its length to the estimate's distance
 * from the bound. Assumes that estimate and prevalence stay as they are; null where the estimate is on the bound.
 */
export function rowsNeeded(
  value: number, low: number, high: number, { atLeast, atMost }: Bound, rowCount: number, positives: number | null,
): { rows: number; positives: number | null } | null {
  let factor = 1
  for (const bound of [atLeast, atMost]) {
    if (bound === undefined || bound < low || bound > high) continue
    const side = bound < value ? value - low : high - value
    const ratio = side / Math.abs(value - bound)
    factor = Math.max(factor, ratio * ratio)
  }
  // A rounding error of the factor is not one more row.
  const scaled = (count: number) => Math.ceil(count * factor * (1 - 1e-12))
  const rows = scaled(rowCount)
  if (!Number.isSafeInteger(rows) || factor > 1e6) return null
  return { rows: Math.max(rows, rowCount + 1), positives: positives === null ? null : scaled(positives) }
}
