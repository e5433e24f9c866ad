import type { ForestLine, ForestRow } from '../chart/forest.ts'
import type { ChartNumbers } from '../chart/numbers.ts'
import type { EvaluationDocument, MetricResult, SliceResult } from '../../result/evaluation.ts'
import { isSameSlice } from '../../result/reading.ts'
import { countText, intervalText, metricText, sizeText } from '../../words/numbers.ts'
import { boundFor } from './slice-view.ts'

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
