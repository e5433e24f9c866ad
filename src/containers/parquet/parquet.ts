import { parquetMetadataAsync, type ColumnMetaData, type FileMetaData, type RowGroup } from 'hyparquet'
import type { ColumnRequest } from '../../csv/plan.ts'
import type { ByteSource } from '../../csv/source.ts'
import { InputError } from '../../table/input-error.ts'
import type { HeadNotice } from '../../csv/head.ts'
import type { Batch } from '../batch.ts'
import { damaged, inWords, unsupported } from '../damaged.ts'
import { counted, randomAccess, type RandomAccess } from '../random-access.ts'
import { readBatches } from '../read-batches.ts'
import { rowsOf, textAt, type StoredColumn } from '../stored-column.ts'
import type { TableSource } from '../table-source.ts'
import type { StartZstd } from '../zstd.ts'
import { pageDecompressor, readableCodecs } from './codecs.ts'
import { decodeColumnChunk } from './column-chunk.ts'
import { nestedColumn } from './nested.ts'
import { parquetColumns, type ParquetColumn } from './schema.ts'

const format = 'a Parquet file'
const headRows = 1000

/** What is known of an open file. */
interface OpenFile {
  name: string
  access: RandomAccess
  metadata: FileMetaData
  columns: ParquetColumn[]
  startZstd: StartZstd
}

/** Opens a Parquet file: its columns, and its first rows. */
export async function openParquet(source: ByteSource, startZstd: StartZstd): Promise<TableSource> {
  const { source: read, bytesRead } = counted(source)
  const access = await inWords(source.name, format, () => randomAccess(read))
  const metadata = await readMetadata(source.name, access)
  const columns = parquetColumns(metadata)
  const file: OpenFile = { name: source.name, access, metadata, columns, startZstd }
  const { records, notices } = await inWords(source.name, format, () => firstRecords(file))
  const rowCount = Number(metadata.num_rows)
  if (metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0) !== rowCount)
    throw damaged(source.name, format, 'its row groups do not add up')
  return {
    name: source.name,
    container: 'parquet',
    columns: columns.map(({ name }) => name),
    records,
    isWhole: rowCount <= headRows,
    rowCount,
    notices,
    headerLine: null,
    places: 'row',
    read(requests, options) {
      const before = bytesRead()
      return readBatches(
        {
          file: source.name,
          format,
          columns: columns.map(({ name }) => name),
          batches: rowGroups(file, requests),
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
  for (const group of file.metadata.row_groups) {
    const rowCount = Number(group.num_rows)
    const decoded = new Map<number, StoredColumn[]>()
    for (const { column } of requests)
      if (!decoded.has(column)) decoded.set(column, await columnOf(file, file.columns[column], { group, rowCount }))
    const columns = requests.map(({ column }) => decoded.get(column)!)
    if (rowCount > 0) yield { rowCount, columns, places: null, placeCount: rowCount }
  }
}

/** Rows of a row group, from its first one on. */
interface GroupRows {
  group: RowGroup
  /** Rows that are needed: the group's, or fewer. */
  rowCount: number
}

async function columnOf(file: OpenFile, column: ParquetColumn, rows: GroupRows): Promise<StoredColumn[]> {
  const { leaf, path, name } = column
  const { group, rowCount } = rows
  const own = leaf === null ? path.slice(0, 1) : leaf.path
  const chunks = leafChunks(file, name, group, own)
  if (leaf === null) {
    const read = await Promise.all(
      chunks.map(async (metadata) => ({
        metadata,
        decompress: await pageDecompressor(metadata.codec, file.startZstd),
        bytes: await readChunk(file, metadata, Infinity),
      })),
    )
    return [nestedColumn(file.metadata, path, read, Number(group.num_rows))]
  }
  const [metadata] = chunks
  if (leaf.list === null && metadata.num_values !== group.num_rows)
    throw new Error(`${metadata.num_values} values of column ${name} in ${group.num_rows} rows`)
  const decompress = await pageDecompressor(metadata.codec, file.startZstd)
  const isPart = rowCount < Number(group.num_rows)
  for (let limit = isPart ? FIRST_BYTES : Infinity; ; limit *= 4) {
    const bytes = await readChunk(file, metadata, limit)
    try {
      return decodeColumnChunk(bytes, metadata, leaf, decompress, isPart ? rowCount : Infinity)
    } catch (reason) {
      if (!(limit < Number(metadata.total_compressed_size))) throw reason
    }
  }
}

/** The column chunks below a path. InputError where one of them cannot be read. */
function leafChunks(file: OpenFile, column: string, group: RowGroup, path: string[]): ColumnMetaData[] {
  const chunks = group.columns.flatMap(({ meta_data: metadata, crypto_metadata: crypto, file_path: elsewhere }) => {
    if (metadata === undefined) throw encrypted(file.name)
    if (!path.every((part, k) => metadata.path_in_schema[k] === part)) return []
    if (crypto !== undefined) throw encrypted(file.name, column)
    if (elsewhere) {
      const found = `columns in another file, ${JSON.stringify(elsewhere)}`
      throw unsupported(file.name, found, 'one file', 'Write it as one file.', column)
    }
    if (!readableCodecs.includes(metadata.codec)) throw codecError(file.name, column, metadata.codec)
    return [metadata]
  })
  if (chunks.length === 0) throw new Error(`no values of column ${column}`)
  return chunks
}

/** The bytes of a column chunk, as many as `limit`. */
function readChunk({ access }: OpenFile, metadata: ColumnMetaData, limit: number): Promise<Uint8Array> {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = metadata
  // Old writers give 0 where there is no dictionary.
  const start = Math.min(Number(dictionary || data), Number(data))
  return access.read(start, start + Math.min(Number(size), limit))
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

/** The first rows as texts. A column that cannot be read has none, and is told of, unless no column can be read. */
async function firstRecords(file: OpenFile): Promise<{ records: string[][]; notices: HeadNotice[] }> {
  const records: string[][] = []
  const faults = new Map<string, InputError>()
  for (const group of file.metadata.row_groups) {
    const groupRows = Number(group.num_rows)
    const rowCount = Math.min(groupRows, headRows - records.length)
    const first = records.length
    for (let row = 0; row < rowCount; row++) records.push(file.columns.map(() => ''))
    for (const [index, column] of file.columns.entries()) {
      if (rowCount === 0 || faults.has(column.name)) continue
      try {
        const parts = await columnOf(file, column, { group, rowCount })
        textsAtStart(parts, rowCount).forEach((text, row) => {
          records[first + row][index] = text
        })
      } catch (reason) {
        if (!(reason instanceof InputError)) throw reason
        faults.set(column.name, reason)
      }
    }
    if (faults.size === file.columns.length && faults.size > 0) throw [...faults.values()][0]
    if (records.length >= headRows) break
  }
  const notices = [...faults].map(([column, { fault }]): HeadNotice => ({
    code: 'unreadable_column',
    column,
    found: fault.found,
  }))
  return { records, notices }
}

function textsAtStart(parts: StoredColumn[], count: number): string[] {
  const texts: string[] = []
  for (const part of parts) {
    const rows = Math.min(rowsOf(part), count - texts.length)
    for (let row = 0; row < rows; row++) texts.push(textAt(part, row))
  }
  return texts
}
