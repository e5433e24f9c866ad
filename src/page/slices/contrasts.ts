import type { Against } from '../../metrics/slice-comparison.ts'
import type { SliceContrast, TestedSlice } from '../../metrics/worse-slices.ts'
import { countText, differenceText, metricText } from '../../words/numbers.ts'
import { contrastDifference, contrastSize } from '../../words/worse-slices.ts'
import type { WorseSlices } from '../../worker/protocol.ts'
import type { ForestRow } from '../chart/forest.ts'
import type { ChartNumbers } from '../chart/numbers.ts'
import { sliceColumns, sliceName } from './slice-forest.ts'

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
    const words = contrastDifference(contrast)
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

/** The difference of every slice as the numbers of the chart. */
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
