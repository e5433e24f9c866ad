import { settlingChance } from '../policy/settling-chance.ts'
import { countOf, countText, percent } from './numbers.ts'

/** Rows to label beside those that there are, and the numbers that it may take instead. */
export interface MoreRows {
  rows: number
  /** Null where the task has none. */
  positives: number | null
  range: [fewest: number, most: number | null]
}

/** "about 87 more positives, about 810 more rows, would settle it with a chance of 80 % (from 300 rows to 4,000, as the value may be off)" */
export function moreRowsWords({ rows, positives, range: [fewest, most] }: MoreRows): string {
  const more = `about ${countOf(rows, 'more row')}`
  const what = positives === null ? more : `about ${countOf(positives, 'more positive')}, ${more},`
  const between = `from ${countOf(fewest, 'row')} ${most === null ? 'without an upper limit' : `to ${countText(most)}`}`
  return `${what} would settle it with a chance of ${percent(settlingChance)} (${between}, as the value may be off)`
}
