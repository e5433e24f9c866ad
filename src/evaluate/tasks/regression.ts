import { taken } from '../../dataset/columns.ts'
import type { RegressionDataset } from '../../dataset/dataset.ts'
import { takeSampling } from '../../dataset/sampling.ts'
import { errorBins } from '../../metrics/regression/error-bins.ts'
import { measureRegression, regressionEstimator } from '../../metrics/regression/measure.ts'
import { residualsOf } from '../../metrics/regression/residuals.ts'
import type { Settings } from '../../metrics/settings.ts'
import { measureWithSlices } from '../../metrics/measured.ts'
import { countsOfValues } from '../../metrics/value-bins.ts'
import { metricResult } from '../../report/document.ts'
import { mappedModels, noViews, type Views } from '../views.ts'
import { isCountable, named, sliceComparer, withoutThresholds, type MeasuredTask, type MeasureOptions } from './task.ts'

/** Measures the rows of a dataset of numbers, with every slice. */
export function measureRegressionTask(
  { splits }: RegressionDataset,
  { policy, settings, onSplit }: MeasureOptions,
): MeasuredTask {
  const measured = splits.map((split) => {
    onSplit(split.name)
    return measureWithSlices(split, (rows) =>
      measureRegression(
        {
          truth: taken(split.truth, rows),
          predictions: new Map([...split.predictions].map(([model, values]) => [model, taken(values, rows)])),
          sampling: rows === null ? split.sampling : takeSampling(split.sampling, rows),
        },
        settings,
      ),
    )
  })
  return {
    ...withoutThresholds,
    labels: null,
    models: [...splits[0].predictions.keys()],
    splits: measured,
    measureAt: () => measured,
    compareSlices: sliceComparer(splits, measured, settings, (metric, split) =>
      regressionEstimator(metric, split, settings.confidence),
    ),
    views: regressionViews(splits, settings, policy.smallestGroup),
    counts: () =>
      new Map(
        splits.flatMap(({ name, predictions, sampling }) =>
          isCountable(sampling) ? [[name, countsOfValues(predictions.get('candidate')!, sampling)]] : [],
        ),
      ),
  }
}

function regressionViews(splits: RegressionDataset['splits'], { confidence }: Settings, smallestGroup: number): Views {
  return {
    ...noViews,
    residuals: (split) => residualsOf(named(splits, split), smallestGroup),
    errorBins: (split) =>
      mappedModels(errorBins(named(splits, split), smallestGroup, confidence), (bins) =>
        bins.map(({ from, to, rows, meanAbsoluteError, meanError }) => ({
          from,
          to,
          rows,
          mean_absolute_error: metricResult(meanAbsoluteError),
          mean_error: metricResult(meanError),
        })),
      ),
  }
}
