import { InputError } from '../table/input-error.ts'
import { appendCells, appendToHeader, cellsToAppend } from './append.ts'
import { createAssembly, type Notice } from './assemble.ts'
import { type Dialect, type Head, HEAD_BYTES, noRows, readHead } from './head.ts'
import type { ColumnRequest, ScannedChunk, Scanner } from './plan.ts'
import { chunkJobs, type ReadOptions, scanAll } from './read.ts'
import { rejectedRows } from './refuse.ts'
import type { ByteSource } from './source.ts'
import { type Encoding, joined, openText } from './stream.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** A column that is to be added to a file. */
export interface AddedColumn {
  name: string
  /** The distinct texts of its cells. */
  texts: string[]
  /** The columns that the cells are computed from, where that is done chunk by chunk; else none. */
  requests: ColumnRequest[]
  /**
   * For each row of a chunk, the index of its text; `firstRow`: rows of the file before it. Null where `scanners` put
   * the cells in (`ScannedChunk.text`).
   */
  codesOf: ((chunk: ScannedChunk, firstRow: number) => Uint8Array) | null
  /**
   * Scanners that add the cells themselves, used in place of the options'; `cells` are the bytes to add for each text.
   */
  scanners?: (cells: Uint8Array[]) => Scanner[]
  /** Takes back the memory of a text that has been written. */
  reuse?: (spent: ArrayBuffer) => void
}

/** How to read a file, and where to write its copy with a further column. */
export interface AppendOptions extends ReadOptions {
  /**
   * Takes the new file as it is to be stored, piece by piece, not compressed; a piece is not used any more when it is
   * done.
   */
  write: (bytes: Uint8Array) => Promise<void>
}

/**
 * Copies a file with a further column at the end; all other bytes stay (a compressed file is written as text). At most
 * a few chunks are in memory. The scanner decides what is a record, as in reading. InputError where a record cannot be
 * read, the name is taken, or the layout leaves no place for a column; what was written until then counts for nothing.
 */
export async function appendColumn(
  source: ByteSource,
  head: Head,
  column: AddedColumn,
  options: AppendOptions,
): Promise<{ rowCount: number; notices: Notice[] }> {
  const { dialect, columns } = head
  requirePlace(source.name, head, column.name)
  const [headerCell, ...cells] = cellsToAppend([column.name, ...column.texts], dialect.delimiter)
  const start = checkedStart(source.name, head, column.name)
  const write = async (text: Uint8Array): Promise<void> => {
    for (const checked of await start.push(text)) await options.write(encodeAs(checked, dialect.encoding))
  }
  await options.write(byteOrderMark(dialect))
  await write(appendToHeader(await firstBytes(source, dialect.firstDataByte), headerCell))
  const plan = {
    delimiter: dialect.delimiter.charCodeAt(0),
    fieldCount: columns.length,
    comments: dialect.comments,
    requests: column.requests,
    rowEnds: true,
  }
  const assembly = createAssembly(dialect.firstDataLine - 1, null)
  let isWell = true
  await scanAll(
    source,
    chunkJobs({ firstByte: dialect.firstDataByte, seekQuotes: true }),
    plan,
    { ...options, scanners: column.scanners?.(cells) ?? options.scanners },
    async (chunk) => {
      isWell &&= chunk.rejected.length === 0
      // After a rejected record, the rest is read all the same, as the error gives the count of all.
      if (isWell) {
        const text =
          column.codesOf === null
            ? chunk.text!
            : appendCells(chunk.text!, chunk.rowEnds!, column.codesOf(chunk, assembly.rowCount()), cells)
        await write(text)
        if (!start.holds(text)) column.reuse?.(text.buffer)
      }
      assembly.add({ ...chunk, columns: [] })
    },
    assembly,
  )
  if (!isWell)
    throw rejectedRows(source.name, assembly.rejected(columns), 'Mend the file, or leave such rows out of it.')
  if (assembly.rowCount() === 0) throw noRows(source.name)
  for (const checked of await start.finish()) await options.write(encodeAs(checked, dialect.encoding))
  return { rowCount: assembly.rowCount(), notices: assembly.notices(columns) }
}

/** InputError where a file cannot have one more column of that name. */
export function requirePlace(file: string, { columns, dialect }: Head, name: string): void {
  if (columns.includes(name)) {
    throw new InputError({
      code: 'column_exists',
      place: { file, lineNumber: dialect.headerLine },
      found: `a column ${JSON.stringify(name)} in the header`,
      expected: 'a name that is free',
      remedy: 'Name the new column: --column NAME.',
    })
  }
  if (dialect.extraField) throw misaligned(file, 'rows that end with a delimiter under a header that does not')
}

async function firstBytes(source: ByteSource, count: number): Promise<Uint8Array> {
  const { pieces } = await openText(source)
  let bytes: Uint8Array = new Uint8Array(0)
  for await (const piece of pieces) {
    bytes = joined(bytes, piece)
    if (bytes.length >= count) break
  }
  return bytes.subarray(0, count)
}

/** Holds back the start of the new file until it is known that it is read with the same layout as the old one. */
function checkedStart(
  file: string,
  head: Head,
  name: string,
): {
  push(text: Uint8Array): Promise<Uint8Array[]>
  holds(text: Uint8Array): boolean
  finish(): Promise<Uint8Array[]>
} {
  let held: Uint8Array[] | null = []
  const release = async (): Promise<Uint8Array[]> => {
    const pieces = held ?? []
    held = null
    if (pieces.length > 0) await requireSameLayout(file, head, name, pieces)
    return pieces
  }
  return {
    async push(text) {
      if (held === null) return [text]
      held.push(text)
      return held.reduce((sum, { length }) => sum + length, 0) < HEAD_BYTES ? [] : release()
    },
    holds: (text) => held?.includes(text) === true,
    finish: release,
  }
}

async function requireSameLayout(file: string, head: Head, name: string, pieces: Uint8Array[]): Promise<void> {
  const { columns, dialect } = await readHead(
    { name: file, byteLength: null, open: () => new Blob(pieces as Uint8Array<ArrayBuffer>[]).stream() },
    0,
  )
  const { delimiter, comments, headerLine } = head.dialect
  if (dialect.headerLine !== headerLine)
    throw misaligned(
      file,
      `a header on line ${headerLine} that, with a column more, would be looked for on line ${dialect.headerLine}`,
    )
  const isSame =
    dialect.delimiter === delimiter &&
    dialect.comments === comments &&
    columns.length === head.columns.length + 1 &&
    [...head.columns, name].every((column, i) => columns[i] === column)
  if (!isSame) throw misaligned(file, 'a file that, with a column more, would be taken apart in another way')
}

function misaligned(file: string, found: string): InputError {
  return new InputError({
    code: 'no_place_for_column',
    place: { file },
    found,
    expected: 'a header and rows that one more column can be added to',
    remedy: 'Take out what stands before the header, or save the table anew as CSV.',
  })
}

/** The byte order mark that a file starts with, as stored; empty where it has none. */
function byteOrderMark({ encoding, markBytes }: Dialect): Uint8Array {
  return markBytes === 0 ? new Uint8Array(0) : encodeAs(encodeUtf8('\ufeff'), encoding)
}

/** UTF-8 text, cut at characters, in another encoding. */
function encodeAs(text: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return text
  const units = decodeUtf8(text)
  const view = new DataView(new ArrayBuffer(units.length * 2))
  for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), encoding === 'utf-16le')
  return new Uint8Array(view.buffer)
}
