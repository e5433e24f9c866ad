import type { GroupRule, RandomRule, StratifiedRule } from '../../rule.ts'
import { cutsOf } from '../cuts.ts'
import type { Snippet } from '../snippet.ts'
import { caseOfCuts, namesOf, seededText, table, windowsOfCuts } from './clauses.ts'
import type { Dialect } from './dialect.ts'

/** Rows in the order of their keys' SHA-256, in every stratum by itself, cut by the parts' shares. */
export function shuffledQuery(
  rule: RandomRule | StratifiedRule | GroupRule,
  key: string | null,
  strata: string[],
  dialect: Dialect,
): Snippet {
  if (key === null) {
    return {
      cannot:
        `Without a key, the n-th row gets the n-th draw, and a table in ${dialect.title} has no n-th row, as it keeps no order. ` +
        'With a key (a column that tells the rows apart) the same split can be made there.',
    }
  }
  const digits = `SUBSTR(${dialect.sha256(seededText(rule.seed, key, dialect))}, 1, 13)`
  const split = caseOfCuts(cutsOf(rule.parts), namesOf(rule.parts, dialect), strata.length > 0, dialect)
  const code = `-- Rows in the order of their keys' SHA-256; rows of one key stay together, in the part where their middle lies.
-- Keep the columns that this goes by as text, as they are in the file: 007 is not 7.
SELECT *,
  ${split} AS split
FROM ${dialect.name(table)}
${windowsOfCuts(digits, strata.map(dialect.name))}
`
  return { code }
}
