/** A named source of bytes that can be read from the start: a File, a path, standard input. */
export interface ByteSource {
  name: string
  /** Bytes as stored (before decompression); null where unknown (a stream). */
  byteLength: number | null
  /** Starts reading. A second call starts again from the first byte; a source that cannot do that throws. */
  open(): ReadableStream<Uint8Array>
  /** Reads the bytes from `start` to before `end`, fewer where the file ends before; absent where the source is a stream. */
  read?(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>
  /** By what other threads can open parts of the source; absent where they cannot. */
  handle?: FileHandle
}

/** Names a file on any thread: a File in a browser, a path where there is a file system. */
export type FileHandle = Blob | string

/** Opens the bytes from `start` to before `end` of a file; best as a byte stream, whose reader brings the buffer. */
export type OpenPart = (file: FileHandle, start: number, end: number) => ReadableStream<Uint8Array>

/** Opens a part of a File or Blob. */
export const openBlobPart: OpenPart = (file, start, end) => (file as Blob).slice(start, end).stream()
