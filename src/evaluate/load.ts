import { sampleOf, type TableSource } from '../containers/table-source.ts'
import type { Scanner } from '../csv/plan.ts'
import { fileNotices } from '../csv/notices.ts'
import type { LeftOutRows } from '../csv/refuse.ts'
import { cellReadings, cellRequests, type CellReadings, type SettingPlace } from '../dataset/cell-reading.ts'
import { readCells } from '../dataset/cells.ts'
import type { LoadedFile } from '../dataset/columns.ts'
import { requireEqualCopies } from '../dataset/copies.ts'
import { addressesOf, type RolePlace } from '../dataset/model-columns.ts'
import { joinModelRows } from '../dataset/model-rows.ts'
import { columnUses, isSameUse, planColumns, type ColumnPlan, type ColumnUse } from '../dataset/plan.ts'
import type { NumberFormat, ReadingSettings } from '../dataset/reading.ts'
import { modelRoles, type InvalidRows, type ModelName, type Roles } from '../dataset/roles.ts'
import { unifySpelling } from '../dataset/spelling.ts'
import { detectTask, type DetectedTask } from '../dataset/task.ts'
import type { Policy } from '../policy/policy.ts'
import { requireTaskMetrics } from '../policy/task-metrics.ts'
import type { Place } from '../table/input-error.ts'
import type { Notice } from '../words/warnings.ts'
import { refusedRows } from './refused-rows.ts'
import { splittingColumns } from './splitting/assigned-splits.ts'

/** Where the user named roles and settings, for errors, and how files are scanned. */
export interface LoadOptions extends ScanOptions {
  placeOf: RolePlace
  placeOfSetting: SettingPlace
  /** @param name of the file that is being read */
  onProgress?: (name: string, progress: { rowCount: number; bytesRead: number }) => void
}

interface ScanOptions {
  scanners: Scanner[]
  signal?: AbortSignal
}

/** The columns in use of all files, with the values that their cells mean, and where which role is. */
export interface LoadedFiles {
  files: LoadedFile[]
  plan: ColumnPlan
  told: DetectedTask
  /** The roles, with the positive class as the rows spell it. */
  roles: Roles
  /** How files were read, with formats of numbers as they were found out. */
  reading: ReadingSettings
  notices: Notice[]
}

/**
 * Reads the columns in use of every file, and makes of their cells what they mean by the policy's answers: numbers, missing values,
 * classes in one spelling, one row for each id. Throws InputError where that cannot be done.
 */
export async function loadFiles(
  tables: TableSource[],
  roles: Roles,
  policy: Policy,
  options: LoadOptions,
): Promise<LoadedFiles> {
  const { reading, invalidRows } = policy
  const { placeOf } = options
  const samples = tables.map(sampleOf)
  const readings = cellReadings(samples, reading, options.placeOfSetting)
  const told = detectTask(samples, roles, policy.task, placeOf('label'), readings)
  requireTaskMetrics(policy, told)
  const plan = planColumns(
    samples,
    roles,
    told.task,
    placeOf,
    policy.split && splittingColumns(policy.split),
    reading.join,
  )
  const uses = columnUses(plan, tables.length)
  const notices: Notice[] = []
  const formats = new Map<string, readonly NumberFormat[]>()
  const loaded: LoadedFile[] = []
  for (const [i, source] of tables.entries()) {
    const part = { source, index: i, uses: uses[i], readings, invalidRows }
    const read = await loadFile(part, (use) => placeOfElement(plan, i, use, roles, placeOf), options)
    loaded.push(read.file)
    notices.push(...read.notices)
    for (const [column, found] of read.formats) formats.set(column, found)
  }
  const copies = requireEqualCopies(loaded, samples)
  const spelled = unifySpelling(loaded, plan, roles.positive, readings)
  const joined = joinModelRows(spelled.files, plan, invalidRows, (model) => placeOf(namedRole(model, roles)))
  return {
    files: joined.files,
    plan: { ...plan, models: spelled.models },
    told,
    roles: { ...roles, positive: spelled.positive },
    reading: { ...reading, numberFormat: new Map([...reading.numberFormat, ...formats]) },
    notices: [...notices, ...copies, ...spelled.notices, ...joined.notices],
  }
}

/** The role by which a model is named where there is a row for each. */
function namedRole(model: ModelName, roles: Roles) {
  const { scores, classes } = modelRoles[model]
  return roles[scores] === null ? classes : scores
}

/** Where the user named the element of a vector that a use takes. */
function placeOfElement(plan: ColumnPlan, file: number, use: ColumnUse, roles: Roles, placeOf: RolePlace): Place {
  const found = [...plan.models].find(([, columns]) =>
    addressesOf(columns).some((address) => address.file === file && isSameUse(use, { ...address, kind: use.kind })),
  )
  return found === undefined ? {} : placeOf(roles.model === null ? found[0] : 'score')
}

/** What of a file is read, and how. */
interface FilePart {
  source: TableSource
  /** Its number among the files. */
  index: number
  uses: ColumnUse[]
  readings: CellReadings
  invalidRows: InvalidRows
}

async function loadFile(
  { source, index, uses, readings, invalidRows }: FilePart,
  ofElement: (use: ColumnUse) => Place,
  { scanners, signal, onProgress }: LoadOptions,
): Promise<{ file: LoadedFile; formats: Map<string, readonly NumberFormat[]>; notices: Notice[] }> {
  const { name, columns, places: rowPlaces } = source
  const readingOf = (column: number) => readings(index, column)
  const { requests, places } = cellRequests(uses, readingOf)
  const reading = await source.read(requests, {
    scanners,
    signal,
    onProgress: (progress) => onProgress?.(name, progress),
  })
  const { table, recordCount, lineNumberOf, rowNumberOf } = reading
  const cells = readCells({
    file: name,
    columns,
    uses,
    decoded: places.map((place) => table.columns[place]),
    rowCount: table.rowCount,
    lineNumberOf,
    rowNumberOf,
    readingOf,
    placeOfElement: ofElement,
  })
  const rejected = mergedRejections([...reading.rejected, ...cells.rejected])
  if (rejected.length > 0 && invalidRows === 'refuse') {
    const kindOf = (column: string) => uses.find((use) => columns[use.column] === column)?.kind ?? null
    throw refusedRows(name, rejected, kindOf, rowPlaces)
  }
  const { kept } = cells
  const original = (row: number) => (kept === null ? row : kept[row])
  return {
    file: {
      file: name,
      columns,
      uses,
      table: cells.table,
      recordCount,
      lineNumberOf: (row) => lineNumberOf(original(row)),
      rowNumberOf: (row) => rowNumberOf(original(row)),
    },
    formats: cells.formats,
    notices: [...fileNotices(name, source, rejected, reading.notices, rowPlaces), ...cells.notices],
  }
}

/** Rows that the reader left out and rows that were left out after it, together where it is for the same reason. */
function mergedRejections(rejections: LeftOutRows[]): LeftOutRows[] {
  const merged: LeftOutRows[] = []
  for (const rejection of rejections) {
    const known = merged.findIndex(({ code, column }) => code === rejection.code && column === rejection.column)
    if (known < 0) merged.push(rejection)
    else merged[known] = together(merged[known], rejection)
  }
  return merged
}

function together(a: LeftOutRows, b: LeftOutRows): LeftOutRows {
  const examples = [...a.examples, ...b.examples].toSorted((one, other) => one.lineNumber - other.lineNumber)
  return { ...a, count: a.count + b.count, examples: examples.slice(0, 20) }
}
