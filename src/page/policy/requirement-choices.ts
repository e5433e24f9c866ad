import { isCount } from '../../policy/task-metrics.ts'
import type { RequirementFile } from '../../worker/protocol.ts'
import type { PolicyOptions } from './policy-options.ts'
import type { RequirementKind, RowsChoice, Side } from './requirement-draft.ts'

interface Choice<Value extends string = string> {
  value: Value
  title: string
}

/** On which side of the bound the metric has to be. */
export const sideChoices: Choice<Side>[] = [
  { value: 'at_least', title: 'at least' },
  { value: 'at_most', title: 'at most' },
  { value: 'between', title: 'between' },
]

/** Metrics of all classes, then those of one. */
export function metricChoices({ metrics, classMetrics }: PolicyOptions): Choice[] {
  return [
    ...metrics.map(({ id, title }) => ({ value: id, title })),
    ...classMetrics.map(({ id, title }) => ({ value: id, title: `${title} of class` })),
  ]
}

/** The split that a requirement is judged on; '' where it does not say. */
export function splitChoices({ splits }: PolicyOptions): Choice[] {
  const isWhole = splits.length === 1 && splits[0] === 'all'
  return [
    { value: '', title: isWhole ? 'the data' : 'test' },
    ...splits.filter((split) => split !== 'test' && split !== 'all').map((split) => ({ value: split, title: split })),
  ]
}

/** What the metric is compared with: nothing, production, or what it is on another split. */
export function kindChoices(
  { metric, class: ofClass, split = 'test', where }: RequirementFile,
  { splits }: PolicyOptions,
): Choice<RequirementKind>[] {
  if (isCount(metric)) return [{ value: 'value', title: 'is' }]
  const isOfBand = metric === 'coverage' || where !== undefined
  return [
    { value: 'value', title: 'is' },
    ...(ofClass === undefined && !isOfBand
      ? [{ value: 'versus_production' as const, title: 'minus production’s is' }]
      : []),
    ...splits
      .filter((name) => name !== split && name !== 'all')
      .map((name) => ({ value: `gap:${name}` as const, title: `lies below ${name}’s by` })),
  ]
}

/** Which rows a requirement may be about; decisions alone have rows that are decided or left to a human. */
export function rowsChoices(
  { metric, class: ofClass, versus_production: versus }: RequirementFile,
  { slices, decisionMetrics }: PolicyOptions,
  hasBand: boolean,
): Choice[] {
  const isOfBand =
    hasBand && decisionMetrics.includes(metric) && ofClass === undefined && versus === undefined && !isCount(metric)
  return [
    { value: 'all', title: 'all rows' },
    ...slices.map((columns) => ({ value: rowsValue({ slices: columns }), title: `every ${columns.join(' × ')}` })),
    ...(isOfBand
      ? [
          { value: 'decided', title: 'the rows decided' },
          { value: 'abstained', title: 'the rows left to a human' },
        ]
      : []),
  ]
}

/** The value of a select's option for a choice of rows. */
export function rowsValue(rows: RowsChoice): string {
  return typeof rows === 'string' ? rows : JSON.stringify(rows.slices)
}

/** The choice of rows that an option's value stands for. */
export function rowsChoice(value: string): RowsChoice {
  return value === 'all' || value === 'decided' || value === 'abstained'
    ? value
    : { slices: JSON.parse(value) as string[] }
}

/** Metrics by their titles. */
export function titledMetrics(ids: string[], { metrics }: PolicyOptions): Choice[] {
  return ids.map((id) => ({ value: id, title: metrics.find((metric) => metric.id === id)?.title ?? id }))
}
