import { CR, isCommentLine, LF, lineBreaks, QUOTE, recordEnd, stopTable } from './grammar.ts'
import { plainNumber } from './number.ts'
import { recordCellBytes } from './odd-record.ts'
import { see } from './sightings.ts'
import type { Sightings } from './sightings.ts'
import type { CellFault, RejectionCode, ScanPlan } from './plan.ts'
import { dropRow, takeCell, takeRecentWord } from './steps.ts'
import type { Step } from './steps.ts'
import { decodeUtf8, invalidUtf8At } from './utf8.ts'

/** `scanRecord`, `quotedEnd`: more than this scanner reads by itself. */
export const ODD = -1
const QUOTES = 0x22222222

/** Where the reading of records stands. */
export interface Scan {
  bytes: Uint8Array
  plan: ScanPlan
  delimiter: number
  /** The same bytes, to be read four at a time. */
  view: DataView
  /** The delimiter four times. */
  delimiters: number
  stops: Uint8Array
  /** No byte above it ends a field: spares most bytes the look into `stops`. */
  ordinary: number
  steps: Step[]
  /** Row being written. */
  row: number
  /** Fields of the record that was read last. */
  fieldCount: number
  /** Line breaks inside that record. */
  innerBreaks: number
  /** What is wrong with that record's first wrong cell; null for nothing. */
  fault: RejectionCode | null
  faultColumn: number
  found: string
  /** Cells of that record lost to underflow, as column and text. */
  underflows: { column: number; found: string }[]
}

export function createScan(plan: ScanPlan, steps: Step[]): Scan {
  return {
    bytes: new Uint8Array(0),
    plan,
    delimiter: plan.delimiter,
    view: new DataView(new ArrayBuffer(0)),
    delimiters: Math.imul(plan.delimiter, 0x01010101),
    stops: stopTable(plan.delimiter),
    ordinary: Math.max(plan.delimiter, CR),
    steps,
    row: 0,
    fieldCount: 0,
    innerBreaks: 0,
    fault: null,
    faultColumn: 0,
    found: '',
    underflows: [],
  }
}

/** Reads the record at `start` as row `scan.row`. Gives the index of the line break that ends it, or ODD. */
export function scanRecord(scan: Scan, start: number): number {
  const { bytes, view, stops, delimiter, steps, row } = scan
  scan.innerBreaks = 0
  let field = 0
  let at = start
  /** Where the current field stops, once that is known. */
  let stop = ODD
  for (let k = 0; k < steps.length; k++) {
    const step = steps[k]
    if (field < step.column) {
      if (stop !== ODD) {
        if (bytes[stop] !== delimiter) return endedEarly(scan, k, field + 1, stop)
        at = stop + 1
        field++
      }
      if (field < step.column) {
        at = skipTo(scan, at, field, step.column)
        if (at === ODD) return ODD
        if (scan.fieldCount > 0) return endedEarly(scan, k, scan.fieldCount, at)
        field = step.column
      }
    }
    if (step.kind === 'float64') {
      stop = plainNumber(bytes, view, at, step.floats, row)
      if (stop >= 0 && stops[bytes[stop]] !== 0) continue
    }
    if (step.kind === 'dictionary') {
      stop = takeRecentWord(step, row, bytes, at, stops)
      if (stop >= 0) continue
    }
    stop = fieldEnd(scan, at)
    if (stop === ODD) return ODD
    if (bytes[at] === QUOTE) take(scan, step, bytes, at + 1, stop - 1)
    else take(scan, step, bytes, at, stop)
  }
  if (stop === ODD) return skipTo(scan, at, field, Infinity)
  if (bytes[stop] === delimiter) return skipTo(scan, stop + 1, field + 1, Infinity)
  scan.fieldCount = field + 1
  return stop
}

/**
 * From the start of field `from` to that of field `target`: gives its index and sets `scan.fieldCount` to 0. Where the
 * record ends before, the index of its line break, and its fields; or ODD. Reads four bytes at a time where it can.
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
      if (at === ODD) return ODD
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

/** Index where the field at `start` stops: a delimiter or a line break; ODD where its quotes are not plain. */
function fieldEnd(scan: Scan, start: number): number {
  const { bytes, stops, ordinary } = scan
  let at = start
  let byte = bytes[at]
  if (byte === QUOTE) return quotedEnd(scan, at)
  while (byte > ordinary || stops[byte] === 0) byte = bytes[++at]
  return at
}

/** As `fieldEnd` for a quoted cell; ODD unless its second quote is its last character. */
function quotedEnd(scan: Scan, start: number): number {
  const { bytes, stops } = scan
  const length = bytes.length
  let at = start + 1
  while (at < length && bytes[at] !== QUOTE) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) scan.innerBreaks++
    at++
  }
  at++
  return at < length && stops[bytes[at]] !== 0 ? at : ODD
}

/** The record ends before the column of step `from`: too few fields, or missing cells where any number will do. */
function endedEarly(scan: Scan, from: number, fieldCount: number, stop: number): number {
  scan.fieldCount = fieldCount
  if (scan.plan.fieldCount === null) {
    for (let k = from; k < scan.steps.length; k++) take(scan, scan.steps[k], scan.bytes, 0, 0)
  }
  return stop
}

function take(scan: Scan, step: Step, bytes: Uint8Array, start: number, end: number): void {
  const fault = takeCell(step, scan.row, bytes, start, end)
  if (fault !== null) noteFault(scan, step, fault, decodeUtf8(bytes.subarray(start, Math.min(end, start + 200))))
}

function noteFault(scan: Scan, step: Step, fault: CellFault, found: string): void {
  if (fault === 'underflow') {
    scan.underflows.push({ column: step.column, found })
  } else if (scan.fault === null) {
    scan.fault = fault
    scan.faultColumn = step.column
    scan.found = found
  }
}

/** Has PapaParse read the record at `start`; gives the index of the line break that ends it, or ODD for none. */
export function scanOddRecord(scan: Scan, start: number): number {
  const { bytes, steps } = scan
  forgetFaults(scan)
  dropRow(steps, scan.row)
  const end = recordEnd(bytes, start, bytes.length - 1, scan.delimiter)
  if (end < 0) return ODD
  const valid = invalidUtf8At(bytes, start, end) < 0
  const cells = recordCellBytes(bytes.subarray(start, end), String.fromCharCode(scan.delimiter), valid)
  scan.fieldCount = cells.length
  scan.innerBreaks = lineBreaks(bytes, start, end)
  for (let k = 0; k < steps.length; k++) {
    const cell = cells[steps[k].column]
    if (cell === undefined) return endedEarly(scan, k, cells.length, end)
    take(scan, steps[k], cell, 0, cell.length)
  }
  return end
}

/** Whether the record just read, at `start`, is a comment. */
export function isComment(scan: Scan, start: number): boolean {
  const { comments, fieldCount } = scan.plan
  return (
    comments &&
    fieldCount !== null &&
    scan.innerBreaks === 0 &&
    isCommentLine(scan.bytes, start, scan.fieldCount === fieldCount)
  )
}

/** Counts what is wrong with the record just read, at `start`, and keeps or drops it. */
export function settle(scan: Scan, sightings: Sightings, start: number, line: number, record: number): void {
  const expected = scan.plan.fieldCount ?? scan.fieldCount
  if (isComment(scan, start)) {
    const found = decodeUtf8(scan.bytes.subarray(start, lineEnd(scan.bytes, start)))
    // With a column more, it would be a row.
    const wouldFit =
      scan.plan.rowEnds === true && scan.fieldCount === expected + 1 && !isCommentLine(scan.bytes, start, true)
    if (wouldFit) see(sightings.rejected, 'comment_fits', null, { line, record, found })
    else see(sightings.notices, 'comment_line', null, { line, record, found })
    dropRow(scan.steps, scan.row)
  } else if (scan.fieldCount !== expected) {
    const code = scan.fieldCount < expected ? 'too_few_fields' : 'too_many_fields'
    see(sightings.rejected, code, null, { line, record, found: String(scan.fieldCount) })
    dropRow(scan.steps, scan.row)
  } else if (scan.fault !== null) {
    see(sightings.rejected, scan.fault, scan.faultColumn, { line, record, found: scan.found })
    dropRow(scan.steps, scan.row)
  } else {
    for (const { column, found } of scan.underflows)
      see(sightings.notices, 'underflow', column, { line, record, found })
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
