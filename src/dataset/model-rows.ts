import type { DictionaryColumn, Utf8Column } from '../table/column.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { takenColumn } from './cells.ts'
import { nameOf, tableColumn, type LoadedFile } from './columns.ts'
import { equality } from './copies.ts'
import { idText, indexIds } from './ids.ts'
import { linesText } from './join.ts'
import type { DatasetNotice } from './notices.ts'
import { isSameUse, type ColumnPlan } from './plan.ts'
import { nearestName } from './resolve.ts'
import type { InvalidRows, ModelName } from './roles.ts'

/**
 * Files in which each row is of all models: where a file has a row for each model, the rows of one id become one, in the order in
 * which ids first appear. What is true of a row whatever models say has to be the same in all rows of its id. Rows of other models
 * are left aside and counted; an id that lacks a model is refused, or left out and counted. Throws InputError where a model is not
 * there, or stands twice at an id.
 * @param placeOf where the user named a model
 */
export function joinModelRows(
  files: LoadedFile[],
  plan: ColumnPlan,
  invalidRows: InvalidRows,
  placeOf: (model: ModelName) => Place,
): { files: LoadedFile[]; notices: DatasetNotice[] } {
  if (plan.modelRows === null) return { files, notices: [] }
  const { address, names } = plan.modelRows
  const source: ModelSource = {
    file: files[address.file],
    column: nameOf(files, address),
    values: tableColumn<DictionaryColumn>(files, address, 'dictionary'),
    idColumn: nameOf(files, plan.ids[address.file]),
    ids: tableColumn<Utf8Column>(files, plan.ids[address.file], 'utf8'),
    names,
  }
  requireModels(source, placeOf)
  const grouped = rowsById(source)
  requireAgreement(source, grouped, address.column)
  const whole = wholeIds(source, grouped, invalidRows)
  const factRows = whole.rows.get('candidate')!
  const { file } = source
  const joined: LoadedFile = {
    ...file,
    table: {
      rowCount: factRows.length,
      columns: file.table.columns.map((column, i) => {
        const { model } = file.uses[i]
        return takenColumn(column, model === undefined ? factRows : whole.rows.get(model)!)
      }),
    },
    lineNumberOf: (row) => file.lineNumberOf(factRows[row]),
    rowNumberOf: (row) => file.rowNumberOf(factRows[row]),
  }
  return { files: files.with(address.file, joined), notices: [...otherModels(source), ...whole.notices] }
}

/** A file with a row for each model. */
interface ModelSource {
  file: LoadedFile
  /** Name of the column of models. */
  column: string
  values: DictionaryColumn
  idColumn: string
  ids: Utf8Column
  names: Map<ModelName, string>
}

/** Rows by id: ids have numbers in the order in which they first appear. */
interface RowsById {
  idCount: number
  /** Per row, the first row of its id. */
  firstRow: Uint32Array
  /** Per id, its first row. */
  rowOfId: Uint32Array
  /** Per id, the row of each model; -1 where it has none. */
  rowOf: Map<ModelName, Int32Array>
}

function requireModels({ file, column, values, names }: ModelSource, placeOf: (model: ModelName) => Place): void {
  for (const [model, name] of names) {
    if (values.values.includes(name)) continue
    const nearest = nearestName(name, values.values)
    throw new InputError({
      code: 'missing_model',
      place: { ...placeOf(model), file: file.file, column },
      found: `no row of the model ${JSON.stringify(name)}`,
      expected: `one of ${values.values
        .slice(0, 30)
        .map((value) => JSON.stringify(value))
        .join(', ')}`,
      remedy: nearest === null ? 'Name a model as the column writes it.' : `Did you mean ${JSON.stringify(nearest)}?`,
    })
  }
}

function rowsById(source: ModelSource): RowsById {
  const { file, values, ids, names } = source
  const { rowCount } = file.table
  const index = indexIds(ids, rowCount)
  const firstRow = new Uint32Array(rowCount)
  const numberOf = new Uint32Array(rowCount)
  const rowOfId = new Uint32Array(rowCount)
  let idCount = 0
  for (let row = 0; row < rowCount; row++) {
    firstRow[row] = index.find(ids, row)
    if (firstRow[row] !== row) continue
    numberOf[row] = idCount
    rowOfId[idCount++] = row
  }
  const rowOf = new Map([...names.keys()].map((model) => [model, new Int32Array(idCount).fill(-1)]))
  const slots = values.values.map((value) =>
    [...names].flatMap(([model, name]) => (name === value ? [rowOf.get(model)!] : [])),
  )
  for (let row = 0; row < rowCount; row++) {
    const id = numberOf[firstRow[row]]
    for (const rows of slots[values.codes[row]]) {
      if (rows[id] >= 0) throw twice(source, row, rows[id])
      rows[id] = row
    }
  }
  return { idCount, firstRow, rowOfId: rowOfId.subarray(0, idCount), rowOf }
}

function twice({ file, values, idColumn, ids }: ModelSource, row: number, earlier: number): InputError {
  return new InputError({
    code: 'duplicate_id',
    place: { file: file.file, lineNumber: file.lineNumberOf(row), column: idColumn },
    found: `id ${JSON.stringify(idText(ids, row))} again for the model ${JSON.stringify(values.values[values.codes[row]])}, first on line ${file.lineNumberOf(earlier)}`,
    expected: 'one row for each id and model',
    remedy: 'Remove the repeated rows, or name a column that identifies what the models are compared on.',
  })
}

/** Throws where the rows of an id differ in what no model says. */
function requireAgreement({ file, column, ids }: ModelSource, { firstRow }: RowsById, modelColumn: number): void {
  const isModel = (use: (typeof file.uses)[number]) =>
    use.model !== undefined || isSameUse(use, { column: modelColumn, kind: 'dictionary' })
  file.uses.forEach((use, i) => {
    if (isModel(use)) return
    const cells = file.table.columns[i]
    const isEqual = equality(cells, cells)
    const row = firstRow.findIndex((first, at) => !isEqual(first, at))
    if (row < 0) return
    const text = (at: number) =>
      JSON.stringify(
        cells.kind === 'dictionary'
          ? cells.values[cells.codes[at]]
          : cells.kind === 'utf8'
            ? idText(cells, at)
            : String(cells.values[at]),
      )
    throw new InputError({
      code: 'disagreement',
      place: { file: file.file, lineNumber: file.lineNumberOf(row), column: file.columns[use.column] },
      found: `${text(row)} for id ${JSON.stringify(idText(ids, row))}`,
      expected: `${text(firstRow[row])} as on line ${file.lineNumberOf(firstRow[row])}, whatever the ${JSON.stringify(column)}`,
      remedy: 'Mend the file, or name an id that identifies what the models are compared on.',
    })
  })
}

/** The rows of the ids that have all models, by model. */
function wholeIds(
  { file, idColumn, ids, names }: ModelSource,
  { idCount, rowOfId, rowOf }: RowsById,
  invalidRows: InvalidRows,
): { rows: Map<ModelName, Uint32Array>; notices: DatasetNotice[] } {
  const isWhole = (id: number) => [...rowOf.values()].every((rows) => rows[id] >= 0)
  const numbers = Uint32Array.from({ length: idCount }, (_, id) => id)
  const whole = numbers.filter(isWhole)
  const rows = new Map([...rowOf].map(([model, of]) => [model, Uint32Array.from(whole, (id) => of[id])]))
  const lacking = numbers.filter((id) => !isWhole(id))
  if (lacking.length === 0) return { rows, notices: [] }
  const absent = (id: number) => names.get([...rowOf].find(([, of]) => of[id] < 0)![0])!
  const lines = [...lacking.subarray(0, 5)].map((id) => file.lineNumberOf(rowOfId[id]))
  const where = linesText(lines, lacking.length)
  if (invalidRows === 'refuse' || whole.length === 0) {
    const [id] = lacking
    throw new InputError({
      code: 'unmatched_id',
      place: { file: file.file, lineNumber: lines[0], column: idColumn },
      found: `id ${JSON.stringify(idText(ids, rowOfId[id]))}, which has no row of the model ${JSON.stringify(absent(id))} (${lacking.length} of ${idCount} ids lack a model, ${where})`,
      expected: `a row of each model (${[...names.values()].map((name) => JSON.stringify(name)).join(' and ')}) for every id`,
      remedy:
        whole.length === 0
          ? 'No id has all models: check that the id column is the right one.'
          : 'Leave such rows out and say so (--invalid-rows leave_out), or mend the file.',
      canLeaveOut: whole.length > 0,
      rows: { count: lacking.length, of: idCount, cell: idText(ids, rowOfId[id]), missingFrom: null },
    })
  }
  const count = lacking.reduce((sum, id) => sum + [...rowOf.values()].filter((of) => of[id] >= 0).length, 0)
  return {
    rows,
    notices: [
      {
        code: 'id_without_model',
        file: file.file,
        ids: lacking.length,
        idCount,
        firstLines: lines,
        rowsLeftOut: count,
      },
    ],
  }
}

/** Rows of models that are not compared. */
function otherModels({ file, column, values, names }: ModelSource): DatasetNotice[] {
  const named = new Set(names.values())
  const others = values.values.filter((value) => !named.has(value))
  const isOther = values.values.map((value) => !named.has(value))
  const count = values.codes.reduce((sum, code) => sum + (isOther[code] ? 1 : 0), 0)
  if (count === 0) return []
  return [{ code: 'other_models', file: file.file, column, rows: count, models: others }]
}
