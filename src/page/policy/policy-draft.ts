import { shortList } from '../../metrics/definitions/catalogue.ts'
import { isCount } from '../../policy/task-metrics.ts'
import type { MetricChoice, RequirementFile, PolicyFile, ThresholdFile } from '../../worker/protocol.ts'
import type { PolicyOptions } from './policy-options.ts'

/** What is held against the bound: the metric, its difference from production's, or what another split has more of it. */
export type RequirementKind = 'value' | 'versus_production' | `gap:${string}`

/** On which side of a bound a metric has to be, or between two. */
export type Side = 'at_least' | 'at_most' | 'between'

/** Which rows a requirement is about: all; every value of a column, or of two; those that the abstain band leaves to the model, or to a human. */
export type RowsChoice = 'all' | 'decided' | 'abstained' | { slices: string[] }

type BoundFile = Pick<RequirementFile, 'at_least' | 'at_most'>

/** What a requirement compares its metric with. */
export function kindOf({ versus_production: versus, gap }: RequirementFile): RequirementKind {
  if (versus !== undefined) return 'versus_production'
  return gap === undefined ? 'value' : `gap:${gap.from}`
}

/** The requirement's bound. */
export function boundOf(requirement: RequirementFile): BoundFile {
  const { at_least, at_most } = requirement.versus_production ?? requirement.gap ?? requirement
  return { at_least, at_most }
}

/** On which side of its bound a requirement wants its metric. */
export function sideOf(requirement: RequirementFile): Side {
  const { at_least, at_most } = boundOf(requirement)
  if (at_least === undefined) return 'at_most'
  return at_most === undefined ? 'at_least' : 'between'
}

/** Which rows a requirement is about. */
export function rowsOf({ slices, where }: RequirementFile): RowsChoice {
  if (slices !== undefined) return { slices: [slices].flat() }
  return where ?? 'all'
}

/** With the bound in its place; what else belongs to the kind stays. */
export function withBound(requirement: RequirementFile, bound: BoundFile): RequirementFile {
  const { at_least: _, at_most: __, ...others } = requirement
  const { versus_production: versus, gap } = requirement
  if (versus !== undefined)
    return {
      ...others,
      versus_production: {
        ...bound,
        ...(versus.suspicious_above === undefined ? {} : { suspicious_above: versus.suspicious_above }),
      },
    }
  return gap === undefined ? { ...others, ...bound } : { ...others, gap: { from: gap.from, ...bound } }
}

/** The requirement with another number on one side of its bound. */
export function withLimit(requirement: RequirementFile, side: 'at_least' | 'at_most', limit: number): RequirementFile {
  return withBound(requirement, { ...boundOf(requirement), [side]: limit })
}

/** A number that has only one side keeps its value on the other. */
export function withSide(requirement: RequirementFile, side: Side): RequirementFile {
  const { at_least, at_most } = boundOf(requirement)
  const [low, high] = [at_least ?? at_most ?? 0, at_most ?? at_least ?? 0]
  if (side === 'between') return withBound(requirement, { at_least: low, at_most: high })
  return withBound(requirement, side === 'at_least' ? { at_least: low } : { at_most: high })
}

/** A change of kind changes what the number means: it starts at no difference, or at what the metric may be. */
export function withKind(
  requirement: RequirementFile,
  kind: RequirementKind,
  better: MetricChoice['better'],
): RequirementFile {
  const { at_least: _, at_most: __, versus_production: ___, gap: ____, ...others } = requirement
  const isLower = better === 'lower'
  if (kind === 'value') return { ...others, ...(isLower ? { at_most: 0.5 } : { at_least: 0.5 }) }
  if (kind === 'versus_production') return { ...others, versus_production: isLower ? { at_most: 0 } : { at_least: 0 } }
  return { ...others, gap: { from: kind.slice('gap:'.length), ...(isLower ? { at_least: 0 } : { at_most: 0 }) } }
}

/** Values that must be there are of the columns: they go with them. */
export function withRows(requirement: RequirementFile, rows: RowsChoice): RequirementFile {
  const { slices, values, where: _, ...others } = requirement
  if (rows === 'all') return others
  if (typeof rows === 'string') return { ...others, where: rows }
  const isSame = JSON.stringify([slices].flat()) === JSON.stringify(rows.slices)
  return {
    ...others,
    slices: rows.slices.length === 1 ? rows.slices[0] : rows.slices,
    ...(isSame && values !== undefined ? { values } : {}),
  }
}

/** What the new metric cannot have goes; a bound whose side would now be the wrong one changes it. */
export function withMetric(requirement: RequirementFile, metric: string, offer: PolicyOptions): RequirementFile {
  if (isCount(metric)) return countOf(requirement, metric)
  const { class: ofClass, where, ...others } = requirement
  const renamed: RequirementFile = {
    ...others,
    metric,
    ...(offer.classMetrics.some(({ id }) => id === metric) ? { class: ofClass ?? offer.classes[0] ?? '' } : {}),
    ...(where !== undefined && offer.decisionMetrics.includes(metric) ? { where } : {}),
  }
  const [before, after] = [betterOf(requirement.metric, offer), betterOf(metric, offer)]
  const isForeign =
    kindOf(requirement) === 'versus_production' && (metric === 'coverage' || renamed.class !== undefined)
  if (isForeign || isCount(requirement.metric)) return withKind(renamed, 'value', after)
  const isTurned = before !== after && before !== 'neither' && after !== 'neither'
  return isTurned ? turned(renamed) : renamed
}

/** Which values of a metric are better. */
export function betterOf(metric: string, { metrics, classMetrics }: PolicyOptions): MetricChoice['better'] {
  return [...metrics, ...classMetrics].find(({ id }) => id === metric)?.better ?? 'higher'
}

/** A count has a bound below, and no more. */
function countOf({ split, slices, values, advisory }: RequirementFile, metric: string): RequirementFile {
  const kept = Object.entries({ split, slices, values, advisory }).filter(([, value]) => value !== undefined)
  return { metric, at_least: 100, ...Object.fromEntries(kept) }
}

/** At least becomes at most; a difference is then counted the other way. */
function turned(requirement: RequirementFile): RequirementFile {
  const { at_least, at_most } = boundOf(requirement)
  const sign = kindOf(requirement) === 'value' ? 1 : -1
  if (at_least === undefined) return withBound(requirement, { at_least: sign * at_most! })
  return at_most === undefined ? withBound(requirement, { at_most: sign * at_least }) : requirement
}

/** A requirement to begin with: of a metric that the policy does not ask for yet. */
export function newRequirement(asked: string[], offer: PolicyOptions): RequirementFile {
  const ids = [...shortList(offer.task, 'requirement'), ...offer.metrics.map(({ id }) => id)]
  const metric = ids.find((id) => !asked.includes(id)) ?? ids[0]
  return withKind({ metric }, 'value', betterOf(metric, offer))
}

/** An improvement by more than this would be looked into; null: none would. */
export function withSuspicion(requirement: RequirementFile, above: number | null): RequirementFile {
  const { suspicious_above: _, ...bound } = requirement.versus_production ?? {}
  return { ...requirement, versus_production: { ...bound, ...(above === null ? {} : { suspicious_above: above }) } }
}

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

/** How the threshold comes about: fixed, or the one at which a metric is highest or lowest. */
export type ThresholdKind = 'fixed' | 'maximise' | 'minimise'

type Threshold = PolicyFile['threshold']
type Constraint = { metric: string; side: 'at_least' | 'at_most'; limit: number }

/** The threshold of a policy that does not set one. */
export const usualThreshold = 0.5

/** How a policy's threshold comes about. */
export function thresholdKind(threshold: Threshold): ThresholdKind {
  if (threshold === undefined || typeof threshold === 'number') return 'fixed'
  return threshold.maximise === undefined ? 'minimise' : 'maximise'
}

/** A threshold of another kind, with a usual metric; constraints and the split stay. */
export function withThresholdKind(threshold: Threshold, kind: ThresholdKind): Threshold {
  if (kind === 'fixed') return usualThreshold
  const { maximise: _, minimise: __, ...others } = searchOf(threshold)
  return kind === 'maximise' ? { maximise: 'f1', ...others } : { minimise: 'expected_cost', ...others }
}

/** The rule that chooses; on validation where it does not say. */
export function searchOf(threshold: Threshold): ThresholdFile {
  return typeof threshold === 'object' ? threshold : { on: 'validation' }
}

/** The metric by which the threshold is chosen; '' for none. */
export function searchedMetric({ maximise, minimise }: ThresholdFile): string {
  return maximise ?? minimise ?? ''
}

/** The same search by another metric. */
export function withSearchedMetric(search: ThresholdFile, metric: string): ThresholdFile {
  return search.maximise === undefined ? { ...search, minimise: metric } : { ...search, maximise: metric }
}

/** The constraints of a search, one bound each; a metric bounded on both sides has two. */
export function constraintsOf({ subject_to: subjectTo = {} }: ThresholdFile): Constraint[] {
  return Object.entries(subjectTo).flatMap(([metric, { at_least, at_most }]) => [
    ...(at_least === undefined ? [] : [{ metric, side: 'at_least' as const, limit: at_least }]),
    ...(at_most === undefined ? [] : [{ metric, side: 'at_most' as const, limit: at_most }]),
  ])
}

/** The search with these constraints; of two on the same side of one metric the later holds. */
export function withConstraints(search: ThresholdFile, constraints: Constraint[]): ThresholdFile {
  const { subject_to: _, ...others } = search
  if (constraints.length === 0) return others
  const subjectTo: NonNullable<ThresholdFile['subject_to']> = {}
  for (const { metric, side, limit } of constraints) subjectTo[metric] = { ...subjectTo[metric], [side]: limit }
  const { on, ...chosenBy } = others
  return { ...chosenBy, subject_to: subjectTo, ...(on === undefined ? {} : { on }) }
}
