import { decodeDictionaryBatch } from '#flechette/decode/dictionary-batch.js'
import { decodeRecordBatch } from '#flechette/decode/record-batch.js'
import { decodeSchema } from '#flechette/decode/schema.js'
import { readInt16, readInt32, readInt64, readObject, readOffset, readUint8 } from '#flechette/util/read.js'
import type { RandomAccess } from '../random-access.ts'
import type { ArrowDictionary, ArrowRecords, ArrowSchema } from './types.ts'

/** A message of an Arrow file or stream, without its body. */
export type Message = { bodyStart: number } & (
  | { kind: 'schema'; schema: ArrowSchema }
  | { kind: 'records'; records: ArrowRecords }
  | { kind: 'dictionary'; dictionary: ArrowDictionary }
)

/** How a file in the file format begins and ends. */
const MAGIC = 'ARROW1'
/** Enough for the head of most messages. */
const FIRST_BYTES = 1 << 12
const HEADER = { schema: 1, dictionary: 2, records: 3 }

/**
 * The messages of a file or stream, in their order. Throws where it is cut off: a file has an end of its own, a stream at least ends
 * behind a message.
 */
export async function* messagesOf(access: RandomAccess): AsyncGenerator<Message, void, void> {
  const start = String.fromCharCode(...(await access.read(0, Math.min(MAGIC.length, access.byteLength))))
  const isFile = start === MAGIC
  if (isFile) {
    const end = await access.read(Math.max(0, access.byteLength - MAGIC.length), access.byteLength)
    if (String.fromCharCode(...end) !== MAGIC) throw new Error('its end is missing')
  }
  let at = isFile ? 8 : 0
  while (at < access.byteLength) {
    let head = await access.read(at, Math.min(access.byteLength, at + FIRST_BYTES))
    const { prefix, length } = headLength(head)
    if (length === 0) return
    if (at + prefix + length > access.byteLength) throw new Error('a message ends early')
    if (prefix + length > head.length) head = await access.read(at, at + prefix + length)
    const bodyStart = at + prefix + length
    const { message, bodyLength } = decodeHead(head.subarray(prefix, prefix + length), bodyStart)
    if (bodyLength < 0 || bodyStart + bodyLength > access.byteLength) throw new Error('a message ends early')
    if (message?.kind === 'records' && !(message.records.length <= mostRows(message.records, bodyLength)))
      throw new Error(`a batch of ${message.records.length} rows`)
    if (message !== null) yield message
    at = bodyStart + bodyLength
  }
}

/** Bytes before a message's head, and its length: 0 at the end. Old files have no marker before the length. */
function headLength(bytes: Uint8Array): { prefix: number; length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 4) throw new Error('a message ends early')
  const first = view.getInt32(0, true)
  if (first !== -1) return { prefix: 4, length: checked(first) }
  if (bytes.length < 8) throw new Error('a message ends early')
  return { prefix: 8, length: checked(view.getInt32(4, true)) }
}

function checked(length: number): number {
  if (length < 0) throw new Error('a message of a negative length')
  return length
}

function decodeHead(head: Uint8Array, bodyStart: number): { message: Message | null; bodyLength: number } {
  const entry = readObject(head, 0)
  const version = entry(4, readInt16, 0)
  const type = entry(6, readUint8, 0)
  const offset = entry(8, readOffset, 0)
  const bodyLength = entry(10, readInt64, 0)
  const content = (): Message | null => {
    switch (type) {
      case HEADER.schema:
        requireFields(head, offset, 6, 0)
        return { kind: 'schema', bodyStart, schema: decodeSchema(head, offset, version) }
      case HEADER.records:
        requireVectors(head, offset, recordVectors)
        return { kind: 'records', bodyStart, records: decodeRecordBatch(head, offset, version) }
      case HEADER.dictionary:
        requireVectors(head, readObject(head, offset)(6, readOffset, 0), recordVectors)
        return { kind: 'dictionary', bodyStart, dictionary: decodeDictionaryBatch(head, offset, version) }
      default:
        return null
    }
  }
  return { message: content(), bodyLength }
}

/** How many times a buffer may become larger when it is decompressed. */
const MOST_RATIO = 1 << 12

/** The most rows of a batch: at least a bit each of some column, but for columns without any value. */
function mostRows({ compression, regions }: ArrowRecords, bodyLength: number): number {
  return regions.length === 0 ? 1 << 24 : 8 * bodyLength * (compression === null ? 1 : MOST_RATIO)
}

/** The vectors of a record batch (nodes, buffers, counts of further buffers): the entry in its table, and bytes of an element. */
const recordVectors: [entry: number, bytes: number][] = [
  [6, 16],
  [8, 16],
  [12, 8],
]
/** The vectors of metadata, of a schema and of a field. */
const METADATA = { schema: 8, field: 16 }
const CHILDREN = 14
/** How deep columns may be in each other. */
const MOST_DEPTH = 64

/** Throws where a vector would be longer than the message that it is in, as then each of its elements would be read. */
function requireVectors(head: Uint8Array, offset: number, vectors: [entry: number, bytes: number][]): void {
  for (const [entry, bytes] of vectors) vectorAt(head, offset, entry, bytes)
}

/** Throws where the fields of a schema, or those below a field, are not all in the message. */
function requireFields(head: Uint8Array, offset: number, entry: number, depth: number): void {
  if (depth > MOST_DEPTH) throw new Error('a message is damaged')
  vectorAt(head, offset, depth === 0 ? METADATA.schema : METADATA.field, 4)
  const { start, count } = vectorAt(head, offset, entry, 4)
  for (let k = 0; k < count; k++) {
    const at = start + 4 * k
    const field = at + readInt32(head, at)
    if (!(field > 0 && field + 4 <= head.length)) throw new Error('a message is damaged')
    // A table is read by way of a reference to it.
    requireFields(head, at, CHILDREN, depth + 1)
  }
}

function vectorAt(head: Uint8Array, offset: number, entry: number, bytes: number): { start: number; count: number } {
  const at = readObject(head, offset)(entry, readOffset, -1)
  if (at < 0) return { start: 0, count: 0 }
  const start = at + readInt32(head, at) + 4
  const count = readInt32(head, start - 4)
  if (!(start >= 4 && count >= 0 && start + count * bytes <= head.length)) throw new Error('a message is damaged')
  return { start, count }
}
