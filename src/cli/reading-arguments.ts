import { contradiction } from '../dataset/number-format.ts'
import { parseColumnWords, parseMissing, type ColumnWords } from '../dataset/reading-text.ts'
import {
  joins,
  numberFormats,
  timeUnits,
  weightKinds,
  type NumberFormat,
  type ReadingSettings,
} from '../dataset/reading.ts'
import { nearestName } from '../dataset/resolve.ts'
import type { Values } from './options.ts'
import { invalidOption, oneOf } from './options.ts'

/** What options say of how files are read. Throws InputError where a value is not one that the option may have. */
export function namedReading(values: Values): Partial<ReadingSettings> {
  if (values.header === true && values['no-header'] === true)
    throw invalidOption('--no-header', '--header and --no-header', 'one of them', 'Leave one out.')
  const missing = byColumn(textsOf(values.missing).map(parseMissing))
  const formats = byColumn(columnWords('--number-format', values, 'score=percent'))
  const spelling = byColumn(columnWords('--spelling', values, 'answer=fold'))
  for (const words of spelling.values()) words.forEach((word) => choiceOf('--spelling', word, ['fold'] as const))
  const numberFormat = new Map([...formats].map(([column, words]) => [column, formatsOf(words)]))
  return {
    ...(values.header === true ? { header: true } : {}),
    ...(values['no-header'] === true ? { header: false } : {}),
    ...(missing.size === 0 ? {} : { missing }),
    ...(formats.size === 0 ? {} : { numberFormat }),
    ...(spelling.size === 0 ? {} : { foldedSpelling: new Set(spelling.keys()) }),
    ...chosen('weights', '--weight-kind', values, weightKinds),
    ...chosen('join', '--join', values, joins),
    ...chosen('timeUnit', '--time-unit', values, timeUnits),
  }
}

function textsOf(value: Values[string]): string[] {
  return [value ?? []].flat().map(String)
}

/** What a repeatable option says of columns; it has to name one. */
function columnWords(option: `--${string}`, values: Values, example: string): ColumnWords[] {
  return textsOf(values[option.slice(2)]).map((text) => {
    const words = parseColumnWords(text)
    if (words !== null) return words
    throw invalidOption(
      option,
      JSON.stringify(text),
      `a column and what holds of it, such as ${example}`,
      'See good-enough --help.',
    )
  })
}

/** The words of a column that is named more than once come together. */
function byColumn(named: ColumnWords[]): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const { column, words } of named) all.set(column, [...new Set([...(all.get(column) ?? []), ...words])])
  return all
}

function formatsOf(words: string[]): NumberFormat[] {
  const formats = words.map((word) => choiceOf('--number-format', word, numberFormats))
  const pair = contradiction(formats)
  if (pair !== null)
    throw invalidOption('--number-format', pair.join(' and '), 'formats that hold together', 'Leave one out.')
  return formats
}

function chosen<K extends string, T extends string>(
  setting: K,
  option: `--${string}`,
  values: Values,
  allowed: readonly T[],
): Partial<Record<K, T>> {
  const value = values[option.slice(2)]
  return typeof value === 'string' ? ({ [setting]: choiceOf(option, value, allowed) } as Record<K, T>) : {}
}

function choiceOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const nearest = nearestName(value, allowed)
  return oneOf(option, value, allowed, nearest === null ? undefined : `Did you mean ${nearest}?`)
}
