import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Policy } from './policy.ts'

/**
 * SHA-256 of what a policy demands of a task. What it only calls or places by name is left out (`name`, `columns`,
 * `ledger`), what reports show (`smallestGroup`), and how rows are split: fingerprints tell that.
 */
export function policyDigest(policy: Policy, task: string): string {
  const demands = {
    ...policy,
    task,
    name: undefined,
    columns: undefined,
    ledger: undefined,
    split: undefined,
    smallestGroup: undefined,
  }
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(demands, inKeyOrder))))
}

function inKeyOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
