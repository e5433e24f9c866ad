import type { SplitFinding } from '../finding.ts'
import { crossCounts } from './counts.ts'
import { namedPairs, type SplitPair } from './pairs.ts'
import { firstRows, type CheckedRows } from './rows.ts'
import { counted, someQuoted } from './words.ts'

interface ValuedColumn {
  code: 'missing_class' | 'missing_slice'
  /** What its values are, before they are named. */
  of: string
  codes: Uint32Array | Uint8Array
  values: string[]
  placeOf: CheckedRows['placeOf']
}

/** Classes and values of slice columns that one of train, validation and test lacks and another has: one finding for each column and split. */
export function missingValues(rows: CheckedRows, pairs: SplitPair[]): SplitFinding[] {
  const named = namedPairs(rows.names, pairs)
  const splits = [...new Set(named.flatMap(({ earlier, later }) => [earlier, later]))].sort((a, b) => a - b)
  return valuedColumns(rows).flatMap((column) => missingOf(rows, column, splits))
}

function valuedColumns({ truth, slices, placeOf }: CheckedRows): ValuedColumn[] {
  const classes =
    truth.kind === 'classes'
      ? [{ code: 'missing_class' as const, of: 'class', codes: truth.codes, values: truth.labels }]
      : []
  return [
    ...classes.map((column) => ({ ...column, placeOf: (row: number) => placeOf(row, 'label') })),
    ...slices.map(({ column, codes, values }) => ({
      code: 'missing_slice' as const,
      of: `${column} =`,
      codes,
      values,
      placeOf: (row: number) => ({ ...placeOf(row, null), column }),
    })),
  ]
}

function missingOf(
  { codes: splitOf, names, rowCount }: CheckedRows,
  { code, of, codes, values, placeOf }: ValuedColumn,
  splits: number[],
): SplitFinding[] {
  const counts = crossCounts(codes, values.length, splitOf, names.length)
  const count = (value: number, split: number) => counts[value * names.length + split]
  return splits.flatMap((split) => {
    const missing = values
      .map((_, value) => value)
      .filter((value) => count(value, split) === 0 && splits.some((other) => count(value, other) > 0))
    if (missing.length === 0) return []
    const having = splits
      .map((other) => ({ name: names[other], rows: missing.reduce((sum, value) => sum + count(value, other), 0) }))
      .filter(({ rows }) => rows > 0)
    const isMissing = new Set(missing)
    const examples = firstRows(rowCount, (row) => splits.includes(splitOf[row]) && isMissing.has(codes[row]))
    return [
      {
        code,
        splits: [names[split]],
        rows: null,
        examples: examples.map((row) => placeOf(row, null)),
        message:
          `${names[split]} has no row of ${of} ${someQuoted(missing.map((value) => values[value]))}, of which ` +
          `${having.map(({ name, rows }) => `${name} has ${counted(rows, 'row')}`).join(' and ')}.`,
        test: null,
        effect: 'none' as const,
      },
    ]
  })
}
