import type { SplitRows } from '../dataset/dataset.ts'
import type { ModelName } from '../dataset/roles.ts'
import type { SliceColumn } from '../dataset/slices.ts'
import type { Difference } from './difference.ts'
import type { Measure } from './measure.ts'

/** A set of rows with every model measured on it, whatever the task. */
export interface MeasuredRows {
  rowCount: number
  /** Sum of the rows' weights; null where they have none. */
  weight: number | null
  /** Rows of the positive class; null where the task has none. */
  positives: number | null
  /** Groups that the rows belong to; absent where rows are independent. */
  groupCount?: number
  models: Map<ModelName, MeasuredModel>
  /** Candidate minus production, or minus its baseline; by metric; null with neither. */
  differences: Map<string, Difference> | null
  /** Decisions of the two that differ; absent with one model, and where numbers are predicted. */
  changes?: DecisionChanges
  /** What `differences` are from, where production is known by its baseline alone. */
  baseline?: MeasuredBaseline
}

/** Rows that the candidate decides otherwise than production, one of them rightly: with frequency weights, what they stand for. */
export interface DecisionChanges {
  /** Right where production is wrong. */
  better: number
  /** Wrong where production is right. */
  worse: number
}

/** A model as it was measured on other rows, its intervals at the level of these. */
export interface MeasuredBaseline {
  /** null where it was not measured on such rows. */
  rowCount: number | null
  measures: Map<string, Measure>
}

/** One model on a set of rows. */
export interface MeasuredModel {
  /** Every metric of the task's catalogue, in its order. */
  measures: Map<string, Measure>
  /** A row per true class, a column per predicted class, in the order of the dataset's labels; null in regression. */
  confusion: number[][] | null
  /** Per class and metric, in the order of the labels; null where a class has no metrics of its own (binary, regression). */
  classes: Map<string, Map<string, Measure>> | null
  /** Binary, where the policy has an abstain band; of slices where a requirement asks for it. */
  abstention?: MeasuredAbstention
}

/** Rows that the model decides, or those that it leaves to a human: see `AbstainBand`. */
export type AbstainPart = 'decided' | 'abstained'

/** A model's decisions outside and inside its abstain band: the metrics of decisions on those rows alone. */
export interface MeasuredAbstention extends Record<AbstainPart, Map<string, Measure>> {
  /** Share of the rows that are decided, with Wilson's interval. */
  coverage: Measure
}

/** A slice of a split with every model measured on it. */
export interface MeasuredSlice extends MeasuredRows {
  /** The slice's value of each of its columns (one, or two for an intersection). */
  where: Record<string, string>
}

/** A split with every model measured on it, and its slices. */
export interface MeasuredSplit extends MeasuredRows {
  name: string
  slices: MeasuredSlice[]
}

/**
 * Measures a split and each of its slices that has rows.
 * @param measure given the rows to measure by their numbers in the split, ascending; null: all of them
 */
export function measureWithSlices(
  { name, slices }: SplitRows,
  measure: (rows: Uint32Array | null) => MeasuredRows,
): MeasuredSplit {
  return { name, ...measure(null), slices: slices.flatMap((slice) => measureSlice(slice, measure)) }
}

function measureSlice(
  { columns, values, codes }: SliceColumn,
  measure: (rows: Uint32Array) => MeasuredRows,
): MeasuredSlice[] {
  const { rows, starts } = rowsByCode(codes(), values.length)
  return values.flatMap((value, code) => {
    if (starts[code] === starts[code + 1]) return []
    return [{ where: whereOf(columns, value), ...measure(rows.subarray(starts[code], starts[code + 1])) }]
  })
}

/** A slice's value of each of its columns. */
export function whereOf(columns: string[], values: string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column, i) => [column, values[i]]))
}

/** Row numbers by code, ascending within each: those of a code are `rows[starts[code]] … rows[starts[code + 1] - 1]`. */
export function rowsByCode(codes: Uint32Array, codeCount: number): { rows: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(codeCount + 1)
  for (let row = 0; row < codes.length; row++) starts[codes[row] + 1]++
  for (let code = 0; code < codeCount; code++) starts[code + 1] += starts[code]
  const next = starts.slice(0, codeCount)
  const rows = new Uint32Array(codes.length)
  for (let row = 0; row < codes.length; row++) rows[next[codes[row]]++] = row
  return { rows, starts }
}
