import type { ModelName } from '../dataset/roles.ts'
import type { ThresholdCurve } from '../metrics/binary/curve.ts'
import type { UndefinedMeasure } from '../metrics/measure.ts'
import type { Residuals } from '../metrics/regression/residuals.ts'
import type { CalibrationBinResult, MetricResult, UndefinedResult } from '../result/evaluation.ts'

/** What there is to draw of a split besides its numbers, made from its rows when it is asked for. It holds aggregates only. */
export interface Views {
  /** Curves of one class against the rest, of the models that give probabilities; none where either side has too few rows. */
  classCurves(split: string, label: string): Map<ModelName, ClassCurveView>
  /** Calibration of the probability of the predicted class, of the same models. */
  topLabels(split: string): Map<ModelName, TopLabelView>
  /** The errors of the predicted numbers, row by row counted in cells. */
  residuals(split: string): Residuals | UndefinedMeasure
  /** The error of each model by tenths of its predictions. */
  errorBins(split: string): Map<ModelName, ErrorBinView[]>
}

/** One model's curve of one class against the rest, with the areas under it. */
export interface ClassCurveView extends ThresholdCurve {
  roc_auc: MetricResult
  average_precision: MetricResult
}

/** How one model's probability of the class that it predicts compares with how often that class is right. */
export interface TopLabelView {
  /** Bins as in `CalibrationResult`; a positive is a row whose predicted class is right. Bins of few rows are left out. */
  bins: { equal_width: CalibrationBinResult[] | UndefinedResult; equal_mass: CalibrationBinResult[] }
  histogram: TopLabelBin[] | UndefinedResult
}

/** Rows (or weight) with a probability above `from` (the first bin: from it) up to `to`; null where they are too few to be shown. */
export interface TopLabelBin {
  from: number
  to: number
  right: number | null
  wrong: number | null
}

/** A model's error on the rows whose prediction lies between two numbers; null: no end. */
export interface ErrorBinView {
  from: number | null
  to: number | null
  rows: number
  mean_absolute_error: MetricResult
  mean_error: MetricResult
}

/** The views of a task that has none of them: asking is a programming error. A task overrides those that it has. */
export const noViews: Views = { classCurves: noView, topLabels: noView, residuals: noView, errorBins: noView }

/** The view of each model, made from what belongs to it. */
export function mappedModels<T, U>(models: Map<ModelName, T>, view: (of: T) => U): Map<ModelName, U> {
  return new Map([...models].map(([model, of]) => [model, view(of)]))
}

function noView(): never {
  throw new Error('This task has no such view')
}
