import type { Bound } from '../policy/policy.ts'

/**
 * How numbers are written: English separators whatever the locale of the machine; on the page a real minus sign and three
 * decimals for metrics. No number is rounded to a claim: what is not 0 is not shown as 0.000, what is below 1 not as 1.000.
 */

const grouped = new Intl.NumberFormat('en')
const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const minus = '\u2212'
const metricDecimals = 3

/** A count with thousands separators: 1,204. */
export function countText(count: number): string {
  return grouped.format(count)
}

/** A count and its noun: "1 row", "1,204 rows". */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${countText(count)} ${count === 1 ? noun : plural}`
}

/** How many rows there are: "1,204 rows, weight 3,400.5, 98 positives". */
export function sizeText(
  { rows, weight, positives }: { rows: number; weight?: number; positives?: number },
  weightText: (weight: number) => string = countText,
): string {
  return [
    countOf(rows, 'row'),
    ...(weight === undefined ? [] : [`weight ${weightText(weight)}`]),
    ...(positives === undefined ? [] : [countOf(positives, 'positive')]),
  ].join(', ')
}

/** Words in a list: "a, b and c". @param last the word before the last one */
export function listWords(words: string[], last = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** A metric's value: 0.861, 0.9997, 0.00042, 1,234.5, 3.2e15. */
export function metricText(value: number): string {
  return withMinus(fixedText(value, decimalsFor(value)))
}

/** "at least 0.85", "at most 0.1", "between 0.1 and 0.2" */
export function boundText({ atLeast, atMost }: Bound): string {
  if (atLeast !== undefined && atMost !== undefined) return `between ${atLeast} and ${atMost}`
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
}

/** A difference, always with its sign: +0.021, −0.002, 0.000. */
export function differenceText(difference: number): string {
  return difference > 0 ? `+${metricText(difference)}` : metricText(difference)
}

/** A bound or threshold as somebody wrote it, with two decimals at least: 0.80, 0.975, 5. */
export function writtenText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) > 1) return withMinus(grouped.format(value))
  const decimals = Math.max(2, shortestDecimals(value))
  return withMinus(decimals > 8 ? String(Number(value.toPrecision(4))) : value.toFixed(decimals))
}

/** A threshold: three significant digits, and more only where a whole number has them. @example thresholdText(0.23222) // '0.232' */
export function thresholdText(threshold: number): string {
  if (Number.isInteger(threshold)) return withMinus(grouped.format(threshold))
  return withMinus(String(Number(threshold.toPrecision(Math.abs(threshold) >= 1000 ? 6 : 3))))
}

/** A value beside a bound: as many decimals as show on which side of the bound it lies. */
export function metricTextAgainst(value: number, bound: number): string {
  for (let decimals = decimalsFor(value); decimals < 12; decimals += 1) {
    const shown = Number(value.toFixed(decimals))
    if (value === bound || Math.sign(shown - bound) === Math.sign(value - bound))
      return withMinus(fixedText(value, decimals))
  }
  return withMinus(String(value))
}

/** Three significant digits at least, four decimals at most: for sentences; the result has all digits. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return String(Number(value.toPrecision(3)))
  return String(Number(value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 4)))
}

/** Three significant digits: for sizes of effects in sentences. */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** "p < 0.001", "p = 0.0042" */
export function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`
}

/** An interval in words: "0.842 to 0.879". */
export function intervalText(low: number, high: number, format: (value: number) => string = metricText): string {
  return `${format(low)} to ${format(high)}`
}

/** A share of a whole: 11.2 %. */
export function shareText(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${oneDecimal.format((100 * part) / whole)}\u00a0%`
}

/** A share of 1 in percent: "12.5 %". */
export function percent(share: number): string {
  return `${shortNumber(100 * share)} %`
}

/** The level of an interval: 95 %, 99.5 %. */
export function levelText(confidence: number): string {
  return `${Number((100 * confidence).toFixed(6))}\u00a0%`
}

/** Bytes for people, in powers of a thousand: 940 B, 12.4 MB. */
export function bytesText(byteLength: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = byteLength
  let unit = 0
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit === 0 ? grouped.format(size) : oneDecimal.format(size)} ${units[unit]}`
}

function decimalsFor(value: number): number {
  const size = Math.abs(value)
  if (size >= 1000) return 1
  if (size === 0 || size === 1) return metricDecimals
  if (size < 0.001) return Math.min(12, 1 - Number(size.toExponential().split('e')[1]))
  for (let decimals = metricDecimals; decimals < 9; decimals += 1) {
    if (size > 1 || Number(size.toFixed(decimals)) < 1) return decimals
  }
  return 9
}

function fixedText(value: number, decimals: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-9 || Math.abs(value) >= 1e12))
    return value.toExponential(1).replace('e+', 'e')
  if (Math.abs(value) >= 1000) {
    return new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
      value,
    )
  }
  const text = value.toFixed(decimals)
  return Number(text) === 0 && text.startsWith('-') ? text.slice(1) : text
}

function shortestDecimals(value: number): number {
  const text = String(value)
  const point = text.indexOf('.')
  return text.includes('e') ? 99 : point < 0 ? 0 : text.length - point - 1
}

function withMinus(text: string): string {
  return text.startsWith('-') ? minus + text.slice(1) : text
}
