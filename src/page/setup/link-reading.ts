import {
  columnWordsText,
  missingText,
  parseColumnWords,
  parseMissing,
  type ColumnWords,
} from '../../dataset/reading-text.ts'
import {
  joins,
  missingWords,
  numberFormats,
  plainReading,
  timeUnits,
  weightKinds,
  type NumberFormat,
  type ReadingSettings,
} from '../../dataset/reading.ts'
import { comparable } from '../../table/missing-words.ts'

/** Keys of a link that say how cells are read, each once. */
export const readingKeys = ['header', 'weights', 'join', 'time_unit'] as const
/** Keys of a link that say how the cells of columns are read, once for each column. */
export const columnReadingKeys = ['missing', 'number_format', 'spelling'] as const

/** What each key may say. */
export const readingChoices: [key: (typeof readingKeys)[number], allowed: readonly string[]][] = [
  ['header', ['yes', 'no']],
  ['weights', weightKinds],
  ['join', joins],
  ['time_unit', timeUnits],
]

/** How files are read as keys of a link and what they say; what is as usual is not there. */
export function readingPairs(reading: ReadingSettings): [key: string, value: string][] {
  const { header, missing, numberFormat, foldedSpelling, weights, join, timeUnit } = reading
  return [
    ...pair('header', header === null ? null : header ? 'yes' : 'no'),
    ...[...missing].map(([column, words]): [string, string] => ['missing', missingText({ column, words: [...words] })]),
    ...[...numberFormat].map(([column, formats]): [string, string] => [
      'number_format',
      columnWordsText({ column, words: formats.length === 0 ? ['plain'] : [...formats] }),
    ]),
    ...[...foldedSpelling].map((column): [string, string] => [
      'spelling',
      columnWordsText({ column, words: ['fold'] }),
    ]),
    ...pair('weights', weights),
    ...pair('join', join === plainReading.join ? null : join),
    ...pair('time_unit', timeUnit),
  ]
}

function pair(key: string, value: string | null): [string, string][] {
  return value === null ? [] : [[key, value]]
}

/** What is wrong with what a link says of columns, in words; null where nothing is. */
export function wrongColumnReading(many: Readonly<Record<string, string[] | undefined>>): string | null {
  const allowed = { number_format: ['plain', ...numberFormats], spelling: ['fold'] }
  for (const [key, words] of Object.entries(allowed)) {
    for (const text of many[key] ?? []) {
      const parsed = parseColumnWords(text)
      const stranger = parsed === null ? text : parsed.words.find((word) => !words.includes(word))
      if (stranger !== undefined) return `${key} is ${JSON.stringify(text)}, not a column and ${words.join(' or ')}`
    }
  }
  return null
}

/** How a link has files read; what it says has been looked at before. */
export function linkedReading(
  one: Readonly<Record<string, string | undefined>>,
  many: Readonly<Record<string, string[] | undefined>>,
): ReadingSettings {
  const words = (key: 'number_format' | 'spelling') => (many[key] ?? []).map((text) => parseColumnWords(text)!)
  const formatsOf = (named: ColumnWords): [string, NumberFormat[]] => [
    named.column,
    numberFormats.filter((format) => named.words.includes(format)),
  ]
  return {
    header: one.header === undefined ? null : one.header === 'yes',
    missing: new Map((many.missing ?? []).map(parseMissing).map(({ column, words: said }) => [column, said])),
    numberFormat: new Map(words('number_format').map(formatsOf)),
    foldedSpelling: new Set(words('spelling').map(({ column }) => column)),
    weights: weightKinds.find((kind) => kind === one.weights) ?? null,
    join: joins.find((join) => join === one.join) ?? plainReading.join,
    timeUnit: timeUnits.find((unit) => unit === one.time_unit) ?? null,
  }
}

/** How files are read, without words that only these data have, and without columns that are named with their file. */
export function withoutValues(reading: ReadingSettings, namesFile: (column: string) => boolean): ReadingSettings {
  const isUsual = (word: string) => missingWords.includes(comparable(word))
  const missing = [...reading.missing].filter(([column, words]) => !namesFile(column) && words.every(isUsual))
  return {
    ...reading,
    missing: new Map(missing),
    numberFormat: new Map([...reading.numberFormat].filter(([column]) => !namesFile(column))),
    foldedSpelling: new Set([...reading.foldedSpelling].filter((column) => !namesFile(column))),
  }
}

/** The columns that settings name. */
export function columnsOfReading({ missing, numberFormat, foldedSpelling }: ReadingSettings): string[] {
  return [...missing.keys(), ...numberFormat.keys(), ...foldedSpelling].filter((column) => column !== '*')
}
