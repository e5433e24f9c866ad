import type { ColumnKind } from '../table/column.ts'
import type { Place } from '../table/input-error.ts'
import { comparable, missingWords } from '../table/missing-words.ts'
import type { ColumnUse } from './plan.ts'
import { everyColumn, type NumberFormat, type ReadingSettings, type Spelling } from './reading.ts'
import { findCopies, type FileHeader } from './resolve.ts'

/** How the cells of one column are read. */
export interface CellReading {
  /** The words that mean missing, as they are compared; null: `missingWords`. */
  missing: ReadonlySet<string> | null
  /** None: as plain numbers. */
  formats: readonly NumberFormat[]
  /** Whether case and outer blanks of its words count; null: nobody has said. */
  spelling: Spelling | null
}

/** How the cells of every column are read, by the number of its file and its own. */
export type CellReadings = (file: number, column: number) => CellReading

/** Settings that are about columns, as keys of the policy. */
export type ColumnSetting = 'missing' | 'number_format' | 'spelling'

/** Where the user said something of a column: for errors. */
export type SettingPlace = (setting: ColumnSetting, column: string) => Place

const plain: CellReading = { missing: null, formats: [], spelling: null }

/** Every cell is read as it shows. */
export const plainReadings: CellReadings = () => plain

/** What the settings say of each column. Throws InputError where a column that they name is in none of the files. */
export function cellReadings(
  headers: FileHeader[],
  { missing, numberFormat, spelling }: ReadingSettings,
  placeOf: SettingPlace,
): CellReadings {
  const every = missing.get(everyColumn)
  const usual: CellReading = { ...plain, missing: every === undefined ? null : wordSet(every) }
  const byColumn = new Map<string, CellReading>()
  const say = (setting: ColumnSetting, name: string, words: Partial<CellReading>) => {
    for (const { file, column, copies = [] } of findCopies(headers, name, placeOf(setting, name)))
      for (const each of [column, ...copies]) {
        const key = `${file} ${each}`
        byColumn.set(key, { ...(byColumn.get(key) ?? usual), ...words })
      }
  }
  for (const [name, words] of missing) if (name !== everyColumn) say('missing', name, { missing: wordSet(words) })
  for (const [name, formats] of numberFormat) say('number_format', name, { formats })
  for (const [name, said] of spelling) say('spelling', name, { spelling: said })
  return (file, column) => byColumn.get(`${file} ${column}`) ?? usual
}

/** Empty cells are missing whatever is said. */
function wordSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(['', ...words.map(comparable)])
}

/** Whether a cell's text means that its value is missing. */
export function isMissingText(text: string, { missing }: CellReading): boolean {
  const word = comparable(text)
  return missing === null ? missingWords.includes(word) : missing.has(word)
}

/** Whether a column of numbers has to be read as texts, from which its numbers are made: the file's reader knows plain numbers. */
export function isReadAsText({ kind, element }: Pick<ColumnUse, 'kind' | 'element'>, reading: CellReading): boolean {
  if (kind !== 'float64') return false
  const { missing, formats } = reading
  return (
    element !== undefined ||
    formats.length > 0 ||
    (missing !== null && [...missing].some((word) => !missingWords.includes(word)))
  )
}

/** What a file's reader is asked for. */
export interface CellRequest {
  column: number
  kind: ColumnKind
  allowEmpty: boolean
}

/** What the reader is asked for, each column once in a kind, and at which place of that each use finds its own. */
export function cellRequests(
  uses: ColumnUse[],
  readingOf: (column: number) => CellReading,
): { requests: CellRequest[]; places: number[] } {
  const requests: CellRequest[] = []
  const places = uses.map((use) => {
    const kind = isReadAsText(use, readingOf(use.column)) ? 'utf8' : use.kind
    const known = requests.findIndex((other) => other.column === use.column && other.kind === kind)
    if (known < 0) return requests.push({ column: use.column, kind, allowEmpty: use.allowEmpty }) - 1
    requests[known].allowEmpty &&= use.allowEmpty
    return known
  })
  return { requests, places }
}
