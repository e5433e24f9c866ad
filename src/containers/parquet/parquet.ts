import { parquetMetadataAsync, parquetRead, type FileMetaData, type RowGroup } from 'hyparquet'
import type { ColumnRequest } from '../../csv/plan.ts'
import type { ByteSource } from '../../csv/source.ts'
import { InputError } from '../../table/input-error.ts'
import type { Warning } from '../../table/warning.ts'
import type { Batch } from '../batch.ts'
import { damaged, inWords, stepsInWords, unsupported } from '../damaged.ts'
import { counted, randomAccess, type RandomAccess } from '../random-access.ts'
import { readBatches } from '../read-batches.ts'
import { rowsOf, textAt, type StoredColumn } from '../stored-column.ts'
import type { TableSource } from '../table-source.ts'
import { dateText, jsonText, timestampText } from '../value-text.ts'
import { decompress, readableCodecs } from './codecs.ts'
import { decodeColumnChunk } from './column-chunk.ts'
import { parquetColumns, type ParquetColumn } from './schema.ts'

const format = 'a Parquet file'
const headRows = 1000

/** What is known of an open file. */
interface OpenFile {
  name: string
  access: RandomAccess
  metadata: FileMetaData
  columns: ParquetColumn[]
}

/** Opens a Parquet file: its columns, and its first rows. */
export async function openParquet(source: ByteSource): Promise<TableSource> {
  const { source: read, bytesRead } = counted(source)
  const access = await inWords(source.name, format, () => randomAccess(read))
  const metadata = await readMetadata(source.name, access)
  const columns = parquetColumns(metadata)
  const file: OpenFile = { name: source.name, access, metadata, columns }
  const { records, warnings } = await inWords(source.name, format, () => firstRecords(file))
  const rowCount = Number(metadata.num_rows)
  return {
    name: source.name,
    container: 'parquet',
    columns: columns.map(({ name }) => name),
    records,
    isWhole: rowCount <= headRows,
    rowCount,
    warnings,
    headerLine: null,
    places: 'row',
    read(requests, options) {
      const before = bytesRead()
      return readBatches(
        {
          file: source.name,
          columns: columns.map(({ name }) => name),
          batches: stepsInWords(source.name, format, rowGroups(file, requests)),
          rowCount,
          placesBefore: 0,
          bytesRead: () => bytesRead() - before,
        },
        requests,
        options,
      )
    },
  }
}

async function readMetadata(name: string, access: RandomAccess): Promise<FileMetaData> {
  if (access.byteLength >= 8) {
    const end = await inWords(name, format, () => access.read(access.byteLength - 4, access.byteLength))
    if (String.fromCharCode(...end) === 'PARE') throw encrypted(name)
    if (String.fromCharCode(...end) !== 'PAR1') throw damaged(name, format, 'its end is missing')
  }
  return inWords(name, format, () =>
    parquetMetadataAsync(
      {
        byteLength: access.byteLength,
        slice: async (start, end) => (await access.read(start, end ?? access.byteLength)).buffer,
      },
      { geoparquet: false },
    ),
  )
}

/** The error of a file, or of a column, that takes a key to read. */
export function encrypted(name: string, column?: string): InputError {
  return unsupported(name, 'encrypted Parquet', 'a file that is not encrypted', 'Write it without encryption.', column)
}

async function* rowGroups(file: OpenFile, requests: ColumnRequest[]): AsyncGenerator<Batch, void, void> {
  let firstRow = 0
  for (const group of file.metadata.row_groups) {
    const rowCount = Number(group.num_rows)
    const decoded = new Map<number, StoredColumn[]>()
    for (const { column } of requests)
      if (!decoded.has(column))
        decoded.set(column, await columnOf(file, file.columns[column], { group, firstRow, rowCount }))
    firstRow += rowCount
    const columns = requests.map(({ column }) => decoded.get(column)!)
    if (rowCount > 0) yield { rowCount, columns, places: null, placeCount: rowCount }
  }
}

/** Rows of a row group, from its first one on. */
interface GroupRows {
  group: RowGroup
  /** Rows of the file before the group. */
  firstRow: number
  /** Rows that are needed: the group's, or fewer. */
  rowCount: number
}

async function columnOf(
  file: OpenFile,
  column: ParquetColumn,
  { group, firstRow, rowCount }: GroupRows,
): Promise<StoredColumn[]> {
  const { leaf } = column
  const isOf = (path: string[] | undefined) => path !== undefined && column.path.every((part, k) => path[k] === part)
  const chunks = group.columns.filter(({ meta_data: metadata, crypto_metadata: crypto }) => {
    if (crypto !== undefined && metadata === undefined) throw encrypted(file.name)
    return isOf(metadata?.path_in_schema)
  })
  for (const { meta_data: metadata, crypto_metadata: crypto, file_path: path } of chunks) {
    if (crypto !== undefined) throw encrypted(file.name, column.name)
    if (path)
      throw unsupported(
        file.name,
        `columns in another file, ${JSON.stringify(path)}`,
        'one file',
        'Write it as one file.',
      )
    if (!readableCodecs.includes(metadata!.codec)) throw codecError(file.name, column.name, metadata!.codec)
  }
  if (leaf === null) return nestedColumn(file, column, firstRow, rowCount)
  const metadata = chunks[0]?.meta_data
  if (metadata === undefined) throw new Error(`no values of column ${column.name}`)
  // Old writers give 0 where there is no dictionary.
  const start = Number(metadata.dictionary_page_offset || metadata.data_page_offset)
  const first = Math.min(start, Number(metadata.data_page_offset))
  const size = Number(metadata.total_compressed_size)
  const isPart = rowCount < Number(group.num_rows)
  for (let limit = isPart ? FIRST_BYTES : size; ; limit *= 4) {
    const bytes = await file.access.read(first, first + Math.min(size, limit))
    try {
      return decodeColumnChunk(bytes, metadata, leaf, isPart ? rowCount : Infinity)
    } catch (reason) {
      if (limit >= size) throw reason
    }
  }
}

/** How much of a column is read at first where only its first rows are needed. */
const FIRST_BYTES = 1 << 18

function codecError(name: string, column: string, codec: string): InputError {
  return unsupported(
    name,
    `Parquet pages compressed with ${codec}`,
    'pages that are not compressed, or with Snappy, gzip or Zstandard',
    "Write it again with one of these, such as df.to_parquet(path, compression='zstd').",
    column,
  )
}

/** A column of lists of lists, of maps and so on, as JSON texts: by hyparquet, which puts such values together. */
async function nestedColumn(
  { access, metadata }: OpenFile,
  { path }: ParquetColumn,
  rowStart: number,
  rowCount: number,
): Promise<StoredColumn[]> {
  let rows: Record<string, unknown>[] = []
  await parquetRead({
    file: {
      byteLength: access.byteLength,
      slice: async (start, end) => (await access.read(start, end ?? access.byteLength)).buffer,
    },
    metadata,
    columns: [path[0]],
    rowStart,
    rowEnd: rowStart + rowCount,
    rowFormat: 'object',
    compressors,
    parsers,
    onComplete: (all: Record<string, unknown>[]) => {
      rows = all
    },
  })
  const cells = rows.map((row) => {
    let value: unknown = row
    for (const part of path) value = (value as Record<string, unknown> | null | undefined)?.[part]
    return value === null || value === undefined ? null : jsonText(value)
  })
  return [{ kind: 'cells', cells }]
}

const compressors = Object.fromEntries(
  readableCodecs
    .filter((codec) => codec !== 'UNCOMPRESSED')
    .map((codec) => [codec, (bytes: Uint8Array, size: number) => decompress(bytes, size, codec)]),
)

const parsers = {
  timestampFromMilliseconds: (time: bigint) => timestampText(time, 'ms', false),
  timestampFromMicroseconds: (time: bigint) => timestampText(time, 'us', false),
  timestampFromNanoseconds: (time: bigint) => timestampText(time, 'ns', false),
  dateFromDays: (days: number) => dateText(days),
}

/** The first rows as texts. A column that cannot be read has none, and is told of, unless no column can be read. */
async function firstRecords(file: OpenFile): Promise<{ records: string[][]; warnings: Warning[] }> {
  const records: string[][] = []
  const faults = new Map<string, InputError>()
  let firstRow = 0
  for (const group of file.metadata.row_groups) {
    const groupRows = Number(group.num_rows)
    const rowCount = Math.min(groupRows, headRows - records.length)
    const first = records.length
    for (let row = 0; row < rowCount; row++) records.push(file.columns.map(() => ''))
    for (const [index, column] of file.columns.entries()) {
      if (rowCount === 0 || faults.has(column.name)) continue
      try {
        const parts = await columnOf(file, column, { group, firstRow, rowCount })
        textsAtStart(parts, rowCount).forEach((text, row) => {
          records[first + row][index] = text
        })
      } catch (reason) {
        if (!(reason instanceof InputError)) throw reason
        faults.set(column.name, reason)
      }
    }
    if (faults.size === file.columns.length && faults.size > 0) throw [...faults.values()][0]
    firstRow += groupRows
    if (records.length >= headRows) break
  }
  const warnings = [...faults].map(([name, { fault }]) => ({
    code: 'unreadable_column',
    message: `column ${JSON.stringify(name)} cannot be read: ${fault.found}`,
  }))
  return { records, warnings }
}

function textsAtStart(parts: StoredColumn[], count: number): string[] {
  const texts: string[] = []
  for (const part of parts) {
    const rows = Math.min(rowsOf(part), count - texts.length)
    for (let row = 0; row < rows; row++) texts.push(textAt(part, row))
  }
  return texts
}
