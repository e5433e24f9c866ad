import type { ColumnKind } from '../table/column.ts'
import type { FileHandle } from './source.ts'

/** One column to read. */
export interface ColumnRequest {
  /** 0-based index into `Head.columns`. */
  column: number
  kind: ColumnKind
  /** An empty cell is a value (`''`, or NaN in a float64 column) and no fault. */
  allowEmpty: boolean
}

/** What a scanner has to know of the file. */
export interface ScanPlan {
  /** The delimiter's byte. */
  delimiter: number
  /** Fields of every record; null takes records of any length (missing cells are empty) and counts their fields. */
  fieldCount: number | null
  /** Records that start with `#` may be comments (`isCommentLine`), unless any number of fields will do. */
  comments: boolean
  requests: ColumnRequest[]
  /** Report where each row ends, so that a cell can be added to it. */
  rowEnds?: boolean
}

/** Why a record is left out of the table. */
export type RejectionCode =
  'not_a_number' | 'missing' | 'not_finite' | 'invalid_utf8' | 'too_few_fields' | 'too_many_fields' | 'comment_fits'
/** What is said of a record that is kept (`underflow`) or that is no record (`comment_line`). */
export type NoticeCode = 'underflow' | 'comment_line'
/** What can be wrong with a cell. */
export type CellFault = Exclude<RejectionCode, 'too_few_fields' | 'too_many_fields' | 'comment_fits'> | 'underflow'

/** One record of a chunk with a fault. Line and record are 0-based and count from the start of the chunk. */
export interface ChunkExample {
  line: number
  record: number
  found: string
}

/** Records of a chunk with the same fault, counted. `column` is null where the fault is the whole record's. */
export interface FaultCount {
  code: RejectionCode | NoticeCode
  column: number | null
  count: number
  /** The first of them, at most `EXAMPLE_LIMIT`. */
  examples: ChunkExample[]
}

/** How many examples of each fault are kept. */
export const EXAMPLE_LIMIT = 20

/** Numbers of a chunk, one for each row. */
export interface ScannedFloat64 {
  kind: 'float64'
  values: Float64Array
}

/** Codes into the chunk's own dictionary, whose entry k is `bytes[offsets[k]] … bytes[offsets[k + 1] - 1]`. */
export interface ScannedDictionary {
  kind: 'dictionary'
  codes: Uint32Array
  bytes: Uint8Array
  offsets: Uint32Array
}

/** Texts of a chunk as UTF-8: row r is `bytes[offsets[r]] … bytes[offsets[r + 1] - 1]`. */
export interface ScannedUtf8 {
  kind: 'utf8'
  bytes: Uint8Array
  offsets: Uint32Array
}

/** One requested column of a chunk. */
export type ScannedColumn = ScannedFloat64 | ScannedDictionary | ScannedUtf8

/** The requested columns of a chunk, in the order of the requests; can be posted between threads. */
export interface ScannedChunk {
  /** Bytes of the chunk. */
  byteCount: number
  /** Records kept. */
  rowCount: number
  /** Records kept and rejected; blank lines do not count. */
  recordCount: number
  lineCount: number
  /**
   * A row, its line and its record, 0-based in the chunk, of each row that does not begin on the line after the row before: so
   * of each that follows a record that was left out.
   */
  lineJumps: Uint32Array
  /**
   * The chunk ends inside a quoted cell, or no record's end was in reach: it was cut at the wrong place, and what is
   * here counts for nothing.
   */
  unclosed: boolean
  columns: ScannedColumn[]
  rejected: FaultCount[]
  notices: FaultCount[]
  /** Fields of each row; only where the plan has `fieldCount: null`. */
  fieldCounts: Uint32Array | null
  /**
   * Index in the chunk of the line break that ends each row (the chunk's length where none does); only where the plan
   * asks.
   */
  rowEnds: Uint32Array | null
  /**
   * The chunk itself, or with a cell more in each row where the scanner has added it; where the plan asks for `rowEnds`
   * and the chunk was handed over.
   */
  text?: Uint8Array<ArrayBuffer>
}

/** Scans parts of a file, here or on another thread. */
export interface Scanner {
  /**
   * Takes over the chunk and `spare`, whose sender uses neither again. `spare` are columns of an earlier chunk of the
   * same plan, which are written over.
   */
  scan(chunk: Uint8Array<ArrayBuffer>, plan: ScanPlan, spare: ScannedColumn[]): Promise<ScannedChunk & Spent>
  /** Reads a range of a file by itself and scans the records that start in it. Absent where it cannot read. */
  scanRange?(range: FileRange, plan: ScanPlan, spare: ScannedColumn[]): Promise<ScannedChunk>
}

/** The chunk's buffer, handed back to be filled again: memory that was touched before is faster to fill. */
export interface Spent {
  spent: ArrayBuffer
}

/** A part of a file's text, in bytes as stored; not empty. */
export interface FileRange {
  file: FileHandle
  fileBytes: number
  start: number
  end: number
  /** A record starts at `start`. Without, the first one is looked for, and the last one read to its end. */
  startsRecord: boolean
}

/** The buffers to transfer when posting a scanned chunk. */
export function transferables({ lineJumps, fieldCounts, rowEnds, columns }: ScannedChunk): ArrayBuffer[] {
  const views = [lineJumps, fieldCounts, rowEnds].filter((view) => view !== null)
  return [...views.map(({ buffer }) => buffer as ArrayBuffer), ...columnBuffers(columns)]
}

/** The buffers to transfer when posting columns. */
export function columnBuffers(columns: ScannedColumn[]): ArrayBuffer[] {
  const views = columns.flatMap((column): ArrayBufferView[] =>
    column.kind === 'float64'
      ? [column.values]
      : column.kind === 'dictionary'
        ? [column.codes, column.bytes, column.offsets]
        : [column.bytes, column.offsets],
  )
  return views.map((view) => view.buffer as ArrayBuffer)
}
