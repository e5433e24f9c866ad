import type { FileSample } from '../dataset/resolve.ts'
import { comparableValue, type Column } from './columns.ts'
import { lazily } from './lazily.ts'

/** The columns of all files, and which of their first rows belong together. */
export interface Frame {
  samples: readonly FileSample[]
  columns: readonly Column[]
  /** Rows of different files can be compared: they were joined, or there is one file. */
  isJoined: boolean
  /** Rows that are compared: of all files together, or of a column's own file where they are not joined. */
  rowCount: number
  /** The numbers of a column in the order of the compared rows, NaN where there is none. */
  numbersOf(column: Column): Float64Array
  /** The rows that have a number in a column, from the lowest number to the highest. */
  rowsByNumber(column: Column): readonly number[]
  /** The values of a column in that order, numbers in one form; null where one is missing. */
  valuesOf(column: Column): readonly (string | null)[]
  /** The vectors of a column in that order. */
  vectorsOf(column: Column): readonly (readonly number[] | null)[]
  /** Names that several files have. */
  repeatedHeaders: ReadonlySet<string>
  /** Whether the rows of two columns can be compared. */
  areTogether(one: Column, other: Column): boolean
}

/** Fewer rows that are in all files tell nothing. */
const fewestJoined = 8

/**
 * The columns with the rows of their files put together.
 * @param ids the column of each file whose values say which rows belong together; null: nothing says so
 * @param isRowOrder rows belong together by their place in their file
 */
export function frameOf(
  samples: readonly FileSample[],
  columns: readonly Column[],
  ids: readonly Column[] | null,
  isRowOrder: boolean,
): Frame {
  const rows = samples.length < 2 ? null : isRowOrder ? rowsInOrder(samples) : ids === null ? null : rowsById(ids)
  const isJoined = samples.length < 2 || rows !== null
  const order = <T>(column: Column, of: (row: number) => T): T[] =>
    rows === null ? column.cells.map((_, row) => of(row)) : Array.from(rows[column.file], (row) => of(row))
  const values = lazily((column: Column) => {
    const words = new Set(column.missingWords)
    const forms = new Map<string, string | null>()
    return order(column, (row) => {
      const cell = column.cells[row]
      const known = forms.get(cell)
      if (known !== undefined) return known
      const trimmed = cell.trim()
      const value = trimmed === '' || words.has(trimmed) ? null : comparableValue(cell)
      forms.set(cell, value)
      return value
    })
  })
  const numbers = lazily((column: Column) => Float64Array.from(order(column, (row) => column.numbers[row])))
  const rowsByNumber = lazily((column: Column) => {
    const all = numbers(column)
    const known = Array.from(all, (_, row) => row).filter((row) => !Number.isNaN(all[row]))
    return known.sort((a, b) => all[a] - all[b])
  })
  const vectors = lazily((column: Column) => order(column, (row) => column.vectors?.[row] ?? null))
  return {
    samples,
    columns,
    isJoined,
    rowCount: rows === null ? (samples[0]?.records.length ?? 0) : rows[0].length,
    numbersOf: numbers,
    rowsByNumber,
    valuesOf: values,
    vectorsOf: vectors,
    repeatedHeaders: repeatedAmong(columns),
    areTogether: (one, other) => isJoined || one.file === other.file,
  }
}

function repeatedAmong(columns: readonly Column[]): Set<string> {
  const [seen, repeated] = [new Set<string>(), new Set<string>()]
  for (const { header } of columns) (seen.has(header) ? repeated : seen).add(header)
  return repeated
}

function rowsInOrder(samples: readonly FileSample[]): Int32Array[] {
  const count = Math.min(...samples.map(({ records }) => records.length))
  return samples.map(() => Int32Array.from({ length: count }, (_, row) => row))
}

function rowsById(ids: readonly Column[]): Int32Array[] | null {
  const [first, ...others] = ids
  const places = others.map(({ cells }) => new Map(cells.map((cell, row) => [cell, row])))
  const rows: number[][] = ids.map(() => [])
  first.cells.forEach((cell, row) => {
    const found = places.map((place) => place.get(cell))
    if (found.includes(undefined)) return
    rows[0].push(row)
    found.forEach((other, i) => rows[i + 1].push(other!))
  })
  return rows[0].length < Math.min(fewestJoined, first.cells.length) ? null : rows.map((each) => Int32Array.from(each))
}
