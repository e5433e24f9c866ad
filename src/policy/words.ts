/** Three significant digits at least, four decimals at most: for sentences; the result has all digits. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return String(Number(value.toPrecision(3)))
  return String(Number(value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 4)))
}
