import type { HeadColumn } from './head-column.ts'
import { isNumberText } from './task.ts'

/** Columns of one file that are named alike but for a class: a probability for each. */
export interface ClassPattern {
  /** As it is chosen: `p_*`, or `FILE:p_*` where several files have such columns. */
  name: string
  file: string
  columns: HeadColumn[]
  /** What `*` stands for in each of the columns. */
  classes: string[]
}

/** Fewer classes are binary: a score of one of them says all. */
const fewestClasses = 3

/**
 * The patterns that have a column of numbers from 0 to 1 for every value of a label. A column that two of them match
 * (`p_*` and `p_old_*`) belongs to the one that says more of it.
 */
export function classPatterns(label: HeadColumn, columns: HeadColumn[]): ClassPattern[] {
  const values = [...new Set(label.cells)].filter((value) => value !== '')
  if (values.length < fewestClasses) return []
  const files = [...new Set(columns.map(({ file }) => file))]
  const found = files.flatMap((file) =>
    patternsOfFile(
      values,
      columns.filter((column) => column !== label && column.file === file),
    ),
  )
  return found.map((pattern) => {
    const isElsewhere = found.some((other) => other.file !== pattern.file && other.name === pattern.name)
    const isOwn = ({ header }: HeadColumn) =>
      found.every(
        (other) =>
          other.file !== pattern.file || other.name.length <= pattern.name.length || !matches(header, other.name),
      )
    const own = pattern.columns.filter(isOwn)
    return {
      ...pattern,
      name: isElsewhere ? `${pattern.file}:${pattern.name}` : pattern.name,
      columns: own,
      classes: own.map(({ header }) => classIn(header, pattern.name)),
    }
  })
}

/** "3 columns: cat, dog, fox" */
export function patternEvidence({ classes }: ClassPattern): string {
  const shown = classes.slice(0, 6).join(', ')
  return `${classes.length} columns: ${shown}${classes.length > 6 ? ' …' : ''}`
}

/** Whether a header is what a pattern with one `*` stands for. */
export function matches(header: string, pattern: string): boolean {
  const [before, after] = cut(pattern)
  return header.length > before.length + after.length && header.startsWith(before) && header.endsWith(after)
}

function patternsOfFile(values: string[], columns: HeadColumn[]): ClassPattern[] {
  const headers = new Set(columns.map(({ header }) => header))
  const names = columns.flatMap(({ header }) =>
    placesOf(values[0], header).map((at) => `${header.slice(0, at)}*${header.slice(at + values[0].length)}`),
  )
  return [...new Set(names)].flatMap((name) => {
    const [before, after] = cut(name)
    if (name === '*' || !values.every((value) => headers.has(before + value + after))) return []
    const matching = columns.filter(({ header }) => matches(header, name))
    return matching.every(isProbability) ? [{ name, file: columns[0].file, columns: matching, classes: [] }] : []
  })
}

/** Where a value stands in a header. */
function placesOf(value: string, header: string): number[] {
  const places: number[] = []
  for (let at = header.indexOf(value); at >= 0; at = header.indexOf(value, at + 1)) places.push(at)
  return places
}

/** Numbers from 0 to 1, for the most part: one stray cell must not hide a pattern. */
function isProbability({ cells }: HeadColumn): boolean {
  const filled = cells.filter((cell) => cell !== '')
  const inside = filled.filter((cell) => isNumberText(cell) && Number(cell) >= 0 && Number(cell) <= 1)
  return filled.length > 0 && inside.length >= filled.length / 2
}

function classIn(header: string, pattern: string): string {
  const [before, after] = cut(pattern)
  return header.slice(before.length, header.length - after.length)
}

function cut(pattern: string): [before: string, after: string] {
  const star = pattern.indexOf('*')
  return [pattern.slice(0, star), pattern.slice(star + 1)]
}
