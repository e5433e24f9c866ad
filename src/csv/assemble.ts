import {
  EXAMPLE_LIMIT,
  type FaultCount,
  type NoticeCode,
  type RejectionCode,
  type ScannedChunk,
  type ScannedColumn,
  type ScannedDictionary,
  type ScannedFloat64,
  type ScannedUtf8,
} from './plan.ts'
import { decodeUtf8 } from './utf8.ts'
import type { Column, ColumnKind, Table } from '../table/column.ts'
import { codeOf, createDictionary } from '../table/dictionary.ts'

/** One record with a fault. */
export interface Example {
  /** 1-based line of the file that the record starts on. */
  lineNumber: number
  /** 1-based number of the record, the header and blank lines not counted. */
  rowNumber: number
  /** The cell's text (at most 80 characters), or the record's number of fields, such as `2 fields`. */
  found: string
}

/** Records that were left out of the table, for the same reason. A record counts under its first fault. */
export interface Rejection {
  code: RejectionCode
  /** The column's name; null where it is the record's number of fields. */
  column: string | null
  count: number
  /** The first ones in file order, at most 20. */
  examples: Example[]
}

/**
 * Something to report that leaves no record out: `underflow`, a number other than 0 that became 0 (the record is kept);
 * `comment_line`, a line that is a comment and no record (`column` is null).
 */
export interface Notice {
  code: NoticeCode
  column: string | null
  count: number
  examples: Example[]
}

/** Puts the chunks of a file together, in file order. */
export interface Assembly {
  add(chunk: ScannedChunk): void
  rowCount(): number
  recordCount(): number
  /** Lines of the file up to the end of the chunks added. */
  lineCount(): number
  /** 1-based line of the file on which a row of the table begins. */
  lineNumberOf(row: number): number
  /** 1-based number of a row among the file's records, those that were left out counted. */
  rowNumberOf(row: number): number
  /** To be called once, at the end. */
  table(): Table
  rejected(columns: string[]): Rejection[]
  notices(columns: string[]): Notice[]
}

/**
 * @param linesBefore lines of the file before the first chunk
 * @param textBytes how long the file's text is, about; null where that is not known
 */
export function createAssembly(linesBefore: number, textBytes: number | null): Assembly {
  const columns: GrowingColumn[] = []
  let byteCount = 0
  const rejected: Found[] = []
  const notices: Found[] = []
  let rowCount = 0
  let recordCount = 0
  let lineCount = linesBefore
  const anchors: Anchors = { rows: [], lines: [], records: [] }
  return {
    add(chunk) {
      anchorRows(anchors, chunk, rowCount, lineCount, recordCount)
      byteCount += chunk.byteCount
      const rowsSoFar = rowCount + chunk.rowCount
      const expectedRows =
        textBytes === null ? 2 * rowsSoFar : Math.ceil(1.01 * rowsSoFar * Math.max(1, textBytes / byteCount))
      chunk.columns.forEach((column, index) => {
        columns[index] ??= growingColumn(column.kind)
        columns[index].append(column, expectedRows)
      })
      gather(rejected, chunk.rejected, lineCount, recordCount)
      gather(notices, chunk.notices, lineCount, recordCount)
      rowCount += chunk.rowCount
      recordCount += chunk.recordCount
      lineCount += chunk.lineCount
    },
    rowCount: () => rowCount,
    recordCount: () => recordCount,
    lineCount: () => lineCount,
    lineNumberOf: (row) => numberOf(row, anchors.rows, anchors.lines),
    rowNumberOf: (row) => numberOf(row, anchors.rows, anchors.records),
    table: () => ({
      rowCount,
      columns: columns.map((column) => column.finish(rowCount)),
    }),
    rejected: (names) => rejected.map((one) => named<RejectionCode>(one, names)),
    notices: (names) => notices.map((one) => named<NoticeCode>(one, names)),
  }
}

/** Rows whose line and record are known, ascending; up to the next one, lines and records go on one by one with the rows. */
interface Anchors {
  rows: number[]
  /** 0-based. */
  lines: number[]
  /** 0-based. */
  records: number[]
}

function anchorRows(
  { rows, lines, records }: Anchors,
  { lineJumps }: ScannedChunk,
  rowCount: number,
  lineCount: number,
  recordCount: number,
): void {
  rows.push(rowCount)
  lines.push(lineCount)
  records.push(recordCount)
  for (let i = 0; i < lineJumps.length; i += 3) {
    rows.push(rowCount + lineJumps[i])
    lines.push(lineCount + lineJumps[i + 1])
    records.push(recordCount + lineJumps[i + 2])
  }
}

/** 1-based line or record of a row, from those of the anchor before it. */
function numberOf(row: number, rows: number[], numbers: number[]): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle] <= row) low = middle + 1
    else high = middle
  }
  return numbers[low - 1] + row - rows[low - 1] + 1
}

interface Found {
  code: RejectionCode | NoticeCode
  column: number | null
  count: number
  examples: Example[]
}

function named<Code extends RejectionCode | NoticeCode>({ code, column, count, examples }: Found, names: string[]) {
  return {
    code: code as Code,
    column: column === null ? null : names[column],
    count,
    examples: examples.map((example) => ({ ...example, found: foundText(code, example.found) })),
  }
}

function foundText(code: RejectionCode | NoticeCode, found: string): string {
  if (code === 'too_few_fields' || code === 'too_many_fields') return `${found} field${found === '1' ? '' : 's'}`
  return found.length > 80 ? `${found.slice(0, 79)}…` : found
}

function gather(all: Found[], more: FaultCount[], lines: number, records: number): void {
  for (const { code, column, count, examples } of more) {
    let one = all.find((known) => known.code === code && known.column === column)
    if (one === undefined) {
      one = { code, column, count: 0, examples: [] }
      all.push(one)
    }
    one.count += count
    for (const { line, record, found } of examples.slice(0, EXAMPLE_LIMIT - one.examples.length)) {
      one.examples.push({ lineNumber: lines + line + 1, rowNumber: records + record + 1, found })
    }
  }
}

/** One column of the file, to which the chunks' parts are added in file order; a part is not kept. */
export interface GrowingColumn {
  /** @param expectedRows about how many rows the whole file will have, for which room is made */
  append(part: ScannedColumn, expectedRows: number): void
  finish(rowCount: number): Column
}

/** An empty column of a kind. */
function growingColumn(kind: ColumnKind): GrowingColumn {
  if (kind === 'float64') return growingFloat64()
  return kind === 'dictionary' ? growingDictionary() : growingUtf8()
}

function growingFloat64(): GrowingColumn {
  let values = new Float64Array(0)
  let used = 0
  return {
    append(part, expectedRows) {
      const more = (part as ScannedFloat64).values
      if (used + more.length > values.length)
        values = enlarged(values, new Float64Array(Math.max(expectedRows, used + more.length)))
      values.set(more, used)
      used += more.length
    },
    finish: (rowCount) => ({ kind: 'float64', values: values.subarray(0, rowCount) }),
  }
}

function growingDictionary(): GrowingColumn {
  let codes = new Uint32Array(0)
  let used = 0
  const dictionary = createDictionary()
  return {
    append(part, expectedRows) {
      const { codes: more, bytes, offsets } = part as ScannedDictionary
      if (used + more.length > codes.length)
        codes = enlarged(codes, new Uint32Array(Math.max(expectedRows, used + more.length)))
      const codeOfPart = new Uint32Array(offsets.length - 1)
      let isSame = true
      for (let code = 0; code < codeOfPart.length; code++) {
        codeOfPart[code] = codeOf(dictionary, bytes, offsets[code], offsets[code + 1])
        if (codeOfPart[code] !== code) isSame = false
      }
      if (isSame) codes.set(more, used)
      else for (let row = 0; row < more.length; row++) codes[used + row] = codeOfPart[more[row]]
      used += more.length
    },
    finish(rowCount) {
      const { bytes, offsets, size } = dictionary
      const values = Array.from({ length: size }, (_, code) =>
        decodeUtf8(bytes.subarray(offsets[code], offsets[code + 1])),
      )
      return { kind: 'dictionary', codes: codes.subarray(0, rowCount), values }
    },
  }
}

function growingUtf8(): GrowingColumn {
  let bytes = new Uint8Array(0)
  let offsets = new Float64Array(1)
  let rows = 0
  return {
    append(part, expectedRows) {
      const { bytes: moreBytes, offsets: moreOffsets } = part as ScannedUtf8
      const count = moreOffsets.length - 1
      const start = offsets[rows]
      if (rows + count >= offsets.length)
        offsets = enlarged(offsets, new Float64Array(Math.max(expectedRows, rows + count) + 1))
      if (start + moreBytes.length > bytes.length) {
        const expectedBytes = Math.ceil(((start + moreBytes.length) / (rows + count)) * expectedRows)
        bytes = enlarged(bytes, new Uint8Array(Math.max(expectedBytes, start + moreBytes.length)))
      }
      bytes.set(moreBytes, start)
      for (let k = 1; k <= count; k++) offsets[rows + k] = start + moreOffsets[k]
      rows += count
    },
    finish: (rowCount) => ({
      kind: 'utf8',
      bytes: bytes.subarray(0, offsets[rowCount]),
      offsets: offsets.subarray(0, rowCount + 1),
    }),
  }
}

function enlarged<A extends Float64Array | Uint32Array | Uint8Array>(values: A, larger: A): A {
  larger.set(values)
  return larger
}
