import type { FileSample } from '../dataset/resolve.ts'
import { plainReading, type ReadingSettings } from '../dataset/reading.ts'
import { comparableValue, columnsOf, type Column } from './columns.ts'
import { isNumberText } from '../dataset/task.ts'
import { quotedList } from './sentences.ts'

/** The file with its first line as a row, and numbers for names; unchanged where it was read so. */
function withoutHeader(sample: FileSample): FileSample {
  const names = sample.columns.map((_, i) => String(i + 1))
  if (sample.header === false || sample.columns.every((name, i) => name === names[i]))
    return { ...sample, header: false }
  return { ...sample, header: false, columns: names, records: [[...sample.columns], ...sample.records] }
}

/** The files as the settings want their first lines read. */
export function withHeaders(samples: readonly FileSample[], { header }: ReadingSettings): FileSample[] {
  return header === false
    ? samples.map((sample) => (sample.headerLine === null ? sample : withoutHeader(sample)))
    : [...samples]
}

/** So many rows show what a first line would have to be like. */
const rowLimit = 200

/** Why the first line of a file seems to be a row as the others, or null where it holds names. */
export function rowForHeader(sample: FileSample): string | null {
  if (sample.header === false || sample.headerLine === null || sample.records.length < 3) return null
  const numbered = {
    ...sample,
    columns: sample.columns.map((_, i) => String(i + 1)),
    records: sample.records.slice(0, rowLimit),
  }
  // Mostly the first few columns tell that it holds names.
  if (startsWithNames(sample)) return null
  const columns = columnsOf([numbered], plainReading)
  const fits = columns.map((column) => fitOf(column, sample.columns[column.place]))
  if (fits.includes('name') || !fits.includes('row')) return null
  const cells = quotedList(sample.columns.slice(0, 4), 'and', 4)
  return `The first line of ${sample.file} has ${cells}, which look like values of the rows below and not like names.`
}

/** Whether a column of plain numbers has a name that is no number. */
function startsWithNames({ columns, records }: FileSample): boolean {
  return columns.some(
    (name, i) =>
      name.trim() !== '' && !/\d/.test(name) && records.slice(0, 20).every((record) => isNumberText(record[i] ?? '')),
  )
}

/** Whether a cell of the first line is like those below it (`row`), is a name, or may be either. */
function fitOf(column: Column, cell: string): 'row' | 'name' | 'either' {
  const trimmed = cell.trim()
  if (trimmed === '') return 'either'
  switch (column.kind) {
    case 'numbers':
      return isNumberText(trimmed) && hasDecimals(trimmed) === column.hasFractions
        ? 'row'
        : isNumberText(trimmed)
          ? 'either'
          : 'name'
    case 'classes':
      if (column.isNumeric && !isNumberText(trimmed)) return 'name'
      if ([...column.counts.keys()].some((value) => comparableValue(value) === comparableValue(cell))) return 'row'
      return column.counts.size > 20 ? 'either' : 'name'
    case 'times':
      return /^\d{4}-\d\d-\d\d/.test(trimmed) || /^\d{1,2}[/.]\d{1,2}[/.]\d{4}/.test(trimmed) ? 'row' : 'name'
    case 'vectors':
      return /^[[(]?\s*[-\d.]+[\s,;|]/.test(trimmed) ? 'row' : 'name'
    default:
      return 'either'
  }
}

function hasDecimals(text: string): boolean {
  return !Number.isInteger(Number(text))
}
