import { contradiction } from './number-format.ts'
import { splitOutsideQuotes, unquoted, writtenPart } from './named-columns.ts'
import {
  everyColumn,
  numberFormats,
  type NumberFormat,
  type ReadingSettings,
  type Spelling,
  spellings,
} from './reading.ts'

/** What is said of columns, as texts of options and links: `obs=NA,nan`, `score=percent+decimal_comma`, `answer=fold`. */
export interface ColumnTexts {
  missing: readonly string[]
  numberFormat: readonly string[]
  spelling: readonly string[]
}

/** What one of the texts says that cannot be. */
export interface ColumnTextFault {
  setting: keyof ColumnTexts
  /** As it is written. */
  found: string
  expected: string
  /** The words that could stand there; none where something else is wrong. */
  choices: readonly string[]
}

type ColumnSettings = Pick<ReadingSettings, 'missing' | 'numberFormat' | 'spelling'>

/**
 * What texts say of columns; a column that is named twice has the words of both. A word that means missing and names no column is
 * one of every column. Parts that a comma or an equals sign stands in are in double quotes.
 */
export function columnSettings({ missing, numberFormat, spelling }: ColumnTexts): ColumnSettings | ColumnTextFault {
  const formats = new Map<string, NumberFormat[]>()
  for (const text of numberFormat) {
    const said = columnWords('numberFormat', text, numberFormats)
    if ('found' in said) return said
    const all = [...new Set([...(formats.get(said.column) ?? []), ...said.words])]
    const pair = contradiction(all)
    if (pair !== null)
      return { setting: 'numberFormat', found: pair.join(' and '), expected: 'formats that hold together', choices: [] }
    formats.set(said.column, all)
  }
  const spelled = new Map<string, Spelling>()
  for (const text of spelling) {
    const said = columnWords('spelling', text, spellings)
    if ('found' in said) return said
    spelled.set(said.column, said.words[said.words.length - 1])
  }
  const words = new Map<string, string[]>()
  for (const text of missing) {
    const said = missingWordsOf(text)
    words.set(said.column, [...new Set([...(words.get(said.column) ?? []), ...said.words])])
  }
  return {
    missing: words,
    numberFormat: formats,
    spelling: spelled,
  }
}

/** The texts that `columnSettings` reads. */
export function columnTexts({ missing, numberFormat, spelling }: ColumnSettings): ColumnTexts {
  return {
    missing: [...missing].map(([column, words]) => `${writtenPart(column)}=${words.map(writtenPart).join(',')}`),
    numberFormat: [...numberFormat].map(([column, formats]) => `${writtenPart(column)}=${formats.join('+')}`),
    spelling: [...spelling].map(([column, said]) => `${writtenPart(column)}=${said}`),
  }
}

function missingWordsOf(text: string): { column: string; words: string[] } {
  const [column, ...rest] = splitOutsideQuotes(text, '=')
  const listed = (words: string) => (words === '' ? [] : splitOutsideQuotes(words, ',').map(unquoted))
  return rest.length === 0
    ? { column: everyColumn, words: listed(column) }
    : { column: unquoted(column), words: listed(rest.join('=')) }
}

function columnWords<Word extends string>(
  setting: keyof ColumnTexts,
  text: string,
  choices: readonly Word[],
): { column: string; words: Word[] } | ColumnTextFault {
  const parts = splitOutsideQuotes(text, '=')
  if (parts.length < 2) {
    const expected = `a column and what holds of it, such as score=${choices[0]}`
    return { setting, found: text, expected, choices: [] }
  }
  const column = unquoted(parts.slice(0, -1).join('='))
  // Named with no formats, a column has plain numbers.
  if (setting === 'numberFormat' && parts.at(-1)!.trim() === '') return { column, words: [] }
  const words = parts.at(-1)!.split('+')
  const known = words.flatMap((word) => choices.filter((choice) => choice === word.trim()))
  if (known.length === words.length) return { column, words: known }
  const stranger = words.find((word) => !choices.some((choice) => choice === word.trim()))!
  return { setting, found: stranger, expected: choices.join(', '), choices }
}
