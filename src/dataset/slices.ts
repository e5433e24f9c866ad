import type { DictionaryColumn } from '../table/column.ts'
import { InputError } from '../table/input-error.ts'
import { taken } from './columns.ts'
import type { DatasetNotice } from './notices.ts'

/** Groups of rows to look at one by one: the values of a column, or the pairs of values of two. */
export interface SliceColumn {
  /** Names of the columns: one, or two for their intersections. */
  columns: string[]
  /** By code, the value of each column. Not every code need have rows. */
  values: string[][]
  /** Per row, its code. Pairs are put together anew at each call, and not kept. */
  codes(): Uint32Array
  /** Per row, each column's own code: from these `joinedCodes` makes the slices'. */
  singles: Uint32Array[]
  /** How many values each column has. */
  sizes: number[]
}

/** Per row, the code of its value. */
export type Codes = Uint16Array | Uint32Array

/** The codes of the slices of one column, or of the pairs of two, from the columns' own, in any order of the rows. */
export function joinedCodes([first, second]: Codes[], [, secondSize]: number[]): Codes {
  return second === undefined ? first : pairCodes(first, second, secondSize)
}

/** A column to slice by. */
export interface NamedDictionary {
  column: string
  /** Values in code-point order, each with rows, so that row order leaves no trace. */
  dictionary: DictionaryColumn
}

const valueLimit = 1000

/** The column's values in code-point order; throws where there are too many to look at. */
export function sliceDictionary(column: DictionaryColumn, name: string, file: string): NamedDictionary {
  const dictionary = sortedDictionary(column)
  if (dictionary.values.length <= valueLimit) return { column: name, dictionary }
  throw new InputError({
    code: 'too_many_slices',
    place: { file, column: name },
    found: `${dictionary.values.length} different values`,
    expected: `a slice column with at most ${valueLimit}`,
    remedy: 'Choose a column of groups, or bin this one first.',
  })
}

/** The slices of some rows (null: all): every column's, then the intersections of every two columns. */
export function slicesOf(dictionaries: NamedDictionary[], rows: Uint32Array | null): SliceColumn[] {
  const singles = dictionaries.map(({ column, dictionary }) => ({
    column,
    values: dictionary.values,
    codes: taken(dictionary.codes, rows),
  }))
  return [
    ...singles.map(({ column, values, codes }) => ({
      columns: [column],
      values: values.map((value) => [value]),
      codes: () => codes,
      singles: [codes],
      sizes: [values.length],
    })),
    ...pairsOf(singles)
      .filter(isSmall)
      .map(([first, second]) => ({
        columns: [first.column, second.column],
        values: first.values.flatMap((one) => second.values.map((other) => [one, other])),
        codes: () => pairCodes(first.codes, second.codes, second.values.length),
        singles: [first.codes, second.codes],
        sizes: [first.values.length, second.values.length],
      })),
  ]
}

/** Which intersections are not looked at, as they would be too many. */
export function sliceNotices(dictionaries: NamedDictionary[]): DatasetNotice[] {
  const left = pairsOf(dictionaries.map(({ column, dictionary }) => ({ column, values: dictionary.values }))).filter(
    (pair) => !isSmall(pair),
  )
  return left.map(([first, second]) => ({
    code: 'intersections_left_out',
    columns: [first.column, second.column],
    valueCounts: [first.values.length, second.values.length],
    limit: valueLimit,
  }))
}

/** The dictionary with its values in code-point order, those without rows left out. */
export function sortedDictionary(column: DictionaryColumn): DictionaryColumn {
  const isUsed = new Uint8Array(column.values.length)
  for (let row = 0; row < column.codes.length; row++) isUsed[column.codes[row]] = 1
  const order = column.values.map((_, code) => code).filter((code) => isUsed[code] === 1)
  order.sort((a, b) => (column.values[a] < column.values[b] ? -1 : 1))
  const newCodes = new Uint32Array(column.values.length)
  order.forEach((code, place) => {
    newCodes[code] = place
  })
  const codes = new Uint32Array(column.codes.length)
  for (let row = 0; row < codes.length; row++) codes[row] = newCodes[column.codes[row]]
  return { kind: 'dictionary', codes, values: order.map((code) => column.values[code]) }
}

function pairsOf<T>(list: T[]): [T, T][] {
  return list.flatMap((first, i) => list.slice(i + 1).map((second): [T, T] => [first, second]))
}

function isSmall([first, second]: [{ values: string[] }, { values: string[] }]): boolean {
  return first.values.length * second.values.length <= valueLimit
}

function pairCodes(first: Codes, second: Codes, secondCount: number): Uint32Array {
  const codes = new Uint32Array(first.length)
  for (let row = 0; row < codes.length; row++) codes[row] = first[row] * secondCount + second[row]
  return codes
}
