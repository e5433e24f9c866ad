import { gapName, type TimeRule } from '../../rule.ts'
import type { TimeKind } from '../../time.ts'
import { cumulativeShares } from '../../cut.ts'
import { caseOf, caseOfCuts, partLiterals, table, type When, windowsOfCuts } from './clauses.ts'
import type { SqlDialect } from './dialect.ts'

/** Rows by their time: in parts that begin when they are told to, or in the order of time, cut by the parts' shares. */
export function timeQuery(rule: TimeRule, dialect: SqlDialect, times: TimeKind): string {
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

const comment = '-- Rows in the order of time; rows of one time stay together, in the part where their middle lies.'

function sharesQuery(rule: TimeRule, time: string, dialect: SqlDialect): string {
  return `${comment}
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
  return `${comment}
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
