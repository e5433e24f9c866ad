import { type ColumnWriter, createWriters, finishColumns, growWriters, writeCell } from '../csv/column-writers.ts'
import { plainNumber } from '../csv/number.ts'
import type { CellFault, ColumnRequest, RejectionCode, ScannedChunk, ScannedColumn } from '../csv/plan.ts'
import { type ChunkFaults, countFault, createFaults } from '../csv/faults.ts'
import { codeOf, createDictionary } from '../table/dictionary.ts'
import {
  digitsBefore,
  integerNumber,
  rowsOf,
  textAt,
  type StoredCodes,
  type StoredColumn,
  type StoredTexts,
} from './stored-column.ts'

/** Some rows of a table that follow each other. */
export interface Batch {
  rowCount: number
  /** For each request, the parts of its column, in the order of the rows. */
  columns: StoredColumn[][]
  /** Each row's place, 0-based in the batch, ascending; null where every place has a row. */
  places: Uint32Array | null
  /** Places of the batch: lines, or rows of a sheet. */
  placeCount: number
}

/** One request's writer, and what it has to write. */
interface Work {
  writer: ColumnWriter
  parts: StoredColumn[]
}

/** The first fault of each row: its code (0 for none) and its work. */
interface RowFaults {
  codes: Uint8Array
  works: Uint16Array
  isAny: boolean
}

const faultCodes = ['not_a_number', 'missing', 'not_finite', 'invalid_utf8'] as const
const UNDERFLOW = faultCodes.length + 1

/**
 * Types the requested columns of a batch as a scanner types those of a CSV: what is a fault there is one here, and a row with one is
 * left out and counted.
 * @param spare columns of an earlier batch with the same requests, or none; they are written over
 */
export function typeBatch(batch: Batch, requests: ColumnRequest[], spare: ScannedColumn[]): ScannedChunk {
  const { rowCount } = batch
  const writers = createWriters(requests, spare)
  growWriters(writers, rowCount)
  const order = requests.map((_, index) => index).sort((a, b) => requests[a].column - requests[b].column || a - b)
  const works = order.map((index, k): Work => ({ writer: writers[k], parts: batch.columns[index] }))
  const faults: RowFaults = { codes: new Uint8Array(rowCount), works: new Uint16Array(rowCount), isAny: false }
  const found = createFaults()
  works.forEach((work, k) => {
    let row = 0
    for (const part of work.parts) {
      writePart(work.writer, part, row, faults, k)
      row += rowsOf(part)
    }
    if (row !== rowCount) throw new Error(`column ${work.writer.column} has ${row} rows of ${rowCount}`)
  })
  const lineJumps: number[] = []
  const kept = faults.isAny || batch.places !== null ? keptRows(batch, works, faults, found, lineJumps) : rowCount
  return {
    byteCount: rowCount,
    rowCount: kept,
    recordCount: rowCount,
    lineCount: batch.placeCount,
    lineJumps: Uint32Array.from(lineJumps),
    unclosed: false,
    columns: finishColumns(writers, requests, kept),
    rejected: found.rejected,
    notices: found.notices,
    fieldCounts: null,
    rowEnds: null,
  }
}

function noteFault(faults: RowFaults, row: number, fault: CellFault | null, work: number): void {
  if (fault === null) return
  if (faults.codes[row] !== 0 && (faults.codes[row] !== UNDERFLOW || fault === 'underflow')) return
  faults.codes[row] = fault === 'underflow' ? UNDERFLOW : faultCodes.indexOf(fault) + 1
  faults.works[row] = work
  faults.isAny = true
}

/** Counts the rows with a fault, closes the gaps that those leave which are left out, and notes where the rows are. */
function keptRows(
  { rowCount, places }: Batch,
  works: Work[],
  faults: RowFaults,
  found: ChunkFaults,
  lineJumps: number[],
): number {
  let kept = 0
  let shift = 0
  const rows = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const place = places === null ? row : places[row]
    const code = faults.codes[row]
    if (code !== 0) {
      const { writer, parts } = works[faults.works[row]]
      const example = { line: place, record: row, found: foundAt(parts, row) }
      if (code === UNDERFLOW) countFault(found.notices, 'underflow', writer.column, example)
      else {
        countFault(found.rejected, faultCodes[code - 1] satisfies RejectionCode, writer.column, example)
        continue
      }
    }
    if (place - kept !== shift) {
      shift = place - kept
      lineJumps.push(kept, place, row)
    }
    rows[kept++] = row
  }
  if (kept < rowCount) for (const { writer } of works) keepRows(writer, rows, kept)
  return kept
}

function foundAt(parts: StoredColumn[], row: number): string {
  let first = 0
  for (const part of parts) {
    if (row < first + rowsOf(part)) return textAt(part, row - first).slice(0, 200)
    first += rowsOf(part)
  }
  return ''
}

/** Leaves only some rows; a dictionary keeps only their words, in their order. */
function keepRows(writer: ColumnWriter, rows: Uint32Array, count: number): void {
  if (writer.kind === 'float64') {
    for (let k = 0; k < count; k++) writer.floats[k] = writer.floats[rows[k]]
  } else if (writer.kind === 'dictionary') {
    const { bytes, offsets } = writer.dictionary
    const dictionary = createDictionary()
    for (let k = 0; k < count; k++) {
      const code = writer.codes[rows[k]]
      writer.codes[k] = codeOf(dictionary, bytes, offsets[code], offsets[code + 1])
    }
    writer.dictionary = dictionary
  } else {
    let used = 0
    for (let k = 0; k < count; k++) {
      const [start, end] = [writer.textOffsets[rows[k]], writer.textOffsets[rows[k] + 1]]
      writer.text.copyWithin(used, start, end)
      used += end - start
      writer.textOffsets[k + 1] = used
    }
  }
}

/** Writes one part from row `first` on. */
function writePart(writer: ColumnWriter, part: StoredColumn, first: number, faults: RowFaults, work: number): void {
  if (part.kind === 'codes') {
    if (writer.kind === 'float64') writeNumberCodes(writer, part, first, faults, work)
    else if (writer.kind === 'dictionary') writeWordCodes(writer, part, first, faults, work)
    else writeTexts(writer, textsOf(part.entries), first, faults, work, part)
  } else if (part.kind === 'texts') writeTexts(writer, part, first, faults, work, null)
  else if (writer.kind === 'float64') writeNumbers(writer, part, first, faults, work)
  else if (writer.kind === 'dictionary') writeRepeated(writer, part, first, faults, work)
  else {
    const rowCount = rowsOf(part)
    for (let k = 0; k < rowCount; k++) noteFault(faults, first + k, writeValue(writer, first + k, part, k), work)
  }
}

const scratch = new Uint8Array(1 << 12)
const encoder = new TextEncoder()

/** Writes a cell; a missing one has no text, so that the next one begins where it does. */
function putCell(writer: ColumnWriter, row: number, bytes: Uint8Array, start: number, end: number): CellFault | null {
  const fault = writeCell(writer, row, bytes, start, end)
  if (fault === 'missing' && writer.kind === 'utf8') writer.textOffsets[row + 1] = writer.textOffsets[row]
  return fault
}

/** Writes the text of a value as a cell. */
function writeValue(writer: ColumnWriter, row: number, part: StoredColumn, k: number): CellFault | null {
  if (part.kind === 'integers' && (part.valid === null || part.valid[k] !== 0)) {
    const start = digitsBefore(scratch, scratch.length, part.halves[2 * k], part.halves[2 * k + 1], part.isUnsigned)
    if (start >= 0) return putCell(writer, row, scratch, start, scratch.length)
  }
  return writeText(writer, row, textAt(part, k))
}

function writeText(writer: ColumnWriter, row: number, text: string): CellFault | null {
  if (text.length * 3 > scratch.length) {
    const bytes = encoder.encode(text)
    return putCell(writer, row, bytes, 0, bytes.length)
  }
  return putCell(writer, row, scratch, 0, encoder.encodeInto(text, scratch).written)
}

function writeNumber(writer: ColumnWriter, row: number, value: number): CellFault | null {
  writer.floats[row] = value + 0
  if (value - value === 0) return null
  if (value === value) return 'not_finite'
  return writer.allowEmpty ? null : 'missing'
}

function writeNumbers(
  writer: ColumnWriter,
  part: StoredColumn & { kind: 'numbers' | 'integers' | 'cells' },
  first: number,
  faults: RowFaults,
  work: number,
): void {
  if (part.kind === 'cells') {
    for (let k = 0; k < part.cells.length; k++) {
      const cell = part.cells[k]
      const fault =
        typeof cell === 'number' ? writeNumber(writer, first + k, cell) : writeText(writer, first + k, cell ?? '')
      noteFault(faults, first + k, fault, work)
    }
    return
  }
  fillNumbers(part, writer.floats, first)
  noteNumbers(writer, first, rowsOf(part), faults, work)
}

/** Writes values as float64, NaN where they are missing. */
function fillNumbers(part: StoredColumn & { kind: 'numbers' | 'integers' }, floats: Float64Array, first: number): void {
  const { valid } = part
  const rowCount = rowsOf(part)
  if (part.kind === 'numbers') {
    const { values } = part
    for (let k = 0; k < rowCount; k++) floats[first + k] = values[k] + 0
  } else {
    const { halves, isUnsigned } = part
    for (let k = 0; k < rowCount; k++) floats[first + k] = integerNumber(halves[2 * k], halves[2 * k + 1], isUnsigned)
  }
  if (valid !== null) for (let k = 0; k < rowCount; k++) if (valid[k] === 0) floats[first + k] = NaN
}

/** Notes what is missing or not finite of the numbers written. */
function noteNumbers(writer: ColumnWriter, first: number, count: number, faults: RowFaults, work: number): void {
  const { floats } = writer
  for (let row = first; row < first + count; row++) {
    const value = floats[row]
    if (value - value !== 0) noteFault(faults, row, writeNumber(writer, row, value), work)
  }
}

/** @param coded the rows have codes of the texts, not the texts themselves; null: they are the texts */
function writeTexts(
  writer: ColumnWriter,
  { bytes, starts, ends, valid }: StoredTexts,
  first: number,
  faults: RowFaults,
  work: number,
  coded: StoredCodes | null,
): void {
  const count = coded === null ? ends.length : coded.codes.length
  const rowValid = coded === null ? valid : coded.valid
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const isNumbers = writer.kind === 'float64' && coded === null
  for (let k = 0; k < count; k++) {
    // Most numbers are plain; where digits of the next text follow, it is none.
    if (isNumbers && ends[k] > starts[k] && plainNumber(bytes, view, starts[k], writer.floats, first + k) === ends[k]) {
      if (rowValid === null || rowValid[k] !== 0) continue
    }
    const isValid = rowValid === null || rowValid[k] !== 0
    const text = coded === null ? k : isValid ? coded.codes[k] : 0
    if (isValid && !(text >= 0 && text < ends.length)) throw noEntry(text, ends.length)
    const fault = putCell(writer, first + k, bytes, isValid ? starts[text] : 0, isValid ? ends[text] : 0)
    if (fault !== null) noteFault(faults, first + k, fault, work)
  }
}

/** Values that are kept with their code; where there are more, each is looked up by its text. */
const MOST_KNOWN = 1 << 16

/** Numbers as words: the text of each is made once. */
function writeRepeated(
  writer: ColumnWriter,
  part: StoredColumn & { kind: 'numbers' | 'integers' | 'cells' },
  first: number,
  faults: RowFaults,
  work: number,
): void {
  const rowCount = rowsOf(part)
  const known = new Map<number | string, number>()
  for (let k = 0; k < rowCount; k++) {
    const key = keyAt(part, k)
    const code = known.get(key)
    if (code !== undefined) {
      writer.codes[first + k] = code
      continue
    }
    const fault = writeValue(writer, first + k, part, k)
    if (fault !== null) noteFault(faults, first + k, fault, work)
    else if (known.size < MOST_KNOWN) known.set(key, writer.codes[first + k])
  }
}

/** What tells values apart: as -0 and 0 and all NaN have one text each, so have their keys. */
function keyAt(part: StoredColumn & { kind: 'numbers' | 'integers' | 'cells' }, row: number): number | string {
  if (part.kind === 'cells') return part.cells[row] ?? ''
  if (part.valid !== null && part.valid[row] === 0) return ''
  if (part.kind === 'numbers') return part.values[row]
  const [low, high] = [part.halves[2 * row], part.halves[2 * row + 1]]
  return high === low >> 31 && !part.isUnsigned ? low : textAt(part, row)
}

const UNSEEN = 0xffffffff

/** Codes as words: every entry is looked up once, when a row first has it, so that words come in the order of the rows. */
function writeWordCodes(
  writer: ColumnWriter,
  { codes, entries, valid }: StoredCodes,
  first: number,
  faults: RowFaults,
  work: number,
): void {
  const texts = textsOf(entries)
  const count = texts.ends.length
  const words = new Uint32Array(count).fill(UNSEEN)
  const rows = writer.codes
  for (let k = 0; k < codes.length; k++) {
    const isValid = valid === null || valid[k] !== 0
    const entry = isValid ? codes[k] : 0
    const word = isValid ? words[entry] : UNSEEN
    if (word !== UNSEEN && word !== undefined) {
      rows[first + k] = word
      continue
    }
    if (isValid && !(entry >= 0 && entry < count)) throw noEntry(entry, count)
    const isText = isValid && (texts.valid === null || texts.valid[entry] !== 0)
    const fault = writeCell(
      writer,
      first + k,
      texts.bytes,
      isText ? texts.starts[entry] : 0,
      isText ? texts.ends[entry] : 0,
    )
    if (fault !== null) noteFault(faults, first + k, fault, work)
    else if (isValid) words[entry] = rows[first + k]
  }
}

/** Codes as numbers: all entries are read once, before the rows. */
function writeNumberCodes(
  writer: ColumnWriter,
  { codes, entries, valid }: StoredCodes,
  first: number,
  faults: RowFaults,
  work: number,
): void {
  const count = rowsOf(entries)
  const entryFaults: RowFaults = { codes: new Uint8Array(count), works: new Uint16Array(count), isAny: false }
  const numbers = { ...writer, floats: new Float64Array(count) }
  writePart(numbers, entries, 0, entryFaults, 0)
  const { floats } = writer
  for (let k = 0; k < codes.length; k++) {
    if (valid !== null && valid[k] === 0) floats[first + k] = NaN
    else floats[first + k] = numbers.floats[codes[k]]
  }
  for (let k = 0; k < codes.length; k++) {
    const isValid = valid === null || valid[k] !== 0
    if (isValid && !(codes[k] >= 0 && codes[k] < count)) throw noEntry(codes[k], count)
    if (!isValid) noteFault(faults, first + k, writeNumber(writer, first + k, NaN), work)
    else if (entryFaults.codes[codes[k]] !== 0) {
      const code = entryFaults.codes[codes[k]]
      noteFault(faults, first + k, code === UNDERFLOW ? 'underflow' : faultCodes[code - 1], work)
    }
  }
}

function noEntry(code: number, count: number): Error {
  return new Error(`code ${code} of a dictionary with ${count} entries`)
}

/** All values as texts. */
function textsOf(column: StoredColumn): StoredTexts {
  if (column.kind === 'texts') return column
  const parts = Array.from({ length: rowsOf(column) }, (_, row) => encoder.encode(textAt(column, row)))
  const ends = new Float64Array(parts.length)
  const starts = new Float64Array(parts.length)
  let used = 0
  parts.forEach((part, row) => {
    starts[row] = used
    used += part.length
    ends[row] = used
  })
  const bytes = new Uint8Array(used)
  parts.forEach((part, row) => bytes.set(part, starts[row]))
  return { kind: 'texts', bytes, starts, ends, valid: null }
}
