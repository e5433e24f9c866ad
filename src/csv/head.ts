import { InputError } from '../table/input-error.ts'
import { afterBreak, lineBreaks, QUOTE, recordEnd } from './grammar.ts'
import { isComment, layoutOf, skipBreaks, wholeRecords } from './layout.ts'
import { recordCells } from './papaparse-record.ts'
import type { ByteSource } from './source.ts'
import { type Encoding, joined, openText } from './stream.ts'
import { invalidUtf8At } from './utf8.ts'

/** How a file is written. */
export interface Dialect {
  encoding: Encoding
  /** Bytes of the byte order mark. */
  markBytes: number
  /** Stored as gzip. */
  compressed: boolean
  /** One character: comma, tab, bar, semicolon, or ASCII's record or unit separator. */
  delimiter: string
  quote: '"'
  /** A quoted cell in what was looked at holds a line break (the rest of the file may have some even if not). */
  quotedBreaks: boolean
  /**
   * Lines that start with `#` are comments (`isCommentLine` says which). A file has comments where its
   * first line is one; a file whose header starts with `#` has none.
   */
  comments: boolean
  /** Every record, but not the header, ends with a delimiter. */
  extraField: boolean
  /** 1-based line that the header starts on. */
  headerLine: number
  /** 1-based line after the header. */
  firstDataLine: number
  /** Where the records start, in bytes of the text as UTF-8 without byte order mark. */
  firstDataByte: number
}

/** What is known of a file from its start. */
export interface Head {
  dialect: Dialect
  /** The header's names as written, duplicates kept; one more, empty, where only the records end with a delimiter. */
  columns: string[]
  /** The first records as cells, as many as were asked for, the file has, or its first `HEAD_BYTES` hold. */
  records: string[][]
  /** The whole file has been looked at. */
  complete: boolean
  notices: HeadNotice[]
}

/** Something noticed at the start of a file, with the fields that a sentence about it needs. */
export type HeadNotice =
  /** Lines stand before the header; lines are 1-based, the first is the first that is not blank. */
  | { code: 'lines_before_header'; firstLine: number; headerLine: number }
  /** A byte of the header or of the first records is not UTF-8. */
  | { code: 'invalid_utf8'; byteOffset: number }
  /** Rows of a sheet stand before the header; rows are 1-based. */
  | { code: 'rows_before_header'; firstRow: number; headerRow: number }
  /** A column holds what is not read; `found` says what that is. */
  | { code: 'unreadable_column'; column: string; found: string }

/** How much of a file is looked at to tell its dialect; more only where the header is longer. */
export const HEAD_BYTES = 1 << 20
/** The longest record that is read. */
export const RECORD_LIMIT = 64 << 20

interface Start {
  bytes: Uint8Array
  /** The bytes are the whole file. */
  complete: boolean
  encoding: Encoding
  compressed: boolean
  markBytes: number
}

/** Reads the start of a file: its dialect, its header and up to `recordLimit` records. InputError where it is empty. */
export async function readHead(source: ByteSource, recordLimit = 1000): Promise<Head> {
  for (let limit = HEAD_BYTES; ; limit *= 4) {
    const start = await readStart(source, limit)
    const head = headOf(start, source.name, recordLimit)
    if (head !== null) return head
  }
}

async function readStart(source: ByteSource, limit: number): Promise<Start> {
  const { encoding, compressed, markBytes, pieces } = await openText(source)
  const parts: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    parts.push(piece)
    length += piece.length
    if (length >= limit) break
  }
  return { bytes: joinAll(parts, length), complete: length < limit, encoding, compressed, markBytes }
}

function joinAll(parts: Uint8Array[], length: number): Uint8Array {
  if (parts.length <= 2) return joined(parts[0] ?? new Uint8Array(0), parts[1] ?? new Uint8Array(0))
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The head that `start` holds, or null where the header is longer. */
function headOf(start: Start, file: string, recordLimit: number): Head | null {
  const { bytes } = start
  if (skipBreaks(bytes, 0) >= bytes.length) throw emptyFile(file)
  refuseNuls(bytes, file)
  const { delimiter, comments, headerStart, extraField } = layoutOf(bytes, start.complete)
  const headerEnd = recordEnd(bytes, headerStart, bytes.length, delimiter.charCodeAt(0))
  if (!start.complete && (headerEnd < 0 || headerEnd >= bytes.length - 1) && bytes.length < RECORD_LIMIT) return null
  const headerLine = 1 + lineBreaks(bytes, 0, headerStart)
  if (headerEnd < 0) throw unclosedHeader(file, headerLine)
  const columns = recordCells(bytes.subarray(headerStart, headerEnd), delimiter)
  if (extraField) columns.push('')
  const firstDataByte = Math.min(bytes.length, afterBreak(bytes, headerEnd))
  const records: string[][] = []
  let end = firstDataByte
  for (const record of wholeRecords(bytes, firstDataByte, delimiter, start.complete)) {
    if (records.length === recordLimit) break
    end = record.end
    if (!comments || !isComment(bytes, record, columns.length)) records.push(record.cells)
  }
  return {
    dialect: {
      encoding: start.encoding,
      markBytes: start.markBytes,
      compressed: start.compressed,
      delimiter,
      quote: '"',
      quotedBreaks: holdsQuotedBreaks(bytes, delimiter.charCodeAt(0)),
      comments,
      extraField,
      headerLine,
      firstDataLine: 1 + lineBreaks(bytes, 0, firstDataByte),
      firstDataByte,
    },
    columns,
    records,
    complete: start.complete,
    notices: [...preambleNotices(bytes, headerStart), ...encodingNotices(start, end)],
  }
}

/** That lines stand before the header; nothing where the header is on the first line that is not blank. */
function preambleNotices(bytes: Uint8Array, headerStart: number): HeadNotice[] {
  const first = skipBreaks(bytes, 0)
  if (first === headerStart) return []
  const firstLine = 1 + lineBreaks(bytes, 0, first)
  const headerLine = 1 + lineBreaks(bytes, 0, headerStart)
  return [{ code: 'lines_before_header', firstLine, headerLine }]
}

/** Whether a quoted cell in the text holds a line break. */
function holdsQuotedBreaks(bytes: Uint8Array, delimiter: number): boolean {
  let at = bytes.includes(QUOTE) ? 0 : bytes.length
  while (at < bytes.length) {
    const end = recordEnd(bytes, at, bytes.length, delimiter)
    // A quoted cell that is cut off counts by the part that is there.
    if (lineBreaks(bytes, at, end < 0 ? bytes.length : end) > 0) return true
    at = end < 0 ? bytes.length : afterBreak(bytes, end)
  }
  return false
}

function encodingNotices(start: Start, end: number): HeadNotice[] {
  const at = invalidUtf8At(start.bytes, 0, end)
  return at < 0 ? [] : [{ code: 'invalid_utf8', byteOffset: at + start.markBytes }]
}

function emptyFile(file: string): InputError {
  return new InputError({
    code: 'empty_file',
    place: { file },
    found: 'an empty file',
    expected: 'a CSV with a header line and at least one row',
    remedy: 'Check that the export finished.',
  })
}

/** The error of a file with a header and no rows. */
export function noRows(file: string): InputError {
  return new InputError({
    code: 'no_rows',
    place: { file },
    found: 'a header and no rows',
    expected: 'at least one row',
    remedy: 'Check that the export finished.',
  })
}

function unclosedHeader(file: string, lineNumber: number): InputError {
  return new InputError({
    code: 'unterminated_quote',
    place: { file, lineNumber },
    found: 'a quoted column name that is never closed',
    expected: 'a closing quote (") before a delimiter or a line break',
    remedy: 'Close the quote, or double quotes that belong to the text ("").',
  })
}

/**
 * Throws InputError where many bytes are NUL, as in binary data, or every other one, as in UTF-16 without a byte order
 * mark.
 */
function refuseNuls(bytes: Uint8Array, file: string): void {
  const sample = bytes.subarray(0, 1000)
  const nulCount = sample.filter((byte) => byte === 0).length
  if (nulCount < 8 || nulCount < sample.length * 0.3) return
  const pairs = sample.filter((byte, at) => byte === 0 && sample[at ^ 1] !== 0).length
  const isUtf16 = pairs > nulCount / 2
  throw new InputError({
    code: isUtf16 ? 'invalid_encoding' : 'not_csv',
    place: { file },
    found: isUtf16
      ? 'a NUL at every other byte, as in UTF-16 without a byte order mark'
      : 'bytes that are no text: many are NUL',
    expected: isUtf16 ? 'UTF-8, or UTF-16 with a byte order mark' : 'CSV text, plain or compressed with gzip',
    remedy: isUtf16 ? 'Save the file as UTF-8.' : 'Save or export the table as CSV.',
  })
}
