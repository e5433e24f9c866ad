import { everyColumn, missingWords, type ReadingSettings } from '../dataset/reading.ts'
import { columnNames, type FileSample } from '../dataset/resolve.ts'
import { canonicalSplit } from '../dataset/splits.ts'
import { isNumberText } from '../dataset/task.ts'
import { vectorOf } from '../dataset/vector-cell.ts'
import type { ColumnKind } from './inspection.ts'
import { numberIn, numberWays, type NumberWay } from './number-formats.ts'
import { headerWords, themesOfWords, type HeaderWord, type Themes } from './words.ts'

/** One column, with what its header says and what its first cells show. */
export interface Column {
  /** As it is chosen: plain, or `FILE:COLUMN`. */
  name: string
  /** Index of its file. */
  file: number
  fileName: string
  /** Index among the columns of its file. */
  place: number
  header: string
  words: readonly HeaderWord[]
  themes: Themes
  kind: ColumnKind
  cells: readonly string[]
  /** Rows of each value that is not missing, in order of first appearance. */
  counts: ReadonlyMap<string, number>
  /** Cells that are empty or hold a word that means missing. */
  missing: number
  /** Those words as they are written, without the empty one. */
  missingWords: readonly string[]
  /** The ways of writing numbers that all cells fit. */
  numberWays: readonly NumberWay[]
  /** Each cell as a number, NaN where it is none; all of them where most cells are no numbers. */
  numbers: Float64Array
  /** At least half of the cells that are not missing are numbers: one that is not must not hide a score. */
  isNumeric: boolean
  /** Some number is no whole one. */
  hasFractions: boolean
  min: number
  max: number
  /** No value comes twice, and none is missing. */
  isUnique: boolean
  /** The vector in each cell, all of one length, null where it is missing; null where cells hold none. */
  vectors: readonly (readonly number[] | null)[] | null
}

/** So many values of a column are listed. */
export const valueLimit = 50

/** Up to this many distinct whole numbers may be classes. */
const fewValues = 10

/** Every column that has a name; of columns with one name in a file the first where they are equal, else none of them. */
export function columnsOf(samples: readonly FileSample[], reading: ReadingSettings): Column[] {
  const choices = new Set(columnNames([...samples]))
  const found = samples.flatMap(({ file, columns, records }, fileIndex) =>
    columns.flatMap((header, i) => {
      if (header === '' || columns.indexOf(header) !== i) return []
      const cells = records.map((record) => record[i] ?? '')
      const twins = columns.flatMap((other, k) => (k > i && other === header ? [k] : []))
      if (twins.some((k) => records.some((record, row) => (record[k] ?? '') !== cells[row]))) return []
      const name = choices.has(header) ? header : `${file}:${header}`
      return [columnOf({ name, file: fileIndex, fileName: file, place: i, header, cells }, reading)]
    }),
  )
  // mlr3 calls what a model says the response, and the truth the truth.
  const isOfMlr3 = found.some(({ header }) => header === 'truth')
  return found.map((column) => {
    if (column.header === 'response' && isOfMlr3)
      return { ...withoutTruth(column), themes: new Map([['prediction' as const, 'response']]) }
    return isNamedAfterTruth(column, found) ? withoutTruth(column) : column
  })
}

/** A prediction that is named after the truth has the truth's words in its header: `true_label_probability` beside `true_label`. */
function isNamedAfterTruth({ words, themes, header }: Column, columns: readonly Column[]): boolean {
  if (!themes.has('truth') && !themes.has('label')) return false
  return columns.some((other) => {
    if (other.header === header || other.words.length === 0 || other.words.length >= words.length) return false
    const own = other.words.map(({ word }) => word)
    if (
      !own.every((word) => words.some((each) => each.word === word)) ||
      !(other.themes.has('truth') || other.themes.has('label'))
    )
      return false
    return words.some(({ word, themes: of }) => !own.includes(word) && (of.has('prediction') || of.has('score')))
  })
}

function withoutTruth(column: Column): Column {
  const themes = new Map(column.themes)
  themes.delete('truth')
  themes.delete('label')
  return { ...column, themes }
}

/** Names that several columns of one file have, which are not equal. */
export function unequalTwins(samples: readonly FileSample[]): { file: string; header: string }[] {
  return samples.flatMap(({ file, columns, records }) =>
    [...new Set(columns)].flatMap((header) => {
      const places = columns.flatMap((other, i) => (other === header && header !== '' ? [i] : []))
      const isEqual = places.every((k) => records.every((record) => (record[k] ?? '') === (record[places[0]] ?? '')))
      return isEqual ? [] : [{ file, header }]
    }),
  )
}

/**
 * A value as values are compared to tell columns from one another: without case and outer blanks, numbers as numbers, so that
 * `1.0` is `1`. Where that makes two spellings one, it is asked about.
 */
export function comparableValue(value: string): string {
  const trimmed = value.trim()
  return isNumberText(trimmed) ? String(Number(trimmed) + 0) : trimmed.toLowerCase()
}

/** How many classes a column has, spellings that differ by case, blanks or as `1` and `1.0` being one. */
export function classCount({ counts }: Column): number {
  return new Set([...counts.keys()].map(comparableValue)).size
}

/** Whether two columns have the same values, not only some of them. */
export function isSameSet(one: Column, other: Column): boolean {
  const [a, b] = [one, other].map(({ counts }) => new Set([...counts.keys()].map(comparableValue)))
  return a.size === b.size && [...a].every((value) => b.has(value))
}

/** Whether a column holds classes that a truth or a prediction can have: few values that come again, or two. */
export function holdsClasses(column: Column): boolean {
  return column.kind === 'classes' || (column.kind === 'texts' && column.counts.size <= column.cells.length / 2)
}

/** Numbers that are no classes: with fractions, or too many of them. */
export function holdsNumbers(column: Column): boolean {
  return column.kind === 'numbers'
}

/** Whether all values say in which split a row is. */
export function holdsSplits({ counts }: Column): boolean {
  const known = ['train', 'validation', 'test']
  return (
    counts.size > 0 && counts.size <= 5 && [...counts.keys()].every((value) => known.includes(canonicalSplit(value)))
  )
}

/** Row numbers and the like: whole numbers, each one more than the one before. */
export function isSequence({ numbers, hasFractions }: Column): boolean {
  return !hasFractions && numbers.length > 3 && numbers.every((value, i) => i === 0 || value === numbers[i - 1] + 1)
}

type Named = Pick<Column, 'name' | 'file' | 'fileName' | 'place' | 'header' | 'cells'>

function columnOf(named: Named, reading: ReadingSettings): Column {
  const { name, header, cells } = named
  const isMissing = missingTest(name, header, reading)
  const isFolded = (reading.spelling.get(name) ?? reading.spelling.get(header)) === 'fold'
  const counts = new Map<string, number>()
  const words = new Set<string>()
  const filled: string[] = []
  const firstSpelling = new Map<string, string>()
  for (const cell of cells) {
    const trimmed = cell.trim()
    if (isMissing(trimmed)) {
      if (trimmed !== '') words.add(trimmed)
      continue
    }
    filled.push(trimmed)
    const key = isFolded ? (firstSpelling.get(comparableValue(cell)) ?? cell) : cell
    if (isFolded) firstSpelling.set(comparableValue(cell), key)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const headerParts = headerWords(header)
  const asked = reading.numberFormat.get(name) ?? reading.numberFormat.get(header)
  const ways = asked === undefined ? numberWays(filled) : [asked]
  const facts = numberFacts(cells, filled, ways, isMissing)
  const vectors = facts.isNumeric || filled.length === 0 ? null : vectorsOf(cells, isMissing)
  return {
    ...named,
    words: headerParts,
    themes: themesOfWords(headerParts),
    counts,
    missing: cells.length - filled.length,
    missingWords: [...words],
    numberWays: ways,
    ...facts,
    isUnique: filled.length === cells.length && filled.length > 1 && counts.size === cells.length,
    vectors,
    kind: kindOf(filled, counts.size, facts, vectors !== null),
  }
}

function missingTest(name: string, header: string, { missing }: ReadingSettings): (trimmed: string) => boolean {
  const asked = missing.get(name) ?? missing.get(header) ?? missing.get(everyColumn) ?? missingWords
  const words = new Set(asked.map((word) => word.trim().toLowerCase()))
  return (trimmed) => trimmed === '' || words.has(trimmed.toLowerCase())
}

type NumberFacts = Pick<Column, 'numbers' | 'isNumeric' | 'hasFractions' | 'min' | 'max'>

function numberFacts(
  cells: readonly string[],
  filled: readonly string[],
  ways: readonly NumberWay[],
  isMissing: (trimmed: string) => boolean,
): NumberFacts {
  // Of 1.098 and 834 the dots are rather between thousands; until somebody says so, that is what guesses go by.
  const isMixed = filled.some((cell) => !cell.includes('.'))
  const way = (isMixed ? ways.at(-1) : ways[0]) ?? []
  const numbers = Float64Array.from(cells, (cell) => {
    const trimmed = cell.trim()
    return isMissing(trimmed) ? NaN : numberIn(trimmed, way)
  })
  let [count, min, max, hasFractions] = [0, Infinity, -Infinity, false]
  numbers.forEach((value) => {
    if (Number.isNaN(value)) return
    count++
    min = Math.min(min, value)
    max = Math.max(max, value)
    hasFractions ||= !Number.isInteger(value)
  })
  return { numbers, isNumeric: filled.length > 0 && count >= filled.length / 2, hasFractions, min, max }
}

function vectorsOf(cells: readonly string[], isMissing: (trimmed: string) => boolean): (number[] | null)[] | null {
  let length: number | null = null
  const vectors: (number[] | null)[] = []
  for (const cell of cells) {
    if (isMissing(cell.trim())) {
      vectors.push(null)
      continue
    }
    const vector = vectorOf(cell)
    if (vector === null || vector.length < 2 || vector.length !== (length ?? vector.length)) return null
    length = vector.length
    vectors.push(vector)
  }
  return vectors
}

function kindOf(filled: readonly string[], distinct: number, facts: NumberFacts, hasVectors: boolean): ColumnKind {
  if (filled.length === 0) return 'empty'
  if (hasVectors) return 'vectors'
  if (filled.every(isTimeText)) return 'times'
  if (facts.isNumeric) {
    return distinct <= 2 || (distinct <= fewValues && !facts.hasFractions) ? 'classes' : 'numbers'
  }
  const comesAgain = distinct <= filled.length / 2 || (filled.length < 30 && distinct < filled.length)
  const isShort = filled.every((cell) => cell.length <= 60)
  return (distinct <= 2 || (distinct <= valueLimit && comesAgain)) && isShort ? 'classes' : 'texts'
}

/** A date, alone or with a time, as ISO 8601, or with slashes or dots between day, month and year. */
function isTimeText(text: string): boolean {
  return isIsoTime(text) || /^\d{1,2}[/.]\d{1,2}[/.]\d{4}([ ,T]+\d{1,2}:\d\d.*)?$/.test(text)
}

/** A date as ISO 8601 writes it, alone or with a time: what the program can read. */
export function isIsoTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$/.test(text.trim())
}
