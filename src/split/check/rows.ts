import type { ModelName } from '../../dataset/roles.ts'
import type { Utf8Column } from '../../table/column.ts'
import type { Place } from '../../table/input-error.ts'
import type { SplitFinding } from '../finding.ts'
import { gapName } from '../rule.ts'

/** The rows that the checks look at, each with its split. */
export interface CheckedRows {
  rowCount: number
  /** Splits by their names: train, validation, test, then others. */
  names: string[]
  /** Per row, an index of `names`. */
  codes: Uint8Array
  ids: Utf8Column | null
  groups: { codes: Uint32Array; names: string[] } | null
  times: CheckedTimes | null
  truth: CheckedTruth
  /**
   * Columns of scores of each model: one (binary, regression) or one for each class in the order of the labels; one of
   * codes (an integer array) where it gives predicted classes.
   */
  models: Map<ModelName, (Float64Array | Uint32Array | Uint8Array)[]>
  slices: { column: string; codes: Uint32Array; values: string[] }[]
  /** Where a row stands, and where in it the column of a role, if one is asked for. */
  placeOf(row: number, role: CheckedRole): Place
}

/** The role of the column that a place names; null: the row alone. */
export type CheckedRole = 'id' | 'group' | 'time' | 'label' | null

/** The times of rows. */
export interface CheckedTimes {
  /** Per row its time, in any unit that ascends with time; NaN where it has none. */
  values: Float64Array
  /** A time as the user writes it. */
  text(time: number): string
}

/** The true values of rows: classes, or numbers. */
export type CheckedTruth =
  { kind: 'classes'; codes: Uint32Array | Uint8Array; labels: string[] } | { kind: 'numbers'; values: Float64Array }

/** Most rows that a finding shows. */
export const exampleLimit = 5

/** The first rows, in their order, of which something holds: as many as a finding shows. */
export function firstRows(rowCount: number, holds: (row: number) => boolean): number[] {
  const rows: number[] = []
  for (let row = 0; row < rowCount && rows.length < exampleLimit; row++) if (holds(row)) rows.push(row)
  return rows
}

/** Two splits by their indices in `CheckedRows.names`. The later one is that on which a model is judged. */
export interface SplitPair {
  earlier: number
  later: number
}

/** Rows of each split, by index. */
export function rowsPerSplit({ codes, names }: CheckedRows): number[] {
  const sizes = new Uint32Array(names.length)
  for (let row = 0; row < codes.length; row++) sizes[codes[row]]++
  return [...sizes]
}

/**
 * Every two splits that have rows: train before splits of other names (folds), these before validation, and test last.
 * What a gap has set aside is in no split.
 */
export function splitPairs(names: string[], sizes: number[]): SplitPair[] {
  const order = names.map((_, split) => split).filter((split) => sizes[split] > 0 && names[split] !== gapName)
  order.sort((a, b) => importance(names[a]) - importance(names[b]) || a - b)
  return order.flatMap((earlier, i) => order.slice(i + 1).map((later) => ({ earlier, later })))
}

/** The pairs of which both are train, validation or test. */
export function namedPairs(names: string[], pairs: SplitPair[]): SplitPair[] {
  return pairs.filter(({ earlier, later }) =>
    [earlier, later].every((split) => importance(names[split]) !== otherImportance),
  )
}

const otherImportance = 1

function importance(name: string): number {
  return name === 'train' ? 0 : name === 'validation' ? 2 : name === 'test' ? 3 : otherImportance
}

/** The names of two splits, the earlier first. */
export function pairNames(names: string[], { earlier, later }: SplitPair): [string, string] {
  return [names[earlier], names[later]]
}

/**
 * The effect on the verdict of rows that are in both splits. Where one split is test, the model or its threshold may
 * have been chosen on rows on which it is judged. Train and validation, or two folds, do not bear on the verdict.
 */
export function leakEffect(names: string[], pair: SplitPair): SplitFinding['effect'] {
  return names[pair.later] === 'test' ? 'undecided' : 'none'
}

/** Rows by value and split, at `value * splitCount + split`. */
export function crossCounts(
  codes: Uint32Array | Uint8Array,
  valueCount: number,
  splits: Uint8Array,
  splitCount: number,
): Uint32Array {
  const counts = new Uint32Array(valueCount * splitCount)
  for (let row = 0; row < codes.length; row++) counts[codes[row] * splitCount + splits[row]]++
  return counts
}

/** The rows of one split by value. */
export function countsOfSplit(counts: Uint32Array, split: number, splitCount: number): Uint32Array {
  return counts.filter((_, at) => at % splitCount === split)
}
