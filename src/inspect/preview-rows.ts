import type { ColumnPlan } from '../dataset/plan.ts'
import type { FileSample } from '../dataset/resolve.ts'
import type { ModelName } from '../dataset/roles.ts'

/** Where a row's records are. */
export interface RowPlace {
  /** 1-based: of its record in the first file, or of its id where there is a row for each model. */
  number: number
  /** The index of the record of a file; of that of a model, where there is one for each. */
  records(file: number, model: ModelName | null): number
}

/** The first rows, those of several files and of several models put together as the plan says; rows that not all have are left out. */
export function previewedRows(files: readonly FileSample[], plan: ColumnPlan, most: number): RowPlace[] {
  if (plan.modelRows !== null) return rowsOfModels(files, plan, most)
  const others = plan.ids.length < files.length ? null : plan.ids.map((_, file) => recordsById(files, plan, file))
  const places: RowPlace[] = []
  for (let row = 0; row < files[0].records.length && places.length < most; row++) {
    const id = others === null ? '' : idOf(files, plan, 0, row)
    const records = files.map((_, file) => (file === 0 || others === null ? row : (others[file].get(id) ?? -1)))
    if (records.some((record, file) => record < 0 || record >= files[file].records.length)) continue
    places.push({ number: row + 1, records: (file) => records[file] })
  }
  return places
}

/** One row for each id of a file that has one for each model. */
function rowsOfModels(files: readonly FileSample[], plan: ColumnPlan, most: number): RowPlace[] {
  const { address, names } = plan.modelRows!
  const ids = new Map<string, Map<string, number>>()
  files[address.file].records.forEach((record, row) => {
    const id = idOf(files, plan, address.file, row)
    const ofId = ids.get(id) ?? new Map<string, number>()
    ids.set(id, ofId.set(record[address.column] ?? '', row))
  })
  const others = files.map((_, file) => recordsById(files, plan, file))
  const places: RowPlace[] = []
  for (const [at, [id, ofId]] of [...ids].entries()) {
    if (places.length === most) break
    const first = ofId.get([...names.values()][0])
    const isWhole = [...names.values()].every((name) => ofId.has(name))
    const isEverywhere = files.every((_, file) => file === address.file || others[file].has(id))
    if (first === undefined || !isWhole || !isEverywhere) continue
    places.push({
      number: at + 1,
      records: (file, model) =>
        file !== address.file ? others[file].get(id)! : model === null ? first : ofId.get(names.get(model)!)!,
    })
  }
  return places
}

function recordsById(files: readonly FileSample[], plan: ColumnPlan, file: number): Map<string, number> {
  return new Map(files[file].records.map((_, row) => [idOf(files, plan, file, row), row]))
}

function idOf(files: readonly FileSample[], { ids }: ColumnPlan, file: number, row: number): string {
  const address = ids.find((each) => each.file === file)
  return address === undefined ? '' : (files[file].records[row][address.column] ?? '')
}
