import type { Bound } from './policy.ts'

/** "at least 0.85", "at most 0.1", "between 0.1 and 0.2" */
export function boundText({ atLeast, atMost }: Bound): string {
  if (atLeast !== undefined && atMost !== undefined) return `between ${atLeast} and ${atMost}`
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
}

/** "0.84 (0.76 to 0.9)" */
export function intervalText({ value, low, high }: { value: number; low: number; high: number }): string {
  return `${shortNumber(value)} (${shortNumber(low)} to ${shortNumber(high)})`
}

/** Three significant digits at least, four decimals at most: for sentences; the result has all digits. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return String(Number(value.toPrecision(3)))
  return String(Number(value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 4)))
}
