import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openTable } from '../../src/containers/open.ts'
import { tableReaders } from '../../src/containers/readers.ts'
import type { OpenOptions, TableSource } from '../../src/containers/table-source.ts'
import type { Reading } from '../../src/csv/read.ts'
import type { ByteSource } from '../../src/csv/source.ts'
import { decodeUtf8 } from '../../src/csv/utf8.ts'
import type { Column, ColumnKind } from '../../src/table/column.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { bytesSource } from '../csv/sources.ts'

/** A table as its case expects it: names, and the texts of all cells. */
export interface Expected {
  columns: string[]
  rows: string[][]
}

export function caseBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(`cases/${name}`, import.meta.url))))
}

export function expected(name: string): Expected {
  return JSON.parse(decodeUtf8(caseBytes(`${name}.expected.json`))) as Expected
}

/** A source that can be read anywhere, as a file on disk can. */
export function fileSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    ...bytesSource(bytes, 1000, name),
    read: async (start, end) => bytes.slice(start, end) as Uint8Array<ArrayBuffer>,
  }
}

export function open(bytes: Uint8Array, name: string, options: OpenOptions = {}): Promise<TableSource> {
  return openTable(fileSource(bytes, name), { loadReaders: async () => tableReaders, ...options })
}

export function openCase(name: string, options: OpenOptions = {}): Promise<TableSource> {
  return open(caseBytes(name), name, options)
}

/** Reads columns of one kind; all of them where none are named. */
export function read(
  table: TableSource,
  kind: ColumnKind,
  { columns = table.columns, allowEmpty = true }: { columns?: string[]; allowEmpty?: boolean } = {},
): Promise<Reading> {
  const requests = columns.map((name) => ({ column: table.columns.indexOf(name), kind, allowEmpty }))
  return table.read(requests, { scanners: scannersOf(1) })
}

/** The cells of a column as values. */
export function values(column: Column): (string | number)[] {
  if (column.kind === 'float64') return [...column.values]
  if (column.kind === 'dictionary') return Array.from(column.codes, (code) => column.values[code])
  const { bytes, offsets } = column
  return Array.from(offsets.subarray(1), (end, row) => decodeUtf8(bytes.subarray(offsets[row], end)))
}

/** Rows of a reading. */
export function rowsOf({ table }: Reading): (string | number)[][] {
  const columns = table.columns.map(values)
  return Array.from({ length: table.rowCount }, (_, row) => columns.map((column) => column[row]))
}
