import { gzipSync } from 'node:zlib'
import type { ByteSource, OpenPart } from '../../src/csv/source.ts'

/** A source that gives its bytes in pieces of `pieceBytes`. */
export function bytesSource(bytes: Uint8Array, pieceBytes = bytes.length || 1, name = 'test.csv'): ByteSource {
  return {
    name,
    byteLength: bytes.length,
    open() {
      let at = 0
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) return controller.close()
          controller.enqueue(bytes.slice(at, at + pieceBytes))
          at += pieceBytes
        },
      })
    },
  }
}

export function textSource(text: string, pieceBytes?: number, name?: string): ByteSource {
  return bytesSource(new TextEncoder().encode(text), pieceBytes, name)
}

export function gzipped(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes))
}

interface Stored {
  bytes: Uint8Array
  pieceBytes: number
  /** Read as a byte stream, into the reader's own buffer. */
  isByteStream: boolean
}

const disk = new Map<string, Stored>()

/** A source whose parts any thread can open, by `openDiskPart`, again in pieces of `pieceBytes`. */
export function diskSource(bytes: Uint8Array, pieceBytes = bytes.length || 1, isByteStream = true): ByteSource {
  const handle = `/disk/${disk.size}.csv`
  disk.set(handle, { bytes, pieceBytes, isByteStream })
  return { ...bytesSource(bytes, pieceBytes), handle }
}

export const openDiskPart: OpenPart = (file, start, end) => {
  const { bytes, pieceBytes, isByteStream } = disk.get(file as string)!
  const part = bytes.slice(start, end)
  return isByteStream ? byteStream(part, pieceBytes) : bytesSource(part, pieceBytes).open()
}

function byteStream(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const view = controller.byobRequest!.view as Uint8Array
      const count = Math.min(view.length, pieceBytes, bytes.length - at)
      view.set(bytes.subarray(at, at + count))
      at += count
      if (count === 0) controller.close()
      controller.byobRequest!.respond(count)
    },
  })
}
