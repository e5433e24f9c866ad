import { splitOutsideQuotes, unquoted, writtenPart } from './named-columns.ts'
import { everyColumn } from './reading.ts'

/** What an option or a link says of one column: `obs=NA,nan`. */
export interface ColumnWords {
  column: string
  words: string[]
}

/** Words that mean missing: `obs=NA,nan` of one column, `obs=` of none in it, and `NA,nan` of every column. */
export function parseMissing(text: string): ColumnWords {
  const [column, ...rest] = splitOutsideQuotes(text, '=')
  const listed = (words: string) => (words === '' ? [] : splitOutsideQuotes(words, ',').map(unquoted))
  return rest.length === 0
    ? { column: everyColumn, words: listed(column) }
    : { column: unquoted(column), words: listed(rest.join('=')) }
}

/** The text that `parseMissing` reads. */
export function missingText({ column, words }: ColumnWords): string {
  return `${writtenPart(column)}=${words.map(writtenPart).join(',')}`
}

/** What is said of one column, several words joined by `+`: `score=percent+decimal_comma`. null where no column is named. */
export function parseColumnWords(text: string): ColumnWords | null {
  const parts = splitOutsideQuotes(text, '=')
  return parts.length < 2
    ? null
    : { column: unquoted(parts.slice(0, -1).join('=')), words: parts.at(-1)!.split('+').map((word) => word.trim()) }
}

/** The text that `parseColumnWords` reads. */
export function columnWordsText({ column, words }: ColumnWords): string {
  return `${writtenPart(column)}=${words.join('+')}`
}
