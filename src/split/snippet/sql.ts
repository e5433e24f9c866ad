import { cumulativeShares, type CumulativeShares } from '../cut.ts'
import {
  gapName,
  type GroupRule,
  type HashRule,
  type Part,
  type RandomRule,
  type SplitRule,
  type StratifiedRule,
  type TimeRule,
} from '../rule.ts'
import type { SqlDialect } from './dialect.ts'
import type { TimeKind } from '../time.ts'

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

const keyComment = '-- Keep the key as text, as it is in the file: 007 is not 7.'

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
  return `${keyComment}
SELECT *,
  ${split} AS split
FROM ${dialect.name(table)}
`
}

/**
 * The digest is one number of 256 bits, which no integer of SQL holds; the remainder comes from 15 digits at a time.
 */
function digestQuery(key: string, total: string, split: string, dialect: SqlDialect): string {
  return `${keyComment}
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

/** Rows by their time: in parts that begin when they are told to, or in the order of time, cut by the parts' shares. */
function timeQuery(rule: TimeRule, dialect: SqlDialect, times: TimeKind): string {
  const zone = times === 'date' && dialect.timeZone !== null ? `${dialect.timeZone};\n` : ''
  const time = timeOf(dialect.name(rule.time), dialect, times)
  const query =
    rule.starts !== null
      ? startsQuery(rule, rule.starts, time, dialect, times)
      : rule.gapMs === 0
        ? sharesQuery(rule, time, dialect)
        : gapQuery(rule, time, dialect, times)
  return `${zone}${times === 'date' ? '-- Times count to the microsecond; those without a zone are in UTC.\n' : ''}${query}`
}

function timeOf(expression: string, dialect: SqlDialect, times: TimeKind): string {
  return times === 'date' ? dialect.asTime(expression) : dialect.asNumber(expression)
}

function startsQuery(rule: TimeRule, starts: string[], time: string, dialect: SqlDialect, times: TimeKind): string {
  const literals = starts.map((start) => timeOf(dialect.literal(start), dialect, times))
  return `SELECT *,
  ${caseOfStarts(rule, time, literals, dialect, times)} AS split
FROM ${dialect.name(table)}
`
}

const orderComment =
  '-- Rows in the order of time; rows of one time stay together, in the part where their middle lies.'

function sharesQuery(rule: TimeRule, time: string, dialect: SqlDialect): string {
  return `${orderComment}
SELECT *,
  ${caseOfCuts(cumulativeShares(rule.parts), partLiterals(rule.parts, dialect), false, dialect)} AS split
FROM ${dialect.name(table)}
${windowsOfCuts(time, [])}
`
}

/** The parts are cut first, to know when each begins. A part without rows begins with the next one that has some. */
function gapQuery(rule: TimeRule, time: string, dialect: SqlDialect, times: TimeKind): string {
  const numbers = rule.parts.map((_, k) => String(k))
  const later = numbers.slice(1)
  const starts = later.map((k) => `MIN(CASE WHEN part >= ${k} THEN part_time END) AS start_${k}`)
  return `${orderComment}
WITH cut AS (
SELECT
  ${time} AS part_time,
  ${caseOfCuts(cumulativeShares(rule.parts), numbers, false, dialect)} AS part
FROM ${dialect.name(table)}
${windowsOfCuts(time, [])}
), starts AS (
SELECT
  ${starts.join(',\n  ')}
FROM cut
)
SELECT p.*,
  ${caseOfStarts(
    rule,
    time,
    later.map((k) => `start_${k}`),
    dialect,
    times,
  )} AS split
FROM ${dialect.name(table)} AS p CROSS JOIN starts
`
}

/** The conditions of the parts by their starts, from the last part to the first, with the gap before each. */
function caseOfStarts(rule: TimeRule, time: string, starts: string[], dialect: SqlDialect, times: TimeKind): string {
  const names = partLiterals(rule.parts, dialect)
  const earlier = (start: string) =>
    times === 'date' ? dialect.earlier(start, rule.gapMs) : `${start} - ${rule.gapMs}`
  const whens = starts.flatMap((start, k): When[] => {
    const part = { condition: `${time} >= ${start}`, value: names[k + 1] }
    const gap = { condition: `${time} >= ${earlier(start)}`, value: dialect.literal(gapName) }
    return rule.gapMs > 0 ? [gap, part] : [part]
  })
  return caseOf(whens.reverse(), names[0])
}

/** What the table is called until somebody puts the name of theirs. */
const table = 'predictions'

/** One `WHEN condition THEN value`, both as SQL. */
export interface When {
  condition: string
  value: string
}

/** `CASE WHEN … THEN … ELSE … END`, a line for each, in a SELECT's list. */
function caseOf(whens: When[], otherwise: string): string {
  const lines = whens.map(({ condition, value }) => `    WHEN ${condition} THEN ${value}`)
  return ['CASE', ...lines, `    ELSE ${otherwise}`, '  END'].join('\n')
}

/**
 * In which part the middle of a row's unit lies: `(2 * before + size) * total < 2 * rows * upTo`. RANK is `before + 1`,
 * and COUNT(*) in an order is `before + size`, as rows of one rank are counted together.
 */
function caseOfCuts(cuts: CumulativeShares, values: string[], isStratified: boolean, dialect: SqlDialect): string {
  const middle = 'RANK() OVER in_order + COUNT(*) OVER in_order - 1'
  const rows = `COUNT(*) OVER ${isStratified ? 'stratum' : 'every_row'}`
  const [left, right] = cuts.isWide ? [dialect.wide(middle), dialect.wide(rows)] : [`(${middle})`, rows]
  const whens = cuts.upTo.map((sum, k) => {
    return { condition: `${left} * ${cuts.total} < 2 * ${right} * ${sum}`, value: values[k] }
  })
  return caseOf(whens, values[values.length - 1])
}

/** The windows that `caseOfCuts` names. */
function windowsOfCuts(order: string, strata: string[]): string {
  const partition = strata.length > 0 ? `PARTITION BY ${strata.join(', ')}` : ''
  const whole = strata.length > 0 ? `stratum AS (${partition})` : 'every_row AS ()'
  return `WINDOW\n  ${whole},\n  in_order AS (${partition}${partition === '' ? '' : ' '}ORDER BY ${order})`
}

/**
 * The key as text, an empty one also where the table has it as NULL; after the seed and a colon where there is a seed.
 */
function seededText(seed: number | null, key: string, dialect: SqlDialect): string {
  const text = `COALESCE(${dialect.asText(dialect.name(key))}, '')`
  return seed === null ? text : `CONCAT('${seed}:', ${text})`
}

/** The names of the parts as string literals. */
function partLiterals(parts: Part[], dialect: SqlDialect): string[] {
  return parts.map(({ name }) => dialect.literal(name))
}
