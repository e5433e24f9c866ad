import Papa from '#papaparse'
import { CR, isCommentLine, LF, lineBreaks, recordEnd, startsComment } from './grammar.ts'
import { parseNumber } from './number.ts'
import { recordCells } from './papaparse-record.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** Where the table of a file's text begins, and how its records are written. */
export interface Layout {
  delimiter: string
  comments: boolean
  /** Index of the header's first byte. */
  headerStart: number
  /** Every record, but not the header, ends with a delimiter: an empty field more than there are names. */
  extraField: boolean
}

/** A record with its place: it ends before `end`, at a line break or the end of the file. */
export interface PlacedRecord {
  start: number
  end: number
  cells: string[]
}

/** The delimiters that PapaParse tries. */
const DELIMITERS = [',', '\t', '|', ';', Papa.RECORD_SEP, Papa.UNIT_SEP]
/** Records looked at to find a table behind lines that do not belong to it. */
const SAMPLE_RECORDS = 100
/** The most lines that may stand before a table. */
const PREAMBLE_LIMIT = 20

/**
 * How the text that starts with `bytes` is laid out (it is not empty). The header is the first record that is no
 * comment, unless it and some after it are lines before a table (`layoutBehindLines`).
 * @param complete the bytes are the whole file
 * @param hasHeader false: the first record is a row, and the table begins with it
 */
export function layoutOf(bytes: Uint8Array, complete: boolean, hasHeader = true): Layout {
  const { layout, delimiterFound } = plainLayout(bytes)
  if (!hasHeader) return layout
  const { delimiter, comments, headerStart } = layout
  const [header, ...records] = sampleRecords(bytes, headerStart, delimiter, complete)
  if (header === undefined) return layout
  const rows = comments ? records.filter(({ start }) => !startsComment(bytes, start)) : records
  const width = header.cells.length
  if (delimiterFound && rows.every(({ cells }) => cells.length === width)) return layout
  if (haveExtraField(rows, width)) return { ...layout, extraField: true }
  const found = (delimiterFound ? [delimiter] : DELIMITERS).flatMap(
    (each) => layoutBehindLines(bytes, each, complete) ?? [],
  )
  return found.length === 1 ? found[0] : layout
}

/** Index of the first byte from `from` on that is no line break; the length where all are. */
export function skipBreaks(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && (bytes[at] === LF || bytes[at] === CR)) at++
  return at
}

/** The records from `from` on that the bytes hold wholly, blank lines left out. */
export function* wholeRecords(
  bytes: Uint8Array,
  from: number,
  delimiter: string,
  complete: boolean,
): Generator<PlacedRecord, void, void> {
  let start = skipBreaks(bytes, from)
  while (start < bytes.length) {
    const end = recordEnd(bytes, start, bytes.length, delimiter.charCodeAt(0))
    if (end < 0 || (end >= bytes.length && !complete)) return
    yield { start, end, cells: recordCells(bytes.subarray(start, end), delimiter) }
    start = skipBreaks(bytes, end)
  }
}

/** Whether a record is a comment where a file has comments; `width`: fields of the header. */
export function isComment(bytes: Uint8Array, { start, end, cells }: PlacedRecord, width: number): boolean {
  return isCommentLine(bytes, start, cells.length === width) && lineBreaks(bytes, start, end) === 0
}

function sampleRecords(bytes: Uint8Array, from: number, delimiter: string, complete: boolean): PlacedRecord[] {
  const records: PlacedRecord[] = []
  for (const record of wholeRecords(bytes, from, delimiter, complete)) {
    if (records.push(record) === SAMPLE_RECORDS) break
  }
  return records
}

/**
 * A table behind lines that do not belong to it, such as a title; null unless that is plain: all records of the sample
 * from its header on have the same number of fields, at least two, and at least two records follow the header; every
 * line before it, at most 20, has fewer; and the header is one by its cells.
 */
function layoutBehindLines(bytes: Uint8Array, delimiter: string, complete: boolean): Layout | null {
  const sample = sampleRecords(bytes, 0, delimiter, complete)
  const comments = startsComment(bytes, skipBreaks(bytes, 0))
  const width = sample.findLast(({ start }) => !comments || !startsComment(bytes, start))?.cells.length ?? 0
  const records = sample.filter((record) => !comments || !isComment(bytes, record, width))
  const last = records.findLastIndex(({ cells }) => cells.length !== width)
  const extraField = last >= 0 && haveExtraField(records.slice(last + 1), records[last].cells.length)
  const first = extraField ? last : last + 1
  const before = records.slice(0, first)
  const [header, ...rows] = records.slice(first)
  if (first === 0 || first > PREAMBLE_LIMIT || rows.length < 2 || header.cells.length < 2) return null
  if (before.some(({ cells }) => cells.length >= header.cells.length) || !isHeader(header, rows)) return null
  return { delimiter, comments, headerStart: header.start, extraField }
}

/** Whether all records, at least two, have a field more than `width`, and it is empty. */
function haveExtraField(records: PlacedRecord[], width: number): boolean {
  return records.length >= 2 && records.every(({ cells }) => cells.length === width + 1 && cells[width] === '')
}

/** A cell that stands for a missing number, and so is no name of a column. */
const MISSING = /^(|[-?.]+|n\/?a|nan|null|none|nil)$/i

/** Whether names stand above values: no two alike, none a number, and numbers in all of at least one named column. */
function isHeader({ cells: names }: PlacedRecord, rows: PlacedRecord[]): boolean {
  if (new Set(names).size < names.length || names.some(isNumber)) return false
  return names.some((name, column) => !MISSING.test(name.trim()) && rows.every(({ cells }) => isNumber(cells[column])))
}

function isNumber(cell: string): boolean {
  const bytes = encodeUtf8(cell)
  return !Number.isNaN(parseNumber(bytes, 0, bytes.length))
}

/**
 * The layout where the first record that is no comment is the header. `delimiterFound` says whether there are several
 * columns.
 */
function plainLayout(bytes: Uint8Array): { layout: Layout; delimiterFound: boolean } {
  const sample = decodeUtf8(bytes.subarray(0, 1 << 18))
    .replace(/\r\n?/g, '\n')
    .replace(/^\n+/, '')
  const uncommented = /^[ \t]*#/.test(sample) ? sample.replace(/^[ \t]*#.*$/gm, '').replace(/^\n+/, '') : sample
  const found = detectDelimiter(uncommented)
  // A first line with # is a comment unless it has as many fields as the first line without.
  const comments =
    uncommented !== sample &&
    uncommented !== '' &&
    fieldCount(sample, found ?? ',') !== fieldCount(uncommented, found ?? ',')
  const delimiter = comments || uncommented === sample ? found : detectDelimiter(sample)
  return {
    layout: { delimiter: delimiter ?? ',', comments, headerStart: headerStartOf(bytes, comments), extraField: false },
    delimiterFound: delimiter !== null,
  }
}

/** PapaParse's guess of the delimiter. Line breaks must be LF before, as PapaParse assumes one kind in a file. */
function detectDelimiter(sample: string): string | null {
  const { meta, errors } = Papa.parse<string[]>(sample, { newline: '\n', preview: 11, skipEmptyLines: true })
  return errors.some(({ code }) => code === 'UndetectableDelimiter') ? null : meta.delimiter
}

function fieldCount(text: string, delimiter: string): number {
  return Papa.parse<string[]>(text, { delimiter, preview: 1, newline: '\n' }).data[0].length
}

/** Index of the first record that is no comment. */
function headerStartOf(bytes: Uint8Array, comments: boolean): number {
  let at = skipBreaks(bytes, 0)
  while (comments && startsComment(bytes, at)) {
    while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
    at = skipBreaks(bytes, at)
  }
  return at
}
