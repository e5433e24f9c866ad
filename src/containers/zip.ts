import { Inflate } from 'fflate'
import type { ByteSource } from '../csv/source.ts'
import { InputError } from '../table/input-error.ts'
import { bombGuard } from './bomb-guard.ts'
import { streamOf } from './compressed.ts'
import { damaged, inWords, unsupported } from './damaged.ts'
import { randomAccess, type RandomAccess } from './random-access.ts'

/** One file of an archive. */
export interface ZipEntry {
  path: string
  isEncrypted: boolean
  /** 0: stored, 8: deflate. */
  method: number
  packedBytes: number
  unpackedBytes: number
  /** Where its header in front of its data begins. */
  headerStart: number
}

/** An archive that can be read. */
export interface ZipArchive {
  name: string
  access: RandomAccess
  entries: ZipEntry[]
}

const format = 'a ZIP archive'
const END_SIGNATURE = 0x06054b50
const LOCATOR_SIGNATURE = 0x07064b50
const END64_SIGNATURE = 0x06064b50
const ENTRY_SIGNATURE = 0x02014b50
const HEADER_SIGNATURE = 0x04034b50
/** The longest comment, and what stands before it. */
const END_BYTES = 65535 + 22

/** Reads the directory of an archive. InputError where it has none, as one that was cut off. */
export async function openZip(source: ByteSource): Promise<ZipArchive> {
  return inWords(source.name, format, async () => {
    const access = await randomAccess(source)
    return { name: source.name, access, entries: await directory(access) }
  })
}

async function directory(access: RandomAccess): Promise<ZipEntry[]> {
  const tailStart = Math.max(0, access.byteLength - END_BYTES)
  const tail = viewOf(await access.read(tailStart, access.byteLength))
  let end = tail.byteLength - 22
  while (end >= 0 && tail.getUint32(end, true) !== END_SIGNATURE) end--
  if (end < 0) throw new Error('its directory is missing')
  let size = tail.getUint32(end + 12, true)
  let start = tail.getUint32(end + 16, true)
  if (end >= 20 && tail.getUint32(end - 20, true) === LOCATOR_SIGNATURE) {
    const at = safe(tail.getBigUint64(end - 20 + 8, true))
    const end64 = viewOf(await access.read(at, at + 56))
    if (end64.getUint32(0, true) !== END64_SIGNATURE) throw new Error('its directory is damaged')
    size = safe(end64.getBigUint64(40, true))
    start = safe(end64.getBigUint64(48, true))
  }
  return entriesOf(await access.read(start, start + size))
}

function entriesOf(bytes: Uint8Array): ZipEntry[] {
  const view = viewOf(bytes)
  const decoder = new TextDecoder()
  const entries: ZipEntry[] = []
  let at = 0
  while (at + 46 <= bytes.length) {
    if (view.getUint32(at, true) !== ENTRY_SIGNATURE) throw new Error('its directory is damaged')
    const nameLength = view.getUint16(at + 28, true)
    const extraLength = view.getUint16(at + 30, true)
    const extraStart = at + 46 + nameLength
    const large = largeSizes(view, extraStart, extraStart + extraLength)
    const sizeAt = (offset: number): number => {
      const value = view.getUint32(offset, true)
      return value === 0xffffffff ? large() : value
    }
    // In this order, as the larger sizes stand in it.
    const unpackedBytes = sizeAt(at + 24)
    const packedBytes = sizeAt(at + 20)
    const headerStart = sizeAt(at + 42)
    entries.push({
      path: decoder.decode(bytes.subarray(at + 46, extraStart)),
      isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      method: view.getUint16(at + 10, true),
      packedBytes,
      unpackedBytes,
      headerStart,
    })
    at = extraStart + extraLength + view.getUint16(at + 32, true)
  }
  return entries
}

/** Gives the sizes that take 64 bits, one after the other, from an entry's extra field. */
function largeSizes(view: DataView, start: number, end: number): () => number {
  let at = start
  while (at + 4 <= end && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true)
  at += 4
  return () => {
    if (at + 8 > end) throw new Error('its directory is damaged')
    at += 8
    return safe(view.getBigUint64(at - 8, true))
  }
}

function safe(size: bigint): number {
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('its directory is damaged')
  return Number(size)
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length)
}

/** Files that archives hold beside what was packed. */
const NOT_CONTENT = /(?:^|\/)(?:__MACOSX\/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)/i

/**
 * The files of an archive that may be tables, as sources: of one file by the archive's name, of several each by its own (by its path
 * where two have the same). InputError where there is none.
 */
export function zipFiles(archive: ZipArchive, isTaken: (name: string) => boolean): ByteSource[] {
  const entries = archive.entries.filter(({ path }) => !path.endsWith('/') && !NOT_CONTENT.test(path))
  if (entries.length === 0) {
    throw new InputError({
      code: 'empty_archive',
      place: { file: archive.name },
      found: 'a ZIP archive without files',
      expected: 'one or several tables in it',
      remedy: 'Check that the export finished.',
    })
  }
  const names = entries.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  return entries.map((entry, i) => {
    const isTwice = names.indexOf(names[i]) !== names.lastIndexOf(names[i])
    const own = isTwice ? entry.path : names[i]
    const name = entries.length === 1 ? archive.name : isTaken(own) ? `${archive.name}/${entry.path}` : own
    return entrySource(archive, entry, name)
  })
}

/** A file of an archive as a source, unpacked while it is read. InputError, when read, where it is encrypted or packed otherwise. */
export function entrySource(archive: ZipArchive, entry: ZipEntry, name = entry.path): ByteSource {
  return { name, byteLength: entry.unpackedBytes, open: () => streamOf(entryPieces(archive, entry)) }
}

const STEP_BYTES = 1 << 16
/** The name of a method that is not read. */
const methods: Record<number, string> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
}

async function* entryPieces({ name, access }: ZipArchive, entry: ZipEntry): AsyncGenerator<Uint8Array, void, void> {
  const { path, method } = entry
  if (entry.isEncrypted)
    throw unsupported(
      name,
      `${path}, which is protected with a password`,
      'a file that is not',
      'Unpack the archive, and give the file.',
    )
  if (method !== 0 && method !== 8) {
    const found = `${path}, packed by ${methods[method] ?? `method ${method}`}`
    throw unsupported(name, found, 'a file packed by Deflate, as is usual', 'Unpack the archive, and give the file.')
  }
  const header = viewOf(await inWords(name, format, () => access.read(entry.headerStart, entry.headerStart + 30)))
  if (header.getUint32(0, true) !== HEADER_SIGNATURE) throw damaged(name, format, `no header of ${path}`)
  const start = entry.headerStart + 30 + header.getUint16(26, true) + header.getUint16(28, true)
  const guard = bombGuard(name)
  let made: Uint8Array[] = []
  let isFinal = method === 0
  const inflate = new Inflate((bytes, final) => {
    guard(0, bytes.length)
    if (bytes.length > 0) made.push(bytes)
    isFinal ||= final
  })
  let total = 0
  for (let at = 0; at < entry.packedBytes; at += STEP_BYTES) {
    const end = Math.min(entry.packedBytes, at + STEP_BYTES)
    const step = await inWords(name, format, () => access.read(start + at, start + end))
    guard(step.length, 0)
    if (method === 0) made.push(step)
    else await inWords(name, format, async () => inflate.push(step, end === entry.packedBytes))
    for (const piece of made) {
      total += piece.length
      yield piece
    }
    made = []
  }
  if (!isFinal || total !== entry.unpackedBytes)
    throw damaged(name, format, `${total} bytes of ${path} in place of ${entry.unpackedBytes}`)
}
