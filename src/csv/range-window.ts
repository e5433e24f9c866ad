import type { FileRange } from './plan.ts'
import type { OpenPart } from './source.ts'

/** The most bytes of a range that are read before they are scanned: as many as stay in the processor's cache. */
export const WINDOW_BYTES = 1 << 20
/** How far behind a range its last record is looked for at first. */
const REACH_BYTES = 1 << 12

/**
 * What has been read of a range and is still in use. It goes on behind the range for as long as it is asked for more.
 */
export interface RangeWindow {
  /** The bytes read; replaced by every `more` and `drop`. */
  bytes: Uint8Array<ArrayBuffer>
  /** Where in the file `bytes` start. */
  offset: number
  /** Whether the file ends with `bytes`. */
  isLast: boolean
  /** Reads some more, or finds that there is no more. */
  more(): Promise<void>
  /** Forgets the first `count` bytes. */
  drop(count: number): void
  /** Stops reading; gives the memory, to be used for another window. */
  close(): Uint8Array<ArrayBuffer>
}

/** Opens a range at once, so that it is read ahead where streams do that; `more` may follow later. */
export function prepareWindow(
  open: OpenPart,
  { file, fileBytes, start, end, startsRecord }: FileRange,
): (memory: Uint8Array<ArrayBuffer>) => RangeWindow {
  // The byte before tells whether a record starts with the range.
  const from = startsRecord ? start : start - 1
  let openEnd = Math.min(fileBytes, end + REACH_BYTES)
  let reader = bufferReader(open(file, from, openEnd))
  return (memory) => {
    let buffer = memory
    let used = 0
    const window: RangeWindow = {
      bytes: buffer.subarray(0, 0),
      offset: from,
      isLast: false,
      async more() {
        if (used === buffer.length) buffer = doubled(buffer)
        const filled = await reader.fill(buffer, used)
        buffer = filled.buffer
        used += filled.count
        window.bytes = buffer.subarray(0, used)
        if (filled.count > 0) return
        window.isLast = openEnd === fileBytes || window.offset + used < openEnd
        if (window.isLast) return
        const openFrom = openEnd
        openEnd = Math.min(fileBytes, openFrom + WINDOW_BYTES)
        reader = bufferReader(open(file, openFrom, openEnd))
      },
      drop(count) {
        buffer.copyWithin(0, count, used)
        used -= count
        window.offset += count
        window.bytes = buffer.subarray(0, used)
      },
      close() {
        reader.cancel()
        return buffer
      },
    }
    return window
  }
}

function doubled(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(buffer.length * 2)
  larger.set(buffer)
  return larger
}

interface BufferReader {
  /** Writes the next bytes, one at least, to `buffer` from index `from` on; none at the end. The buffer may move. */
  fill(buffer: Uint8Array<ArrayBuffer>, from: number): Promise<{ buffer: Uint8Array<ArrayBuffer>; count: number }>
  cancel(): void
}

/**
 * Reads straight into the buffer where the stream can do that: fresh memory for every piece takes as long as reading
 * it.
 */
function bufferReader(stream: ReadableStream<Uint8Array>): BufferReader {
  let reader: ReadableStreamBYOBReader
  try {
    reader = stream.getReader({ mode: 'byob' })
  } catch {
    return copyingReader(stream.getReader())
  }
  return {
    async fill(buffer, from) {
      const { value } = await reader.read(buffer.subarray(from))
      if (value === undefined) throw new Error('The file was closed while it was read')
      return { buffer: new Uint8Array(value.buffer), count: value.length }
    },
    cancel: () => void reader.cancel().catch(() => undefined),
  }
}

function copyingReader(reader: ReadableStreamDefaultReader<Uint8Array>): BufferReader {
  let rest = new Uint8Array(0)
  return {
    async fill(buffer, from) {
      while (rest.length === 0) {
        const { done, value } = await reader.read()
        if (done) return { buffer, count: 0 }
        rest = value as Uint8Array<ArrayBuffer>
      }
      const count = Math.min(rest.length, buffer.length - from)
      buffer.set(rest.subarray(0, count), from)
      rest = rest.subarray(count)
      return { buffer, count }
    },
    cancel: () => void reader.cancel().catch(() => undefined),
  }
}
