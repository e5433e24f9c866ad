import { settlingChance } from '../policy/settling-chance.ts'
import { countOf, countText, percent } from './numbers.ts'

/** Rows to label beside those that there are, and the numbers that it may take instead. */
export interface MoreRows {
  rows: number
  /** Null where the task has none. */
  positives: number | null
  range: [fewest: number, most: number | null]
}

/** More than so many times the figure, an upper end says only that there is none to speak of. */
const farthest = 100

/**
 * What a number of rows may be instead, as the value may be off, to two digits: "from about 300 rows to 4,000"; where the upper end is so
 * far off that it says nothing, or there is none, "at least about 21 rows".
 * @param rows the figure itself
 */
export function rangeWords(rows: number, [fewest, most]: MoreRows['range']): string {
  const from = countOf(twoDigits(fewest), 'row')
  return most === null || most > farthest * rows
    ? `at least about ${from}`
    : `from about ${from} to ${countText(twoDigits(most))}`
}

function twoDigits(count: number): number {
  return Number(count.toPrecision(2))
}

/** "about 87 more positives, about 810 more rows, would settle it with a chance of 80 % (from about 300 rows to 4,000, as the value may be off)" */
export function moreRowsWords({ rows, positives, range }: MoreRows): string {
  const more = `about ${countOf(rows, 'more row')}`
  const what = positives === null ? more : `about ${countOf(positives, 'more positive')}, ${more},`
  return `${what} would settle it with a chance of ${percent(settlingChance)} (${rangeWords(rows, range)}, as the value may be off)`
}
