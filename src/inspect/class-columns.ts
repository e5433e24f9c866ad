import { classListText, isPattern } from '../dataset/named-columns.ts'
import { comparableValue, type Column } from './columns.ts'
import type { Frame } from './frame.ts'
import { lazily } from './lazily.ts'

/** A column of numbers for each class of one model. */
export interface ClassColumns {
  file: number
  columns: readonly Column[]
  /** The class of each column as the truth writes it; null where columns are numbered and the truth has names. */
  classes: readonly string[] | null
  /** What stands around the class in the headers. */
  affix: readonly [before: string, after: string]
  /** Numbers from 0 to 1 that sum to 1 in each row. */
  isProbability: boolean
}

/** Classes beyond so many are looked for in no header. */
const classLimit = 300

/**
 * The groups of columns that are named as the values of a truth: alone (`cat`, `dog`), with something before or behind
 * (`p_cat`), or by number (`prob_0`, `prob_1`) where values are names.
 */
export function classColumns(frame: Frame, truth: Column): ClassColumns[] {
  const values = [...truth.counts.keys()]
  if (values.length < 2 || values.length > classLimit) return []
  return [...new Set(frame.columns.map(({ file }) => file))].flatMap((file) => {
    const columns = frame.columns.filter(
      (column) => column.file === file && column !== truth && column.isNumeric && !column.themes.has('truth'),
    )
    const named = namedGroups(frame, values, columns)
    const used = new Set(named.flatMap((group) => group.columns))
    const numbered = numberedGroups(
      frame,
      values,
      columns.filter((column) => !used.has(column)),
    )
    return [...named, ...numbered]
  })
}

/** The text by which a role names the columns: a pattern where just they match it, else a list. */
export function classColumnsText(
  frame: Frame,
  { columns, classes, affix }: ClassColumns,
  order: readonly string[] = classes!,
): string {
  const [before, after] = affix
  const pattern = `${before}*${after}`
  const matching = frame.samples.flatMap(({ columns: headers }, file) =>
    headers.flatMap((header) => (matches(header, affix) ? [{ file, header }] : [])),
  )
  const isOwn = matching.length === columns.length && matching.every(({ file }) => file === columns[0].file)
  const isNamedSo = columns.every(({ header }, i) => header === before + order[i] + after)
  if (classes !== null && before + after !== '' && isNamedSo) {
    if (isOwn && isPattern(pattern, [...frame.samples])) return pattern
    const ofFile = matching.filter(({ file }) => file === columns[0].file)
    const isPrefixed = columns[0].name !== columns[0].header
    if (isPrefixed && ofFile.length === columns.length) return `${columns[0].fileName}:${pattern}`
  }
  return classListText(
    columns.map(({ name, header }, i) => ({ label: header === order[i] && name === header ? null : order[i], name })),
  )
}

function matches(header: string, [before, after]: readonly [string, string]): boolean {
  return header.length > before.length + after.length && header.startsWith(before) && header.endsWith(after)
}

interface Place {
  column: Column
  value: string
  before: string
  after: string
}

function namedGroups(frame: Frame, values: readonly string[], columns: readonly Column[]): ClassColumns[] {
  const exact = groupsOf(
    values,
    columns.flatMap((column) => placesIn(column, column.header, values, (value) => value)),
  )
  // Programs write blanks and signs of a class as underscores, and 1.0 as 1.
  const loose = groupsOf(
    values,
    columns.flatMap((column) =>
      placesIn(column, simple(column.header), values, (value) => simple(comparableValue(value))),
    ),
  )
  const groups: ClassColumns[] = []
  const used = new Set<Column>()
  for (const { places, before, after } of [...exact, ...loose]) {
    if (places.some(({ column }) => used.has(column))) continue
    const affix = [before, after] as const
    const extra =
      before + after === '' || values.length < 3
        ? []
        : columns.filter(
            (column) =>
              matches(column.header, affix) && isShare(column) && places.every((place) => place.column !== column),
          )
    const own = places.map(({ column }) => column)
    const [all, classes] = [
      [...own, ...extra],
      [
        ...places.map(({ value }) => value),
        ...extra.map(({ header }) => header.slice(before.length, header.length - after.length)),
      ],
    ]
    const isWhole = sumsToOne(frame, own)
    const group =
      isWhole || !sumsToOne(frame, all)
        ? { columns: own, classes: classes.slice(0, own.length) }
        : { columns: all, classes }
    groups.push({ file: own[0].file, ...group, affix, isProbability: isWhole || sumsToOne(frame, group.columns) })
    group.columns.forEach((column) => used.add(column))
  }
  return groups
}

/** Every way in which a header is a value with something around it. */
function placesIn(column: Column, header: string, values: readonly string[], form: (value: string) => string): Place[] {
  return values.flatMap((value) => {
    const text = form(value)
    const places: Place[] = []
    if (text === '') return places
    for (let at = header.indexOf(text); at >= 0; at = header.indexOf(text, at + 1))
      places.push({ column, value, before: header.slice(0, at), after: header.slice(at + text.length) })
    return places
  })
}

/** Places with the same text around the value, where each value has one. Those with the longest text around first. */
function groupsOf(
  values: readonly string[],
  places: readonly Place[],
): { before: string; after: string; places: Place[] }[] {
  const byAffix = new Map<string, Place[]>()
  for (const place of places) {
    const key = JSON.stringify([place.before, place.after])
    byAffix.set(key, [...(byAffix.get(key) ?? []), place])
  }
  return [...byAffix.values()]
    .filter((group) => values.every((value) => group.filter((place) => place.value === value).length === 1))
    .map((group) => ({ before: group[0].before, after: group[0].after, places: inHeaderOrder(group) }))
    .sort((a, b) => b.before.length + b.after.length - a.before.length - a.after.length)
}

function inHeaderOrder(places: readonly Place[]): Place[] {
  return places.toSorted((a, b) => a.column.place - b.column.place)
}

/**
 * Columns that are named alike but for a number that counts from 0 or 1, as many as the truth has values: shares of one, or named
 * as logits.
 */
function numberedGroups(frame: Frame, values: readonly string[], columns: readonly Column[]): ClassColumns[] {
  const byAffix = new Map<string, { column: Column; number: number; affix: readonly [string, string] }[]>()
  for (const column of columns) {
    const match = /^(.*?)(\d+)(\D*)$/.exec(column.header)
    if (match === null || !(isShare(column) || isNamedLogit(column))) continue
    const key = JSON.stringify([match[1], match[3]])
    byAffix.set(key, [...(byAffix.get(key) ?? []), { column, number: Number(match[2]), affix: [match[1], match[3]] }])
  }
  return [...byAffix.values()].flatMap((found) => {
    const ordered = found.toSorted((a, b) => a.number - b.number)
    const isCounting = ordered.every(({ number }, i) => number === ordered[0].number + i) && ordered[0].number <= 1
    const own = ordered.map(({ column }) => column)
    const isProbability = sumsToOne(frame, own)
    if (!isCounting || own.length !== values.length || !(isProbability || own.every(isNamedLogit))) return []
    return [{ file: own[0].file, columns: own, classes: null, affix: ordered[0].affix, isProbability }]
  })
}

/** Whether a header says that numbers are logits, or another kind of margin. */
function isNamedLogit(column: Column): boolean {
  return column.isNumeric && column.themes.has('margin')
}

/** Numbers from 0 to 1, for the most part: one stray cell must not hide a column. */
export const isShare = lazily((column: Column): boolean => {
  if (!column.isNumeric) return false
  if (column.min >= 0 && column.max <= 1) return true
  let [inside, all] = [0, 0]
  for (const value of column.numbers) {
    if (value >= 0 && value <= 1) inside++
    if (!Number.isNaN(value)) all++
  }
  return inside > 0 && inside >= 0.95 * all
})

/** Whether the numbers of several columns sum to 1 in (nearly) every row, up to their rounding. */
export function sumsToOne(frame: Frame, columns: readonly Column[]): boolean {
  if (columns.length < 2 || !columns.every(isShare)) return false
  const numbers = columns.map((column) => frame.numbersOf(column))
  return areSharesOfOne(numbers[0].length, (row) => numbers.map((each) => each[row]))
}

/** Whether the numbers of (nearly) every row sum to 1. */
export function areSharesOfOne(rowCount: number, numbersOf: (row: number) => readonly number[] | null): boolean {
  let [rows, right] = [0, 0]
  for (let row = 0; row < rowCount; row++) {
    if (row === 20 && right < rows / 2) return false
    const numbers = numbersOf(row)
    if (numbers === null || numbers.some(Number.isNaN)) continue
    rows++
    const sum = numbers.reduce((total, value) => total + value, 0)
    // Half a unit of the second decimal for each number.
    if (Math.abs(sum - 1) <= 0.0051 * numbers.length && numbers.every((value) => value >= -0.001)) right++
  }
  return rows > 0 && right >= 0.98 * rows
}

function simple(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+-]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}
