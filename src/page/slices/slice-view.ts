import { shortList } from '../../metrics/definitions/catalogue.ts'
import type { MetricDefinition } from '../../metrics/definitions/definition.ts'
import type { EvaluationDocument, SliceResult, Verdict } from '../../result/evaluation.ts'
import { isSameSlice } from '../../result/reading.ts'

/** The candidate's threshold while somebody moves it, as far as the slices follow it. */
export interface MovableThreshold {
  readonly threshold: number
  /** Whether it is not where the candidate was judged. */
  readonly isMoved: boolean
  /** The whole result at the moved threshold; null while it is not known. */
  readonly preview: EvaluationDocument | null
  moveTo(threshold: number): void
}

/** What the policy asks of one slice's metric, and how that came out. */
export interface RequiredOfSlice {
  bound: number
  outcome: Verdict
}

/** The requirement on a slice's own metric; null where there is none. */
export function boundFor(
  document: EvaluationDocument,
  metric: string,
  split: string,
  where: Record<string, string>,
): RequiredOfSlice | null {
  for (const requirement of document.requirements) {
    if (requirement.metric !== metric || requirement.split !== split || requirement.slice === null) continue
    if (requirement.class !== undefined || requirement.where !== undefined) continue
    if (!isSameSlice(requirement.slice, where)) continue
    const bound = requirement.bound.at_least ?? requirement.bound.at_most
    if (typeof bound === 'number') return { bound, outcome: requirement.outcome }
  }
  return null
}

/** Slices of the same columns, under the columns' names. */
export interface SliceGroup {
  label: string
  columns: string[]
}

/** Which columns there are slices of: single ones first, then their intersections, as `region × plan`. */
export function sliceGroups(slices: SliceResult[]): SliceGroup[] {
  const groups = new Map<string, SliceGroup>()
  for (const { where } of slices) {
    const columns = Object.keys(where)
    const label = columns.join(' × ')
    if (!groups.has(label)) groups.set(label, { label, columns })
  }
  return [...groups.values()].sort((a, b) => a.columns.length - b.columns.length)
}

/** The slices of a group; for null, the slices of every single column. */
export function slicesIn(slices: SliceResult[], group: SliceGroup | null): SliceResult[] {
  return slices.filter(({ where }) => {
    const columns = Object.keys(where)
    if (group === null) return columns.length === 1
    return columns.length === group.columns.length && group.columns.every((column) => Object.hasOwn(where, column))
  })
}

/** The slices of more columns that lie within a slice. */
export function slicesWithin(slices: SliceResult[], where: Record<string, string>): SliceResult[] {
  const columns = Object.entries(where)
  return slices.filter(
    (slice) =>
      Object.keys(slice.where).length > columns.length &&
      columns.every(([column, value]) => slice.where[column] === value),
  )
}

/** Slices by the value of a metric, the worst first; those where it is not defined last. */
export function worstFirst(slices: SliceResult[], metric: string, better: MetricDefinition['better']): SliceResult[] {
  const badness = (slice: SliceResult) => {
    const value = slice.metrics[metric]?.value ?? null
    return value === null ? -Infinity : better === 'lower' ? value : -value
  }
  return slices.toSorted((a, b) => badness(b) - badness(a))
}

/** The metric to show slices by: the one that the policy asks of them, else the task's usual one, else the first. */
export function startingSliceMetric(document: EvaluationDocument, metrics: string[]): string {
  const required = document.requirements.find(({ slice, metric }) => slice !== null && metrics.includes(metric))
  return (
    required?.metric ??
    shortList(document.task, 'worse_slices').find((metric) => metrics.includes(metric)) ??
    metrics[0]
  )
}

/** The group to show first: the intersections that the policy asks for where it asks for no single column. */
export function startingGroup(document: EvaluationDocument, groups: SliceGroup[]): SliceGroup | null {
  const asked = document.requirements.flatMap(({ slice }) => (slice === null ? [] : [Object.keys(slice)]))
  if (asked.length === 0 || asked.some((columns) => columns.length === 1)) return null
  return (
    groups.find(
      ({ columns }) => columns.length === asked[0].length && columns.every((column) => asked[0].includes(column)),
    ) ?? null
  )
}
