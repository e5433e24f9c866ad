import { type ColumnWriter, createWriters, finishColumns, growWriters, writeCell } from '../csv/column-writers.ts'
import type { CellFault, ColumnRequest, RejectionCode, ScannedChunk, ScannedColumn } from '../csv/plan.ts'
import { type ChunkFaults, countFault, createFaults } from '../csv/record.ts'
import { codeOf, createDictionary } from '../table/dictionary.ts'
import { integerNumber, rowsOf, textAt, type StoredColumn, type StoredTexts } from './stored-column.ts'

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

function noteFault(faults: RowFaults, row: number, fault: CellFault, work: number): void {
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
      const example = { line: place, record: row, found: code === 2 ? '' : foundAt(parts, row) }
      if (code === UNDERFLOW) countFault(found.notices, 'underflow', writer.column, example)
      else {
        countFault(found.rejected, faultCodes[code - 1] satisfies RejectionCode, writer.column, example)
        continue
      }
    }
    if (place - kept !== shift) {
      shift = place - kept
      lineJumps.push(kept, place)
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
  if (part.kind === 'codes') return writeCodes(writer, part, first, faults, work)
  if (part.kind === 'texts') return writeTexts(writer, part, first, faults, work)
  if (writer.kind === 'float64' && part.kind !== 'cells') return writeNumbers(writer, part, first, faults, work)
  const rowCount = rowsOf(part)
  if (writer.kind === 'float64') {
    for (let k = 0; k < rowCount; k++) {
      const cell = (part as StoredColumn & { kind: 'cells' }).cells[k]
      const fault =
        typeof cell === 'number' ? writeNumber(writer, first + k, cell) : writeText(writer, first + k, cell ?? '')
      if (fault !== null) noteFault(faults, first + k, fault, work)
    }
    return
  }
  if (writer.kind === 'utf8') {
    for (let k = 0; k < rowCount; k++) {
      const fault = writeText(writer, first + k, textAt(part, k))
      if (fault !== null) noteFault(faults, first + k, fault, work)
    }
    return
  }
  writeRepeated(writer, part, first, faults, work)
}

const encoder = new TextEncoder()

function writeText(writer: ColumnWriter, row: number, text: string): CellFault | null {
  const bytes = encoder.encode(text)
  return writeCell(writer, row, bytes, 0, bytes.length)
}

function writeNumber(writer: ColumnWriter, row: number, value: number): CellFault | null {
  writer.floats[row] = value + 0
  if (value - value === 0) return null
  if (value === value) return 'not_finite'
  return writer.allowEmpty ? null : 'missing'
}

function writeNumbers(
  writer: ColumnWriter,
  part: StoredColumn & { kind: 'numbers' | 'integers' },
  first: number,
  faults: RowFaults,
  work: number,
): void {
  const { floats } = writer
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
  for (let k = 0; k < rowCount; k++) {
    const value = floats[first + k]
    if (value - value === 0) continue
    const fault = writeNumber(writer, first + k, value)
    if (fault !== null) noteFault(faults, first + k, fault, work)
  }
}

function writeTexts(writer: ColumnWriter, part: StoredTexts, first: number, faults: RowFaults, work: number): void {
  const { bytes, starts, ends, valid } = part
  for (let k = 0; k < ends.length; k++) {
    const isValid = valid === null || valid[k] !== 0
    const fault = writeCell(writer, first + k, bytes, isValid ? starts[k] : 0, isValid ? ends[k] : 0)
    if (fault !== null) noteFault(faults, first + k, fault, work)
  }
}

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
    const fault = writeText(writer, first + k, textAt(part, k))
    if (fault === null) {
      if (known.size < MOST_KNOWN) known.set(key, writer.codes[first + k])
    } else noteFault(faults, first + k, fault, work)
  }
}

/** Values that are kept with their code; where there are more, each is looked up by its text. */
const MOST_KNOWN = 1 << 16

/** What tells values apart: as -0 and 0 and all NaN have one text each, so have their keys. */
function keyAt(part: StoredColumn & { kind: 'numbers' | 'integers' | 'cells' }, row: number): number | string {
  if (part.kind === 'cells') return part.cells[row] ?? ''
  if (part.valid !== null && part.valid[row] === 0) return ''
  if (part.kind === 'numbers') return part.values[row]
  const [low, high] = [part.halves[2 * row], part.halves[2 * row + 1]]
  return high === low >> 31 && !part.isUnsigned ? low : textAt(part, row)
}

/** What has been made of an entry: nothing yet, a value, or a fault. */
const UNKNOWN = 255

/** Writes codes: every entry is typed once, when a row first has it, so that words come in the order of the rows. */
function writeCodes(
  writer: ColumnWriter,
  part: StoredColumn & { kind: 'codes' },
  first: number,
  faults: RowFaults,
  work: number,
): void {
  const { codes, entries, valid } = part
  if (writer.kind === 'float64' && (entries.kind === 'numbers' || entries.kind === 'integers'))
    return writeNumberCodes(writer, codes, entries, valid, first, faults, work)
  const count = rowsOf(entries)
  const faultOf = new Uint8Array(count).fill(UNKNOWN)
  const floats = new Float64Array(writer.kind === 'float64' ? count : 0)
  const words = new Uint32Array(writer.kind === 'dictionary' ? count : 0)
  const own: RowFaults = { codes: new Uint8Array(1), works: new Uint16Array(1), isAny: false }
  const texts = writer.kind === 'utf8' ? textsOf(entries) : null
  for (let k = 0; k < codes.length; k++) {
    const row = first + k
    const entry = valid === null || valid[k] !== 0 ? codes[k] : -1
    if (entry < 0 || texts !== null) {
      const fault =
        entry < 0 || texts === null
          ? writeCell(writer, row, noBytes, 0, 0)
          : writeCell(writer, row, texts.bytes, texts.starts[entry], texts.ends[entry])
      if (fault !== null) noteFault(faults, row, fault, work)
      continue
    }
    if (entry >= count) throw new Error(`code ${entry} of a dictionary with ${count} entries`)
    let fault = faultOf[entry]
    if (fault === UNKNOWN) {
      own.codes[0] = 0
      writePart(offsetWriter(writer, row), entryAt(entries, entry), 0, own, 0)
      fault = faultOf[entry] = own.codes[0]
      if (writer.kind === 'float64') floats[entry] = writer.floats[row]
      else words[entry] = writer.codes[row]
    } else if (writer.kind === 'float64') writer.floats[row] = floats[entry]
    else writer.codes[row] = words[entry]
    if (fault !== 0) noteFault(faults, row, fault === UNDERFLOW ? 'underflow' : faultCodes[fault - 1], work)
  }
}

function writeNumberCodes(
  writer: ColumnWriter,
  codes: ArrayLike<number>,
  entries: StoredColumn & { kind: 'numbers' | 'integers' },
  valid: Uint8Array | null,
  first: number,
  faults: RowFaults,
  work: number,
): void {
  const numbers = numbersOf(entries)
  const { floats } = writer
  for (let k = 0; k < codes.length; k++) {
    const value = valid !== null && valid[k] === 0 ? NaN : numbers[codes[k]]
    floats[first + k] = value
    if (value - value === 0) continue
    if (value === undefined) throw new Error(`code ${codes[k]} of a dictionary with ${numbers.length} entries`)
    const fault = writeNumber(writer, first + k, value)
    if (fault !== null) noteFault(faults, first + k, fault, work)
  }
}

/** All values as float64; NaN where they are missing. */
function numbersOf(column: StoredColumn & { kind: 'numbers' | 'integers' }): Float64Array {
  const { valid } = column
  const numbers =
    column.kind === 'numbers'
      ? Float64Array.from(column.values)
      : Float64Array.from({ length: rowsOf(column) }, (_, row) =>
          integerNumber(column.halves[2 * row], column.halves[2 * row + 1], column.isUnsigned),
        )
  if (valid !== null) for (let row = 0; row < numbers.length; row++) if (valid[row] === 0) numbers[row] = NaN
  return numbers
}

const noBytes = new Uint8Array(0)

/** The same writer with row `row` as its row 0. */
function offsetWriter(writer: ColumnWriter, row: number): ColumnWriter {
  return Object.create(writer, {
    floats: { value: writer.floats.subarray(row) },
    codes: { value: writer.codes.subarray(row) },
  }) as ColumnWriter
}

/** One entry as a column of one row. */
function entryAt(entries: StoredColumn, entry: number): StoredColumn {
  switch (entries.kind) {
    case 'numbers':
      return { ...entries, values: entries.values.subarray(entry, entry + 1), valid: validAt(entries.valid, entry) }
    case 'integers':
      return {
        ...entries,
        halves: entries.halves.subarray(2 * entry, 2 * entry + 2),
        valid: validAt(entries.valid, entry),
      }
    case 'texts':
      return {
        ...entries,
        starts: [entries.starts[entry]],
        ends: [entries.ends[entry]],
        valid: validAt(entries.valid, entry),
      }
    case 'codes':
      return { ...entries, codes: [entries.codes[entry]], valid: validAt(entries.valid, entry) }
    case 'cells':
      return { kind: 'cells', cells: [entries.cells[entry]] }
  }
}

function validAt(valid: Uint8Array | null, row: number): Uint8Array | null {
  return valid && valid.subarray(row, row + 1)
}

/** All values as texts. */
export function textsOf(column: StoredColumn): StoredTexts {
  if (column.kind === 'texts' && column.valid === null) return column
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
