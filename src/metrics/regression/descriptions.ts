import { described } from '../description.ts'

const tooFew = 'without an interval where rows are too few or all alike'
const tooHeavy = 'its interval is too short where tails are so heavy that squares have no variance'

/** Every regression metric, in the order of the contract. */
export const regressionDescriptions = [
  loss('mean_absolute_error', 'Mean absolute error', 'mean of |prediction − truth|', tooFew),
  loss('mean_squared_error', 'Mean squared error', 'mean of (prediction − truth)²', `${tooFew}; ${tooHeavy}`),
  loss(
    'root_mean_squared_error',
    'Root mean squared error',
    'square root of the mean squared error',
    'as mean_squared_error',
  ),
  loss(
    'median_absolute_error',
    'Median absolute error',
    'median of |prediction − truth|; with weights the averaged inverse of the distribution function: where exactly half of the weight lies up to a value, the mean of it and the next',
    'without an interval below 6 rows at confidence 0.95',
    'scikit-learn (weighted: since 1.7); Woodruff 1952',
  ),
  loss(
    'mean_absolute_percentage_error',
    'Mean absolute percentage error',
    'mean of |prediction − truth| / max(|truth|, 2⁻⁵²); a share, not per cent',
    `a truth of 0 makes it huge; ${tooFew}`,
  ),
  loss(
    'max_error',
    'Maximum error',
    'largest |prediction − truth|, whatever the weights',
    'without an interval and a test: an extreme of the rows, for which no method here holds its level',
  ),
  described(
    'r2',
    'R²',
    '1 − Σ (truth − prediction)² / Σ (truth − mean truth)²',
    `undefined below two rows; of a constant truth 1 if every prediction is right, else 0, and no interval; ${tooHeavy}`,
    [-Infinity, 1],
    'higher',
  ),
  described(
    'explained_variance',
    'Explained variance',
    '1 − variance of (truth − prediction) / variance of truth',
    `of a constant truth 1 if the errors are constant, else 0, and no interval; ${tooHeavy}`,
    [-Infinity, 1],
    'higher',
  ),
  described(
    'mean_error',
    'Mean error',
    'mean of (prediction − truth): above 0 where predictions are too high',
    tooFew,
    [-Infinity, Infinity],
    'neither',
    'bias',
  ),
  loss(
    'mean_pinball_loss',
    'Mean pinball loss',
    'pinball loss at the median (α = 0.5): half of the mean absolute error',
    tooFew,
  ),
  described(
    'pearson',
    'Pearson correlation',
    'covariance of truth and prediction over their standard deviations',
    `undefined below two rows and where truth or predictions are constant; no interval below four rows and at −1 and 1; ${tooHeavy}`,
    [-1, 1],
    'higher',
    'SciPy’s pearsonr; interval: Fisher’s z',
  ),
  described(
    'spearman',
    'Spearman correlation',
    'Pearson correlation of the ranks, ties at their mean rank; with weights a rank is the weight below and half of the weight at a value',
    'undefined below two rows and where truth or predictions are constant; no interval below four rows and at −1 and 1',
    [-1, 1],
    'higher',
    'SciPy’s spearmanr; interval: Fisher’s z',
  ),
]

export type RegressionMetricId = (typeof regressionDescriptions)[number]['id']

function loss<Id extends string>(id: Id, title: string, definition: string, edgeCases: string, source?: string) {
  return described(id, title, definition, edgeCases, [0, Infinity], 'lower', source)
}
