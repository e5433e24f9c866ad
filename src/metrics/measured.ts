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
