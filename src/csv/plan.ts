import type { ColumnKind } from '../table/column.ts'

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
}

export type RejectionCode =
  | 'not_a_number' | 'missing' | 'not_finite' | 'invalid_utf8' | 'too_few_fields' | 'too_many_fields'
export type NoticeCode = 'underflow' | 'comment_line'
/** What can be wrong with a cell. */
export type CellFault = Exclude<RejectionCode, 'too_few_fields' | 'too_many_fields'> | 'underflow'

/** What was found once, in a chunk. Line and record are 0-based and count from the start of the chunk. */
export interface Sighting {
  line: number
  record: number
  found: string
}

/** Records of a chunk with the same fault. `column` is null where it is the record's. */
export interface Occurrence {
  code: RejectionCode | NoticeCode
  column: number | null
  count: number
  /** The first ones, at most `EXAMPLE_LIMIT`. */
  sightings: Sighting[]
}

export const EXAMPLE_LIMIT = 20

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

export interface ScannedUtf8 {
  kind: 'utf8'
  bytes: Uint8Array
  offsets: Uint32Array
}

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
  /** Pairs of a row and its line, 0-based in the chunk: rows that do not begin on the line after the row before. */
  lineJumps: Uint32Array
  /** The chunk ends inside a quoted cell: it was cut at the wrong place, and what is here counts for nothing. */
  unclosed: boolean
  columns: ScannedColumn[]
  rejected: Occurrence[]
  notices: Occurrence[]
  /** Fields of each row; only where the plan has `fieldCount: null`. */
  fieldCounts: Uint32Array | null
}

/** Scans chunks, here or on another thread. The chunk is handed over: its sender does not use it again. */
export interface ChunkScanner {
  scan(chunk: Uint8Array<ArrayBuffer>, plan: ScanPlan): Promise<ScannedChunk & Spent>
}

/** The chunk's buffer, handed back to be filled again: memory that was touched before is faster to fill. */
export interface Spent {
  spent: ArrayBuffer
}

/** The buffers to transfer when posting a scanned chunk. */
export function transferables(scanned: ScannedChunk): ArrayBuffer[] {
  const views: ArrayBufferView[] = [scanned.lineJumps, ...(scanned.fieldCounts === null ? [] : [scanned.fieldCounts])]
  for (const column of scanned.columns) {
    if (column.kind === 'float64') views.push(column.values)
    else if (column.kind === 'dictionary') views.push(column.codes, column.bytes, column.offsets)
    else views.push(column.bytes, column.offsets)
  }
  return views.map((view) => view.buffer as ArrayBuffer)
}
