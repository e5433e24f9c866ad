import type { ByteSource } from '../csv/source.ts'
import { openText } from '../csv/stream.ts'
import { openCsv } from './csv-table.ts'
import { unsupported } from './damaged.ts'
import { counted, firstBytes } from './random-access.ts'
import { type Signature, SIGNATURE_LENGTH, signatureOf } from './signature.ts'
import type { OpenOptions, TableReaders, TableSource } from './table-source.ts'

/**
 * Opens files, whatever they are named: what each is, its content says. An archive of several tables becomes as many. InputError where
 * one cannot be read.
 */
export async function openTables(sources: ByteSource[], options: OpenOptions): Promise<TableSource[]> {
  const tables: TableSource[] = []
  const isTaken = (name: string) =>
    sources.some((source) => source.name === name) || tables.some((table) => table.name === name)
  for (const source of sources) tables.push(...(await openSource(source, options, isTaken)))
  return tables
}

/** Opens one file with one table. InputError where it cannot be read, or holds several. */
export async function openTable(source: ByteSource, options: OpenOptions): Promise<TableSource> {
  const [table, ...others] = await openTables([source], options)
  if (others.length === 0) return table
  const names = [table, ...others].map(({ name }) => name).join(', ')
  throw unsupported(
    source.name,
    `an archive of ${others.length + 1} files: ${names}`,
    'one table',
    'Unpack it, and give one of them.',
  )
}

/** @param isTaken another file has a name; null where the source is the content of another file */
async function openSource(
  source: ByteSource,
  options: OpenOptions,
  isTaken: ((name: string) => boolean) | null,
): Promise<TableSource[]> {
  const signature = signatureOf(await firstBytes(source, SIGNATURE_LENGTH))
  switch (signature) {
    case 'text':
      return [await openCsv(source, options)]
    case 'gzip':
      return [await openGzip(source, options, isTaken === null)]
    case 'zstd':
      return [await openZstd(source, options, isTaken === null)]
    case 'zip':
      return openArchive(source, options, isTaken)
    case 'json':
    case 'jsonl':
    case 'parquet':
    case 'arrow':
      return [await (await readersOf(options))[signature](source, options)]
    default:
      throw refused(source.name, await exactly(signature, source))
  }
}

async function readersOf({ loadReaders }: OpenOptions): Promise<TableReaders> {
  if (loadReaders === undefined) throw new Error('The readers of other files than CSV are not there')
  return loadReaders()
}

async function openGzip(source: ByteSource, options: OpenOptions, isInside: boolean): Promise<TableSource> {
  const inner = signatureOf(await firstText(source))
  if (inner === 'text') return openCsv(source, options)
  if (isInside || (inner !== 'json' && inner !== 'jsonl')) throw packed(source.name, inner, 'gzip')
  return { ...(await (await readersOf(options))[inner](source, options)), container: 'gzip' }
}

/** The first bytes of what is compressed with gzip. */
async function firstText(source: ByteSource): Promise<Uint8Array> {
  const { pieces } = await openText(source, undefined, 'json')
  const first = new Uint8Array(SIGNATURE_LENGTH)
  let length = 0
  for await (const piece of pieces) {
    const part = piece.subarray(0, first.length - length)
    first.set(part, length)
    length += part.length
    if (length === first.length) break
  }
  return first.subarray(0, length)
}

async function openZstd(source: ByteSource, options: OpenOptions, isInside: boolean): Promise<TableSource> {
  const { zstd } = await readersOf(options)
  const { source: read, bytesRead } = counted(source)
  const content = zstd(read)
  const inner = signatureOf(await firstBytes(content, SIGNATURE_LENGTH))
  if (isInside || (inner !== 'text' && inner !== 'json' && inner !== 'jsonl'))
    throw packed(source.name, inner, 'Zstandard')
  const [table] = await openSource(content, options, null)
  return { ...countingStored(table, bytesRead), container: 'zstd' }
}

async function openArchive(
  source: ByteSource,
  options: OpenOptions,
  isTaken: ((name: string) => boolean) | null,
): Promise<TableSource[]> {
  const readers = await readersOf(options)
  const { source: read, bytesRead } = counted(source)
  const files = await readers.zip(read, isTaken ?? (() => false))
  if (files === null) return [await readers.xlsx(source, options)]
  if (isTaken === null) throw packed(source.name, 'zip', 'an archive')
  const tables: TableSource[] = []
  for (const file of files) {
    for (const table of await openSource(file, options, null))
      tables.push({ ...countingStored(table, bytesRead), container: 'zip' })
  }
  return tables
}

/** A table whose progress counts the bytes of the file that it is packed in. */
function countingStored(table: TableSource, bytesRead: () => number): TableSource {
  return {
    ...table,
    read(requests, options) {
      const before = bytesRead()
      return table.read(requests, {
        ...options,
        onProgress: ({ rowCount }) => options.onProgress?.({ rowCount, bytesRead: bytesRead() - before }),
      })
    },
  }
}

/** What cannot be read, in words, and what to do. */
const refusals: Record<Exclude<Signature, 'text'>, { found: string; remedy: string }> = {
  json: { found: 'JSON', remedy: 'Unpack it first.' },
  jsonl: { found: 'JSON', remedy: 'Unpack it first.' },
  parquet: { found: 'a Parquet file', remedy: 'Unpack it first: Parquet is compressed by itself.' },
  arrow: { found: 'an Arrow file', remedy: 'Unpack it first: Arrow is compressed by itself.' },
  zip: { found: 'a ZIP archive', remedy: 'Unpack it first.' },
  gzip: { found: 'a file that is compressed twice', remedy: 'Unpack it first.' },
  zstd: { found: 'a file that is compressed twice', remedy: 'Unpack it first.' },
  encrypted_parquet: { found: 'an encrypted Parquet file', remedy: 'Write it without encryption.' },
  feather1: {
    found: 'a Feather file of version 1',
    remedy: 'Write it as version 2: pyarrow.feather.write_feather(table, path).',
  },
  orc: { found: 'an ORC file', remedy: 'Write the table as Parquet or CSV.' },
  avro: { found: 'an Avro file', remedy: 'Write the table as Parquet or CSV.' },
  lz4: { found: 'an LZ4-compressed file', remedy: 'Unpack it first, or compress it with gzip or Zstandard.' },
  bzip2: { found: 'a bzip2-compressed file', remedy: 'Unpack it first, or compress it with gzip or Zstandard.' },
  xz: { found: 'an xz-compressed file', remedy: 'Unpack it first, or compress it with gzip or Zstandard.' },
  '7z': { found: 'a 7z archive', remedy: 'Unpack it first.' },
  rar: { found: 'a RAR archive', remedy: 'Unpack it first.' },
  ole: { found: 'an Excel workbook of the old kind (.xls)', remedy: 'Save it as .xlsx or as CSV.' },
  pickle: {
    found: 'a Python pickle, which may run code',
    remedy: 'Write the table as Parquet or CSV: df.to_parquet(path).',
  },
  tar: { found: 'a tar archive', remedy: 'Unpack it first.' },
}

const READABLE = 'CSV, JSON, JSON lines, Parquet, Arrow or an Excel workbook (.xlsx)'

function refused(file: string, { found, remedy }: { found: string; remedy: string }): ReturnType<typeof unsupported> {
  return unsupported(file, found, READABLE, remedy)
}

function packed(file: string, inner: Signature, by: string): ReturnType<typeof unsupported> {
  const { found, remedy } = inner === 'text' ? { found: 'a text', remedy: 'Unpack it first.' } : refusals[inner]
  return unsupported(file, `${found}, packed in ${by}`, `${READABLE}; CSV and JSON may be packed`, remedy)
}

/** Old Office files and encrypted new ones are of the same kind. */
async function exactly(
  signature: Exclude<Signature, 'text'>,
  source: ByteSource,
): Promise<{ found: string; remedy: string }> {
  if (signature !== 'ole') return refusals[signature]
  const name = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0])
  const bytes = await firstBytes(source, 1 << 24)
  for (let at = bytes.indexOf(name[0]); at >= 0; at = bytes.indexOf(name[0], at + 1)) {
    if (name.every((byte, k) => bytes[at + k] === byte))
      return {
        found: 'an Excel workbook that is protected with a password',
        remedy: 'Save it without the password, or as CSV.',
      }
  }
  return refusals.ole
}
