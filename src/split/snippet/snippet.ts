import { type SplitRule } from '../rule.ts'
import { parseTime, type TimeKind } from '../time.ts'
import { bigquery, type SqlDialect, duckdb, postgresql, spark } from './dialect.ts'
import { pandasScript } from './python.ts'
import { type Snippet, splitQuery } from './sql.ts'

/** The languages and engines for which there is code. */
export const snippetTargets = ['bigquery', 'duckdb', 'spark', 'postgresql', 'pandas'] as const

/** Where a split can be made besides here. */
export type SnippetTarget = (typeof snippetTargets)[number]

const dialects: Record<Exclude<SnippetTarget, 'pandas'>, SqlDialect> = { bigquery, duckdb, spark, postgresql }

/** What people call each target. */
export const snippetTitles: Record<SnippetTarget, string> = {
  bigquery: bigquery.title,
  duckdb: duckdb.title,
  spark: spark.title,
  postgresql: postgresql.title,
  pandas: 'Python with pandas',
}

/** A snippet under its target's title. */
export type TitledSnippet = Snippet & { target: SnippetTarget; title: string }

/** The code of a rule for every target, as `splitSnippet` gives it for one. */
export function splitSnippets(rule: SplitRule, times?: TimeKind): TitledSnippet[] {
  return snippetTargets.map((target) => ({
    target,
    title: snippetTitles[target],
    ...splitSnippet(rule, target, times),
  }))
}

/**
 * The same split elsewhere: a query of the table `predictions`, or a script that reads `predictions.csv`; both are
 * names to be replaced. The column `split` is added to those that are there. It is the same on every row, or `cannot`;
 * only of times finer than a microsecond, which databases do not tell apart, it is not said.
 * @param times what the column of times holds, for a rule by time without starts; starts say it themselves
 */
export function splitSnippet(rule: SplitRule, target: SnippetTarget, times: TimeKind = 'date'): Snippet {
  const start = rule.by === 'time' && rule.starts !== null ? parseTime(rule.starts[0]) : null
  const kind = start?.kind ?? times
  if (kind === 'number' && rule.by === 'time' && rule.isGapTimed === true)
    return { cannot: 'Times are plain numbers and the gap has a unit: write it as a number in the unit of the times.' }
  return target === 'pandas' ? { code: pandasScript(rule, kind) } : splitQuery(rule, dialects[target], kind)
}
