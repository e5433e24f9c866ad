import { cumulativeShares } from '../../cut.ts'
import type { GroupRule, HashRule, RandomRule, SplitRule, StratifiedRule } from '../../rule.ts'
import type { TimeKind } from '../../time.ts'
import { caseOf, caseOfCuts, partLiterals, seededText, table, windowsOfCuts } from './clauses.ts'
import type { SqlDialect } from './dialect.ts'
import { timeQuery } from './time-query.ts'

/** Code that gives every row the split that the rule gives it here, or why there can be none, in sentences. */
export type Snippet = { code: string } | { cannot: string }

/** The rows of a table with their split, as a query. */
export function splitQuery(rule: SplitRule, dialect: SqlDialect, times: TimeKind): Snippet {
  switch (rule.by) {
    case 'random':
      return shuffledQuery(rule, rule.key, [], dialect)
    case 'stratified':
      return shuffledQuery(rule, rule.key, rule.strata, dialect)
    case 'group':
      return shuffledQuery(rule, rule.group, [], dialect)
    case 'time':
      return { code: timeQuery(rule, dialect, times) }
    case 'hash':
      return bucketQuery(rule, dialect)
  }
}

/** Rows in the order of their keys' SHA-256, in every stratum by itself, cut by the parts' shares. */
function shuffledQuery(
  rule: RandomRule | StratifiedRule | GroupRule,
  key: string | null,
  strata: string[],
  dialect: SqlDialect,
): Snippet {
  if (key === null) {
    return {
      cannot:
        `Without a key, the n-th row gets the n-th draw, and a table in ${dialect.title} has no n-th row, as it keeps no order. ` +
        'With a key (a column that tells the rows apart) the same split can be made there.',
    }
  }
  const digits = `SUBSTR(${dialect.sha256(seededText(rule.seed, key, dialect))}, 1, 13)`
  const split = caseOfCuts(cumulativeShares(rule.parts), partLiterals(rule.parts, dialect), strata.length > 0, dialect)
  const code = `-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  ${split} AS split
FROM ${dialect.name(table)}
${windowsOfCuts(digits, strata.map(dialect.name))}
`
  return { code }
}

const comment = '-- Keep the key as text, as it is in the file: 007 is not 7.'

/** Buckets of the key's fingerprint, cut in the order of the parts. */
function bucketQuery(rule: HashRule, dialect: SqlDialect): Snippet {
  const key = seededText(rule.seed, rule.key, dialect)
  const { upTo, total } = cumulativeShares(rule.parts)
  const names = partLiterals(rule.parts, dialect)
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

function fingerprintQuery(split: string, dialect: SqlDialect): string {
  return `${comment}
SELECT *,
  ${split} AS split
FROM ${dialect.name(table)}
`
}

/**
 * The digest is one number of 256 bits, which no integer of SQL holds; the remainder comes from 15 digits at a time.
 */
function digestQuery(key: string, total: string, split: string, dialect: SqlDialect): string {
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
function remainders(total: bigint, dialect: SqlDialect): string[] {
  const chunks = [1, 16, 31, 46].map((start) => {
    const weight = (1n << BigInt(4 * (50 - start))) % total
    return `MOD(${dialect.hexadecimal(`SUBSTR(split_digest, ${start}, 15)`)}, ${total}) * ${weight}`
  })
  return [...chunks, dialect.hexadecimal('SUBSTR(split_digest, 61, 4)')]
}
