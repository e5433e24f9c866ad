import type { BinaryLabels } from './labels.ts'
import type { ModelName } from './roles.ts'
import type { Sampling } from './sampling.ts'
import type { SliceColumn } from './slices.ts'

/** The rows of all files in their roles, cut into splits. */
export type Dataset = BinaryDataset | MulticlassDataset | RegressionDataset

/** Rows of two classes. */
export interface BinaryDataset {
  task: 'binary'
  rowCount: number
  labels: BinaryLabels
  /** Models that give decisions and no scores: theirs are 1 where they say positive, else 0. */
  hardModels: Set<ModelName>
  splits: BinarySplit[]
}

/** Rows of several classes. */
export interface MulticlassDataset {
  task: 'multiclass'
  rowCount: number
  /** Every class that a row has or a model knows: in the order of the numbers where all are, else by code points. */
  labels: string[]
  splits: MulticlassSplit[]
}

/** Rows of numbers. */
export interface RegressionDataset {
  task: 'regression'
  rowCount: number
  splits: RegressionSplit[]
}

/**
 * The rows of one split, in the order of the file. Splits come as `train`, `validation`, `test` and then others by
 * name; there is one split `all` where none is named.
 */
export interface SplitRows {
  name: string
  sampling: Sampling
  slices: SliceColumn[]
}

/** The rows of one split of two classes. */
export interface BinarySplit extends SplitRows {
  /** 1 for the positive class, else 0. */
  classes: Uint8Array
  scores: Map<ModelName, Float64Array>
}

/** The rows of one split of several classes. */
export interface MulticlassSplit extends SplitRows {
  /** Index of the row's class among the labels. */
  classes: Uint32Array
  models: Map<ModelName, ClassPredictions>
}

/** What a model says of each row: the class it predicts, or a column of probabilities for each label. */
export type ClassPredictions =
  { kind: 'prediction'; predicted: Uint32Array } | { kind: 'probabilities'; probabilities: Float64Array[] }

/** The rows of one split of numbers: what happened, and what each model predicted. */
export interface RegressionSplit extends SplitRows {
  truth: Float64Array
  predictions: Map<ModelName, Float64Array>
}
