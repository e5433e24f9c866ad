import type { SplitFinding } from '../finding.ts'
import { sharedGroups, sharedIds, sharedRows } from './leaks.ts'
import {
  type CheckedRows,
  crossCounts,
  firstRows,
  namedPairs,
  type SplitPair,
  splitPairs,
  rowsPerSplit,
} from './rows.ts'
import { shiftFindings, type SplitShift, splitShifts } from './shift.ts'

/**
 * The findings of all checks of the splits, however they were made: ids, groups and rows in two splits, times that
 * overlap, classes and slices that a split lacks, shift. Rows are counted once each, whatever their weights; the order
 * of the rows shows in the examples alone, which are the first.
 * @param shifts of these rows, where they are known already
 */
export function checkSplits(rows: CheckedRows, shifts: SplitShift[] = splitShifts(rows)): SplitFinding[] {
  const sizes = rowsPerSplit(rows)
  const pairs = splitPairs(rows.names, sizes)
  if (pairs.length === 0) return []
  const foundShifts = shiftFindings(shifts)
  const isShifted = (splits: readonly string[]) => foundShifts.some((shift) => shift.splits.join() === splits.join())
  return [
    ...sharedIds(rows, pairs, sizes),
    ...sharedGroups(rows, pairs),
    ...sharedRows(rows, pairs, sizes, isShifted),
    ...timesOverlap(rows, pairs),
    ...missingValues(rows, pairs),
    ...foundShifts,
  ]
}

interface ValuedColumn {
  /** Of slices; null: the classes. */
  column: string | null
  codes: Uint32Array | Uint8Array
  values: string[]
  placeOf: CheckedRows['placeOf']
}

/**
 * Classes and values of slice columns that one of train, validation and test lacks and another has: one finding for
 * each column and split.
 */
export function missingValues(rows: CheckedRows, pairs: SplitPair[]): SplitFinding[] {
  const named = namedPairs(rows.names, pairs)
  const splits = [...new Set(named.flatMap(({ earlier, later }) => [earlier, later]))].sort((a, b) => a - b)
  return valuedColumns(rows).flatMap((column) => missingOf(rows, column, splits))
}

function valuedColumns({ truth, slices, placeOf }: CheckedRows): ValuedColumn[] {
  const classes =
    truth.kind === 'classes'
      ? [
          {
            column: null,
            codes: truth.codes,
            values: truth.labels,
            placeOf: (row: number) => placeOf(row, 'label'),
          },
        ]
      : []
  return [
    ...classes,
    ...slices.map(({ column, codes, values }) => ({
      column,
      codes,
      values,
      placeOf: (row: number) => ({ ...placeOf(row, null), column }),
    })),
  ]
}

function missingOf(
  { codes: splitOf, names, rowCount }: CheckedRows,
  { column, codes, values, placeOf }: ValuedColumn,
  splits: number[],
): SplitFinding[] {
  const counts = crossCounts(codes, values.length, splitOf, names.length)
  const count = (value: number, split: number) => counts[value * names.length + split]
  return splits.flatMap((split): SplitFinding[] => {
    const missing = values
      .map((_, value) => value)
      .filter((value) => count(value, split) === 0 && splits.some((other) => count(value, other) > 0))
    if (missing.length === 0) return []
    const others = splits
      .map((other) => ({ split: names[other], rows: missing.reduce((sum, value) => sum + count(value, other), 0) }))
      .filter(({ rows }) => rows > 0)
    const isMissing = new Set(missing)
    const examples = firstRows(rowCount, (row) => splits.includes(splitOf[row]) && isMissing.has(codes[row]))
    const found = {
      splits: [names[split]],
      rows: null,
      examples: examples.map((row) => placeOf(row, null)),
      test: null,
      effect: 'none' as const,
      values: missing.map((value) => values[value]),
      others,
    }
    return [column === null ? { code: 'missing_class', ...found } : { code: 'missing_slice', column, ...found }]
  })
}

/** Rows of validation and test that are not later than all rows of the splits before theirs. */
export function timesOverlap(
  { times, names, codes, rowCount, placeOf }: CheckedRows,
  pairs: SplitPair[],
): SplitFinding[] {
  if (times === null) return []
  const { values, text } = times
  const named = namedPairs(names, pairs)
  const ends = lastTimes(values, codes, names.length)
  /** Per split, the last time of the splits before it. */
  const before = names.map((_, split) =>
    Math.max(-Infinity, ...named.filter(({ later }) => later === split).map(({ earlier }) => ends[earlier])),
  )
  const isEarly = (row: number) => values[row] <= before[codes[row]]
  const counts = new Uint32Array(names.length)
  for (let row = 0; row < rowCount; row++) if (isEarly(row)) counts[codes[row]]++
  const involved = [...new Set(named.flatMap(({ earlier, later }) => [earlier, later]))]
  const overlapping = involved.filter((split) => counts[split] > 0)
  if (overlapping.length === 0) return []
  return [
    {
      code: 'times_overlap',
      splits: involved.map((split) => names[split]),
      rows: overlapping.reduce((sum, split) => sum + counts[split], 0),
      examples: firstRows(rowCount, isEarly).map((row) => placeOf(row, 'time')),
      test: null,
      effect: 'none',
      early: overlapping.map((split) => ({ split: names[split], rows: counts[split] })),
      ends: involved.slice(0, -1).map((split) => ({ split: names[split], at: text(ends[split]) })),
    },
  ]
}

/** The last time of each split; −∞ where none of its rows has a time. */
function lastTimes(values: Float64Array, codes: Uint8Array, splitCount: number): number[] {
  const last = Array.from({ length: splitCount }, () => -Infinity)
  for (let row = 0; row < values.length; row++) if (values[row] > last[codes[row]]) last[codes[row]] = values[row]
  return last
}
