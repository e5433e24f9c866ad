import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Policy } from './policy.ts'

/**
 * SHA-256 of what a policy means, with the options that were put over it: 64 hexadecimal digits. Comments, order of keys,
 * YAML or JSON, and defaults written out or not leave no trace.
 */
export function policyDigest(policy: Policy): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(sorted(policy)))))
}

/** The same value with the keys of every map in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
}
