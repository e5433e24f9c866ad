import type { ModelName } from '../dataset/roles.ts'
import type { Difference } from './difference.ts'
import type { Measure } from './measure.ts'

/** A set of rows with every model measured on it, whatever the task. */
export interface MeasuredRows {
  rowCount: number
  /** Sum of the rows' weights; null where they have none. */
  weight: number | null
  /** Rows of the positive class; null where the task has none. */
  positives: number | null
  models: Map<ModelName, MeasuredModel>
  /** Candidate minus production, by metric; null with one model. */
  differences: Map<string, Difference> | null
}

export interface MeasuredModel {
  /** Every metric of the task's catalogue, in its order. */
  measures: Map<string, Measure>
  /** A row per true class, a column per predicted class, in the order of the dataset's labels; null in regression. */
  confusion: number[][] | null
  /** Per class and metric, in the order of the labels; null where a class has no metrics of its own (binary, regression). */
  classes: Map<string, Map<string, Measure>> | null
}

export interface MeasuredSlice extends MeasuredRows {
  /** The slice's value of each of its columns (one, or two for an intersection). */
  where: Record<string, string>
}

export interface MeasuredSplit extends MeasuredRows {
  name: string
  slices: MeasuredSlice[]
}
