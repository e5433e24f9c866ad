import type { DictionaryColumn, Float64Column, Table, Utf8Column } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import type { Warning } from '../table/warning.ts'
import { canonicalSplit, cutIntoSplits, type BinaryDataset } from './dataset.ts'
import { idText, indexIds } from './ids.ts'
import { alignRows } from './join.ts'
import { binaryLabels, classesOf, valueCounts } from './labels.ts'
import type { ColumnPlan, ColumnUse, RolePlace } from './plan.ts'
import type { ColumnAddress } from './resolve.ts'
import type { InvalidRows, ModelName, Roles } from './roles.ts'

/** One file as read: its table answers `uses` in order. */
export interface LoadedFile {
  file: string
  columns: string[]
  uses: ColumnUse[]
  table: Table
  /** 1-based line of the file on which a row of the table begins. */
  lineNumberOf(row: number): number
}

export interface Assembled {
  dataset: BinaryDataset
  warnings: Warning[]
}

const sliceValueLimit = 1000

/**
 * Puts the columns in their roles: joins files, tells the classes, checks that facts which stand in several files
 * agree, and cuts rows into splits. Throws InputError where that cannot be done.
 */
export function assembleDataset(
  files: LoadedFile[], plan: ColumnPlan, roles: Roles, placeOf: RolePlace, invalidRows: InvalidRows,
): Assembled {
  const warnings: Warning[] = []
  const rows = joinedRows(files, plan, invalidRows, warnings)
  const rowCount = rows === null ? files[0].table.rowCount : rows[0].length
  if (rowCount === 0) {
    throw new InputError({
      code: 'no_rows', place: { file: files[0].file }, found: 'no rows that can be used', expected: 'at least one row of predictions',
      remedy: 'Check that this is the right file.',
    })
  }
  const dictionary = (addresses: ColumnAddress[]) => agreedColumn(files, addresses, rows)
  const label = dictionary(plan.label)
  const labelPlace: Place = { ...placeOf('label'), file: files[plan.label[0].file].file, column: nameOf(files, plan.label[0]) }
  const labels = binaryLabels(valueCounts(label), roles.positive, labelPlace)
  const scores = new Map<ModelName, Float64Array>([['candidate', scoreColumn(files, plan.candidate, rows)]])
  if (plan.production !== null) scores.set('production', scoreColumn(files, plan.production, rows))
  const split = plan.split.length === 0 ? null : dictionary(plan.split)
  if (split !== null) warnings.push(...renamedSplits(split))
  const slices = plan.slices.map(({ column, addresses }) => {
    const sorted = sortedDictionary(dictionary(addresses))
    refuseManyValues(sorted, column, files[addresses[0].file].file)
    return { column, dictionary: sorted }
  })
  const columns = { classes: classesOf(label, labels), scores, slices }
  return { dataset: { rowCount, labels, splits: cutIntoSplits(columns, split) }, warnings }
}

/** Rows of each file in joined order; null for one file, whose rows stay as they are. */
function joinedRows(files: LoadedFile[], plan: ColumnPlan, invalidRows: InvalidRows, warnings: Warning[]): Uint32Array[] | null {
  if (plan.ids.length === 0) return null
  const sources = plan.ids.map((address) => ({
    file: files[address.file].file,
    column: nameOf(files, address),
    ids: tableColumn<Utf8Column>(files, address, 'utf8'),
    rowCount: files[address.file].table.rowCount,
    lineNumberOf: files[address.file].lineNumberOf,
  }))
  if (sources.length > 1) {
    const alignment = alignRows(sources, invalidRows)
    warnings.push(...alignment.warnings)
    return alignment.rows
  }
  const [source] = sources
  const { duplicateCount, duplicates } = indexIds(source.ids, source.rowCount)
  if (duplicateCount > 0) {
    const examples = duplicates.slice(0, 3).map(({ row }) => `${JSON.stringify(idText(source.ids, row))} on line ${source.lineNumberOf(row)}`)
    warnings.push({
      code: 'duplicate_id',
      message: `${duplicateCount} rows repeat an id of column ${JSON.stringify(source.column)}, such as ${examples.join(', ')}.`
        + ' Intervals take rows as independent.',
    })
  }
  return null
}

function tableColumn<C>(files: LoadedFile[], { file, column }: ColumnAddress, kind: ColumnUse['kind']): C {
  const place = files[file].uses.findIndex((use) => use.column === column && use.kind === kind)
  return files[file].table.columns[place] as C
}

function scoreColumn(files: LoadedFile[], address: ColumnAddress, rows: Uint32Array[] | null): Float64Array {
  const { values } = tableColumn<Float64Column>(files, address, 'float64')
  if (rows === null) return values
  const joined = rows[address.file]
  const scores = new Float64Array(joined.length)
  for (let i = 0; i < joined.length; i++) scores[i] = values[joined[i]]
  return scores
}

/** A fact of the row, from the first file that has it; every other file that has it must say the same. */
function agreedColumn(files: LoadedFile[], addresses: ColumnAddress[], rows: Uint32Array[] | null): DictionaryColumn {
  const [first, ...others] = addresses
  const column = tableColumn<DictionaryColumn>(files, first, 'dictionary')
  if (rows === null) return column
  const codes = new Uint32Array(rows[0].length)
  for (let i = 0; i < codes.length; i++) codes[i] = column.codes[rows[first.file][i]]
  for (const other of others) {
    const otherColumn = tableColumn<DictionaryColumn>(files, other, 'dictionary')
    const sameCode = Float64Array.from(otherColumn.values, (value) => column.values.indexOf(value))
    for (let i = 0; i < codes.length; i++) {
      const row = rows[other.file][i]
      if (sameCode[otherColumn.codes[row]] === codes[i]) continue
      throw new InputError({
        code: 'disagreement',
        place: { file: files[other.file].file, lineNumber: files[other.file].lineNumberOf(row), column: nameOf(files, other) },
        found: JSON.stringify(otherColumn.values[otherColumn.codes[row]]),
        expected: `${JSON.stringify(column.values[codes[i]])} as in ${files[first.file].file}, line ${files[first.file].lineNumberOf(rows[first.file][i])}`,
        remedy: `Say which file's column counts: ${JSON.stringify(`${files[first.file].file}:${nameOf(files, first)}`)}.`,
      })
    }
  }
  return { kind: 'dictionary', codes, values: column.values }
}

/** The dictionary with its values in code-point order, those without rows left out, so that row order leaves no trace. */
function sortedDictionary(column: DictionaryColumn): DictionaryColumn {
  const isUsed = new Uint8Array(column.values.length)
  for (const code of column.codes) isUsed[code] = 1
  const order = column.values.map((_, code) => code).filter((code) => isUsed[code] === 1)
  order.sort((a, b) => (column.values[a] < column.values[b] ? -1 : 1))
  const newCodes = new Uint32Array(column.values.length)
  order.forEach((code, place) => { newCodes[code] = place })
  return { kind: 'dictionary', codes: column.codes.map((code) => newCodes[code]), values: order.map((code) => column.values[code]) }
}

function refuseManyValues(column: DictionaryColumn, name: string, file: string): void {
  if (column.values.length <= sliceValueLimit) return
  throw new InputError({
    code: 'too_many_slices', place: { file, column: name }, found: `${column.values.length} different values`,
    expected: `a slice column with at most ${sliceValueLimit}`, remedy: 'Choose a column of groups, or bin this one first.',
  })
}

function renamedSplits(split: DictionaryColumn): Warning[] {
  const renamed = split.values.filter((value) => canonicalSplit(value) !== value)
  if (renamed.length === 0) return []
  const list = renamed.map((value) => `${JSON.stringify(value)} as ${canonicalSplit(value)}`).join(', ')
  return [{ code: 'split_names', message: `Splits read: ${list}.` }]
}

function nameOf(files: LoadedFile[], { file, column }: ColumnAddress): string {
  return files[file].columns[column]
}
