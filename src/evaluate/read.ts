import { openTables } from '../containers/open.ts'
import { inRowPlaces } from '../containers/row-places.ts'
import type { OpenOptions, TableSource } from '../containers/table-source.ts'
import type { Scanner } from '../csv/plan.ts'
import type { ByteSource } from '../csv/source.ts'
import { assembleDataset, usableRows } from '../dataset/assemble.ts'
import type { SettingPlace } from '../dataset/cell-reading.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { RolePlace } from '../dataset/model-columns.ts'
import type { ReadingSettings } from '../dataset/reading.ts'
import { roleTable, type Roles } from '../dataset/roles.ts'
import type { DetectedTask } from '../dataset/task.ts'
import { completeRoles, type Policy } from '../policy/policy.ts'
import type { Kernels } from '../tally/kernels.ts'
import type { SplitFinding } from '../split/finding.ts'
import type { FoundRule } from '../split/verify/verify.ts'
import type { Notice } from '../words/warnings.ts'
import { loadFiles } from './load.ts'
import { splitUsable } from './splitting/assigned-splits.ts'
import { checkedRows, ruleByIds, splitFindings } from './splitting/check-splits.ts'
import { testSet, type TestSet } from './test-set.ts'

/** What reading takes besides files and a policy. */
export interface ReadDatasetOptions extends OpenOptions {
  /** Where the parts of a file are scanned; the result does not depend on how many. */
  scanners: Scanner[]
  /** Where the user named a role, for errors; by default the policy's `columns`. */
  placeOf?: RolePlace
  /** Where the user said how a column is read, for errors; by default the policy's key. */
  placeOfSetting?: SettingPlace
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
  /** How files were read, with formats of numbers as they were found out. */
  reading: ReadingSettings
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
  const tables = await openTables(sources, { ...options, header: policy.reading.header })
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
  const {
    files,
    plan,
    told,
    roles,
    reading,
    notices: loading,
  } = await loadFiles(tables, completeRoles(policy, placeOf), policy, {
    scanners: options.scanners,
    signal: options.signal,
    placeOf,
    placeOfSetting: options.placeOfSetting ?? ((setting, column) => ({ policyPath: `${setting}.${column}` })),
    onProgress: (name, progress) => options.onProgress?.({ stage: 'reading', name, ...progress }),
  })
  const joined = usableRows(files, plan, policy.invalidRows, policy.reading)
  const {
    usable,
    split,
    expected,
    notices: splitting,
  } = await splitUsable(files, plan, joined, policy.split, kernels, policy.reading.timeUnit)
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
          policy.reading.timeUnit,
        )
  return {
    dataset,
    roles,
    reading,
    told,
    findings: checked === null ? [] : splitFindings(checked, expected),
    madeBy: checked === null || policy.split !== null ? null : await ruleByIds(checked, roles.id, kernels),
    tested:
      policy.ledger === null
        ? null
        : testSet(files, plan, usable, split, roles, dataset.task === 'binary' ? dataset.labels.positive : null),
    notices: [...loading, ...joined.notices, ...splitting, ...assembled.notices],
  }
}
