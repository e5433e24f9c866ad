import type { Column, DictionaryColumn, Table, Utf8Column } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { comparable, isMissingCell, missingWords } from '../table/missing-words.ts'
import { isMissingText, isReadAsText, type CellReading } from './cell-reading.ts'
import { taken, takenTexts } from './columns.ts'
import { formattedNumber, provenFormats } from './number-format.ts'
import type { DatasetNotice } from './notices.ts'
import type { ColumnUse } from './plan.ts'
import type { NumberFormat } from './reading.ts'
import { vectorOf } from './vector-cell.ts'

/** One file as its reader decoded it. */
export interface DecodedFile {
  file: string
  columns: string[]
  uses: ColumnUse[]
  /** For each use, its column as decoded: texts where numbers have to be made from them. */
  decoded: Column[]
  rowCount: number
  /** 1-based. */
  lineNumberOf(row: number): number
  /** 1-based, among all records of the file. */
  rowNumberOf(row: number): number
  readingOf(column: number): CellReading
  /** Where the user named the role that takes an element of the column's vectors. */
  placeOfElement(use: ColumnUse): Place
}

/** Why a row is left out, by a cell that cannot be used. */
export type CellFault = 'missing' | 'not_a_number' | 'not_finite' | 'not_a_vector' | 'vector_length'

/** Rows that are left out for the same reason. A row counts under its first fault. */
export interface CellRejection {
  code: CellFault
  column: string
  count: number
  /** The first in file order, at most 20. */
  examples: { lineNumber: number; rowNumber: number; found: string }[]
  /** What is expected there, where the fault alone does not say. */
  expected?: string
}

/** A file's columns with the values that its cells mean. */
export interface ReadCells {
  table: Table
  /** The rows that were kept, by their numbers among those decoded; null: all. */
  kept: Uint32Array | null
  rejected: CellRejection[]
  /** Formats of numbers that say more than was said, as the cells prove it, by column. */
  formats: Map<string, readonly NumberFormat[]>
  notices: DatasetNotice[]
}

const exampleLimit = 20
const foundLimit = 80

/**
 * Makes of decoded cells what they mean: numbers of texts by their format or their place in a vector, and no rows of cells whose
 * word means that a value is missing. A file whose cells are plain stays as it is, at no cost but a look at distinct words.
 * Throws InputError where vectors do not have the element that is asked for.
 */
export function readCells(decoded: DecodedFile): ReadCells {
  const faults = faultsOf(decoded)
  const formats = new Map<string, readonly NumberFormat[]>()
  const notices: DatasetNotice[] = []
  const columns = decoded.uses.map((use, i) => {
    const column = decoded.decoded[i]
    const reading = decoded.readingOf(use.column)
    if (column.kind === 'utf8' && isReadAsText(use, reading)) {
      if (use.element !== undefined) return elements(decoded, use, use.element, column, faults)
      const { values, formats: used } = formattedNumbers(decoded, use, column, faults)
      if (used !== reading.formats) formats.set(decoded.columns[use.column], used)
      return values
    }
    if (use.allowEmpty || column.kind === 'float64') return column
    if (column.kind === 'utf8') {
      refuseMissingTexts(column, reading, use.column, faults)
      return column
    }
    notices.push(...unusualValues(decoded, use, column, reading))
    return withoutMissing(column, reading, use.column, faults)
  })
  const kept = faults.kept()
  return {
    table: {
      rowCount: kept?.length ?? decoded.rowCount,
      columns: kept === null ? columns : columns.map((column) => takenColumn(column, kept)),
    },
    kept,
    rejected: faults.rejected,
    formats,
    notices,
  }
}

/** Some rows of a column. */
export function takenColumn(column: Column, rows: Uint32Array): Column {
  switch (column.kind) {
    case 'float64':
      return { kind: 'float64', values: taken(column.values, rows) }
    case 'dictionary':
      return { ...column, codes: taken(column.codes, rows) }
    case 'utf8':
      return takenTexts(column, rows)
  }
}

/** The text of a row. */
export function textAt({ bytes, offsets }: Utf8Column, row: number): string {
  const [start, end] = [offsets[row], offsets[row + 1]]
  let text = ''
  for (let at = start; at < end; at++) {
    if (bytes[at] >= 0x80 || end - start > 60) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(bytes[at])
  }
  return text
}

const decoder = new TextDecoder()

interface Faults {
  /** Counts a row's first fault. */
  note(row: number, code: CellFault, column: number, found: string, expected?: string): void
  kept(): Uint32Array | null
  rejected: CellRejection[]
}

function faultsOf({ columns, rowCount, lineNumberOf, rowNumberOf }: DecodedFile): Faults {
  const rejected: CellRejection[] = []
  let isBad: Uint8Array | null = null
  let badCount = 0
  return {
    rejected,
    note(row, code, column, found, expected) {
      isBad ??= new Uint8Array(rowCount)
      if (isBad[row] === 1) return
      isBad[row] = 1
      badCount++
      const name = columns[column]
      let rejection = rejected.find((other) => other.code === code && other.column === name)
      if (rejection === undefined) {
        rejection = { code, column: name, count: 0, examples: [], ...(expected === undefined ? {} : { expected }) }
        rejected.push(rejection)
      }
      rejection.count++
      if (rejection.examples.length === exampleLimit) return
      rejection.examples.push({
        lineNumber: lineNumberOf(row),
        rowNumber: rowNumberOf(row),
        found: found.length > foundLimit ? `${found.slice(0, foundLimit - 1)}…` : found,
      })
    },
    kept() {
      if (isBad === null) return null
      const kept = new Uint32Array(rowCount - badCount)
      let count = 0
      for (let row = 0; row < rowCount; row++) if (isBad[row] === 0) kept[count++] = row
      return kept
    },
  }
}

function formattedNumbers(
  { rowCount, readingOf }: DecodedFile,
  use: ColumnUse,
  column: Utf8Column,
  faults: Faults,
): { values: Column; formats: readonly NumberFormat[] } {
  const reading = readingOf(use.column)
  const texts = {
    *[Symbol.iterator]() {
      for (let row = 0; row < rowCount; row++) yield textAt(column, row)
    },
  }
  const formats = provenFormats(texts, reading.formats)
  const values = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const text = textAt(column, row)
    values[row] = isMissingText(text, reading) ? NaN : formattedNumber(text, formats)
    if (Number.isFinite(values[row])) continue
    if (!Number.isNaN(values[row])) faults.note(row, 'not_finite', use.column, text)
    else if (!isMissingText(text, reading))
      faults.note(row, 'not_a_number', use.column, text, expectedNumber(reading.formats))
    else if (!use.allowEmpty) faults.note(row, 'missing', use.column, text)
  }
  return { values: { kind: 'float64', values }, formats }
}

function expectedNumber(formats: readonly NumberFormat[]): string {
  return formats.length === 0 ? 'a number such as 0.25 or 1e-3' : `a number as ${formats.join('+')}`
}

function elements(
  { file, columns, rowCount, lineNumberOf, readingOf, placeOfElement }: DecodedFile,
  use: ColumnUse,
  element: number,
  column: Utf8Column,
  faults: Faults,
): Column {
  const reading = readingOf(use.column)
  const values = new Float64Array(rowCount)
  let first: { length: number; row: number } | null = null
  for (let row = 0; row < rowCount; row++) {
    const text = textAt(column, row)
    if (isMissingText(text, reading)) {
      faults.note(row, 'missing', use.column, text)
      continue
    }
    const vector = vectorOf(text)
    if (vector === null) {
      faults.note(row, 'not_a_vector', use.column, text, 'a vector of numbers such as [0.9,0.1]')
      continue
    }
    first ??= { length: vector.length, row }
    if (vector.length !== first.length) {
      const expected = `${first.length} numbers, as on line ${lineNumberOf(first.row)}`
      faults.note(row, 'vector_length', use.column, `${vector.length} numbers, ${JSON.stringify(text)}`, expected)
    } else if (element > vector.length) {
      throw new InputError({
        code: 'no_such_element',
        place: { ...placeOfElement(use), file, lineNumber: lineNumberOf(row), column: columns[use.column] },
        found: `a vector of ${vector.length} numbers`,
        expected: `an element ${element}`,
        remedy: `Name an element from 1 to ${vector.length}.`,
      })
    } else {
      values[row] = vector[element - 1]
      if (Number.isNaN(values[row])) faults.note(row, 'missing', use.column, text)
      else if (!Number.isFinite(values[row])) faults.note(row, 'not_finite', use.column, text)
    }
  }
  return { kind: 'float64', values }
}

function refuseMissingTexts(column: Utf8Column, reading: CellReading, at: number, faults: Faults): void {
  const { bytes, offsets } = column
  const rowCount = offsets.length - 1
  for (let row = 0; row < rowCount; row++) {
    const isMissing =
      reading.missing === null
        ? isMissingCell(bytes, offsets[row], offsets[row + 1])
        : isMissingText(textAt(column, row), reading)
    if (isMissing) faults.note(row, 'missing', at, textAt(column, row))
  }
}

/** The column without the words that mean missing; their rows are noted. */
function withoutMissing(column: DictionaryColumn, reading: CellReading, at: number, faults: Faults): DictionaryColumn {
  const { codes, values } = column
  const isMissing = values.map((value) => isMissingText(value, reading))
  if (!isMissing.includes(true)) return column
  for (let row = 0; row < codes.length; row++)
    if (isMissing[codes[row]]) faults.note(row, 'missing', at, values[codes[row]])
  const newCodes = new Uint32Array(values.length)
  const others = values.filter((_, code) => !isMissing[code])
  for (let code = 0, next = 0; code < values.length; code++) if (!isMissing[code]) newCodes[code] = next++
  return { kind: 'dictionary', codes: codes.map((code) => newCodes[code]), values: others }
}

/** Says that a word which usually means missing is a value here, as other words were named for what is missing. */
function unusualValues(
  { file, columns }: DecodedFile,
  use: ColumnUse,
  { codes, values }: DictionaryColumn,
  { missing }: CellReading,
): DatasetNotice[] {
  if (missing === null || missing.size === 1) return []
  const kept = values.filter((value) => missingWords.includes(comparable(value)) && !missing.has(comparable(value)))
  return kept.map((word) => {
    const code = values.indexOf(word)
    const rows = codes.reduce((sum, each) => sum + (each === code ? 1 : 0), 0)
    return { code: 'missing_word_kept', file, column: columns[use.column], word, rows }
  })
}
