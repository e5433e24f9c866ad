import type { MetricDefinition, PairedTest, Planning } from './definition.ts'

/** A metric of predicted numbers. */
export interface RegressionDefinition extends MetricDefinition {
  paired: Extract<PairedTest, 't' | 'delta' | 'mover'> | null
  /** What it is estimated from: the mean of a loss of each row, the errors, the correlation of truth and prediction, … */
  estimator: RegressionEstimator
}

/** How a metric of predicted numbers is estimated, by its name in the engine; a mean loss may be rooted or halved. */
export type RegressionEstimator =
  | { of: 'mean_loss'; loss: RegressionLoss; then?: 'root' | 'half' }
  | { of: 'mean_error' }
  | { of: 'median_error' }
  | { of: 'largest_error' }
  | { of: 'explained'; residual: 'squared' | 'around_mean' }
  | { of: 'correlation'; by: 'values' | 'ranks' }

/** Losses of a row: |error|, error², |error| / max(|truth|, 2⁻⁵²). */
export type RegressionLoss = 'absolute' | 'squared' | 'percentage'

const tooFew = 'without an interval where rows are too few or all alike'
const tooHeavy =
  'its interval is too short where few rows hold most of the errors: a cautious one is told beside it; neither holds where tails are so heavy that squares have no variance'

const size = {
  group: 'Size of the errors',
  range: [0, Infinity],
  better: 'lower',
  source: 'scikit-learn',
  dependsOn: 'predictions',
} as const

const fit = { group: 'Fit', better: 'higher', source: 'scikit-learn', dependsOn: 'predictions' } as const

/** Errors are taken to be normal, so that |error| has the mean σ√(2/π) and squares the variance 2σ⁴. */
const ofNormalErrors = (variance: (value: number) => number): Planning => ({
  by: 'variance',
  scale: 'own',
  variance,
  source: 'normal, of normal errors',
})

/**
 * 1 − R² is a ratio of two variances; where both are of normal values that are independent (errors and truth), the variance of its
 * logarithm is 2/n + 2/n. Errors that are independent of the predictions instead, as those of least squares are, leave R² times as much
 * (Olkin & Finn 1995), so that these rows are enough for them too.
 */
const explainedPart: Planning = {
  by: 'variance',
  scale: 'own',
  variance: (value) => 4 * (1 - value) * (1 - value),
  source: 'delta method, normal errors independent of the truth',
}

/**
 * The size of an error, on average.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.5.
 */
const meanAbsoluteError: RegressionDefinition = {
  ...size,
  id: 'mean_absolute_error',
  title: 'Mean absolute error',
  otherNames: ['mae'],
  isForemost: true,
  places: { slices: 1, gaps: 1, requirement: 1, worse_slices: 1 },
  definition: 'mean of |prediction − truth|',
  edgeCases: tooFew,
  estimator: { of: 'mean_loss', loss: 'absolute' },
  interval: 'hall',
  paired: 't',
  planning: ofNormalErrors((value) => value * value * (Math.PI / 2 - 1)),
}

/**
 * The square of an error, on average.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.4167.
 */
const meanSquaredError: RegressionDefinition = {
  ...size,
  id: 'mean_squared_error',
  title: 'Mean squared error',
  otherNames: ['mse'],
  definition: 'mean of (prediction − truth)²',
  edgeCases: `${tooFew}; ${tooHeavy}`,
  estimator: { of: 'mean_loss', loss: 'squared' },
  interval: 'hall',
  paired: 't',
  planning: ofNormalErrors((value) => 2 * value * value),
}

/**
 * The mean squared error in the unit of the truth.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.6455.
 */
const rootMeanSquaredError: RegressionDefinition = {
  ...size,
  id: 'root_mean_squared_error',
  title: 'Root mean squared error',
  otherNames: ['rmse'],
  isForemost: true,
  places: { slices: 2, gaps: 2 },
  definition: 'square root of the mean squared error',
  edgeCases: 'as mean_squared_error',
  estimator: { of: 'mean_loss', loss: 'squared', then: 'root' },
  interval: 'hall',
  paired: 'mover',
  planning: ofNormalErrors((value) => (value * value) / 2),
}

/**
 * The size of the error in the middle.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.5.
 */
const medianAbsoluteError: RegressionDefinition = {
  ...size,
  id: 'median_absolute_error',
  title: 'Median absolute error',
  isForemost: true,
  definition:
    'median of |prediction − truth|; with weights the averaged inverse of the distribution function: where exactly half of the weight lies up to a value, the mean of it and the next',
  edgeCases: 'without an interval below 6 rows at confidence 0.95',
  source: 'scikit-learn (weighted: since 1.7); Woodruff 1952',
  estimator: { of: 'median_error' },
  interval: 'order_statistics',
  paired: 'delta',
  planning: null,
}

/**
 * The size of an error as a share of the truth, on average.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.4167.
 */
const meanAbsolutePercentageError: RegressionDefinition = {
  ...size,
  id: 'mean_absolute_percentage_error',
  title: 'Mean absolute percentage error',
  otherNames: ['mape'],
  isForemost: true,
  definition: 'mean of |prediction − truth| / max(|truth|, 2⁻⁵²); a share, not per cent',
  edgeCases: `a truth of 0 makes it huge; ${tooFew}`,
  estimator: { of: 'mean_loss', loss: 'percentage' },
  interval: 'hall',
  paired: 't',
  planning: null,
}

/**
 * The size of the worst error.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 1.
 */
const maxError: RegressionDefinition = {
  ...size,
  id: 'max_error',
  title: 'Maximum error',
  definition: 'largest |prediction − truth|, whatever the weights',
  edgeCases: 'without an interval and a test: an extreme of the rows, for which no method here holds its level',
  estimator: { of: 'largest_error' },
  interval: null,
  paired: null,
  planning: null,
}

/**
 * The part of the truth's variance that the predictions explain.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.7321.
 */
const r2: RegressionDefinition = {
  ...fit,
  id: 'r2',
  title: 'R²',
  isProperName: true,
  isForemost: true,
  places: { slices: 3, gaps: 3, requirement: 2 },
  definition: '1 − Σ (truth − prediction)² / Σ (truth − mean truth)²',
  range: [-Infinity, 1],
  edgeCases: `undefined below two rows; of a constant truth 1 if every prediction is right, else 0, and no interval; ${tooHeavy}`,
  estimator: { of: 'explained', residual: 'squared' },
  interval: 'unexplained',
  paired: 'mover',
  planning: explainedPart,
}

/**
 * The part of the truth's variance that is explained but for a constant error.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.8929.
 */
const explainedVariance: RegressionDefinition = {
  ...fit,
  id: 'explained_variance',
  title: 'Explained variance',
  definition: '1 − variance of (truth − prediction) / variance of truth',
  range: [-Infinity, 1],
  edgeCases: `of a constant truth 1 if the errors are constant, else 0, and no interval; ${tooHeavy}`,
  estimator: { of: 'explained', residual: 'around_mean' },
  interval: 'unexplained',
  paired: 'mover',
  planning: explainedPart,
}

/**
 * Whether predictions are too high or too low, on average.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.5.
 */
const meanError: RegressionDefinition = {
  id: 'mean_error',
  title: 'Mean error',
  isForemost: true,
  group: 'Direction of the errors',
  definition: 'mean of (prediction − truth): above 0 where predictions are too high',
  range: [-Infinity, Infinity],
  better: 'neither',
  edgeCases: tooFew,
  source: 'bias',
  dependsOn: 'predictions',
  estimator: { of: 'mean_error' },
  interval: 't',
  paired: 't',
  planning: null,
}

/**
 * The pinball loss of the median.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.25.
 */
const meanPinballLoss: RegressionDefinition = {
  ...size,
  id: 'mean_pinball_loss',
  title: 'Mean pinball loss',
  definition: 'pinball loss at the median (α = 0.5): half of the mean absolute error',
  edgeCases: tooFew,
  estimator: { of: 'mean_loss', loss: 'absolute', then: 'half' },
  interval: 'hall',
  paired: 't',
  planning: ofNormalErrors((value) => value * value * (Math.PI / 2 - 1)),
}

/**
 * How straight the line is on which truth and predictions lie.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 0.9959.
 */
const pearson: RegressionDefinition = {
  ...fit,
  id: 'pearson',
  title: 'Pearson correlation',
  isProperName: true,
  definition: 'covariance of truth and prediction over their standard deviations',
  range: [-1, 1],
  edgeCases:
    'undefined below two rows and where truth or predictions are constant; no interval below four rows and at −1 and 1; its interval is too short where tails are so heavy that squares have no variance',
  source: 'SciPy’s pearsonr; interval: Fisher’s z',
  estimator: { of: 'correlation', by: 'values' },
  interval: 'fisher',
  paired: 'mover',
  planning: { by: 'fisher', inflation: () => 1, source: 'Fisher 1915' },
}

/**
 * Whether higher predictions go with higher truth.
 * Example: truth 1, 2, 4; predictions 2, 2.5, 4 → 1.
 */
const spearman: RegressionDefinition = {
  ...fit,
  id: 'spearman',
  title: 'Spearman correlation',
  isProperName: true,
  isForemost: true,
  definition:
    'Pearson correlation of the ranks, ties at their mean rank; with weights a rank is the weight below and half of the weight at a value',
  range: [-1, 1],
  edgeCases:
    'undefined below two rows and where truth or predictions are constant; no interval below four rows and at −1 and 1',
  source: 'SciPy’s spearmanr; interval: Fisher’s z',
  estimator: { of: 'correlation', by: 'ranks' },
  interval: 'fisher',
  paired: 'mover',
  planning: { by: 'fisher', inflation: (value) => 1 + (value * value) / 2, source: 'Bonett & Wright 2000' },
}

/** Every metric of predicted numbers, in the order of the result document. */
export const regressionDefinitions: readonly RegressionDefinition[] = [
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  medianAbsoluteError,
  meanAbsolutePercentageError,
  maxError,
  r2,
  explainedVariance,
  meanError,
  meanPinballLoss,
  pearson,
  spearman,
]
