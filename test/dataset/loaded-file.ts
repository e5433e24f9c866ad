import type { JoinedRows, LoadedFile } from '../../src/dataset/columns.ts'
import type { RolePlace } from '../../src/dataset/model-columns.ts'
import { columnUses, planColumns, type ColumnPlan } from '../../src/dataset/plan.ts'
import { completedRoles, roleTable, type Roles, type Task } from '../../src/dataset/roles.ts'
import type { Column, ColumnKind, Utf8Column } from '../../src/table/column.ts'

/** A file by its name and its lines of cells, the header first. */
export interface TextFile {
  file: string
  lines: string
}

export const fromOptions: RolePlace = (role) => ({ option: `--${roleTable[role].flag}` })

/** Files as the engine reads them for some roles: one file's rows stay as they are. */
export function loaded(
  texts: TextFile[],
  named: Partial<Roles> & Pick<Roles, 'label'>,
  task: Task = 'binary',
): { files: LoadedFile[]; plan: ColumnPlan; roles: Roles; rows: JoinedRows } {
  const roles = completedRoles(named)
  const tables = texts.map(({ file, lines }) => {
    const [columns, ...records] = lines
      .trim()
      .split('\n')
      .map((line) => line.trim().split(','))
    return { file, columns, records }
  })
  const plan = planColumns(tables, roles, task, fromOptions)
  const uses = columnUses(plan, tables.length)
  const files = tables.map(({ file, columns, records }, i) => ({
    file,
    columns,
    uses: uses[i],
    table: {
      rowCount: records.length,
      columns: uses[i].map(({ column, kind }) =>
        columnOf(
          kind,
          records.map((record) => record[column]),
        ),
      ),
    },
    recordCount: records.length,
    lineNumberOf: (row: number) => row + 2,
    rowNumberOf: (row: number) => row + 1,
  }))
  return { files, plan, roles, rows: null }
}

/** A column of cells, kept as its kind has it. */
export function columnOf(kind: ColumnKind, cells: string[]): Column {
  if (kind === 'float64') return { kind, values: Float64Array.from(cells, Number) }
  if (kind === 'utf8') return textColumn(cells)
  const values = [...new Set(cells)]
  return { kind, values, codes: Uint32Array.from(cells, (cell) => values.indexOf(cell)) }
}

/** Texts as UTF-8, one after the other. */
export function textColumn(cells: string[]): Utf8Column {
  const encoded = cells.map((cell) => new TextEncoder().encode(cell))
  const offsets = new Float64Array(cells.length + 1)
  encoded.forEach((bytes, i) => {
    offsets[i + 1] = offsets[i] + bytes.length
  })
  const bytes = new Uint8Array(offsets[cells.length])
  encoded.forEach((each, i) => bytes.set(each, offsets[i]))
  return { kind: 'utf8', bytes, offsets }
}
