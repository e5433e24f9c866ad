import { decompressZstd, type StartZstd, type ZstdDecoder } from '../zstd.ts'
import { gunzipSync } from 'fflate'
import { snappyUncompress } from 'hyparquet'

/** The compressions of pages that are read. */
export const readableCodecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD']

/** A page's bytes as they were before compression. Throws where they are not `size` bytes. */
export type Decompress = (stored: Uint8Array, size: number) => Uint8Array

/** Decompresses pages of one compression; a decoder of Zstandard is started only for that. */
export async function pageDecompressor(codec: string, startZstd: StartZstd): Promise<Decompress> {
  const zstd = codec === 'ZSTD' ? await startZstd() : null
  return (stored, size) => {
    const bytes = decompressed(stored, size, codec, zstd)
    if (bytes.length !== size) throw new Error(`a page of ${bytes.length} bytes in place of ${size}`)
    return bytes
  }
}

function decompressed(stored: Uint8Array, size: number, codec: string, zstd: ZstdDecoder | null): Uint8Array {
  const out = new Uint8Array(size)
  switch (codec) {
    case 'UNCOMPRESSED':
      return stored
    case 'SNAPPY':
      snappyUncompress(stored, out)
      return out
    case 'GZIP':
      return gunzipSync(stored, { out })
    case 'ZSTD':
      return decompressZstd(stored, out, zstd!)
  }
  throw new Error(`pages compressed with ${codec}`)
}
