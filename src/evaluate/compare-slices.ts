import type { MulticlassSplit, RegressionSplit } from '../dataset/dataset.ts'
import type { ModelName } from '../dataset/roles.ts'
import { compareBinarySlices } from '../metrics/binary/slice-comparisons.ts'
import type { TalliedSplit } from '../metrics/binary/tallied.ts'
import type { MeasuredSplit } from '../metrics/measured.ts'
import type { MulticlassRows } from '../metrics/multiclass/rows.ts'
import { multiclassEstimator } from '../metrics/multiclass/slice-estimate.ts'
import { regressionEstimator } from '../metrics/regression/slice-estimate.ts'
import type { RowsEstimate } from '../metrics/nested.ts'
import type { Settings } from '../metrics/settings.ts'
import {
  compareWithAll,
  sliceComparison,
  type Against,
  type Pause,
  type SliceComparison,
} from '../metrics/slice-comparison.ts'

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

export function binarySliceComparer(splits: TalliedSplit[], settings: Settings): CompareSlices {
  return ({ split, metric, against, thresholds }, pause) =>
    compareBinarySlices(named(splits, split), { metric, against, thresholds, settings }, pause)
}

/** @param rows of each split, in the order of `splits` */
export function multiclassSliceComparer(
  splits: MulticlassSplit[],
  rows: MulticlassRows[],
  measured: MeasuredSplit[],
  settings: Settings,
): CompareSlices {
  return sliceComparer(splits, measured, settings, (metric, split) =>
    multiclassEstimator(metric, rows[splits.indexOf(split)], settings),
  )
}

export function regressionSliceComparer(
  splits: RegressionSplit[],
  measured: MeasuredSplit[],
  settings: Settings,
): CompareSlices {
  return sliceComparer(splits, measured, settings, (metric, split) =>
    regressionEstimator(metric, split, settings.confidence),
  )
}

/** Of tasks whose slices were compared with production when they were measured. */
function sliceComparer<Split extends MulticlassSplit | RegressionSplit>(
  splits: Split[],
  measured: MeasuredSplit[],
  { confidence }: Settings,
  estimator: (metric: string, split: Split) => (rows: Uint32Array) => RowsEstimate,
): CompareSlices {
  return async ({ split: name, metric, against }, pause) => {
    const split = named(splits, name)
    if (against === 'all_rows') return compareWithAll(split, estimator(metric, split), confidence, pause)
    return named(measured, name).slices.map(({ models, differences }) =>
      sliceComparison(
        models.get('candidate')!.measures.get(metric),
        models.get('production')?.measures.get(metric),
        differences!.get(metric)!,
      ),
    )
  }
}

function named<T extends { name: string }>(list: T[], name: string): T {
  return list.find((entry) => entry.name === name)!
}
