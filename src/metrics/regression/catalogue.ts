import type { Measuring, MetricDescription } from '../description.ts'
import { pearson, spearman } from './correlation.ts'
import { regressionDescriptions, type RegressionMetricId } from './descriptions.ts'
import { determination, explainedVariance } from './determination.ts'
import type { Estimate, Paired } from './estimate.ts'
import { halved, meanError, meanLoss, rooted, type Loss } from './mean.ts'
import { maxError, medianAbsoluteError } from './median.ts'
import type { PredictedRows } from './predicted.ts'

/** A metric of the catalogue: what it is, and how it is measured. */
export interface RegressionMetric extends MetricDescription {
  /** How a difference of two models on the same rows is judged. */
  paired: Paired
  estimate(rows: PredictedRows, confidence: number): Estimate
}

const measuring: Record<RegressionMetricId, Measuring<RegressionMetric>> = {
  mean_absolute_error: { paired: 't', estimate: meanOf('absolute') },
  mean_squared_error: { paired: 't', estimate: meanOf('squared') },
  root_mean_squared_error: {
    paired: 'mover',
    estimate: (rows, confidence) => rooted(meanLoss('squared', rows, confidence)),
  },
  median_absolute_error: { paired: 'delta', estimate: medianAbsoluteError },
  mean_absolute_percentage_error: { paired: 't', estimate: meanOf('percentage') },
  max_error: { paired: 'delta', estimate: maxError },
  r2: { paired: 'mover', estimate: determination },
  explained_variance: { paired: 'mover', estimate: explainedVariance },
  mean_error: { paired: 't', estimate: meanError },
  mean_pinball_loss: { paired: 't', estimate: (rows, confidence) => halved(meanLoss('absolute', rows, confidence)) },
  pearson: { paired: 'mover', estimate: pearson },
  spearman: { paired: 'mover', estimate: spearman },
}

/** Every regression metric, in the order of the contract. */
export const regressionMetrics: readonly RegressionMetric[] = regressionDescriptions.map((description) => ({
  ...description,
  ...measuring[description.id],
}))

const byId = new Map<string, RegressionMetric>(regressionMetrics.map((metric) => [metric.id, metric]))

export function regressionMetric(id: string): RegressionMetric | undefined {
  return byId.get(id)
}

function meanOf(loss: Loss): RegressionMetric['estimate'] {
  return (rows, confidence) => meanLoss(loss, rows, confidence)
}
