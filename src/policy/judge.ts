import { nearestName } from '../dataset/resolve.ts'
import { gapBetween } from '../metrics/gap.ts'
import { isDefined, type Measure } from '../metrics/measure.ts'
import type { MeasuredRows, MeasuredSlice, MeasuredSplit } from '../metrics/measured.ts'
import { InputError } from '../table/input-error.ts'
import type { Bound, Requirement } from './policy.ts'
import { rowsNeeded } from './rows-needed.ts'
import { findingsThatCount, type JudgedFinding } from './waivers.ts'

export type Outcome = 'pass' | 'fail' | 'undecided'

/** One requirement on one set of rows, with what was found. */
export interface Judgement {
  requirement: Requirement
  split: string
  /** The slice's value of each of its columns, or null. */
  slice: Record<string, string> | null
  value: number | null
  low: number | null
  high: number | null
  outcome: Outcome
  reason: string
  rowsNeeded: number | null
  positivesNeeded: number | null
}

/**
 * Judges every requirement on its interval: pass where all of it meets the bound, fail where none of it does, else
 * undecided. Throws InputError where a requirement speaks of a split, slice or model that the data does not have.
 */
export function judge(requirements: Requirement[], splits: MeasuredSplit[], hasProduction: boolean): Judgement[] {
  return requirements.flatMap((requirement) => {
    const split = requiredSplit(requirement, splits, requirement.split, 'split')
    if (requirement.of === 'versus_production' && !hasProduction) throw noProduction(requirement)
    return requiredRows(requirement, split, splits).map(({ slice, rows, from }) => {
      const estimate = rows === null ? { undefined: `no such rows in ${split.name}` } : estimateOf(requirement, rows, from)
      return { requirement, split: split.name, slice, ...judgeEstimate(requirement, estimate, rows) }
    })
  })
}

/**
 * Fail if anything fails, else undecided if anything is or a finding stands for which nothing measured is a pass, else
 * pass; null where nothing was required.
 */
export function verdictOf(judgements: Judgement[], findings: JudgedFinding[]): Outcome | null {
  if (judgements.length === 0) return null
  const has = (outcome: Outcome) => judgements.some((judgement) => judgement.outcome === outcome)
  return has('fail') ? 'fail' : has('undecided') || findingsThatCount(findings).length > 0 ? 'undecided' : 'pass'
}

type Estimate = { value: number; low: number | null; high: number | null } | { undefined: string }

interface RequiredRows {
  slice: Judgement['slice']
  /** null where the split has no row of the slice. */
  rows: MeasuredRows | null
  /** The rows that a gap is measured from. */
  from: MeasuredRows | null
}

function requiredRows(requirement: Requirement, split: MeasuredSplit, splits: MeasuredSplit[]): RequiredRows[] {
  const fromSplit = requirement.of === 'gap' ? requiredSplit(requirement, splits, requirement.gapFrom, 'gap.from') : null
  const { slices: columns } = requirement
  if (columns === null) return [{ slice: null, rows: split, from: fromSplit }]
  const wheres = new Map(splits.flatMap(({ slices }) => slices.filter((slice) => isSliceOf(slice, columns)))
    .map(({ where }) => [whereKey(where, columns), where]))
  if (wheres.size === 0) throw noSlice(requirement, columns, split)
  return [...wheres.keys()].sort().map((key) => ({
    slice: wheres.get(key)!,
    rows: sliceOf(split, columns, key),
    from: fromSplit === null ? null : sliceOf(fromSplit, columns, key),
  }))
}

function isSliceOf({ where }: MeasuredSlice, columns: string[]): boolean {
  return Object.keys(where).length === columns.length && columns.every((column) => Object.hasOwn(where, column))
}

function whereKey(where: Record<string, string>, columns: string[]): string {
  return JSON.stringify(columns.map((column) => where[column]))
}

function sliceOf(split: MeasuredSplit, columns: string[], key: string): MeasuredRows | null {
  return split.slices.find((slice) => isSliceOf(slice, columns) && whereKey(slice.where, columns) === key) ?? null
}

function estimateOf(requirement: Requirement, rows: MeasuredRows, from: MeasuredRows | null): Estimate {
  const { metric } = requirement
  if (requirement.of === 'versus_production') {
    const difference = rows.differences!.get(metric)!
    if ('undefined' in difference) return difference
    return { value: difference.difference, low: difference.interval?.low ?? null, high: difference.interval?.high ?? null }
  }
  const own = measureOf(rows, requirement)
  if (requirement.of === 'value') return estimated(own)
  if (from === null) return { undefined: `no such rows in ${requirement.gapFrom}` }
  return estimated(gapBetween(requirement.gapFrom!, measureOf(from, requirement), own))
}

function measureOf(rows: MeasuredRows, { metric, ofClass, path }: Requirement): Measure {
  const { measures, classes } = rows.models.get('candidate')!
  const ofClasses = ofClass === null ? measures : classes?.get(ofClass)
  if (ofClasses === undefined) throw noClass(ofClass!, [...classes?.keys() ?? []], path)
  return ofClasses.get(metric)!
}

function estimated(measure: Measure): Estimate {
  if (!isDefined(measure)) return measure
  return { value: measure.value, low: measure.interval?.low ?? null, high: measure.interval?.high ?? null }
}

function judgeEstimate(requirement: Requirement, estimate: Estimate, rows: MeasuredRows | null): Omit<Judgement, 'requirement' | 'split' | 'slice'> {
  const none = { rowsNeeded: null, positivesNeeded: null }
  if ('undefined' in estimate) {
    const reason = `${requirement.metric} is not defined: ${estimate.undefined}`
    return { value: null, low: null, high: null, outcome: 'undecided', reason, ...none }
  }
  const { value, low, high } = estimate
  if (low === null || high === null) {
    const reason = `${shortNumber(value)} has no interval here, so that it cannot be held against ${boundText(requirement.bound)}`
    return { value, low, high, outcome: 'undecided', reason, ...none }
  }
  const outcome = outcomeOf(low, high, requirement.bound)
  const shown = `${shortNumber(value)} (${shortNumber(low)} to ${shortNumber(high)})`
  if (outcome !== 'undecided') {
    return { value, low, high, outcome, reason: `${shown} is ${outcome === 'pass' ? '' : 'not '}${boundText(requirement.bound)}`, ...none }
  }
  const needed = rowsNeeded(value, low, high, requirement.bound, rows?.rowCount ?? 0, rows?.positives ?? null)
  const ofThem = needed === null || needed.positives === null ? '' : `, ${needed.positives} of them positive,`
  const more = needed === null ? '' : `; about ${needed.rows} rows in all${ofThem} would settle it`
  return {
    value, low, high, outcome,
    reason: `${shown} may or may not be ${boundText(requirement.bound)}${more}`,
    rowsNeeded: needed?.rows ?? null,
    positivesNeeded: needed?.positives ?? null,
  }
}

/** Bounds are inclusive. */
function outcomeOf(low: number, high: number, { atLeast = -Infinity, atMost = Infinity }: Bound): Outcome {
  if (low >= atLeast && high <= atMost) return 'pass'
  if (high < atLeast || low > atMost) return 'fail'
  return 'undecided'
}

/** "at least 0.85", "at most 0.1", "between 0.1 and 0.2" */
export function boundText({ atLeast, atMost }: Bound): string {
  if (atLeast !== undefined && atMost !== undefined) return `between ${atLeast} and ${atMost}`
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
}

/** Three significant digits at least, four decimals at most: for sentences; the result has all digits. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return String(Number(value.toPrecision(3)))
  return String(Number(value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 4)))
}

function requiredSplit(requirement: Requirement, splits: MeasuredSplit[], name: string | null, key: string): MeasuredSplit {
  if (name === null && splits.length === 1 && splits[0].name === 'all') return splits[0]
  const wanted = name ?? 'test'
  const found = splits.find((split) => split.name === wanted)
  if (found !== undefined) return found
  const names = splits.map((split) => split.name)
  throw new InputError({
    code: 'no_such_split',
    place: { policyPath: `${requirement.path}.${key}` },
    found: names.length === 1 && names[0] === 'all' ? 'rows that are not split' : `splits ${names.join(', ')}`,
    expected: `a split ${JSON.stringify(wanted)}`,
    remedy: names[0] === 'all' ? 'Name the split column (--split, columns.split).' : 'Name one of the splits, or mend the split column.',
  })
}

function noSlice(requirement: Requirement, wanted: string[], split: MeasuredSplit): InputError {
  const columns = [...new Set(split.slices.flatMap(({ where }) => Object.keys(where)))]
  const missing = wanted.find((column) => !columns.includes(column)) ?? wanted[0]
  const nearest = nearestName(missing, columns)
  return new InputError({
    code: 'no_such_slice',
    place: { policyPath: `${requirement.path}.slices` },
    found: JSON.stringify(missing),
    expected: columns.length === 0 ? 'a slice column: none is named' : `one of the slice columns ${columns.map((name) => JSON.stringify(name)).join(', ')}`,
    remedy: nearest === null ? 'Name it among columns.slices (or --slice).' : `Did you mean ${JSON.stringify(nearest)}?`,
  })
}

function noClass(ofClass: string, classes: string[], path: string): InputError {
  const nearest = nearestName(ofClass, classes)
  return new InputError({
    code: 'no_such_class', place: { policyPath: `${path}.class` }, found: JSON.stringify(ofClass),
    expected: `one of the classes ${classes.map((name) => JSON.stringify(name)).join(', ')}`,
    remedy: nearest === null ? 'Name a class as the label writes it.' : `Did you mean ${JSON.stringify(nearest)}?`,
  })
}

function noProduction(requirement: Requirement): InputError {
  return new InputError({
    code: 'no_production',
    place: { policyPath: `${requirement.path}.versus_production` },
    found: 'no production model',
    expected: 'its scores beside the candidate’s',
    remedy: 'Name them: --production COLUMN, or columns.production in the policy.',
  })
}
