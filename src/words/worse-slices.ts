import type { Against } from '../metrics/slice-comparison.ts'
import type { SliceContrast, SliceTests } from '../metrics/worse-slices.ts'
import { countOf, countText, differenceText, intervalText, levelText, metricText, sizeText } from './numbers.ts'

/** What slices are compared with, in words that follow "than". */
export const againstWords: Record<Against, string> = { production: 'production’s', all_rows: 'its own on all rows' }

/** "−0.061 (−0.102 to −0.020)"; the difference alone where it has no interval; null where there is none. */
export function contrastDifference({ difference }: SliceContrast): { value: string; interval: string | null } | null {
  if ('undefinedBecause' in difference) return null
  const { interval } = difference
  return {
    value: differenceText(difference.difference),
    interval: interval && intervalText(interval.low, interval.high, differenceText),
  }
}

/** "0.742 against production’s 0.803; 1,204 rows, 310 positives" */
export function comparedWords(slice: SliceContrast, against: Against): string {
  const { value, other } = slice
  const beside = against === 'production' ? 'against production’s' : 'against'
  const values =
    value === null || other === null
      ? ''
      : `${metricText(value)} ${beside} ${metricText(other)}${against === 'all_rows' ? ' on all rows' : ''}; `
  return `${values}${contrastSize(slice)}`
}

/** How many rows the slice has: "1,204 rows, 310 positives". */
export function contrastSize({ rowCount, weight, positives }: SliceContrast): string {
  return sizeText({
    rows: rowCount,
    ...(weight === null ? {} : { weight }),
    ...(positives === null ? {} : { positives }),
  })
}

/** "And 2 slices inside it, worse by no more than it explains" */
export function foldedWords(count: number): string {
  return `And ${countOf(count, 'slice')} inside it, worse by no more than it explains`
}

/** "And 2 slices that it lies in, not surely worse without it" */
export function throughWords(count: number): string {
  return `And ${countOf(count, 'slice')} that it lies in, not surely worse without it`
}

/** How far chance alone explains the slices that are listed. @param level false discovery rate; null: not controlled */
export function controlWords(
  level: number | null,
  { tested, confidence }: Pick<SliceTests, 'tested'> & { confidence: number },
  against: Against,
): string {
  if (level === null) {
    const expected = (tested * (1 - confidence)) / 2
    const about = expected < 1 ? 'perhaps one' : `about ${countText(Math.round(expected))}`
    return `Each slice is judged by its own interval alone: of ${countOf(tested, 'slice')} looked at, ${about} would look worse by chance if none were.`
  }
  const method = against === 'production' ? 'Benjamini–Hochberg' : 'Benjamini–Yekutieli'
  return `At most ${levelText(level)} of the slices listed are expected to be there by chance (false discovery rate, ${method}).`
}

/** What an empty list says, and what it does not. */
export function noneFoundWords({ tested, reach }: Pick<SliceTests, 'tested' | 'reach'>, label: string): string {
  if (reach === null) return 'No slice has enough rows to tell.'
  const slices = tested === 1 ? 'the one slice that could be tested' : `half of the ${countText(tested)} slices tested`
  return `With this many rows, a difference in ${label} below about ${metricText(reach)} would go unnoticed in ${slices}.`
}

/** What was not looked at; null where nothing was left out. */
export function untestedWords({ untested }: Pick<SliceTests, 'untested'>): string | null {
  return untested === 0
    ? null
    : `${countOf(untested, 'slice')} could not be tested: too few rows, or not defined there.`
}
