import type { HashRule } from '../../rule.ts'
import { cutsOf } from '../cuts.ts'
import type { Snippet } from '../snippet.ts'
import { caseOf, namesOf, seededText, table } from './clauses.ts'
import type { Dialect } from './dialect.ts'

const comment = '-- Keep the key as text, as it is in the file: 007 is not 7.'

/** Buckets of the key's fingerprint, cut in the order of the parts. */
export function bucketQuery(rule: HashRule, dialect: Dialect): Snippet {
  const key = seededText(rule.seed, rule.key, dialect)
  const { upTo, total } = cutsOf(rule.parts)
  const names = namesOf(rule.parts, dialect)
  const splitOf = (bucket: string) => {
    return caseOf(
      upTo.map((sum, k) => ({ condition: `${bucket} < ${sum}`, value: names[k] })),
      names[names.length - 1],
    )
  }
  if (rule.hash === 'sha256') return { code: digestQuery(key, total, splitOf('split_bucket'), dialect) }
  if (dialect.fingerprint !== null)
    return { code: fingerprintQuery(splitOf(`MOD(ABS(${dialect.fingerprint(key)}), ${total})`), dialect) }
  return {
    cannot:
      `${dialect.title} has no function for FarmHash's fingerprint, which BigQuery calls FARM_FINGERPRINT. ` +
      'Make the column in BigQuery or in Python, or split by sha256, which is the same everywhere.',
  }
}

function fingerprintQuery(split: string, dialect: Dialect): string {
  return `${comment}
SELECT *,
  ${split} AS split
FROM ${dialect.name(table)}
`
}

/** The digest is one number of 256 bits, which no integer of SQL holds; the remainder comes from 15 digits at a time. */
function digestQuery(key: string, total: string, split: string, dialect: Dialect): string {
  return `${comment}
-- The digest modulo ${total}: of every 15 hexadecimal digits, times what 16 to the power of the digits after them leaves.
-- The columns split_digest and split_bucket come with the split.
SELECT *,
  ${split} AS split
FROM (
  SELECT *,
    MOD(
      ${remainders(BigInt(total), dialect).join('\n      + ')},
      ${total}
    ) AS split_bucket
  FROM (
    SELECT *, ${dialect.sha256(key)} AS split_digest
    FROM ${dialect.name(table)}
  ) AS digests
) AS buckets
`
}

/** Sums of four products of numbers of at most `mostBuckets` stay far below 2^63. */
function remainders(total: bigint, dialect: Dialect): string[] {
  const chunks = [1, 16, 31, 46].map((start) => {
    const weight = (1n << BigInt(4 * (50 - start))) % total
    return `MOD(${dialect.hexadecimal(`SUBSTR(split_digest, ${start}, 15)`)}, ${total}) * ${weight}`
  })
  return [...chunks, dialect.hexadecimal('SUBSTR(split_digest, 61, 4)')]
}
