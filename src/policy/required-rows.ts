import { nearestName } from '../dataset/resolve.ts'
import type { MeasuredRows, MeasuredSlice, MeasuredSplit } from '../metrics/measured.ts'
import { InputError } from '../table/input-error.ts'
import type { Requirement } from './policy.ts'

/** A set of rows that a requirement is judged on. */
export interface RequiredRows {
  slice: Record<string, string> | null
  /** null where the split has no row of the slice. */
  rows: MeasuredRows | null
  /** The rows that a gap is measured from; null where the split has no row of the slice, and where it is no gap. */
  from: MeasuredRows | null
}

/**
 * All rows of the split, or those of every value of the requirement's slice that any split has or that it names.
 * Throws InputError where there is no such slice or split.
 */
export function requiredRows(requirement: Requirement, split: MeasuredSplit, splits: MeasuredSplit[]): RequiredRows[] {
  const fromSplit =
    requirement.of === 'gap' ? requiredSplit(requirement, splits, requirement.gapFrom, 'gap.from') : null
  const { slices: columns } = requirement
  if (columns === null) return [{ slice: null, rows: split, from: fromSplit }]
  const seen = splits.flatMap(({ slices }) =>
    slices.filter((slice) => isSliceOf(slice, columns)).map(({ where }) => where),
  )
  if (seen.length === 0) throw noSlice(requirement, columns, split)
  const named = requirement.values.map((values) => Object.fromEntries(columns.map((column, i) => [column, values[i]])))
  const wheres = new Map([...seen, ...named].map((where) => [whereKey(where, columns), where]))
  return [...wheres.keys()].sort().map((key) => ({
    slice: wheres.get(key)!,
    rows: sliceOf(split, columns, key),
    from: fromSplit === null ? null : sliceOf(fromSplit, columns, key),
  }))
}

/** @param key of the requirement that names the split, for errors */
export function requiredSplit(
  requirement: Requirement,
  splits: MeasuredSplit[],
  name: string | null,
  key: string,
): MeasuredSplit {
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
    remedy:
      names[0] === 'all'
        ? 'Name the split column (--split, columns.split).'
        : 'Name one of the splits, or mend the split column.',
  })
}

/** Whether a slice is of these columns and no others. */
export function isSliceOf({ where }: Pick<MeasuredSlice, 'where'>, columns: string[]): boolean {
  return Object.keys(where).length === columns.length && columns.every((column) => Object.hasOwn(where, column))
}

function whereKey(where: Record<string, string>, columns: string[]): string {
  return JSON.stringify(columns.map((column) => where[column]))
}

function sliceOf(split: MeasuredSplit, columns: string[], key: string): MeasuredRows | null {
  return split.slices.find((slice) => isSliceOf(slice, columns) && whereKey(slice.where, columns) === key) ?? null
}

function noSlice(requirement: Requirement, wanted: string[], split: MeasuredSplit): InputError {
  const columns = [...new Set(split.slices.flatMap(({ where }) => Object.keys(where)))]
  const missing = wanted.find((column) => !columns.includes(column)) ?? wanted[0]
  const nearest = nearestName(missing, columns)
  return new InputError({
    code: 'no_such_slice',
    place: { policyPath: `${requirement.path}.slices` },
    found: JSON.stringify(missing),
    expected:
      columns.length === 0
        ? 'a slice column: none is named'
        : `one of the slice columns ${columns.map((name) => JSON.stringify(name)).join(', ')}`,
    remedy:
      nearest === null ? 'Name it among columns.slices (or --slice).' : `Did you mean ${JSON.stringify(nearest)}?`,
  })
}
