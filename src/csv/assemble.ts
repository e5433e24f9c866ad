import type { Column, Table } from '../table/column.ts'
import { codeOf, createDictionary } from '../table/dictionary.ts'
import type { ByteDictionary } from '../table/dictionary.ts'
import { EXAMPLE_LIMIT } from './plan.ts'
import type {
  NoticeCode, Occurrence, RejectionCode, ScannedChunk, ScannedColumn, ScannedDictionary, ScannedFloat64, ScannedUtf8,
} from './plan.ts'
import { decodeUtf8 } from './utf8.ts'

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
 * What the reader did with a good conscience, but not without saying: `underflow`, a number other than 0 that became 0
 * (the record was kept); `comment_line`, a line that is no record (`column` is null).
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
  table(): Table
  rejected(columns: string[]): Rejection[]
  notices(columns: string[]): Notice[]
}

/** `linesBefore`: lines of the file before the first chunk. */
export function createAssembly(linesBefore: number): Assembly {
  const chunks: ScannedColumn[][] = []
  const dictionaries: ByteDictionary[] = []
  const rejected: Found[] = []
  const notices: Found[] = []
  let rowCount = 0
  let recordCount = 0
  let lineCount = linesBefore
  const anchors = { rows: [] as number[], lines: [] as number[] }
  return {
    add(chunk) {
      anchorLines(anchors, chunk, rowCount, lineCount)
      chunk.columns.forEach((column, index) => {
        chunks[index] ??= []
        if (column.kind === 'dictionary') recode(column, (dictionaries[index] ??= createDictionary()))
        chunks[index].push(column)
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
    lineNumberOf: (row) => lineNumberOf(anchors, row),
    table: () => ({
      rowCount,
      columns: chunks.map((parts, index) => concatenated(parts, rowCount, dictionaries[index])),
    }),
    rejected: (columns) =>
      rejected.map((one) => ({
        code: one.code as RejectionCode,
        column: one.column === null ? null : columns[one.column],
        count: one.count,
        examples: one.examples.map((example) => ({ ...example, found: foundText(one, example.found) })),
      })),
    notices: (columns) =>
      notices.map((one) => ({
        code: one.code as NoticeCode,
        column: one.column === null ? null : columns[one.column],
        count: one.count,
        examples: one.examples.map((example) => ({ ...example, found: foundText(one, example.found) })),
      })),
  }
}

/** Rows whose line is known, ascending; up to the next one, every row begins on the line after the row before. */
interface Anchors {
  rows: number[]
  /** 0-based. */
  lines: number[]
}

function anchorLines({ rows, lines }: Anchors, { lineJumps }: ScannedChunk, rowCount: number, lineCount: number): void {
  rows.push(rowCount)
  lines.push(lineCount)
  for (let i = 0; i < lineJumps.length; i += 2) {
    rows.push(rowCount + lineJumps[i])
    lines.push(lineCount + lineJumps[i + 1])
  }
}

function lineNumberOf({ rows, lines }: Anchors, row: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle] <= row) low = middle + 1
    else high = middle
  }
  return lines[low - 1] + row - rows[low - 1] + 1
}

interface Found {
  code: RejectionCode | NoticeCode
  column: number | null
  count: number
  examples: Example[]
}

function foundText(one: Found, found: string): string {
  if (one.code === 'too_few_fields' || one.code === 'too_many_fields') return `${found} field${found === '1' ? '' : 's'}`
  return found.length > 80 ? `${found.slice(0, 79)}…` : found
}

function gather(all: Found[], more: Occurrence[], lines: number, records: number): void {
  for (const { code, column, count, sightings } of more) {
    let one = all.find((known) => known.code === code && known.column === column)
    if (one === undefined) {
      one = { code, column, count: 0, examples: [] }
      all.push(one)
    }
    one.count += count
    for (const { line, record, found } of sightings.slice(0, EXAMPLE_LIMIT - one.examples.length)) {
      one.examples.push({ lineNumber: lines + line + 1, rowNumber: records + record + 1, found })
    }
  }
}

/** Makes a chunk's codes those of the whole file. */
function recode(column: ScannedDictionary, dictionary: ByteDictionary): void {
  const { codes, bytes, offsets } = column
  const size = offsets.length - 1
  const target = new Uint32Array(size)
  let same = true
  for (let code = 0; code < size; code++) {
    target[code] = codeOf(dictionary, bytes, offsets[code], offsets[code + 1])
    if (target[code] !== code) same = false
  }
  column.bytes = new Uint8Array(0)
  column.offsets = new Uint32Array(1)
  if (same) return
  for (let row = 0; row < codes.length; row++) codes[row] = target[codes[row]]
}

/** One column of all rows. The parts are let go as they are copied. */
function concatenated(parts: ScannedColumn[], rowCount: number, dictionary: ByteDictionary): Column {
  const kind = parts[0].kind
  if (kind === 'float64') return joinFloat64(parts as ScannedFloat64[], rowCount)
  if (kind === 'utf8') return joinUtf8(parts as ScannedUtf8[], rowCount)
  return joinDictionary(parts as ScannedDictionary[], rowCount, dictionary)
}

function joinFloat64(parts: ScannedFloat64[], rowCount: number): Column {
  if (parts.length === 1) return { kind: 'float64', values: parts[0].values }
  const values = new Float64Array(rowCount)
  let row = 0
  for (const part of drained(parts)) {
    values.set(part.values, row)
    row += part.values.length
  }
  return { kind: 'float64', values }
}

function joinDictionary(parts: ScannedDictionary[], rowCount: number, dictionary: ByteDictionary): Column {
  const codes = parts.length === 1 ? parts[0].codes : new Uint32Array(rowCount)
  let row = 0
  for (const part of parts.length === 1 ? [] : drained(parts)) {
    codes.set(part.codes, row)
    row += part.codes.length
  }
  const values: string[] = []
  for (let code = 0; code < dictionary.size; code++) {
    values.push(decodeUtf8(dictionary.bytes.subarray(dictionary.offsets[code], dictionary.offsets[code + 1])))
  }
  return { kind: 'dictionary', codes, values }
}

function joinUtf8(parts: ScannedUtf8[], rowCount: number): Column {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.length, 0))
  const offsets = new Float64Array(rowCount + 1)
  let row = 0
  let used = 0
  for (const part of drained(parts)) {
    bytes.set(part.bytes, used)
    const count = part.offsets.length - 1
    for (let k = 1; k <= count; k++) offsets[row + k] = used + part.offsets[k]
    row += count
    used += part.bytes.length
  }
  return { kind: 'utf8', bytes, offsets }
}

/** The parts in order, each removed from the list as it is given. */
function* drained<Part>(parts: Part[]): Generator<Part, void, void> {
  parts.reverse()
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) yield part
}
