import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { defaultPolicy, type Policy } from './policy.ts'
import { readingTerms } from './reading-terms.ts'

/** Settings that came after ledgers did: they count only where they are not as usual, so that ledgers know the looks of before. */
const addedLater: (keyof Policy)[] = ['reading']

/**
 * SHA-256 of what a policy demands of a task. What it only calls or places by name is left out (`name`, `columns`,
 * `ledger`), what reports show (`smallestGroup`), and how rows are split: fingerprints tell that.
 */
export function policyDigest(policy: Policy, task: string): string {
  const written: Record<string, unknown> = { ...policy, reading: readingTerms(policy.reading) }
  const usual: Record<string, unknown> = { ...defaultPolicy, reading: readingTerms(defaultPolicy.reading) }
  const asUsual = addedLater.filter((key) => JSON.stringify(written[key]) === JSON.stringify(usual[key]))
  const demands = {
    ...written,
    ...Object.fromEntries(asUsual.map((key) => [key, undefined])),
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
