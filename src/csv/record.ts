import { CR, isCommentLine, LF, lineBreaks, QUOTE, recordEnd, stopTable } from './grammar.ts'
import { plainNumber } from './number.ts'
import { recordCellBytes } from './papaparse-record.ts'
import { type ChunkFaults, countFault } from './faults.ts'
import type { CellFault, RejectionCode, ScanPlan } from './plan.ts'
import { dropRow, type ColumnWriter, writeCell, writeRecentWord } from './column-writers.ts'
import { decodeUtf8, invalidUtf8At } from './utf8.ts'

/** What `scanRecord` gives for a record that the fast path cannot read: its quotes are not plain. */
export const IRREGULAR = -1
const QUOTES = 0x22222222

/** The state of reading records: the bytes, the columns that are written, and what was found in the latest record. */
export interface Scan {
  bytes: Uint8Array
  plan: ScanPlan
  delimiter: number
  /** A view of `bytes`, to read four at a time. */
  view: DataView
  /** The delimiter's byte in all four bytes of a word. */
  delimiters: number
  stops: Uint8Array
  /** No byte above this one ends a field, so that most bytes need no look-up in `stops`. */
  ordinary: number
  writers: ColumnWriter[]
  /** The row that is written next. */
  row: number
  /** Number of fields of the latest record. */
  fieldCount: number
  /** Number of line breaks within the latest record. */
  innerBreaks: number
  /** What is wrong with the first wrong cell of the latest record; null where nothing is. */
  fault: RejectionCode | null
  faultColumn: number
  found: string
  /** Cells of the latest record that became 0 by underflow: column and text. */
  underflows: { column: number; found: string }[]
}

/** A scan of no bytes yet, at row 0, for the columns that `writers` take. */
export function createScan(plan: ScanPlan, writers: ColumnWriter[]): Scan {
  return {
    bytes: new Uint8Array(0),
    plan,
    delimiter: plan.delimiter,
    view: new DataView(new ArrayBuffer(0)),
    delimiters: Math.imul(plan.delimiter, 0x01010101),
    stops: stopTable(plan.delimiter),
    ordinary: Math.max(plan.delimiter, CR),
    writers,
    row: 0,
    fieldCount: 0,
    innerBreaks: 0,
    fault: null,
    faultColumn: 0,
    found: '',
    underflows: [],
  }
}

/** Reads the record at `start` as row `scan.row`. Gives the index of the line break that ends it, or IRREGULAR. */
export function scanRecord(scan: Scan, start: number): number {
  const { bytes, view, stops, delimiter, writers, row } = scan
  scan.innerBreaks = 0
  let field = 0
  let at = start
  /** Where the current field stops, once that is known. */
  let stop = IRREGULAR
  for (let k = 0; k < writers.length; k++) {
    const writer = writers[k]
    if (field < writer.column) {
      if (stop !== IRREGULAR) {
        if (bytes[stop] !== delimiter) return endedEarly(scan, k, field + 1, stop)
        at = stop + 1
        field++
      }
      if (field < writer.column) {
        at = skipTo(scan, at, field, writer.column)
        if (at === IRREGULAR) return IRREGULAR
        if (scan.fieldCount > 0) return endedEarly(scan, k, scan.fieldCount, at)
        field = writer.column
      }
    }
    if (writer.kind === 'float64') {
      stop = plainNumber(bytes, view, at, writer.floats, row)
      if (stop >= 0 && stops[bytes[stop]] !== 0) continue
    }
    if (writer.kind === 'dictionary') {
      stop = writeRecentWord(writer, row, bytes, at, stops)
      if (stop >= 0) continue
    }
    stop = fieldEnd(scan, at)
    if (stop === IRREGULAR) return IRREGULAR
    if (bytes[at] === QUOTE) putCell(scan, writer, bytes, at + 1, stop - 1)
    else putCell(scan, writer, bytes, at, stop)
  }
  if (stop === IRREGULAR) return skipTo(scan, at, field, Infinity)
  if (bytes[stop] === delimiter) return skipTo(scan, stop + 1, field + 1, Infinity)
  scan.fieldCount = field + 1
  return stop
}

/**
 * From the start of field `from` to that of field `target`: gives its index and sets `scan.fieldCount` to 0. Where the
 * record ends before, the index of its line break, and its fields; or IRREGULAR. Reads four bytes at a time where it
 * can.
 */
function skipTo(scan: Scan, start: number, from: number, target: number): number {
  const { bytes, view, stops, ordinary, delimiter, delimiters } = scan
  const lastFour = bytes.length - 4
  let field = from
  let at = start
  for (;;) {
    let byte = bytes[at]
    if (byte === QUOTE) {
      at = quotedEnd(scan, at)
      if (at === IRREGULAR) return IRREGULAR
      byte = bytes[at]
    } else {
      while (at <= lastFour) {
        const four = view.getInt32(at, true)
        const quotes = four ^ QUOTES
        if (((((four - 0x10101010) & ~four) | ((quotes - 0x01010101) & ~quotes)) & 0x80808080) !== 0) break
        const different = four ^ delimiters
        const same = ~(((different & 0x7f7f7f7f) + 0x7f7f7f7f) | different | 0x7f7f7f7f)
        const found = Math.imul(same >>> 7, 0x01010101) >>> 24
        if (field + found >= target) {
          if (found === 1) at += (31 - Math.clz32(same)) >> 3
          break
        }
        field += found
        at += 4
      }
      byte = bytes[at]
      if (byte === QUOTE && at > start && bytes[at - 1] === delimiter) continue
      while (byte > ordinary || stops[byte] === 0) byte = bytes[++at]
    }
    if (byte !== delimiter) {
      scan.fieldCount = field + 1
      return at
    }
    at++
    field++
    if (field === target) {
      scan.fieldCount = 0
      return at
    }
  }
}

/**
 * Index of the delimiter or line break where the field at `start` stops, or IRREGULAR where its quotes are not plain.
 */
function fieldEnd(scan: Scan, start: number): number {
  const { bytes, stops, ordinary } = scan
  let at = start
  let byte = bytes[at]
  if (byte === QUOTE) return quotedEnd(scan, at)
  while (byte > ordinary || stops[byte] === 0) byte = bytes[++at]
  return at
}

/** Index where the quoted field at `start` stops, or IRREGULAR unless its second quote is its last character. */
function quotedEnd(scan: Scan, start: number): number {
  const { bytes, stops } = scan
  const length = bytes.length
  let at = start + 1
  while (at < length && bytes[at] !== QUOTE) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) scan.innerBreaks++
    at++
  }
  at++
  return at < length && stops[bytes[at]] !== 0 ? at : IRREGULAR
}

/** The record ends before the column of writer `from`: too few fields, or missing cells where any number will do. */
function endedEarly(scan: Scan, from: number, fieldCount: number, stop: number): number {
  scan.fieldCount = fieldCount
  if (scan.plan.fieldCount === null) {
    for (let k = from; k < scan.writers.length; k++) putCell(scan, scan.writers[k], scan.bytes, 0, 0)
  }
  return stop
}

function putCell(scan: Scan, writer: ColumnWriter, bytes: Uint8Array, start: number, end: number): void {
  const fault = writeCell(writer, scan.row, bytes, start, end)
  if (fault !== null) noteFault(scan, writer, fault, decodeUtf8(bytes.subarray(start, Math.min(end, start + 200))))
}

function noteFault(scan: Scan, writer: ColumnWriter, fault: CellFault, found: string): void {
  if (fault === 'underflow') {
    scan.underflows.push({ column: writer.column, found })
  } else if (scan.fault === null) {
    scan.fault = fault
    scan.faultColumn = writer.column
    scan.found = found
  }
}

/**
 * Reads the record at `start` with PapaParse, where `scanRecord` could not. Gives the index of the line break that ends
 * it, or IRREGULAR where a quote is never closed.
 */
export function scanIrregularRecord(scan: Scan, start: number): number {
  const { bytes, writers } = scan
  forgetFaults(scan)
  dropRow(writers, scan.row)
  const end = recordEnd(bytes, start, bytes.length - 1, scan.delimiter)
  if (end < 0) return IRREGULAR
  const valid = invalidUtf8At(bytes, start, end) < 0
  const cells = recordCellBytes(bytes.subarray(start, end), String.fromCharCode(scan.delimiter), valid)
  scan.fieldCount = cells.length
  scan.innerBreaks = lineBreaks(bytes, start, end)
  for (let k = 0; k < writers.length; k++) {
    const cell = cells[writers[k].column]
    if (cell === undefined) return endedEarly(scan, k, cells.length, end)
    putCell(scan, writers[k], cell, 0, cell.length)
  }
  return end
}

/** Whether the record just read, which starts at `start`, is a comment. */
export function isScannedComment(scan: Scan, start: number): boolean {
  const { comments, fieldCount } = scan.plan
  return (
    comments &&
    fieldCount !== null &&
    scan.innerBreaks === 0 &&
    isCommentLine(scan.bytes, start, scan.fieldCount === fieldCount)
  )
}

/** Keeps or drops the record just read, which starts at `start`, and counts what is wrong with it. */
export function keepOrReject(scan: Scan, faults: ChunkFaults, start: number, line: number, record: number): void {
  const expected = scan.plan.fieldCount ?? scan.fieldCount
  if (isScannedComment(scan, start)) {
    const found = decodeUtf8(scan.bytes.subarray(start, lineEnd(scan.bytes, start)))
    // With one column more, the line would be read as a row.
    const wouldFit =
      scan.plan.rowEnds === true && scan.fieldCount === expected + 1 && !isCommentLine(scan.bytes, start, true)
    if (wouldFit) countFault(faults.rejected, 'comment_fits', null, { line, record, found })
    else countFault(faults.notices, 'comment_line', null, { line, record, found })
    dropRow(scan.writers, scan.row)
  } else if (scan.fieldCount !== expected) {
    const code = scan.fieldCount < expected ? 'too_few_fields' : 'too_many_fields'
    countFault(faults.rejected, code, null, { line, record, found: String(scan.fieldCount) })
    dropRow(scan.writers, scan.row)
  } else if (scan.fault !== null) {
    countFault(faults.rejected, scan.fault, scan.faultColumn, { line, record, found: scan.found })
    dropRow(scan.writers, scan.row)
  } else {
    for (const { column, found } of scan.underflows)
      countFault(faults.notices, 'underflow', column, { line, record, found })
    scan.row++
  }
  forgetFaults(scan)
}

function lineEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < start + 200 && bytes[at] !== LF && bytes[at] !== CR) at++
  return at
}

function forgetFaults(scan: Scan): void {
  scan.fault = null
  scan.underflows = []
}
