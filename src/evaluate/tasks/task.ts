import type { MulticlassSplit, RegressionSplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import type { BandOptions, ThresholdBands } from '../../metrics/binary/bands.ts'
import type { SliceCurve } from '../../metrics/binary/curve.ts'
import type { SliceMeasurer } from '../../metrics/binary/slice-measures.ts'
import type { ScoredSplit } from '../../metrics/binary/split-scores.ts'
import type { MeasuredSplit } from '../../metrics/measured.ts'
import type { RowsEstimate } from '../../metrics/nested.ts'
import type { Settings } from '../../metrics/settings.ts'
import {
  compareWithAll,
  sliceComparison,
  type Against,
  type Pause,
  type SliceComparison,
} from '../../metrics/slice-comparison.ts'
import type { ValueCounts } from '../../metrics/value-bins.ts'
import type { OperatingPoint } from '../../policy/operating-point.ts'
import type { Policy } from '../../policy/policy.ts'
import type { CalibrationResult, RecalibrationResult, RowSetResult } from '../../result/evaluation.ts'
import type { Kernels } from '../../tally/kernels.ts'
import type { EvaluationNotice } from '../../words/warnings.ts'
import type { Views } from '../views.ts'

/** What it takes to measure the rows of a task. */
export interface MeasureOptions {
  kernels: Kernels
  /** Other threads that measure slices beside this one. */
  others: SliceMeasurer[]
  policy: Policy
  settings: Settings
  /** Called before the rows of each split are read; throws to stop. */
  onSplit(name: string): void
}

/**
 * What every task has to offer once the rows of its dataset have been counted. What follows (judging, moving a
 * threshold, comparing slices, drawing) knows no task, only this.
 */
export interface MeasuredTask {
  /** The classes, in the order of every confusion table; null in regression. */
  labels: string[] | null
  models: ModelName[]
  /** Each model's operating point as the policy chooses it; empty where models give decisions, several classes or numbers. */
  points: Map<ModelName, OperatingPoint>
  /** Every split as measured at `points`. Where a threshold was chosen, its choice is part of the intervals. */
  splits: MeasuredSplit[]
  /** Every split as measured at other operating points, which are taken as fixed. */
  measureAt(points: Map<ModelName, OperatingPoint>): MeasuredSplit[]
  /** What thresholds move over, split by split; empty where the task has no threshold. */
  tallied: ScoredSplit[]
  /** One model's metrics at another threshold on every split, in the form of the document; empty without thresholds. */
  at(model: ModelName, threshold: number): Record<string, RowSetResult>
  /** Bands of decision metrics along the thresholds of one split. */
  bands(split: string, metrics: readonly string[], options?: BandOptions): Promise<CurveBands>
  /** The curves of every model on the rows of one slice; empty without thresholds. */
  sliceCurves(split: string, where: Record<string, string>): SliceCurve[]
  /** The calibration of every model that gives scores; empty where none does. */
  calibrations: Map<ModelName, ModelCalibration>
  compareSlices: CompareSlices
  views: Views
  /** Rows by the candidate's score or predicted number, by split; empty where it predicts classes, or weights are importance weights. */
  counts(): Map<string, ValueCounts>
  notices: EvaluationNotice[]
}

/** How well one model's scores are calibrated as probabilities, and what recalibrating them would do. */
export interface ModelCalibration {
  /** By split. */
  splits: Map<string, CalibrationResult>
  /** Fitted on validation and judged on test; empty where the rows have not both splits. */
  recalibrations: RecalibrationResult[]
}

/** How uncertain the curves of one split are, for drawing. */
export interface CurveBands {
  confidence: number
  replicates: number
  /** Of the models that give scores. */
  models: Map<ModelName, ThresholdBands>
}

/** Which comparison of the slices of a split is asked for. */
export interface SliceQuestion {
  split: string
  metric: string
  against: Against
  /** Each model's threshold, where it has one. */
  thresholds: Map<ModelName, number>
}

/** Compares a metric on every slice that has rows, in the order in which they are measured. */
export type CompareSlices = (question: SliceQuestion, pause: Pause) => Promise<SliceComparison[]>

/** The part of a task whose models are the same at every threshold. */
export const withoutThresholds = {
  points: new Map<ModelName, OperatingPoint>(),
  tallied: [],
  at: () => ({}),
  bands: (): Promise<CurveBands> => {
    throw new Error('This task has no thresholds')
  },
  sliceCurves: () => [],
  calibrations: new Map<ModelName, ModelCalibration>(),
  notices: [],
} satisfies Partial<MeasuredTask>

/**
 * Each model's threshold; 0.5 where a model has no operating point, as hard predictions are 0 and 1.
 * @param points by model
 */
export function thresholdsOf(models: ModelName[], points: Map<ModelName, OperatingPoint>): Map<ModelName, number> {
  return new Map(models.map((model) => [model, points.get(model)?.value ?? 0.5]))
}

/** Whether rows can be counted in bins: not with importance weights, whose sum in a bin is no number of rows. */
export function isCountable({ weights }: Sampling): boolean {
  return weights?.kind !== 'importance'
}

/** The entry of a name; throws where there is none. */
export function named<T extends { name: string }>(list: readonly T[], name: string): T {
  const found = list.find((entry) => entry.name === name)
  if (found === undefined) throw new Error(`There is no ${JSON.stringify(name)}`)
  return found
}

/**
 * Compares slices in a task whose slices were compared with production when they were measured.
 * @param splits the rows, and `measured` what came of them
 * @param estimator of a metric on any rows of a split
 */
export function sliceComparer<Split extends MulticlassSplit | RegressionSplit>(
  splits: Split[],
  measured: MeasuredSplit[],
  { confidence }: Settings,
  estimator: (metric: string, split: Split) => (rows: Uint32Array) => RowsEstimate,
): CompareSlices {
  return async ({ split: name, metric, against }, pause) => {
    if (against === 'all_rows') {
      const split = named(splits, name)
      return compareWithAll(split, estimator(metric, split), confidence, pause)
    }
    return named(measured, name).slices.map(({ models, differences }) =>
      sliceComparison(
        models.get('candidate')!.measures.get(metric),
        models.get('production')?.measures.get(metric),
        differences!.get(metric)!,
      ),
    )
  }
}
