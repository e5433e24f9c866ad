import { decompress } from 'fzstd'

/** Decompresses what is compressed with Zstandard to `out.length` bytes, into `out` or into bytes of its own. */
export type ZstdDecoder = (stored: Uint8Array, out: Uint8Array) => Uint8Array

let decoder: ZstdDecoder = decompress

/** What was stored, as it was before compression with Zstandard. Throws where it is damaged. */
export function decompressZstd(stored: Uint8Array, out: Uint8Array): Uint8Array {
  const bytes = decoder(stored, out)
  if (bytes.length !== out.length) throw new Error(`${bytes.length} bytes in place of ${out.length}`)
  return bytes
}

/** Decompresses by another decoder from now on: where WebAssembly may run, one in it is faster. */
export function useZstd(other: ZstdDecoder): void {
  decoder = other
}
