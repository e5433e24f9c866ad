import { columnSettings, columnTexts } from '../../dataset/reading-text.ts'
import {
  everyColumn,
  joins,
  missingWords,
  plainReading,
  timeUnits,
  weightKinds,
  type ReadingSettings,
} from '../../dataset/reading.ts'
import { comparable } from '../../table/missing-words.ts'

/** Keys of a link that say how cells are read, each once, and what they may say. */
export const readingChoices: [key: string, allowed: readonly string[]][] = [
  ['header', ['yes', 'no']],
  ['weights', weightKinds],
  ['join', joins],
  ['time_unit', timeUnits],
]
/** Keys of a link that say how the cells of a column are read, once for each column. */
export const columnReadingKeys: readonly string[] = ['missing', 'number_format', 'spelling']

/** How files are read as keys of a link and what they say; what is as usual is not there. */
export function readingPairs(reading: ReadingSettings): [key: string, value: string][] {
  const { header, weights, join, timeUnit } = reading
  const { missing, numberFormat, spelling } = columnTexts(reading)
  return [
    ...pairs('header', header === null ? [] : [header ? 'yes' : 'no']),
    ...pairs('missing', missing),
    ...pairs('number_format', numberFormat),
    ...pairs('spelling', spelling),
    ...pairs('weights', weights === null ? [] : [weights]),
    ...pairs('join', join === plainReading.join ? [] : [join]),
    ...pairs('time_unit', timeUnit === null ? [] : [timeUnit]),
  ]
}

function pairs(key: string, values: readonly string[]): [string, string][] {
  return values.map((value) => [key, value])
}

/** How a link has files read; what is wrong with it, in words. Keys that are there once have been looked at before. */
export function linkedReading(
  one: Readonly<Record<string, string | undefined>>,
  many: Readonly<Record<string, string[] | undefined>>,
): ReadingSettings | string {
  const { missing = [], number_format: numberFormat = [], spelling = [] } = many
  const columns = columnSettings({ missing, numberFormat, spelling })
  if ('found' in columns) {
    const key = columns.setting === 'numberFormat' ? 'number_format' : columns.setting
    return `${key} is ${JSON.stringify(columns.found)}, where ${columns.expected} was expected`
  }
  return {
    ...columns,
    header: one.header === undefined ? null : one.header === 'yes',
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
    spelling: new Map([...reading.spelling].filter(([column]) => !namesFile(column))),
  }
}

/** The columns that settings name. */
export function columnsOfReading({ missing, numberFormat, spelling }: ReadingSettings): string[] {
  return [...missing.keys(), ...numberFormat.keys(), ...spelling.keys()].filter((column) => column !== everyColumn)
}
