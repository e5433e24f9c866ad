import type { ModelName } from '../../dataset/roles.ts'
import type { Utf8Column } from '../../table/column.ts'
import type { Place } from '../../table/input-error.ts'

/** What the checks of splits look at: every row with its split. */
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

export type CheckedRole = 'id' | 'group' | 'time' | 'label' | null

export interface CheckedTimes {
  /** In any unit, ascending with time; NaN where a row has none. */
  values: Float64Array
  /** A time as the user writes it. */
  text(time: number): string
}

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
