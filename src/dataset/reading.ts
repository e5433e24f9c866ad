/** Ways of writing a number that differ from `1234.5`. */
export const numberFormats = [
  'percent',
  'decimal_comma',
  'comma_thousands',
  'dot_thousands',
  'space_thousands',
  'currency',
] as const

/** One way of writing a number. */
export type NumberFormat = (typeof numberFormats)[number]

/** What a number of a column of times counts since 1970. */
export const timeUnits = ['s', 'ms', 'us', 'days'] as const

/** What a number of a column of times counts since 1970. */
export type TimeUnit = (typeof timeUnits)[number]

/** What the spellings of a column's classes can be. */
export const spellings = ['fold', 'exact'] as const

/** Case and outer blanks of classes do not count (`fold`), or each spelling is a class (`exact`). */
export type Spelling = (typeof spellings)[number]

/** What weights can be. */
export const weightKinds = ['frequency', 'importance'] as const

/** What weights are: so many equal rows, or what a row stands for. */
export type WeightKind = (typeof weightKinds)[number]

/** What rows of several files can belong together by. */
export const joins = ['id', 'row_order'] as const

/** What rows of several files belong together by: an id, or their place in their file. */
export type Join = (typeof joins)[number]

/**
 * How cells are read, where that is not plain from the file: the answers to questions that a file leaves open. Columns are
 * named as in the file's header, or `FILE:COLUMN` (`*` in `missing` is every column that is not named); maps, as a column may
 * be called `__proto__`.
 */
export interface ReadingSettings {
  /** Whether the first line holds names; null: as the file shows. Without, columns are `1`, `2` and so on. */
  header: boolean | null
  /**
   * The words that mean that a value is missing, in place of `missingWords`; a column that is named with no words has values
   * only. Empty cells are missing whatever is said.
   */
  missing: ReadonlyMap<string, readonly string[]>
  /** How numbers are written; several ways hold together, such as per cent with a decimal comma; none: as plain numbers. */
  numberFormat: ReadonlyMap<string, readonly NumberFormat[]>
  /** Columns of classes whose case, and blanks around them, do not count. */
  spelling: ReadonlyMap<string, Spelling>
  /** null: nobody has said. */
  weights: WeightKind | null
  join: Join
  timeUnit: TimeUnit | null
}

/** Files are read as they show. */
export const plainReading: ReadingSettings = {
  header: null,
  missing: new Map(),
  numberFormat: new Map(),
  spelling: new Map(),
  weights: null,
  join: 'id',
  timeUnit: null,
}

/** Every column, as a name in `missing`. */
export const everyColumn = '*'

export { missingWords } from '../table/missing-words.ts'

/** Milliseconds of so many units of time. */
export function milliseconds(count: number, unit: TimeUnit): number {
  switch (unit) {
    case 's':
      return count * 1000
    case 'ms':
      return count
    case 'us':
      return count / 1000
    case 'days':
      return count * 86_400_000
  }
}

/** `answers` where they say something, else what `settings` say; of maps, column by column. */
export function withReading(settings: ReadingSettings, answers: Partial<ReadingSettings>): ReadingSettings {
  return {
    ...settings,
    ...Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined && value !== null)),
    missing: new Map([...settings.missing, ...(answers.missing ?? [])]),
    numberFormat: new Map([...settings.numberFormat, ...(answers.numberFormat ?? [])]),
    spelling: new Map([...settings.spelling, ...(answers.spelling ?? [])]),
  }
}
