import type { ForestLine, ForestRow } from '../chart/forest.ts'
import type { ChartNumbers } from '../chart/numbers.ts'
import type { EvaluationDocument, MetricResult, SliceResult } from '../../result/evaluation.ts'
import { isSameSlice } from '../../result/reading.ts'
import { countText, intervalText, metricText, sizeText, differenceText } from '../../words/numbers.ts'
import { boundFor } from './slice-view.ts'
import type { Against } from '../../metrics/slice-comparison.ts'
import type { SliceContrast, TestedSlice } from '../../metrics/worse-slices.ts'
import { contrastDifference, contrastSize } from '../../words/worse-slices.ts'
import type { WorseSlices } from '../../worker/protocol.ts'

/** The values of a slice, such as `new_customer × north`. */
export function sliceName(where: Record<string, string>): string {
  return Object.values(where)
    .map((value) => (value === '' ? '(empty)' : value))
    .join(' × ')
}

/** The columns of a slice, such as `segment × region`. */
export function sliceColumns(where: Record<string, string>): string {
  return Object.keys(where).join(' × ')
}

/** The slices of one metric as rows of a forest plot. */
export function sliceForestRows(
  slices: SliceResult[],
  metric: string,
  document: EvaluationDocument,
  split: string,
): ForestRow[] {
  const isMixed = new Set(slices.map(({ where }) => sliceColumns(where))).size > 1
  return slices.map((slice): ForestRow => {
    const result = slice.metrics[metric]
    const required = boundFor(document, metric, split, slice.where)
    const base = {
      label: sliceName(slice.where),
      detail: `${isMixed ? `${sliceColumns(slice.where)}: ` : ''}${sizeText(slice)}`,
      bound: required?.bound ?? null,
      tone: required?.outcome ?? ('candidate' as const),
    }
    if (result === undefined || result.value === null) {
      return { ...base, value: null, low: null, high: null, words: 'not defined', more: result?.undefined ?? '' }
    }
    const { value, low, high } = result
    return {
      ...base,
      value,
      low,
      high,
      words: metricText(value),
      more: low === null || high === null ? '' : intervalText(low, high),
    }
  })
}

/** The line of the candidate's value on all rows. */
export function wholeLines(document: EvaluationDocument, metric: string, split: string): ForestLine[] {
  const { value } = document.models.candidate.splits[split].metrics[metric]
  return value === null ? [] : [{ at: value, label: `all rows ${metricText(value)}` }]
}

/** Every slice as the numbers of the chart, also those that are not drawn. */
export function sliceNumbers(slices: SliceResult[], metric: string, production: SliceResult[] | null): ChartNumbers {
  const hasPositives = slices.some(({ positives }) => positives !== undefined)
  const hasWeight = slices.some(({ weight }) => weight !== undefined)
  const columns = [...new Set(slices.flatMap(({ where }) => Object.keys(where)))]
  return {
    columns: [
      ...columns.map((title) => ({ title, none: '' })),
      { title: 'Rows', format: countText },
      ...(hasWeight ? [{ title: 'Weight', format: countText }] : []),
      ...(hasPositives ? [{ title: 'Positives', format: countText }] : []),
      { title: 'Candidate', format: metricText, hasInterval: true },
      ...(production === null ? [] : [{ title: 'Production', format: metricText, hasInterval: true }]),
    ],
    rows: slices.map((slice) => [
      ...columns.map((column) => slice.where[column] ?? null),
      slice.rows,
      ...(hasWeight ? [slice.weight ?? null] : []),
      ...(hasPositives ? [slice.positives ?? null] : []),
      spreadOf(slice.metrics[metric]),
      ...(production === null
        ? []
        : [spreadOf(production.find(({ where }) => isSameSlice(where, slice.where))?.metrics[metric])]),
    ]),
  }
}

function spreadOf(result: MetricResult | undefined) {
  if (result === undefined || result.value === null) return null
  return { value: result.value, low: result.low, high: result.high }
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
