import type { SplitRule } from '../../rule.ts'
import type { TimeKind } from '../../time.ts'
import type { Snippet } from '../snippet.ts'
import { bucketQuery } from './bucket-query.ts'
import type { Dialect } from './dialect.ts'
import { shuffledQuery } from './order-query.ts'
import { timeQuery } from './time-query.ts'

/** The rows of a table with their split, as a query. */
export function splitQuery(rule: SplitRule, dialect: Dialect, times: TimeKind): Snippet {
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
