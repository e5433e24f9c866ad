import { regressionDefinitions, type RegressionDefinition } from '../definitions/regression.ts'
import { pearson, spearman } from './correlation.ts'
import { determination, explainedVariance } from './determination.ts'
import type { ErrorEstimate, PredictedRows } from './estimate.ts'
import { halved, maxError, meanError, type MeanLosses, medianAbsoluteError, rooted } from './losses.ts'

/** A metric of predicted numbers: its definition, and how it is estimated. */
export interface RegressionMetric extends RegressionDefinition {
  /** @param means the mean losses of the same rows at the same confidence */
  estimate(rows: PredictedRows, confidence: number, means: MeanLosses): ErrorEstimate
}

/** Every metric of predicted numbers, in the order of the result document. */
export const regressionMetrics: readonly RegressionMetric[] = regressionDefinitions.map((definition) => ({
  ...definition,
  estimate: estimateOf(definition),
}))

const byId = new Map(regressionMetrics.map((metric) => [metric.id, metric]))

/** The metric of that id; undefined where regression has none. */
export function regressionMetric(id: string): RegressionMetric | undefined {
  return byId.get(id)
}

function estimateOf({ estimator }: RegressionDefinition): RegressionMetric['estimate'] {
  switch (estimator.of) {
    case 'mean_loss': {
      const { loss, then } = estimator
      if (then === undefined) return (_rows, _confidence, means) => means.of(loss)
      const scaled = then === 'root' ? rooted : halved
      return (_rows, _confidence, means) => scaled(means.of(loss))
    }
    case 'mean_error':
      return meanError
    case 'median_error':
      return medianAbsoluteError
    case 'largest_error':
      return maxError
    case 'explained':
      return estimator.residual === 'squared' ? determination : explainedVariance
    case 'correlation':
      return estimator.by === 'values' ? pearson : spearman
  }
}
