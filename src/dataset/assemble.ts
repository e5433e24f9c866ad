import type { DictionaryColumn, Utf8Column } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { assembleBinary, assembleMulticlass, assembleRegression, type Parts } from './assemble-task.ts'
import {
  agreedNumbers,
  agreedWords,
  lineOf,
  nameOf,
  tableColumn,
  taken,
  type JoinedRows,
  type LoadedFile,
} from './columns.ts'
import type { Dataset } from './dataset.ts'
import { indexIds } from './ids.ts'
import { alignRows } from './join.ts'
import type { RolePlace } from './model-columns.ts'
import type { DatasetNotice } from './notices.ts'
import type { ColumnPlan } from './plan.ts'
import { plainReading, type Join, type ReadingSettings, type WeightKind } from './reading.ts'
import type { InvalidRows, Roles } from './roles.ts'
import { alignByOrder, requireSameIds } from './row-order.ts'
import { isKindOpen, rowWeights, takeSampling, type RowGroups, type RowWeights, type Sampling } from './sampling.ts'
import { sliceDictionary, slicesOf, sliceNotices, sortedDictionary, type NamedDictionary } from './slices.ts'
import { rowsOfSplits, splitNotices } from './splits.ts'

/** A dataset, and what it was put together with. */
export interface Assembled {
  dataset: Dataset
  /** The columns to slice by. */
  slices: NamedDictionary[]
  notices: DatasetNotice[]
}

/** The rows that are evaluated, joined, and what each of them counts for. */
export interface UsableRows {
  rows: JoinedRows
  rowCount: number
  weights: RowWeights | null
}

/** Joins files on their ids and leaves out what counts for nothing. Throws InputError where that cannot be done. */
export function usableRows(
  files: LoadedFile[],
  plan: ColumnPlan,
  invalidRows: InvalidRows,
  { join, weights: kind }: Pick<ReadingSettings, 'join' | 'weights'> = plainReading,
): UsableRows & { notices: DatasetNotice[] } {
  const notices: DatasetNotice[] = []
  const joined = joinedRows(files, plan, invalidRows, join, notices)
  const weighed = plan.weight.length === 0 ? null : weighedRows(files, plan, joined, kind, notices)
  const rows = weighed === null ? joined : weighed.rows
  const rowCount = rows === null ? files[0].table.rowCount : rows[0].length
  if (rowCount === 0) throw nothingLeft(files)
  return { rows, rowCount, weights: weighed?.weights ?? null, notices }
}

/** Some of the rows, by their numbers among `usable`. */
export function takeUsable({ rows, weights }: UsableRows, kept: Uint32Array): UsableRows {
  return {
    rows: rows === null ? [kept] : rows.map((rowsOfFile) => taken(rowsOfFile, kept)),
    rowCount: kept.length,
    weights: weights && { ...weights, values: taken(weights.values, kept) },
  }
}

/**
 * Puts the columns in their roles: tells the classes, checks that facts which stand in several files agree, and cuts
 * rows into splits. Throws InputError where that cannot be done.
 * @param split every usable row's split; null where there is none
 */
export function assembleDataset(
  files: LoadedFile[],
  plan: ColumnPlan,
  roles: Roles,
  placeOf: RolePlace,
  { rows, rowCount, weights }: UsableRows,
  split: DictionaryColumn | null,
): Assembled {
  const notices: DatasetNotice[] = split === null ? [] : splitNotices(split)
  const slices = plan.slices.map(({ column, addresses }) =>
    sliceDictionary(agreedWords(files, addresses, rows), column, files[addresses[0].file].file),
  )
  notices.push(...sliceNotices(slices))
  const sampling: Sampling = { rowCount, weights, groups: rowGroups(files, plan, rows, weights) }
  const cuts = rowsOfSplits(split).map((cut) => ({
    rows: cut.rows,
    split: {
      name: cut.name,
      sampling: cut.rows === null ? sampling : takeSampling(sampling, cut.rows),
      slices: slicesOf(slices, cut.rows),
    },
  }))
  const labelPlace: Place = {
    ...placeOf('label'),
    file: files[plan.label[0].file].file,
    column: nameOf(files, plan.label[0]),
  }
  const parts: Parts = { files, plan, roles, rows, rowCount, cuts, labelPlace, notices }
  const assemble = { binary: assembleBinary, multiclass: assembleMulticlass, regression: assembleRegression }
  return { dataset: assemble[plan.task](parts), slices, notices }
}

/** Rows of each file in joined order; null for one file, whose rows stay as they are. */
function joinedRows(
  files: LoadedFile[],
  plan: ColumnPlan,
  invalidRows: InvalidRows,
  join: Join,
  notices: DatasetNotice[],
): JoinedRows {
  if (join === 'row_order' && files.length > 1) {
    const alignment = alignByOrder(files)
    notices.push(...alignment.notices)
    requireSameIds(files, plan.ids, alignment.rows)
    return alignment.rows
  }
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
    notices.push(...alignment.notices)
    return alignment.rows
  }
  const [source] = sources
  const { duplicateCount, duplicates } = indexIds(source.ids, source.rowCount)
  if (duplicateCount > 0) {
    notices.push({
      code: 'duplicate_id',
      column: source.column,
      rows: duplicateCount,
      firstLines: duplicates.slice(0, 5).map(({ row }) => source.lineNumberOf(row)),
    })
  }
  return null
}

/** The rows that count for something, and what they count for. */
function weighedRows(
  files: LoadedFile[],
  plan: ColumnPlan,
  joined: JoinedRows,
  kind: WeightKind | null,
  notices: DatasetNotice[],
): { rows: JoinedRows; weights: RowWeights } {
  const values = agreedNumbers(files, plan.weight, joined)
  const place = { file: files[plan.weight[0].file].file, column: nameOf(files, plan.weight[0]) }
  const broken = kind === 'frequency' ? values.findIndex((value) => !Number.isInteger(value)) : -1
  if (broken >= 0) {
    throw new InputError({
      code: 'frequency_not_whole',
      place: { ...place, lineNumber: lineOf(files, plan.weight[0], joined, broken) },
      found: `the weight ${values[broken]}`,
      expected: 'whole numbers, as weights are frequencies',
      remedy: 'Mend the weights, or say that they are importance weights: --weight-kind importance.',
    })
  }
  const negative = values.findIndex((value) => value < 0)
  if (negative >= 0) {
    throw new InputError({
      code: 'negative_weight',
      place: { ...place, lineNumber: lineOf(files, plan.weight[0], joined, negative) },
      found: `the weight ${values[negative]}`,
      expected: 'weights of 0 or more',
      remedy: 'Mend the weights, or leave the column out.',
    })
  }
  const zeroCount = values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0)
  if (zeroCount === 0) {
    if (kind === null && isKindOpen(values)) notices.push({ code: 'weight_kind_not_said', ...place })
    return { rows: joined, weights: rowWeights(values, kind) }
  }
  if (zeroCount === values.length) {
    throw new InputError({
      code: 'no_rows',
      place,
      found: 'weights that are all 0',
      expected: 'at least one row that counts',
      remedy: 'Choose another column, or leave it out.',
    })
  }
  notices.push({ code: 'zero_weight', ...place, rowsLeftOut: zeroCount })
  const kept = Uint32Array.from(values.keys()).filter((row) => values[row] !== 0)
  const positive = taken(values, kept)
  if (kind === null && isKindOpen(positive)) notices.push({ code: 'weight_kind_not_said', ...place })
  return {
    rows: joined === null ? [kept] : joined.map((rowsOfFile) => taken(rowsOfFile, kept)),
    weights: rowWeights(positive, kind),
  }
}

/**
 * Groups by their names in code-point order, so that row order leaves no trace; null where each has one row, and none of
 * them counts for several: a group counts once, however many equal rows its weight makes of one.
 */
function rowGroups(
  files: LoadedFile[],
  plan: ColumnPlan,
  rows: JoinedRows,
  weights: RowWeights | null,
): RowGroups | null {
  if (plan.group.length === 0) return null
  const { codes, values } = sortedDictionary(agreedWords(files, plan.group, rows))
  const isRepeated = weights?.kind === 'frequency' && weights.values.some((weight) => weight !== 1)
  return values.length === codes.length && !isRepeated ? null : { codes, groupCount: values.length }
}

function nothingLeft(files: LoadedFile[]): InputError {
  return new InputError({
    code: 'no_rows',
    place: { file: files[0].file },
    found: 'no rows that can be used',
    expected: 'at least one row of predictions',
    remedy: 'Check that this is the right file.',
  })
}
