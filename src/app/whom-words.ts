import type { ForestRow } from '../page/chart/forest.ts'
import type { ChartNumbers } from '../page/chart/numbers.ts'
import type { Against } from '../metrics/slice-comparison.ts'
import type { SliceContrast, TestedSlice } from '../metrics/worse-slices.ts'
import type { WorseSlices } from '../worker/protocol.ts'
import { countOf, countText, differenceText, intervalText, levelText, metricText, sizeText } from './format.ts'
import { sliceColumns, sliceName } from '../page/slices/slice-forest.ts'

export const againstWords: Record<Against, string> = { production: 'production’s', all_rows: 'its own on all rows' }

/** "−0.061 (−0.102 to −0.020)"; the difference alone where it has no interval; null where there is none. */
export function differenceWords({ difference }: SliceContrast): { value: string; interval: string | null } | null {
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

function contrastSize({ rowCount, weight, positives }: SliceContrast): string {
  return sizeText({
    rows: rowCount,
    ...(weight === null ? {} : { weight }),
    ...(positives === null ? {} : { positives }),
  })
}

/** "And 2 slices inside it, not worse by more than it explains" */
export function foldedWords(count: number): string {
  return `And ${countOf(count, 'slice')} inside it, worse by no more than it explains`
}

/** "And 2 slices that it lies in, not surely worse without it" */
export function throughWords(count: number): string {
  return `And ${countOf(count, 'slice')} that it lies in, not surely worse without it`
}

/** What the control of false discoveries does, or its absence. */
export function controlWords(
  level: number | null,
  { tested, confidence }: Pick<WorseSlices, 'tested' | 'confidence'>,
  against: Against,
): string {
  if (level === null) {
    const expected = (tested * (1 - confidence)) / 2
    const about = expected < 1 ? 'perhaps one' : `about ${countText(Math.round(expected))}`
    return `Each slice is judged by its own interval alone: of ${countOf(tested, 'slice')} looked at, ${about} would look worse by chance if none were.`
  }
  const method = against === 'production' ? 'Benjamini–Hochberg' : 'Benjamini–Yekutieli'
  return `Of the slices listed, no more than ${levelText(level)} are expected to be there by chance, however many were looked at (${method}).`
}

/** What an empty list says, and what it does not. */
export function nobodyWords({ tested, reach }: Pick<WorseSlices, 'tested' | 'reach'>, label: string): string {
  if (reach === null) return 'No slice has rows enough to tell.'
  const slices = tested === 1 ? 'the one slice that could be tested' : `half of the ${countText(tested)} slices tested`
  return `That is not to say that nobody is: ${slices} would have had to be worse by ${metricText(reach)} or more in ${label} to be told from chance.`
}

/** What was not looked at; null where nothing was left out. */
export function untestedWords({ untested }: Pick<WorseSlices, 'untested'>): string | null {
  return untested === 0
    ? null
    : `${countOf(untested, 'slice')} could not be tested: too few rows, or not defined there.`
}

/** Slices by how much worse they are at least, the most surely worse first; what has no interval comes last. */
export function worstContrasts({ contrasts, better }: Pick<WorseSlices, 'contrasts' | 'better'>): SliceContrast[] {
  const leastLoss = ({ difference }: SliceContrast) => {
    if ('undefinedBecause' in difference || difference.interval === null) return -Infinity
    return better === 'lower' ? difference.interval.low : -difference.interval.high
  }
  return contrasts.toSorted((a, b) => leastLoss(b) - leastLoss(a))
}

/** Differences as rows of a forest plot; those that are listed as worse are marked so. */
export function contrastRows(contrasts: SliceContrast[], listed: readonly TestedSlice[]): ForestRow[] {
  const worse = new Set(listed.map(({ where }) => JSON.stringify(where)))
  return contrasts.flatMap((contrast): ForestRow[] => {
    const { where, difference } = contrast
    const words = differenceWords(contrast)
    if (words === null || 'undefinedBecause' in difference) return []
    const isWorse = worse.has(JSON.stringify(where))
    return [
      {
        label: sliceName(where),
        detail: `${sliceColumns(where)}: ${contrastSize(contrast)}`,
        value: difference.difference,
        low: difference.interval?.low ?? null,
        high: difference.interval?.high ?? null,
        tone: isWorse ? 'fail' : 'candidate',
        words: `${words.value}${isWorse ? ' worse' : ''}`,
        more: words.interval ?? 'no interval',
      },
    ]
  })
}

/** Every slice's difference, with what it is of. */
export function contrastNumbers(contrasts: SliceContrast[], against: Against): ChartNumbers {
  const columns = [...new Set(contrasts.flatMap(({ where }) => Object.keys(where)))]
  const hasPositives = contrasts.some(({ positives }) => positives !== null)
  return {
    columns: [
      ...columns.map((title) => ({ title, none: '' })),
      { title: 'Rows', format: countText },
      ...(hasPositives ? [{ title: 'Positives', format: countText }] : []),
      { title: 'Candidate', format: metricText },
      { title: against === 'production' ? 'Production' : 'All rows', format: metricText },
      { title: 'Difference', format: differenceText, hasInterval: true },
      { title: 'p', format: metricText },
    ],
    rows: contrasts.map(({ where, rowCount, positives, value, other, difference }) => [
      ...columns.map((column) => where[column] ?? null),
      rowCount,
      ...(hasPositives ? [positives] : []),
      value,
      other,
      'undefinedBecause' in difference
        ? null
        : {
            value: difference.difference,
            low: difference.interval?.low ?? null,
            high: difference.interval?.high ?? null,
          },
      'undefinedBecause' in difference ? null : difference.p,
    ]),
  }
}
