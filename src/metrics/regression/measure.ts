import type { ModelName } from '../../dataset/roles.ts'
import { presentGroups, takeSampling, type Sampling } from '../../dataset/sampling.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { Difference } from '../difference.ts'
import type { Measure } from '../measure.ts'
import type { MeasuredModel, MeasuredRows } from '../measured.ts'
import type { Settings } from '../settings.ts'
import { regressionMetrics, type RegressionMetric, regressionMetric } from './catalogue.ts'
import { type ErrorEstimate, pairedDifference, predictedRows, type PredictedRows } from './estimate.ts'
import { meanLosses, type MeanLosses } from './losses.ts'
import { taken } from '../../dataset/columns.ts'
import type { RowsEstimate } from '../nested.ts'

/** Rows of a regression task. */
export interface RegressionRows {
  /** Finite numbers, a row each. */
  truth: Float64Array
  /** Per model, finite numbers in the order of the rows. */
  predictions: Map<ModelName, Float64Array>
  sampling: Sampling
}

/** Measures every model on the rows, and with two models their paired differences. */
export function measureRegression(rows: RegressionRows, { confidence }: Settings): MeasuredRows {
  const { truth, predictions, sampling } = weighing(rows)
  const models = new Map<ModelName, MeasuredModel>()
  for (const model of predictions.keys()) models.set(model, { measures: new Map(), confusion: null, classes: null })
  const differences = predictions.size === 2 ? new Map<string, Difference>() : null
  const predicted = predictedRows(truth, predictions, sampling)
  const means = new Map([...predicted].map(([model, ofModel]) => [model, meanLosses(ofModel, confidence)]))
  for (const metric of regressionMetrics) {
    const estimates = new Map(
      [...predicted].map(([model, ofModel]) => [model, estimateOf(metric, ofModel, confidence, means.get(model)!)]),
    )
    for (const [model, estimate] of estimates) models.get(model)!.measures.set(metric.id, measureOf(estimate))
    differences?.set(
      metric.id,
      pairedDifference(estimates.get('candidate')!, estimates.get('production')!, sampling, confidence, metric.paired),
    )
  }
  const { weights, rowCount } = rows.sampling
  return {
    rowCount,
    weight: weights === null ? null : exactSum(weights.values),
    positives: null,
    ...presentGroups(rows.sampling),
    models,
    differences,
  }
}

/** The rows without those of weight 0, which stand for no row. */
export function weighing(rows: RegressionRows): RegressionRows {
  const values = rows.sampling.weights?.values
  if (values === undefined || values.every((weight) => weight > 0)) return rows
  const kept = new Uint32Array(values.length)
  let count = 0
  for (let row = 0; row < values.length; row++) if (values[row] > 0) kept[count++] = row
  const indices = kept.subarray(0, count)
  const take = (column: Float64Array) => Float64Array.from(indices, (row) => column[row])
  return {
    truth: take(rows.truth),
    predictions: new Map([...rows.predictions].map(([model, column]) => [model, take(column)])),
    sampling: takeSampling(rows.sampling, indices),
  }
}

function estimateOf(
  metric: RegressionMetric,
  rows: PredictedRows,
  confidence: number,
  means: MeanLosses,
): ErrorEstimate {
  if (rows.sampling.rowCount === 0) return { undefinedBecause: 'no rows' }
  const estimate = metric.estimate(rows, confidence, means)
  return 'undefinedBecause' in estimate || Number.isFinite(estimate.value)
    ? estimate
    : { undefinedBecause: 'beyond the range of 64-bit numbers' }
}

function measureOf(estimate: ErrorEstimate): Measure {
  return 'undefinedBecause' in estimate ? estimate : { value: estimate.value, interval: estimate.interval }
}

/** The candidate's metric on some rows, none of them of weight 0, with what each row adds to it. */
export function regressionEstimator(
  id: string,
  { truth, predictions, sampling }: RegressionRows,
  confidence: number,
): (rows: Uint32Array) => RowsEstimate {
  const metric = regressionMetric(id)!
  return (rows) => {
    const candidate = new Map([['candidate' as const, taken(predictions.get('candidate')!, rows)]])
    const predicted = predictedRows(taken(truth, rows), candidate, takeSampling(sampling, rows)).get('candidate')!
    const estimate = metric.estimate(predicted, confidence, meanLosses(predicted, confidence))
    if ('undefinedBecause' in estimate) return estimate
    if (!Number.isFinite(estimate.value)) return { undefinedBecause: 'beyond the range of 64-bit numbers' }
    return { ...estimate, test: metric.paired === 't' ? 't' : 'delta' }
  }
}
