import type { ByteSource } from './source.ts'
import { InputError } from '../table/input-error.ts'

/** Encodings that are read. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** A source's text as UTF-8 without byte order mark, whatever it is stored as. */
export interface TextStream {
  encoding: Encoding
  compressed: boolean
  /** Bytes of the byte order mark that was left out. */
  markBytes: number
  /** Pieces of any length. Ending the iteration early stops reading. */
  pieces: AsyncGenerator<Uint8Array, void, void>
}

/**
 * Opens a source: gzip by its magic bytes, UTF-16 by its byte order mark, else UTF-8.
 * `onBytes` is told how many stored bytes each read gave. InputError for what is no text (or no CSV, where that is expected), and for a
 * damaged file.
 */
export async function openText(
  source: ByteSource,
  onBytes?: (count: number) => void,
  expected: 'csv' | 'json' = 'csv',
): Promise<TextStream> {
  let stored = await peeked(storedPieces(source, onBytes), SIGNATURE_BYTES)
  const compressed = stored.first[0] === 0x1f && stored.first[1] === 0x8b
  if (compressed) stored = await peeked(inflated(stored.pieces, source.name), SIGNATURE_BYTES)
  if (expected === 'csv') refuseOtherFormats(stored.first, source.name)
  const { encoding, markBytes } = encodingOf(stored.first)
  const unmarked = skipBytes(stored.pieces, markBytes)
  const pieces = encoding === 'utf-8' ? unmarked : transcoded(unmarked, encoding, source.name)
  return { encoding, compressed, markBytes, pieces }
}

function encodingOf(first: Uint8Array): { encoding: Encoding; markBytes: number } {
  if (first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 }
  if (first[0] === 0xff && first[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 }
  if (first[0] === 0xfe && first[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 }
  return { encoding: 'utf-8', markBytes: 0 }
}

async function* storedPieces(
  source: ByteSource,
  onBytes?: (count: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const reader = source.open().getReader()
  let finished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      onBytes?.(value.length)
      if (value.length > 0) yield value
    }
    finished = true
  } finally {
    if (!finished) await reader.cancel().catch(() => undefined)
    reader.releaseLock()
  }
}

/** The first `count` bytes (fewer where there are no more), and all pieces, these bytes included. */
async function peeked(
  pieces: AsyncGenerator<Uint8Array, void, void>,
  count: number,
): Promise<{ first: Uint8Array; pieces: AsyncGenerator<Uint8Array, void, void> }> {
  let first: Uint8Array = new Uint8Array(0)
  while (first.length < count) {
    const next = await pieces.next()
    if (next.done) break
    first = first.length === 0 ? next.value : joined(first, next.value)
  }
  return { first, pieces: preceded(first, pieces) }
}

async function* preceded(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, void>,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    if (first.length > 0) yield first
    yield* rest
  } finally {
    await rest.return()
  }
}

/** Both arrays in one, `a` first. */
export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

async function* skipBytes(
  pieces: AsyncGenerator<Uint8Array, void, void>,
  count: number,
): AsyncGenerator<Uint8Array, void, void> {
  let left = count
  for await (const piece of pieces) {
    if (left < piece.length) yield left === 0 ? piece : piece.subarray(left)
    left = Math.max(0, left - piece.length)
  }
}

async function* inflated(
  pieces: AsyncGenerator<Uint8Array, void, void>,
  file: string,
): AsyncGenerator<Uint8Array, void, void> {
  let readFault: { reason: unknown } | null = null
  const stored = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const next = await pieces.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value as Uint8Array<ArrayBuffer>)
      } catch (reason) {
        readFault = { reason }
        controller.error(reason)
      }
    },
    async cancel() {
      await pieces.return()
    },
  })
  const reader = stored.pipeThrough(new DecompressionStream('gzip')).getReader()
  let finished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    finished = true
  } catch (reason) {
    if (readFault !== null) throw (readFault as { reason: unknown }).reason
    throw new InputError({
      code: 'bad_gzip',
      place: { file },
      found: `gzip data that cannot be unpacked (${reason instanceof Error ? reason.message : String(reason)})`,
      expected: 'one complete gzip stream',
      remedy: 'Compress the file again, or give it uncompressed.',
    })
  } finally {
    if (!finished) await reader.cancel().catch(() => undefined)
  }
}

async function* transcoded(
  pieces: AsyncGenerator<Uint8Array, void, void>,
  encoding: Encoding,
  file: string,
): AsyncGenerator<Uint8Array, void, void> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  const encoder = new TextEncoder()
  const decode = (piece?: Uint8Array): Uint8Array => {
    try {
      return encoder.encode(
        decoder.decode(piece as Uint8Array<ArrayBuffer> | undefined, { stream: piece !== undefined }),
      )
    } catch {
      throw new InputError({
        code: 'invalid_encoding',
        place: { file },
        found: `bytes that are not ${encoding.toUpperCase()}, which its byte order mark says it is`,
        expected: 'text in one encoding throughout',
        remedy: 'Save the file as UTF-8.',
      })
    }
  }
  for await (const piece of pieces) {
    const text = decode(piece)
    if (text.length > 0) yield text
  }
  const last = decode()
  if (last.length > 0) yield last
}

interface Format {
  words: string
  /** How its files begin: bytes, or text in any case after blanks. */
  start: readonly number[] | string
}

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))

/** File formats that people take for CSV, by their first bytes. */
const formats: Format[] = [
  { words: 'a ZIP archive (as Excel workbooks are)', start: [0x50, 0x4b, 0x03, 0x04] },
  { words: 'an empty ZIP archive', start: [0x50, 0x4b, 0x05, 0x06] },
  { words: 'a Parquet file', start: ascii('PAR1') },
  { words: 'a Zstandard-compressed file', start: [0x28, 0xb5, 0x2f, 0xfd] },
  { words: 'a bzip2-compressed file', start: [...ascii('BZh'), 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59] },
  { words: 'an xz-compressed file', start: [0xfd, ...ascii('7zXZ'), 0] },
  { words: 'a 7z archive', start: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { words: 'an Excel workbook of the old kind', start: [0xd0, 0xcf, 0x11, 0xe0] },
  { words: 'a PDF document', start: ascii('%PDF-') },
  { words: 'an image (PNG)', start: [0x89, ...ascii('PNG')] },
  { words: 'an image (JPEG)', start: [0xff, 0xd8, 0xff] },
  { words: 'an image (GIF)', start: ascii('GIF8') },
  { words: 'an Arrow file', start: [...ascii('ARROW1'), 0, 0] },
  { words: 'an SQLite database', start: [...ascii('SQLite format 3'), 0] },
  { words: 'an HDF5 file', start: [0x89, ...ascii('HDF')] },
  { words: 'a NumPy array', start: [0x93, ...ascii('NUMPY')] },
  { words: 'a web page (was it a page to sign in?)', start: '<!doctype html' },
  { words: 'a web page (was it a page to sign in?)', start: '<html' },
  { words: 'an XML document', start: '<?xml' },
  { words: 'JSON', start: '{"' },
  { words: 'JSON', start: '[{' },
]

/** How many bytes of a file are needed to tell its format. */
const SIGNATURE_BYTES = 24

/** InputError where a file begins as one of another format does. */
function refuseOtherFormats(first: Uint8Array, file: string): void {
  const text = String.fromCharCode(...first.subarray(0, SIGNATURE_BYTES))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase()
  const format = formats.find(({ start }) =>
    typeof start === 'string' ? text.startsWith(start) : start.every((byte, at) => first[at] === byte),
  )
  if (format === undefined) return
  throw new InputError({
    code: 'not_csv',
    place: { file },
    found: format.words,
    expected: 'CSV text, plain or compressed with gzip',
    remedy: 'Save or export the table as CSV.',
  })
}
