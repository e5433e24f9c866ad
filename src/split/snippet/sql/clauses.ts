import type { Part } from '../../rule.ts'
import type { CumulativeShares } from '../../cut.ts'
import type { SqlDialect } from './dialect.ts'

/** What the table is called until somebody puts the name of theirs. */
export const table = 'predictions'

/** One `WHEN condition THEN value`, both as SQL. */
export interface When {
  condition: string
  value: string
}

/** `CASE WHEN … THEN … ELSE … END`, a line for each, in a SELECT's list. */
export function caseOf(whens: When[], otherwise: string): string {
  const lines = whens.map(({ condition, value }) => `    WHEN ${condition} THEN ${value}`)
  return ['CASE', ...lines, `    ELSE ${otherwise}`, '  END'].join('\n')
}

/**
 * In which part the middle of a row's unit lies: `(2 * before + size) * total < 2 * rows * upTo`. RANK is `before + 1`,
 * and COUNT(*) in an order is `before + size`, as rows of one rank are counted together.
 */
export function caseOfCuts(
  cuts: CumulativeShares,
  values: string[],
  isStratified: boolean,
  dialect: SqlDialect,
): string {
  const middle = 'RANK() OVER in_order + COUNT(*) OVER in_order - 1'
  const rows = `COUNT(*) OVER ${isStratified ? 'stratum' : 'every_row'}`
  const [left, right] = cuts.isWide ? [dialect.wide(middle), dialect.wide(rows)] : [`(${middle})`, rows]
  const whens = cuts.upTo.map((sum, k) => {
    return { condition: `${left} * ${cuts.total} < 2 * ${right} * ${sum}`, value: values[k] }
  })
  return caseOf(whens, values[values.length - 1])
}

/** The windows that `caseOfCuts` names. */
export function windowsOfCuts(order: string, strata: string[]): string {
  const partition = strata.length > 0 ? `PARTITION BY ${strata.join(', ')}` : ''
  const whole = strata.length > 0 ? `stratum AS (${partition})` : 'every_row AS ()'
  return `WINDOW\n  ${whole},\n  in_order AS (${partition}${partition === '' ? '' : ' '}ORDER BY ${order})`
}

/**
 * The key as text, an empty one also where the table has it as NULL; after the seed and a colon where there is a seed.
 */
export function seededText(seed: number | null, key: string, dialect: SqlDialect): string {
  const text = `COALESCE(${dialect.asText(dialect.name(key))}, '')`
  return seed === null ? text : `CONCAT('${seed}:', ${text})`
}

/** The names of the parts as string literals. */
export function partLiterals(parts: Part[], dialect: SqlDialect): string[] {
  return parts.map(({ name }) => dialect.literal(name))
}
