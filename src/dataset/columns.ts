import type { DictionaryColumn, Float64Column, Table, Utf8Column } from '../table/column.ts'
import { InputError } from '../table/input-error.ts'
import { isSameUse, type ColumnUse } from './plan.ts'
import type { ColumnAddress } from './resolve.ts'

/** One file as read: its table answers `uses` in order. */
export interface LoadedFile {
  file: string
  columns: string[]
  uses: ColumnUse[]
  table: Table
  /** 1-based line of the file on which a row of the table begins. */
  lineNumberOf(row: number): number
  /** 1-based number of a row among the records of the file, those that were left out counted. */
  rowNumberOf(row: number): number
  /** Records of the file, those that were left out counted. */
  recordCount: number
}

/** Rows in use: of each file, in joined order. Null for one file, whose rows stay as they are. */
export type JoinedRows = Uint32Array[] | null

/** A column as its file has it. */
export function tableColumn<C extends Utf8Column | DictionaryColumn | Float64Column>(
  files: LoadedFile[],
  { file, ...address }: ColumnAddress,
  kind: C['kind'],
): C {
  const place = files[file].uses.findIndex((use) => isSameUse(use, { ...address, kind }))
  return files[file].table.columns[place] as C
}

/** The name of a column, as its file's header has it. */
export function nameOf(files: LoadedFile[], { file, column }: Pick<ColumnAddress, 'file' | 'column'>): string {
  return files[file].columns[column]
}

/** A column of numbers in joined order. */
export function numbersOf(files: LoadedFile[], address: ColumnAddress, rows: JoinedRows): Float64Array {
  const { values } = tableColumn<Float64Column>(files, address, 'float64')
  return rows === null ? values : taken(values, rows[address.file])
}

/** A column of texts in joined order. */
export function textsOf(files: LoadedFile[], address: ColumnAddress, rows: JoinedRows): Utf8Column {
  const column = tableColumn<Utf8Column>(files, address, 'utf8')
  return rows === null ? column : takenTexts(column, rows[address.file])
}

/** Some rows of a column of texts, in their order. */
export function takenTexts({ bytes, offsets }: Utf8Column, rows: Uint32Array): Utf8Column {
  const taken = new Float64Array(rows.length + 1)
  rows.forEach((row, i) => {
    taken[i + 1] = taken[i] + offsets[row + 1] - offsets[row]
  })
  const texts = new Uint8Array(taken[rows.length])
  rows.forEach((row, i) => texts.set(bytes.subarray(offsets[row], offsets[row + 1]), taken[i]))
  return { kind: 'utf8', bytes: texts, offsets: taken }
}

/**
 * A column of words in joined order, from the first file that has it. Throws InputError where another file that has it
 * says otherwise of a row.
 */
export function agreedWords(
  files: LoadedFile[],
  [first, ...others]: ColumnAddress[],
  rows: JoinedRows,
): DictionaryColumn {
  const column = tableColumn<DictionaryColumn>(files, first, 'dictionary')
  if (rows === null) return column
  const codes = taken(column.codes, rows[first.file])
  for (const other of others) {
    const otherColumn = tableColumn<DictionaryColumn>(files, other, 'dictionary')
    const codeOf = new Map(column.values.map((value, code) => [value, code]))
    const sameCode = Float64Array.from(otherColumn.values, (value) => codeOf.get(value) ?? -1)
    const otherRows = rows[other.file]
    const at = codes.findIndex((code, i) => sameCode[otherColumn.codes[otherRows[i]]] !== code)
    if (at >= 0) {
      throw disagreement(
        files,
        rows,
        at,
        { address: first, found: column.values[codes[at]] },
        { address: other, found: otherColumn.values[otherColumn.codes[otherRows[at]]] },
      )
    }
  }
  return { kind: 'dictionary', codes, values: column.values }
}

/**
 * A column of numbers in joined order, from the first file that has it. Throws InputError where another file that has it
 * says otherwise of a row.
 */
export function agreedNumbers(
  files: LoadedFile[],
  [first, ...others]: ColumnAddress[],
  rows: JoinedRows,
): Float64Array {
  const values = numbersOf(files, first, rows)
  if (rows === null) return values
  for (const other of others) {
    const otherValues = numbersOf(files, other, rows)
    const at = values.findIndex((value, i) => otherValues[i] !== value)
    if (at >= 0) {
      throw disagreement(
        files,
        rows,
        at,
        { address: first, found: String(values[at]) },
        { address: other, found: String(otherValues[at]) },
      )
    }
  }
  return values
}

/** The values of some rows, in their order. */
export function taken<A extends Uint8Array | Uint32Array | Float64Array>(values: A, rows: Uint32Array | null): A {
  if (rows === null) return values
  const some = new (values.constructor as new (length: number) => A)(rows.length)
  for (let i = 0; i < rows.length; i++) some[i] = values[rows[i]]
  return some
}

/** 1-based line of a joined row in a file. */
export function lineOf(files: LoadedFile[], { file }: ColumnAddress, rows: JoinedRows, row: number): number {
  return files[file].lineNumberOf(rows === null ? row : rows[file][row])
}

interface Fact {
  address: ColumnAddress
  found: string
}

function disagreement(files: LoadedFile[], rows: JoinedRows, row: number, first: Fact, other: Fact): InputError {
  const file = files[first.address.file].file
  return new InputError({
    code: 'disagreement',
    place: {
      file: files[other.address.file].file,
      lineNumber: lineOf(files, other.address, rows, row),
      column: nameOf(files, other.address),
    },
    found: JSON.stringify(other.found),
    expected: `${JSON.stringify(first.found)} as in ${file}, line ${lineOf(files, first.address, rows, row)}`,
    remedy: `Say which file's column counts: ${JSON.stringify(`${file}:${nameOf(files, other.address)}`)}.`,
  })
}
