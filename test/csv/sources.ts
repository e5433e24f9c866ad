import { gzipSync } from 'node:zlib'
import type { ByteSource } from '../../src/csv/source.ts'

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
