import { decompressZstd } from '../zstd.ts'
import { gunzipSync } from 'fflate'
import { snappyUncompress } from 'hyparquet'

/** The compressions of pages that are read. */
export const readableCodecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD']

/** A page's bytes as they were before compression. Throws where they are not `size` bytes. */
export function decompress(stored: Uint8Array, size: number, codec: string): Uint8Array {
  const bytes = decompressed(stored, size, codec)
  if (bytes.length !== size) throw new Error(`a page of ${bytes.length} bytes in place of ${size}`)
  return bytes
}

function decompressed(stored: Uint8Array, size: number, codec: string): Uint8Array {
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
      return decompressZstd(stored, out)
  }
  throw new Error(`pages compressed with ${codec}`)
}
