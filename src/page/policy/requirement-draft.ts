import { shortList } from '../../metrics/definitions/catalogue.ts'
import { isCount } from '../../policy/task-metrics.ts'
import type { MetricChoice, RequirementFile } from '../../worker/protocol.ts'
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
