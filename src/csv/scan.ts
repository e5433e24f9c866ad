import { afterBreak, CR, LF, lineBreaks } from './grammar.ts'
import { createFaults } from './faults.ts'
import type { ScannedChunk, ScannedColumn, ScanPlan } from './plan.ts'
import { createScan, isScannedComment, IRREGULAR, scanIrregularRecord, scanRecord, keepOrReject } from './record.ts'
import { createWriters, finishColumns, growWriters, resized, capacityOf } from './column-writers.ts'

/** Reads whole records, handed over in pieces that follow each other in the file, into the same typed columns. */
export interface Scanning {
  /**
   * `bytes` start at a record and end after one (a missing last line break is made up); they are not used after.
   * Gives false where they end inside a quoted cell: they were cut at the wrong place, and more is of no use.
   */
  push(bytes: Uint8Array): boolean
  /** To be called once, at the end. */
  finish(): ScannedChunk
}

/**
 * Reads the records of a chunk, as `Scanning` does. Pure: the same bytes and plan give the same result on any thread.
 * @param spare columns of an earlier chunk of the same plan, which are written over
 */
export function scanChunk(chunk: Uint8Array, plan: ScanPlan, spare: ScannedColumn[] = []): ScannedChunk {
  const scanning = startScanning(plan, chunk.length, spare)
  scanning.push(chunk)
  return scanning.finish()
}

/**
 * Starts a scan of records that come in pieces.
 * @param byteCount about how many bytes will come, for which room is made
 */
export function startScanning(plan: ScanPlan, byteCount: number, spare: ScannedColumn[] = []): Scanning {
  const writers = createWriters(plan.requests, spare)
  const scan = createScan(plan, writers)
  const faults = createFaults()
  const lineJumps: number[] = []
  let capacity = capacityOf(writers)
  let fieldCounts: Uint32Array = new Uint32Array(plan.fieldCount === null ? capacity : 0)
  const givesEnds = plan.rowEnds === true
  let rowEnds: Uint32Array = new Uint32Array(givesEnds ? capacity : 0)
  let bytesScanned = 0
  let line = 0
  let record = 0
  /** Lines scanned before a row, less the rows before it. */
  let shift = 0
  let unclosed = false

  function makeRoom(rows: number): void {
    capacity = rows
    growWriters(writers, capacity)
    if (plan.fieldCount === null) fieldCounts = resized(fieldCounts, capacity)
    if (givesEnds) rowEnds = resized(rowEnds, capacity)
  }

  function push(chunk: Uint8Array): boolean {
    if (chunk.length === 0) return !unclosed
    const bytes = terminated(chunk)
    scan.bytes = bytes
    scan.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const bytesBefore = bytesScanned
    bytesScanned += chunk.length
    if (capacity === 0) makeRoom(estimatedRows(bytes, byteCount))
    let at = 0
    while (at < bytes.length) {
      if (bytes[at] === LF || bytes[at] === CR) {
        at = afterBreak(bytes, at)
        line++
        continue
      }
      if (scan.row === capacity) makeRoom(capacity * 2)
      let end = scanRecord(scan, at)
      if (end === IRREGULAR) end = scanIrregularRecord(scan, at)
      if (end === IRREGULAR) {
        unclosed = true
        return false
      }
      if (plan.fieldCount === null) fieldCounts[scan.row] = scan.fieldCount
      const row = scan.row
      const isKept =
        scan.fault === null &&
        scan.underflows.length === 0 &&
        scan.fieldCount === (plan.fieldCount ?? scan.fieldCount) &&
        !isScannedComment(scan, at)
      if (isKept) {
        scan.row++
      } else {
        if (isScannedComment(scan, at)) record--
        keepOrReject(scan, faults, at, line, record)
      }
      if (line - row !== shift && scan.row > row) {
        shift = line - row
        lineJumps.push(row, line)
      }
      if (givesEnds && scan.row > row) rowEnds[row] = bytesBefore + end
      record++
      line += 1 + scan.innerBreaks
      at = bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1
    }
    return true
  }

  return {
    push,
    finish: () => ({
      byteCount: bytesScanned,
      rowCount: scan.row,
      recordCount: record,
      lineCount: line,
      lineJumps: Uint32Array.from(lineJumps),
      unclosed,
      columns: finishColumns(writers, plan.requests, scan.row),
      rejected: faults.rejected,
      notices: faults.notices,
      fieldCounts: plan.fieldCount === null ? fieldCounts.slice(0, scan.row) : null,
      rowEnds: givesEnds ? rowEnds.subarray(0, scan.row) : null,
    }),
  }
}

/** The chunk with a line break at its end, which is added where there is none. */
function terminated(chunk: Uint8Array): Uint8Array {
  const last = chunk[chunk.length - 1]
  if (last === LF || last === CR) return chunk
  const bytes = new Uint8Array(chunk.length + 1)
  bytes.set(chunk)
  bytes[chunk.length] = LF
  return bytes
}

/** Rows of `byteCount` bytes if all lines were as long as the first few of `bytes` are on average. */
function estimatedRows(bytes: Uint8Array, byteCount: number): number {
  const sample = Math.min(bytes.length, 4096)
  const lines = Math.max(1, lineBreaks(bytes, 0, sample))
  return Math.ceil((Math.max(bytes.length, byteCount) / Math.max(1, sample)) * lines * 1.05) + 16
}
