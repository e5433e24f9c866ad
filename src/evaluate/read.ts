import { openTables } from '../containers/open.ts'
import { inRowPlaces } from '../containers/row-places.ts'
import type { OpenOptions, TableSource } from '../containers/table-source.ts'
import type { Scanner } from '../csv/plan.ts'
import { fileNotices } from '../csv/notices.ts'
import { rejectedRows } from '../csv/refuse.ts'
import type { ByteSource } from '../csv/source.ts'
import { assembleDataset, usableRows } from '../dataset/assemble.ts'
import type { LoadedFile } from '../dataset/columns.ts'
import type { Dataset } from '../dataset/dataset.ts'
import { columnUses, planColumns, type RolePlace } from '../dataset/plan.ts'
import { roleTable, type Roles } from '../dataset/roles.ts'
import { detectTask, type DetectedTask } from '../dataset/task.ts'
import { completeRoles, type Policy } from '../policy/policy.ts'
import { requireTaskMetrics } from '../policy/task-metrics.ts'
import type { Kernels } from '../tally/kernels.ts'
import type { SplitFinding } from '../split/finding.ts'
import type { FoundRule } from '../split/verify/verify.ts'
import type { Notice } from '../words/warnings.ts'
import { splittingColumns, splitUsable } from './splitting/assigned-splits.ts'
import { checkedRows, ruleByIds, splitFindings } from './splitting/check-splits.ts'
import { testSet, type TestSet } from './test-set.ts'

/** What reading takes besides files and a policy. */
export interface ReadDatasetOptions extends OpenOptions {
  /** Where the parts of a file are scanned; the result does not depend on how many. */
  scanners: Scanner[]
  /** Where the user named a role, for errors; by default the policy's `columns`. */
  placeOf?: RolePlace
  signal?: AbortSignal
  onProgress?: (progress: EvaluationProgress) => void
}

/** How far reading or evaluating has got. */
export interface EvaluationProgress {
  stage: 'reading' | 'evaluating'
  /** Name of the file being read, or the split being evaluated. */
  name: string
  rowCount: number
  bytesRead: number
}

/** The files as read: rows in their roles and splits, and what was noticed on the way. */
export interface ReadDataset {
  dataset: Dataset
  roles: Roles
  told: DetectedTask
  /** What a check of the splits found. */
  findings: SplitFinding[]
  /** The rule that made the file's column of splits, as far as the ids tell. */
  madeBy: FoundRule | null
  /** The rows that are tested on, as a ledger knows them; null where the policy names none, or there is no test split. */
  tested: TestSet | null
  notices: Notice[]
}

/** Reads the columns in use of every file, puts them in their roles and rows in their splits. */
export async function readDataset(
  sources: ByteSource[],
  policy: Policy,
  kernels: Kernels,
  options: ReadDatasetOptions,
): Promise<ReadDataset> {
  const tables = await openTables(sources, options)
  try {
    return await readTables(tables, policy, kernels, options)
  } catch (error) {
    throw inRowPlaces(error, tables)
  }
}

async function readTables(
  tables: TableSource[],
  policy: Policy,
  kernels: Kernels,
  options: ReadDatasetOptions,
): Promise<ReadDataset> {
  const placeOf = options.placeOf ?? ((role) => ({ policyPath: `columns.${roleTable[role].policyKey}` }))
  const roles = completeRoles(policy, placeOf)
  const samples = tables.map(({ name, columns, records, headerLine }) => ({
    file: name,
    columns,
    records,
    ...(headerLine === null ? {} : { headerLine }),
  }))
  const told = detectTask(samples, roles, policy.task, placeOf('label'))
  requireTaskMetrics(policy, told)
  const plan = planColumns(samples, roles, told.task, placeOf, policy.split && splittingColumns(policy.split))
  const uses = columnUses(plan, tables.length)
  const notices: Notice[] = []
  const files: LoadedFile[] = []
  for (const [i, table] of tables.entries()) {
    const { name, columns } = table
    const reading = await table.read(uses[i], {
      scanners: options.scanners,
      signal: options.signal,
      onProgress: ({ rowCount, bytesRead }) => options.onProgress?.({ stage: 'reading', name, rowCount, bytesRead }),
    })
    if (reading.rejected.length > 0 && policy.invalidRows === 'refuse')
      throw rejectedRows(name, reading.rejected, null, table.places)
    notices.push(...fileNotices(name, table, reading.rejected, reading.notices, table.places))
    files.push({ file: name, columns, uses: uses[i], table: reading.table, lineNumberOf: reading.lineNumberOf })
  }
  const joined = usableRows(files, plan, policy.invalidRows)
  const { usable, split, expected, notices: splitting } = await splitUsable(files, plan, joined, policy.split, kernels)
  const { dataset, slices, ...assembled } = assembleDataset(files, plan, roles, placeOf, usable, split)
  const checked =
    split === null || dataset.splits.length < 2
      ? null
      : checkedRows(
          files,
          plan,
          usable,
          split,
          dataset.splits.map(({ name }) => name),
          slices,
        )
  return {
    dataset,
    roles,
    told,
    findings: checked === null ? [] : splitFindings(checked, expected),
    madeBy: checked === null || policy.split !== null ? null : await ruleByIds(checked, roles.id, kernels),
    tested:
      policy.ledger === null
        ? null
        : testSet(files, plan, usable, split, roles, dataset.task === 'binary' ? dataset.labels.positive : null),
    notices: [...notices, ...joined.notices, ...splitting, ...assembled.notices],
  }
}
