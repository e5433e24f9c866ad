import type { HeadNotice } from '../csv/head.ts'
import type { ColumnRequest } from '../csv/plan.ts'
import type { ReadOptions, Reading } from '../csv/read.ts'
import type { ByteSource } from '../csv/source.ts'
import type { RowPlaces } from '../table/input-error.ts'

/** What a file is, by its content and not by its name. */
export const containers = ['csv', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx', 'zip', 'gzip', 'zstd'] as const

/** What a file is, by its content and not by its name; of a compressed file what it is compressed with. */
export type Container = (typeof containers)[number]

/** One table of a file: what its start shows, and how the rest is read. */
export interface TableSource {
  /** The file's name; of one of several files in an archive, that file's. */
  name: string
  container: Container
  /** Names in the order of the file, duplicates kept; `1`, `2` and so on where there is no header. */
  columns: string[]
  /** The first records as texts, at most 1,000; a missing value is an empty text. */
  records: string[][]
  /** `records` are all of them. */
  isWhole: boolean
  /** Rows of the table; null where that is not known before all of it is read. */
  rowCount: number | null
  /** What the start of the file shows that should be known. */
  notices: HeadNotice[]
  /** 1-based line (row of a sheet) of the header; null where names belong to every row, or to the file. */
  headerLine: number | null
  /** What `Reading.lineNumberOf` counts. */
  places: RowPlaces
  /**
   * Reads the requested columns and no others. Cells have the meaning that they have in a CSV of the same table: missing values
   * and NaN are empty cells, booleans `true` and `false`, times ISO 8601 texts, lists JSON texts, integers and decimals exact.
   */
  read(requests: ColumnRequest[], options: ReadOptions): Promise<Reading>
}

/** How to open a file. */
export interface OpenOptions {
  /** The sheet of a workbook; needed only where it has several with cells. */
  sheet?: string | null
  /** The readers of everything but CSV, loaded when first needed. */
  loadReaders?: () => Promise<TableReaders>
}

/** Opens one kind of container. */
export type OpenContainer = (source: ByteSource, options: OpenOptions) => Promise<TableSource>

/** The readers that are loaded only where a file needs them. */
export interface TableReaders {
  json: OpenContainer
  jsonl: OpenContainer
  parquet: OpenContainer
  arrow: OpenContainer
  xlsx: OpenContainer
  /**
   * The files of an archive; null where the archive is a workbook.
   * @param isTaken another file has this name
   */
  zip(source: ByteSource, isTaken: (name: string) => boolean): Promise<ByteSource[] | null>
  /** The content of a file that is compressed with Zstandard. */
  zstd(source: ByteSource): ByteSource
}
