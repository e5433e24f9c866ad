import type { DifferenceResult, MetricResult } from '../result/evaluation.ts'
import { countText } from './numbers.ts'
import { type Shown, withInterval } from './requirements.ts'
import { reportStyle, type Style } from './style.ts'

/** "0.861 (0.842 to 0.879)", "0.98 (0.95 to 1, may be too short)", or why it is not defined. */
export function metricWords(metric: MetricResult, style: Style = reportStyle): string {
  return metric.value === null ? `undefined (${style.text(metric.undefined)})` : withInterval(metric, style)
}

/** "+0.0211 (0.012 to 0.03), p 0.0004"; nothing where nothing is compared. */
export function differenceWords(difference: DifferenceResult | undefined, style: Style = reportStyle): string {
  if (difference === undefined) return ''
  if (difference.difference === null) return 'undefined'
  const p = difference.p === null ? '' : `, p ${style.value(difference.p)}`
  return `${signedWords(difference, style)}${p}`
}

/** A difference with its sign and interval: "+0.0211 (0.012 to 0.03)". */
export function signedWords(
  { difference, low, high, caution }: { difference: number } & Omit<Shown, 'value'>,
  style: Style = reportStyle,
): string {
  return `${difference > 0 ? '+' : ''}${withInterval({ value: difference, low, high, caution }, style)}`
}

/** A number of rows, or a sum of their weights. */
export function countWords(count: number, { weight }: Pick<Style, 'weight'> = reportStyle): string {
  return Number.isInteger(count) ? countText(count) : weight(count)
}
