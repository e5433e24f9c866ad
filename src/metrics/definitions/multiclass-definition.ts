import type { MetricDefinition } from './definition.ts'

/** A metric of a task of several classes. */
export interface MulticlassDefinition extends MetricDefinition {
  /** What it is estimated from: a share of the rows, the classes' own shares, the confusion counts, a loss of each row, … */
  estimator: MulticlassEstimator
}

/** How a metric of several classes is estimated, by its name in the engine. */
export type MulticlassEstimator =
  | { of: 'rows_right' }
  | { of: 'rows_among_first'; count: 2 | 3 }
  | { of: 'class_mean'; measure: ClassMeasure; averaging: Averaging }
  | { of: 'weighted_recall' }
  | { of: 'matthews_correlation' }
  | { of: 'kappa' }
  | { of: 'loss'; loss: 'logarithmic' | 'squared' }
  | { of: 'area'; pairs: 'one_versus_rest' | 'one_versus_one' }
  | { of: 'calibration_error' }

/** What each class has of its own: precision, recall, F1. */
export type ClassMeasure = 'precision' | 'recall' | 'f1'

/** How the classes' values are averaged: alike, by their rows, or alike over those that have rows. */
export type Averaging = 'macro' | 'weighted' | 'present'

/** A metric that each class has of its own. */
export interface ClassDefinition extends MetricDefinition<ClassMeasure> {
  /** Why a class has none. */
  missing: string
}
