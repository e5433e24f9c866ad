import { decodeDictionaryBatch } from '@uwdata/flechette/src/decode/dictionary-batch.js'
import { decodeRecordBatch } from '@uwdata/flechette/src/decode/record-batch.js'
import { decodeSchema } from '@uwdata/flechette/src/decode/schema.js'
import { readInt16, readInt64, readObject, readOffset, readUint8 } from '@uwdata/flechette/src/util/read.js'
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
    if (bodyStart + bodyLength > access.byteLength) throw new Error('a message ends early')
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
        return { kind: 'schema', bodyStart, schema: decodeSchema(head, offset, version) }
      case HEADER.records:
        return { kind: 'records', bodyStart, records: decodeRecordBatch(head, offset, version) }
      case HEADER.dictionary:
        return { kind: 'dictionary', bodyStart, dictionary: decodeDictionaryBatch(head, offset, version) }
      default:
        return null
    }
  }
  return { message: content(), bodyLength }
}
