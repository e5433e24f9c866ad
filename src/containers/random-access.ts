import type { ByteSource } from '../csv/source.ts'
import { InputError } from '../table/input-error.ts'

/** Bytes that can be read anywhere. */
export interface RandomAccess {
  byteLength: number
  /** The bytes from `start` to before `end`; all of them, or an error. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>
}

/** The most bytes of a stream that are kept, for a format that is not read from front to back. */
export const WHOLE_LIMIT = 2 ** 31 - 1

/** Random access to a source: by itself where it can, else all of it is read into memory. */
export async function randomAccess(source: ByteSource): Promise<RandomAccess> {
  const { byteLength } = source
  if (source.read === undefined || byteLength === null) return inMemory(await wholeFile(source))
  return {
    byteLength,
    async read(start, end) {
      requirePart(start, end, byteLength)
      const bytes = await source.read!(start, end)
      if (bytes.length < end - start) throw new Error('the file became shorter while it was read')
      return bytes
    },
  }
}

/** Random access to bytes in memory. */
export function inMemory(bytes: Uint8Array<ArrayBuffer>): RandomAccess {
  return {
    byteLength: bytes.length,
    async read(start, end) {
      requirePart(start, end, bytes.length)
      return bytes.slice(start, end)
    },
  }
}

/** Throws where there are no such bytes, also where a damaged file gives no number. */
function requirePart(start: number, end: number, length: number): void {
  if (!(start >= 0 && start <= end && end <= length)) throw new Error(`bytes ${start} to ${end} of ${length}`)
}

/** All bytes of a source. InputError where they are too many. */
export async function wholeFile(source: ByteSource): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of piecesOf(source)) {
    pieces.push(piece)
    length += piece.length
    if (length > WHOLE_LIMIT) {
      throw new InputError({
        code: 'too_large',
        place: { file: source.name },
        found: 'more than 2 GiB that are not read from front to back',
        expected: 'a file on disk that is neither compressed as a whole nor in an archive',
        remedy: 'Unpack it first.',
      })
    }
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** A source's bytes, piece by piece. Ending the iteration early stops reading. */
export async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array, void, void> {
  const reader = source.open().getReader()
  let isFinished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (value.length > 0) yield value
    }
    isFinished = true
  } finally {
    if (!isFinished) await reader.cancel().catch(() => undefined)
    reader.releaseLock()
  }
}

/** The same source, which counts the stored bytes that are read of it. */
export function counted(source: ByteSource): { source: ByteSource; bytesRead: () => number } {
  let count = 0
  const { read } = source
  return {
    bytesRead: () => count,
    source: {
      ...source,
      open() {
        const pieces = piecesOf(source)
        return new ReadableStream<Uint8Array>({
          async pull(controller) {
            const { done, value } = await pieces.next()
            if (done) return controller.close()
            count += value.length
            controller.enqueue(value)
          },
          async cancel() {
            await pieces.return()
          },
        })
      },
      ...(read && {
        async read(start: number, end: number) {
          count += end - start
          return read.call(source, start, end)
        },
      }),
    },
  }
}

/** The first bytes of a source, fewer than `count` where it has no more. */
export async function firstBytes(source: ByteSource, count: number): Promise<Uint8Array> {
  const { read, byteLength } = source
  if (read !== undefined && byteLength !== null) return read.call(source, 0, Math.min(byteLength, count))
  const first = new Uint8Array(count)
  let length = 0
  for await (const piece of piecesOf(source)) {
    const part = piece.subarray(0, count - length)
    first.set(part, length)
    length += part.length
    if (length === count) break
  }
  return first.subarray(0, length)
}
