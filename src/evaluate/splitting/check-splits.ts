import type { UsableRows } from '../../dataset/assemble.ts'
import {
  agreedNumbers,
  agreedWords,
  lineOf,
  nameOf,
  numbersOf,
  textsOf,
  type LoadedFile,
} from '../../dataset/columns.ts'
import type { ModelColumns } from '../../dataset/model-columns.ts'
import type { ColumnPlan } from '../../dataset/plan.ts'
import { milliseconds, type TimeUnit } from '../../dataset/reading.ts'
import type { ColumnAddress } from '../../dataset/resolve.ts'
import { sortedDictionary, type NamedDictionary } from '../../dataset/slices.ts'
import { canonicalSplit } from '../../dataset/splits.ts'
import type { Judgement } from '../../policy/judgement.ts'
import type { Assignment } from '../../split/assignment.ts'
import { checkSplits } from '../../split/check/check.ts'
import type { CheckedRole, CheckedRows, CheckedTimes } from '../../split/check/rows.ts'
import type { SplitFinding } from '../../split/finding.ts'
import { timeText } from '../../split/time.ts'
import { findRule, type FoundRule, ruleDisagreement } from '../../split/verify/verify.ts'
import type { DictionaryColumn } from '../../table/column.ts'
import type { Place } from '../../table/input-error.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { areNumbers, timesOf } from './assigned-splits.ts'

/**
 * The rows of all splits as their check takes them.
 * @param names of the splits, in their order
 * @param slices the columns to slice by, as they were put together
 */
export function checkedRows(
  files: LoadedFile[],
  plan: ColumnPlan,
  { rows, rowCount }: UsableRows,
  split: DictionaryColumn,
  names: string[],
  slices: NamedDictionary[],
  timeUnit: TimeUnit | null = null,
): CheckedRows {
  const groups = plan.group.length === 0 ? null : sortedDictionary(agreedWords(files, plan.group, rows))
  return {
    rowCount,
    names,
    codes: splitCodes(split, names),
    ids: plan.ids.length === 0 ? null : textsOf(files, plan.ids[0], rows),
    groups: groups && { codes: groups.codes, names: groups.values },
    times: plan.time.length === 0 ? null : checkedTimes(files, plan.time[0], rows, timeUnit),
    truth: truthOf(files, plan, rows),
    models: new Map([...plan.models].map(([model, columns]) => [model, modelColumns(files, columns, rows)])),
    slices: slices.map(({ column, dictionary }) => ({ column, codes: dictionary.codes, values: dictionary.values })),
    placeOf: (row, role) => placeOf(files, plan, rows, row, role),
  }
}

function placeOf(
  files: LoadedFile[],
  plan: ColumnPlan,
  rows: UsableRows['rows'],
  row: number,
  role: CheckedRole,
): Place {
  const addresses = { id: plan.ids[0], group: plan.group[0], time: plan.time[0], label: plan.label[0] }
  const address = (role && addresses[role]) ?? plan.label[0]
  return {
    file: files[address.file].file,
    lineNumber: lineOf(files, address, rows, row),
    ...(role === null ? {} : { column: nameOf(files, address) }),
  }
}

/** @param timeUnit what numbers of time count: they are then shown as dates */
function checkedTimes(
  files: LoadedFile[],
  address: ColumnAddress,
  rows: UsableRows['rows'],
  timeUnit: TimeUnit | null,
): CheckedTimes {
  const values = timesOf(files, address, rows)
  if (!areNumbers(files, address, rows)) return { values, text: (time) => timeText(time, 'date') }
  if (timeUnit === null) return { values, text: (time) => timeText(time, 'number') }
  return { values, text: (time) => timeText(milliseconds(time, timeUnit), 'date') }
}

/** Per row, the index of its split's name among `names`. */
export function splitCodes({ codes, values }: DictionaryColumn, names: string[]): Uint8Array {
  const nameOf = Uint8Array.from(values, (value) => names.indexOf(canonicalSplit(value)))
  return Uint8Array.from(codes, (code) => nameOf[code])
}

function truthOf(files: LoadedFile[], { task, label }: ColumnPlan, rows: UsableRows['rows']): CheckedRows['truth'] {
  if (task === 'regression') return { kind: 'numbers', values: agreedNumbers(files, label, rows) }
  const { codes, values } = sortedDictionary(agreedWords(files, label, rows))
  return { kind: 'classes', codes, labels: values }
}

function modelColumns(
  files: LoadedFile[],
  columns: ModelColumns,
  rows: UsableRows['rows'],
): (Float64Array | Uint32Array)[] {
  switch (columns.kind) {
    case 'score':
      return [numbersOf(files, columns.address, rows)]
    case 'probabilities':
      return columns.columns.map(({ address }) => numbersOf(files, address, rows))
    case 'prediction':
      return [agreedWords(files, [columns.address], rows).codes]
  }
}

/**
 * What a check of the splits finds.
 * @param expected what the policy's rule makes of the same rows, where the file has a column of its own
 */
export function splitFindings(rows: CheckedRows, expected: Assignment | null): SplitFinding[] {
  const found = checkSplits(rows)
  const disagreement = expected === null ? null : ruleDisagreement(expected, rows)
  // The policy's rule holds: on a file that was split otherwise, meeting the requirements shows nothing.
  return disagreement === null ? found : [{ ...disagreement, effect: 'undecided' }, ...found]
}

/** The rule by which rows were split by their ids; null where there are none, or no rule fits. */
export async function ruleByIds(rows: CheckedRows, id: string | null, kernels: Kernels): Promise<FoundRule | null> {
  return rows.ids === null || id === null ? null : findRule([{ column: id, keys: rows.ids }], rows, [], kernels)
}

/** Splits with too few rows to decide what the policy requires of them, each with the most that would settle it. */
export function splitsTooSmall(judgements: Judgement[]): SplitFinding[] {
  const open = judgements.filter(({ rowsNeeded }) => rowsNeeded !== null)
  return [...new Set(open.map(({ split }) => split))].map((split) => {
    const undecided = open.filter((judgement) => judgement.split === split)
    const most = undecided.reduce((a, b) => (b.rowsNeeded! > a.rowsNeeded! ? b : a))
    return {
      code: 'split_too_small',
      splits: [split],
      rows: null,
      examples: [],
      test: null,
      effect: 'none',
      requirements: undecided.length,
      hardest: most.requirement.metric,
      rowsNeeded: most.rowsNeeded!,
    }
  })
}
