/**
 * The few names of the web platform that the pure layers use: Node, browsers and workers all have them, and none of them
 * reaches out of the program. The project of the pure layers (src/tsconfig.json) knows ES2023 and these, nothing else;
 * every other project takes the full declarations from its own library in place of this file.
 */

interface TextDecoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}
declare const TextDecoder: {
  new (encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder
}

interface TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
  encodeInto(text: string, bytes: Uint8Array): { written: number }
}
declare const TextEncoder: { new (): TextEncoder }

type ReadableStreamReadResult<Chunk> = { done: false; value: Chunk } | { done: true; value: Chunk | undefined }

interface ReadableStreamDefaultReader<Chunk> {
  read(): Promise<ReadableStreamReadResult<Chunk>>
  cancel(reason?: unknown): Promise<void>
  releaseLock(): void
}

interface ReadableStreamBYOBReader {
  read<View extends ArrayBufferView>(view: View): Promise<ReadableStreamReadResult<View>>
  cancel(reason?: unknown): Promise<void>
  releaseLock(): void
}

interface ReadableStream<Chunk> {
  getReader(): ReadableStreamDefaultReader<Chunk>
  getReader(options: { mode: 'byob' }): ReadableStreamBYOBReader
  pipeThrough<Out>(transform: { readable: ReadableStream<Out>; writable: WritableStream<Chunk> }): ReadableStream<Out>
}
declare const ReadableStream: {
  new <Chunk>(source: {
    pull(controller: { enqueue(chunk: Chunk): void; close(): void; error(reason: unknown): void }): void | Promise<void>
    cancel?(reason: unknown): void | Promise<void>
  }): ReadableStream<Chunk>
}

/** Only passed on to `pipeThrough`. */
interface WritableStream<Chunk> {
  getWriter(): { write(chunk: Chunk): Promise<void> }
}

interface DecompressionStream {
  readable: ReadableStream<Uint8Array<ArrayBuffer>>
  writable: WritableStream<Uint8Array<ArrayBuffer>>
}
declare const DecompressionStream: { new (format: 'gzip'): DecompressionStream }

interface Blob {
  slice(start: number, end: number): Blob
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>
}
declare const Blob: { new (parts: Uint8Array<ArrayBuffer>[]): Blob }

interface AbortSignal {
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Base64 of a string whose characters are bytes. */
declare function btoa(bytes: string): string
