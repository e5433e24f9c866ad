import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of `bytes[start … end - 1]`, behind a prefix; the same 32 bytes are written anew on every call. */
export type KeyDigest = (bytes: Uint8Array, start: number, end: number) => DataView

/**
 * The digest of the UTF-8 text `SEED:KEY`; without a seed, of the key alone. The state after the prefix is cloned into
 * one hasher for each key, which takes half the time of `sha256()`: 0.7 µs against 1.5 µs for a key of 14 bytes, where a
 * loop of one's own takes 0.4 µs (Node 20).
 */
export function keyDigest(seed: number | null): KeyDigest {
  const digest = new Uint8Array(32)
  const view = new DataView(digest.buffer)
  const begun = sha256.create().update(utf8ToBytes(keyPrefix(seed)))
  const hasher = begun.clone()
  return (bytes, start, end) => {
    begun._cloneInto(hasher)
    hasher.update(bytes.subarray(start, end)).digestInto(digest)
    return view
  }
}

/** What a seed puts before a key. */
export function keyPrefix(seed: number | null): string {
  return seed === null ? '' : `${seed}:`
}
