/** Bytes with a name that can be read from the start: a File, a path, standard input. */
export interface ByteSource {
  name: string
  /** Bytes as stored (before decompression); null where unknown (a stream). */
  byteLength: number | null
  /** Starts reading. A second call starts again from the first byte; a source that cannot do that throws. */
  open(): ReadableStream<Uint8Array>
}
