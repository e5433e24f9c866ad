import { InputError, type Place } from '../table/input-error.ts'
import type { ModelName } from './roles.ts'

/** A file's header as the reader found it. */
export interface FileHeader {
  file: string
  columns: string[]
  /** 1-based line that the header starts on; the first unless said. */
  headerLine?: number
}

/** What a file is, by its content and not by its name. */
export type Container = 'csv' | 'json' | 'jsonl' | 'parquet' | 'arrow' | 'xlsx' | 'zip' | 'gzip' | 'zstd'

/** A file's header with its first records. */
export interface FileSample extends FileHeader {
  records: string[][]
  /** `csv` unless said. */
  container?: Container
  /** Whether the first line was read as names; it was unless said. */
  header?: boolean
  /** Records of the whole file; null or absent where only its start was read. */
  rowCount?: number | null
}

/** One column of one file. */
export interface ColumnAddress {
  /** Index of the file. */
  file: number
  /** Index of the column in that file's header. */
  column: number
  /** Which number of the vector in each cell, from 1 on; absent where a cell is one value. */
  element?: number
  /** Only the rows of this model count, where there is a row for each; absent where all do. */
  model?: ModelName
  /** Other columns of the same name in the file, which have to hold the same in every row. */
  copies?: number[]
}

/**
 * Every place that a column's name can mean: `NAME` in any of the files, or `FILE:NAME`, FILE being a file's base name
 * with or without its extension. Throws where there is none, and where a file's header has the name twice.
 * @param place what the user wrote the name in, for the error
 */
export function findColumn(headers: FileHeader[], name: string, place: Place): ColumnAddress[] {
  const found = findCopies(headers, name, place)
  const twice = found.find(({ copies }) => copies !== undefined)
  if (twice !== undefined) throw duplicateColumn(headers[twice.file], twice, place)
  return found
}

/**
 * As `findColumn`, for whoever reads all rows: of columns of one name in a file the first, with the others as its `copies`,
 * which are one column where every row says so.
 */
export function findCopies(headers: FileHeader[], name: string, place: Place): ColumnAddress[] {
  const found = placesOf(headers, name)
  if (found.length === 0) throw missingColumn(headers, name, place)
  return found.flatMap((address, i) => {
    if (i > 0 && found[i - 1].file === address.file) return []
    const copies = found.filter(({ file, column }) => file === address.file && column !== address.column)
    return [copies.length === 0 ? address : { ...address, copies: copies.map(({ column }) => column) }]
  })
}

/** Whether a name means a column of any of the files. */
export function isColumn(headers: FileHeader[], name: string): boolean {
  return placesOf(headers, name).length > 0
}

function placesOf(headers: FileHeader[], name: string): ColumnAddress[] {
  const plain = addresses(headers, name, () => true)
  if (plain.length > 0) return plain
  const colon = name.indexOf(':')
  return colon < 0 ? [] : addresses(headers, name.slice(colon + 1), (file) => isNamed(file, name.slice(0, colon)))
}

/**
 * The error of several columns of one name.
 * @param difference what tells them apart, in words; null where that was not looked at
 */
export function duplicateColumn(
  { file, columns, headerLine = 1 }: FileHeader,
  { column, copies = [] }: Pick<ColumnAddress, 'column' | 'copies'>,
  place: Place,
  difference: string | null = null,
): InputError {
  return new InputError({
    code: 'duplicate_column',
    place: { ...place, file, lineNumber: headerLine, column: columns[column] },
    found: `${1 + copies.length} columns of that name${difference === null ? '' : `, ${difference}`}`,
    expected: 'a name that only one column of the file has',
    remedy: 'Rename one of them in the header.',
  })
}

/** The one place that a column's name means; throws where several files have it. */
export function findOneColumn(headers: FileHeader[], name: string, place: Place): ColumnAddress {
  return onlyPlace(headers, name, findColumn(headers, name, place), place)
}

/** As `findOneColumn`, for whoever reads all rows: with the `copies` of the column. */
export function findOneWithCopies(headers: FileHeader[], name: string, place: Place): ColumnAddress {
  return onlyPlace(headers, name, findCopies(headers, name, place), place)
}

function onlyPlace(headers: FileHeader[], name: string, found: ColumnAddress[], place: Place): ColumnAddress {
  if (found.length > 1) {
    const choices = found.map((address) => quoted(`${headers[address.file].file}:${name}`)).join(' or ')
    throw new InputError({
      code: 'ambiguous_column',
      place,
      found: `${quoted(name)}, which ${found.length} of the files have`,
      expected: 'the name of one column',
      remedy: `Write ${choices}.`,
    })
  }
  return found[0]
}

/**
 * The columns of one file that a pattern such as `p_*` (or `FILE:p_*`) stands for, and what `*` is in each: the classes.
 * Throws where there are none, where several files have some, or where a class stands for two columns.
 */
export function findClassColumns(
  headers: FileHeader[],
  pattern: string,
  place: Place,
): { label: string; address: ColumnAddress }[] {
  const colon = pattern.indexOf(':')
  const isWanted = (file: string) => colon < 0 || isNamed(file, pattern.slice(0, colon))
  const found = matches(headers, pattern, () => true)
  const columns = found.length > 0 || colon < 0 ? found : matches(headers, pattern.slice(colon + 1), isWanted)
  if (columns.length === 0) throw missingColumn(headers, pattern, place)
  const other = columns.find(({ address }) => address.file !== columns[0].address.file)
  if (other !== undefined) {
    const choices = [columns[0], other]
      .map(({ address }) => quoted(`${headers[address.file].file}:${pattern}`))
      .join(' or ')
    throw new InputError({
      code: 'ambiguous_column',
      place,
      found: `${quoted(pattern)}, which columns of several files match`,
      expected: 'columns of one file',
      remedy: `Write ${choices}.`,
    })
  }
  const labels = columns.map(({ label }) => label)
  const twice = labels.find((label, i) => labels.indexOf(label) !== i)
  if (twice !== undefined) {
    const { file, column } = columns[labels.lastIndexOf(twice)].address
    const copies = [columns[labels.indexOf(twice)].address.column]
    throw duplicateColumn(headers[file], { column, copies }, place)
  }
  return columns
}

function matches(headers: FileHeader[], pattern: string, isWanted: (file: string) => boolean) {
  const star = pattern.indexOf('*')
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  return headers.flatMap(({ file, columns }, index) =>
    columns.flatMap((name, column) => {
      const isMatch =
        isWanted(file) && name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
      return isMatch
        ? [{ label: name.slice(before.length, name.length - after.length), address: { file: index, column } }]
        : []
    }),
  )
}

/** All names by which a column can be chosen: plain where one file has it, else `file:column`. */
export function columnNames(headers: FileHeader[]): string[] {
  const counts = new Map<string, number>()
  for (const { columns } of headers) for (const name of new Set(columns)) counts.set(name, (counts.get(name) ?? 0) + 1)
  return headers.flatMap(({ file, columns }) =>
    [...new Set(columns)].map((name) => (counts.get(name) === 1 ? name : `${file}:${name}`)),
  )
}

function addresses(headers: FileHeader[], name: string, isWanted: (file: string) => boolean): ColumnAddress[] {
  return headers.flatMap((header, file) => {
    if (!isWanted(header.file)) return []
    return header.columns.flatMap((column, i) => (column === name ? [{ file, column: i }] : []))
  })
}

function isNamed(file: string, name: string): boolean {
  return file === name || file.replace(/\.gz$/i, '') === name || withoutExtension(file) === name
}

function withoutExtension(file: string): string {
  return file.replace(/\.gz$/i, '').replace(/\.[^.]*$/, '')
}

function missingColumn(headers: FileHeader[], name: string, place: Place): InputError {
  const choices = columnNames(headers)
  const nearest = nearestName(name, choices)
  const listed =
    choices.slice(0, 30).map(quoted).join(', ') + (choices.length > 30 ? `, and ${choices.length - 30} more` : '')
  return new InputError({
    code: 'missing_column',
    place: { file: headers.map((header) => header.file).join(' and '), ...place },
    found: `no column ${quoted(name)}`,
    expected: `one of ${listed}`,
    remedy:
      nearest === null ? 'Name a column of the header, as it is written there.' : `Did you mean ${quoted(nearest)}?`,
  })
}

/** The choice nearest in edits (Levenshtein, ignoring case; at most half the name, and three), or one that contains it. */
export function nearestName(name: string, choices: readonly string[]): string | null {
  let nearest =
    name.length < 4 ? null : (choices.find((choice) => choice.toLowerCase().includes(name.toLowerCase())) ?? null)
  let fewest = Math.min(3, Math.max(1, Math.floor(name.length / 2))) + 1
  for (const choice of choices) {
    const edits = editDistance(name.toLowerCase(), choice.toLowerCase())
    if (edits < fewest) {
      fewest = edits
      nearest = choice
    }
  }
  return nearest
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    previous = current
  }
  return previous[b.length]
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
