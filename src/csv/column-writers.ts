import type { ColumnKind } from '../table/column.ts'
import { type ByteDictionary, codeOf, createDictionary, grown, truncateDictionary } from '../table/dictionary.ts'
import { isMissingCell } from '../table/missing-words.ts'
import { QUOTE } from './grammar.ts'
import { parseNumber, writesNonZero } from './number.ts'
import type { CellFault, ColumnRequest, ScannedColumn } from './plan.ts'
import { invalidUtf8At } from './utf8.ts'

/**
 * Writes one requested column while a chunk is scanned. Row r is written before it is known whether the record is kept.
 */
export interface ColumnWriter {
  column: number
  kind: ColumnKind
  allowEmpty: boolean
  floats: Float64Array
  codes: Uint32Array
  dictionary: ByteDictionary
  /** By `recentSlot` of its first two bytes, code + 1 of the latest entry; 0 for none. */
  recent: Uint32Array
  /** The last row that added an entry to the dictionary; -1 for none. */
  newWordRow: number
  text: Uint8Array
  textOffsets: Uint32Array
}

/**
 * One writer for each request, in file order, with no row yet.
 * @param spare columns of an earlier chunk with the same requests, or none; their memory is written over, as fresh
 *   memory is slow to touch
 */
export function createWriters(requests: ColumnRequest[], spare: ScannedColumn[]): ColumnWriter[] {
  return fileOrder(requests).map((index) => {
    const { column, kind, allowEmpty } = requests[index]
    const old = spare.at(index)
    return {
      column,
      kind,
      allowEmpty,
      floats: old?.kind === 'float64' ? new Float64Array(old.values.buffer) : new Float64Array(0),
      codes: old?.kind === 'dictionary' ? new Uint32Array(old.codes.buffer) : new Uint32Array(0),
      dictionary: createDictionary(),
      recent: new Uint32Array(256),
      newWordRow: -1,
      text: old?.kind === 'utf8' ? new Uint8Array(old.bytes.buffer) : new Uint8Array(0),
      textOffsets: old?.kind === 'utf8' ? new Uint32Array(old.offsets.buffer) : new Uint32Array(1),
    }
  })
}

function fileOrder(requests: ColumnRequest[]): number[] {
  return requests.map((_, index) => index).sort((a, b) => requests[a].column - requests[b].column || a - b)
}

/** The number of rows that all columns have room for; 0 where there are no columns. */
export function capacityOf(writers: ColumnWriter[]): number {
  const rooms = writers.map(({ kind, floats, codes, textOffsets }) =>
    kind === 'float64' ? floats.length : kind === 'dictionary' ? codes.length : textOffsets.length - 1,
  )
  return rooms.length === 0 ? 0 : Math.min(...rooms)
}

/** Makes room for `capacity` rows. */
export function growWriters(writers: ColumnWriter[], capacity: number): void {
  for (const writer of writers) {
    if (writer.floats.length >= capacity || writer.codes.length >= capacity || writer.textOffsets.length > capacity)
      continue
    if (writer.kind === 'float64') {
      const floats = new Float64Array(capacity)
      floats.set(writer.floats)
      writer.floats = floats
    } else if (writer.kind === 'dictionary') {
      writer.codes = resized(writer.codes, capacity)
    } else {
      writer.textOffsets = resized(writer.textOffsets, capacity + 1)
    }
  }
}

/** A copy with room for `length` elements; the new ones are 0. */
export function resized(values: Uint32Array, length: number): Uint32Array {
  const copy = new Uint32Array(length)
  copy.set(values)
  return copy
}

/** Writes the cell `bytes[start … end - 1]` as row `row`, or says what is wrong with it. */
export function writeCell(
  writer: ColumnWriter,
  row: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): CellFault | null {
  if (writer.kind === 'float64') return writeNumber(writer, row, bytes, start, end)
  if (start === end && !writer.allowEmpty) return 'missing'
  return writer.kind === 'dictionary'
    ? writeWord(writer, row, bytes, start, end)
    : writeText(writer, row, bytes, start, end)
}

function writeNumber(
  writer: ColumnWriter,
  row: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): CellFault | null {
  const value = parseNumber(bytes, start, end)
  writer.floats[row] = value
  if (value !== value) {
    if (!isMissingCell(bytes, start, end)) return 'not_a_number'
    return writer.allowEmpty ? null : 'missing'
  }
  if (value === Infinity || value === -Infinity) return 'not_finite'
  return value === 0 && writesNonZero(bytes, start, end) ? 'underflow' : null
}

/** Where `ColumnWriter.recent` keeps a word that starts with these two bytes (the second may be behind its end). */
function recentSlot(first: number, second: number): number {
  return (first ^ (second << 3)) & 0xff
}

/**
 * Where the unquoted word at `start` equals the latest word with its first two bytes, writes its code as row `row` and
 * gives the index behind it; else gives -1. Saves the search for the field's end and the hash.
 */
export function writeRecentWord(
  writer: ColumnWriter,
  row: number,
  bytes: Uint8Array,
  start: number,
  stops: Uint8Array,
): number {
  const code = writer.recent[recentSlot(bytes[start], bytes[start + 1])]
  // A quote opens a quoted cell, whatever word may begin with one.
  if (code === 0 || code > writer.dictionary.size || bytes[start] === QUOTE) return -1
  const { bytes: known, offsets } = writer.dictionary
  const end = offsets[code]
  let at = start
  for (let k = offsets[code - 1]; k < end; k++, at++) if (known[k] !== bytes[at]) return -1
  if (at === start || stops[bytes[at]] === 0) return -1
  writer.codes[row] = code - 1
  return at
}

function writeWord(writer: ColumnWriter, row: number, bytes: Uint8Array, start: number, end: number): CellFault | null {
  const dictionary = writer.dictionary
  const size = dictionary.size
  const code = codeOf(dictionary, bytes, start, end)
  writer.codes[row] = code
  if (end > start) writer.recent[recentSlot(bytes[start], bytes[start + 1])] = code + 1
  if (dictionary.size === size) return null
  writer.newWordRow = row
  return invalidUtf8At(bytes, start, end) < 0 ? null : 'invalid_utf8'
}

function writeText(writer: ColumnWriter, row: number, bytes: Uint8Array, start: number, end: number): CellFault | null {
  const used = writer.textOffsets[row]
  const needed = used + end - start
  if (needed > writer.text.length) writer.text = grown(writer.text, needed)
  const text = writer.text
  let union = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    union |= byte
    text[used + at - start] = byte
  }
  writer.textOffsets[row + 1] = needed
  return union >= 0x80 && invalidUtf8At(bytes, start, end) >= 0 ? 'invalid_utf8' : null
}

/** Undoes what row `row` wrote: removes the word that it added, if any. Its numbers and texts are written over. */
export function dropRow(writers: ColumnWriter[], row: number): void {
  for (const writer of writers) {
    if (writer.newWordRow !== row) continue
    truncateDictionary(writer.dictionary, writer.dictionary.size - 1)
    writer.newWordRow = -1
  }
}

/**
 * The columns of `rowCount` rows, in the order of the requests, as views of the memory written; no two share memory.
 */
export function finishColumns(writers: ColumnWriter[], requests: ColumnRequest[], rowCount: number): ScannedColumn[] {
  const columns = new Array<ScannedColumn>(writers.length)
  fileOrder(requests).forEach((index, k) => {
    columns[index] = finishColumn(writers[k], rowCount)
  })
  return columns
}

function finishColumn(
  { kind, floats, codes, dictionary, text, textOffsets }: ColumnWriter,
  rowCount: number,
): ScannedColumn {
  if (kind === 'float64') return { kind, values: floats.subarray(0, rowCount) }
  if (kind === 'utf8') {
    return { kind, bytes: text.subarray(0, textOffsets[rowCount]), offsets: textOffsets.subarray(0, rowCount + 1) }
  }
  const { bytes, offsets, size } = dictionary
  return {
    kind,
    codes: codes.subarray(0, rowCount),
    bytes: bytes.slice(0, offsets[size]),
    offsets: offsets.slice(0, size + 1),
  }
}
