import { decompress } from 'fzstd'

/** Decompresses what is compressed with Zstandard to `out.length` bytes, into `out` or into bytes of its own. */
export type ZstdDecoder = (stored: Uint8Array, out: Uint8Array) => Uint8Array

/** Gives a decoder, started where it is not: asked only of files that are compressed with Zstandard. */
export type StartZstd = () => Promise<ZstdDecoder>

/** The decoder that runs everywhere. */
export const startPlainZstd: StartZstd = () => Promise.resolve(decompress)

/** What was stored, as it was before compression with Zstandard. Throws where it is damaged. */
export function decompressZstd(stored: Uint8Array, out: Uint8Array, decoder: ZstdDecoder): Uint8Array {
  const bytes = decoder(stored, out)
  if (bytes.length !== out.length) throw new Error(`${bytes.length} bytes in place of ${out.length}`)
  return bytes
}
