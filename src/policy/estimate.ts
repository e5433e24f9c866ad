import { nearestName } from '../dataset/resolve.ts'
import { gapBetween } from '../metrics/intervals/mover.ts'
import { isDefined, type Caution, type Measure } from '../metrics/measure.ts'
import type { MeasuredRows } from '../metrics/measured.ts'
import { InputError } from '../table/input-error.ts'
import type { Requirement } from './policy.ts'

/** What is held against a bound. */
export type Estimate = DefinedEstimate | { undefinedBecause: string }

/** A value with the interval that is held against a bound, where it has one. */
export interface DefinedEstimate {
  value: number
  low: number | null
  high: number | null
  /** How much too high the value is where the threshold was chosen on these rows. */
  optimism?: number
  /** A more cautious interval, where the interval is known to be too short. */
  caution?: Caution
  /** What more rows of these do not take from the interval's sides: the part of a baseline, whose rows are what they are. */
  fixed?: { below: number; above: number }
}

/**
 * The candidate's value, its difference from production's (candidate minus production, or its baseline) or from its own on other rows
 * (`from` minus these). Differences are never ratios: a baseline of zero or below flips no sign.
 * @param from the rows that a gap is measured from
 */
export function estimateOf(requirement: Requirement, rows: MeasuredRows, from: MeasuredRows | null): Estimate {
  if (requirement.of === 'versus_production') {
    const difference = rows.differences!.get(requirement.metric)!
    if ('undefinedBecause' in difference) return difference
    const fixed = fixedSides(rows.baseline?.measures.get(requirement.metric))
    return { ...estimated(difference.difference, difference.interval), ...fixed }
  }
  const own = measureOf(rows, requirement)
  const measure =
    requirement.of === 'value' ? own : gapBetween(requirement.gapFrom!, measureOf(from!, requirement), own)
  if (!isDefined(measure)) return measure
  const optimism = requirement.of === 'value' && 'optimism' in measure ? measure.optimism : undefined
  return { ...estimated(measure.value, measure.interval), ...(optimism === undefined ? {} : { optimism }) }
}

function fixedSides(baseline: Measure | undefined): Pick<DefinedEstimate, 'fixed'> {
  if (baseline === undefined || !isDefined(baseline) || baseline.interval === null) return {}
  const {
    value,
    interval: { low, high },
  } = baseline
  return { fixed: { below: high - value, above: value - low } }
}

function estimated(value: number, interval: { low: number; high: number; caution?: Caution } | null): DefinedEstimate {
  if (interval === null) return { value, low: null, high: null }
  const { low, high, caution } = interval
  return { value, low, high, ...(caution && { caution }) }
}

function measureOf(rows: MeasuredRows, { metric, ofClass, where, path }: Requirement): Measure {
  const { measures, classes, abstention } = rows.models.get('candidate')!
  if (metric === 'coverage') return abstention!.coverage
  if (where !== null) return abstention![where].get(metric)!
  const ofClasses = ofClass === null ? measures : classes?.get(ofClass)
  if (ofClasses === undefined) throw noClass(ofClass!, [...(classes?.keys() ?? [])], path)
  return ofClasses.get(metric)!
}

function noClass(ofClass: string, classes: string[], path: string): InputError {
  const nearest = nearestName(ofClass, classes)
  return new InputError({
    code: 'no_such_class',
    place: { policyPath: `${path}.class` },
    found: JSON.stringify(ofClass),
    expected: `one of the classes ${classes.map((name) => JSON.stringify(name)).join(', ')}`,
    remedy: nearest === null ? 'Name a class as the label writes it.' : `Did you mean ${JSON.stringify(nearest)}?`,
  })
}
