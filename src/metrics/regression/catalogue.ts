import { described, type MetricDescription } from '../description.ts'
import { pearson, spearman } from './correlation.ts'
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

const tooFew = 'without an interval where rows are too few or all alike'
const tooHeavy = 'its interval is too short where tails are so heavy that squares have no variance'

/** Every regression metric, in the order of the contract. */
export const regressionMetrics: readonly RegressionMetric[] = [
  loss('mean_absolute_error', 'Mean absolute error', 'mean of |prediction − truth|', 'absolute', tooFew),
  loss('mean_squared_error', 'Mean squared error', 'mean of (prediction − truth)²', 'squared', `${tooFew}; ${tooHeavy}`),
  {
    ...described('root_mean_squared_error', 'Root mean squared error', 'square root of the mean squared error', 'as mean_squared_error', [0, Infinity], 'lower'),
    paired: 'mover',
    estimate: (rows, confidence) => rooted(meanLoss('squared', rows, confidence)),
  },
  {
    ...described('median_absolute_error', 'Median absolute error', 'median of |prediction − truth|; with weights the averaged inverse of the distribution function: where exactly half of the weight lies up to a value, the mean of it and the next', 'without an interval below 6 rows at confidence 0.95', [0, Infinity], 'lower', 'scikit-learn (weighted: since 1.7); Woodruff 1952'),
    paired: 'delta',
    estimate: medianAbsoluteError,
  },
  loss('mean_absolute_percentage_error', 'Mean absolute percentage error', 'mean of |prediction − truth| / max(|truth|, 2⁻⁵²); a share, not per cent', 'percentage', `a truth of 0 makes it huge; ${tooFew}`),
  {
    ...described('max_error', 'Maximum error', 'largest |prediction − truth|, whatever the weights', 'without an interval and a test: an extreme of the rows, for which no method here holds its level', [0, Infinity], 'lower'),
    paired: 'delta',
    estimate: maxError,
  },
  {
    ...described('r2', 'R²', '1 − Σ (truth − prediction)² / Σ (truth − mean truth)²', `undefined below two rows; of a constant truth 1 if every prediction is right, else 0, and no interval; ${tooHeavy}`, [-Infinity, 1], 'higher'),
    paired: 'mover',
    estimate: determination,
  },
  {
    ...described('explained_variance', 'Explained variance', '1 − variance of (truth − prediction) / variance of truth', `of a constant truth 1 if the errors are constant, else 0, and no interval; ${tooHeavy}`, [-Infinity, 1], 'higher'),
    paired: 'mover',
    estimate: explainedVariance,
  },
  {
    ...described('mean_error', 'Mean error', 'mean of (prediction − truth): above 0 where predictions are too high', tooFew, [-Infinity, Infinity], 'neither', 'bias'),
    paired: 't',
    estimate: meanError,
  },
  {
    ...described('mean_pinball_loss', 'Mean pinball loss', 'pinball loss at the median (α = 0.5): half of the mean absolute error', tooFew, [0, Infinity], 'lower'),
    paired: 't',
    estimate: (rows, confidence) => halved(meanLoss('absolute', rows, confidence)),
  },
  {
    ...described('pearson', 'Pearson correlation', 'covariance of truth and prediction over their standard deviations', `undefined below two rows and where truth or predictions are constant; no interval below four rows and at −1 and 1; ${tooHeavy}`, [-1, 1], 'higher', 'SciPy’s pearsonr; interval: Fisher’s z'),
    paired: 'mover',
    estimate: pearson,
  },
  {
    ...described('spearman', 'Spearman correlation', 'Pearson correlation of the ranks, ties at their mean rank; with weights a rank is the weight below and half of the weight at a value', 'undefined below two rows and where truth or predictions are constant; no interval below four rows and at −1 and 1', [-1, 1], 'higher', 'SciPy’s spearmanr; interval: Fisher’s z'),
    paired: 'mover',
    estimate: spearman,
  },
]

const byId = new Map(regressionMetrics.map((metric) => [metric.id, metric]))

export function regressionMetric(id: string): RegressionMetric | undefined {
  return byId.get(id)
}

function loss(id: string, title: string, definition: string, of: Loss, edgeCases: string): RegressionMetric {
  return {
    ...described(id, title, definition, edgeCases, [0, Infinity], 'lower'),
    paired: 't',
    estimate: (rows: PredictedRows, confidence: number) => meanLoss(of, rows, confidence),
  }
}
