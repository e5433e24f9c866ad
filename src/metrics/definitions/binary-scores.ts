import { boundedLoss, type ScoreDefinition } from './definition.ts'

const countedWrong =
  'where fewer than 20 rows are predicted wrongly these are counted, and the interval is that of the count'
const needsProbabilities = 'undefined where a score lies outside 0 to 1'
const needsBothClasses =
  'undefined with one class; its interval is too short where rows of the rarer class × (1 − area) are fewer than 20: a cautious one is told beside it'

const ofRanks = { group: 'At every threshold', from: 'scores', dependsOn: 'ranks' } as const
const ofProbabilities = { group: 'Of the probabilities', from: 'scores', dependsOn: 'probabilities' } as const

/**
 * The area under the ROC curve.
 * Example: positives at 0.9, 0.4; negatives at 0.6, 0.1 → 0.75.
 */
export const rocAuc: ScoreDefinition = {
  ...ofRanks,
  id: 'roc_auc',
  title: 'ROC AUC',
  isProperName: true,
  otherNames: ['auc', 'auroc'],
  isForemost: true,
  places: { slices: 1, gaps: 1, requirement: 3 },
  definition: 'probability that a positive scores above a negative, ties counting half',
  range: [0, 1],
  better: 'higher',
  edgeCases: needsBothClasses,
  source: 'DeLong et al. 1988; Sun & Xu 2014',
  estimator: { of: 'area', factor: 1 },
  interval: 'delong',
  paired: 'delong',
  planning: { by: 'area', factor: 1 },
}

/**
 * Precision averaged over recall.
 * Example: positives at 0.9, 0.4; negatives at 0.6, 0.1 → 0.8333.
 */
export const averagePrecision: ScoreDefinition = {
  ...ofRanks,
  id: 'average_precision',
  title: 'Average precision',
  otherNames: ['ap', 'pr_auc', 'auprc'],
  isForemost: true,
  places: { gaps: 2 },
  definition: 'Σ (Rₖ − Rₖ₋₁)·Pₖ over distinct scores',
  range: [0, 1],
  better: 'higher',
  edgeCases: 'undefined without positives; no interpolation; without an interval with one positive, and at 0 and 1',
  source: 'scikit-learn',
  estimator: { of: 'average_precision' },
  interval: 'logit',
  paired: 'delta',
  planning: {
    by: 'variance',
    scale: 'logit',
    variance: (value, { prevalence }) => (value * (1 - value)) / prevalence,
    source: 'Boyd, Eng & Page 2013, from the positives',
  },
}

/**
 * How improbable the model holds what happened, logarithmically.
 * Example: positives at 0.9, 0.4; negatives at 0.6, 0.1 → 0.5108.
 */
export const logLoss: ScoreDefinition = {
  ...ofProbabilities,
  id: 'log_loss',
  title: 'Log loss',
  otherNames: ['logloss', 'cross_entropy'],
  isForemost: true,
  places: { gaps: 3 },
  definition: 'mean of −ln of the probability given to the true class, clipped at 2⁻⁵²',
  range: [0, Infinity],
  better: 'lower',
  edgeCases: `${needsProbabilities} and with one class; ${countedWrong}`,
  source: 'scikit-learn',
  estimator: { of: 'loss', loss: 'logarithmic', needsBothClasses: true },
  interval: 'hall',
  paired: 't',
  planning: null,
}

/**
 * The squared error of the probabilities.
 * Example: positives at 0.9, 0.4; negatives at 0.6, 0.1 → 0.185.
 */
export const brier: ScoreDefinition = {
  ...ofProbabilities,
  id: 'brier',
  title: 'Brier score',
  isProperName: true,
  isForemost: true,
  places: { gaps: 4 },
  definition: 'mean squared difference of probability and outcome',
  range: [0, 1],
  better: 'lower',
  edgeCases: `${needsProbabilities}; ${countedWrong}`,
  source: 'scikit-learn',
  estimator: { of: 'loss', loss: 'squared', needsBothClasses: false },
  interval: 'hall',
  paired: 't',
  planning: boundedLoss(() => 1),
}

/**
 * How far probabilities and shares of positives are apart, bin by bin.
 * Example: positives at 0.9, 0.4; negatives at 0.6, 0.1 → 0.35.
 */
export const expectedCalibrationError: ScoreDefinition = {
  ...ofProbabilities,
  id: 'ece',
  title: 'Expected calibration error',
  shortTitle: 'Calibration error',
  definition: '15 equal-width bins, L1: Σ share of rows × |mean score − share of positives|',
  range: [0, 1],
  better: 'lower',
  edgeCases: `bins closed on the right, the first on both sides; ${needsProbabilities}; of a calibrated model its interval leaves 0 out in up to 10 % of the cases`,
  source: 'Naeini et al. 2015',
  estimator: { of: 'calibration_error' },
  interval: 'bootstrap',
  paired: 'bootstrap',
  planning: null,
}

/**
 * The largest vertical distance of the ROC curve from the diagonal.
 * Example: positives at 0.9, 0.4; negatives at 0.6, 0.1 → 0.5.
 */
const kolmogorovSmirnov: ScoreDefinition = {
  ...ofRanks,
  id: 'ks',
  title: 'Kolmogorov–Smirnov',
  shortTitle: 'KS',
  isProperName: true,
  definition: 'largest |TPR − FPR| over all thresholds',
  range: [0, 1],
  better: 'higher',
  edgeCases:
    'undefined with one class; its interval is wider than asked, but too short where the rarer class has fewer than 100 rows: a cautious one is told beside it',
  source: 'Kolmogorov–Smirnov two-sample statistic',
  estimator: { of: 'largest_gap' },
  interval: 'bootstrap',
  paired: 'bootstrap',
  planning: {
    by: 'variance',
    scale: 'logit',
    variance: (value, { prevalence }) => ((1 - value * value) * (1 / prevalence + 1 / (1 - prevalence))) / 4,
    source: 'delta method at the peak, both rates alike; the interval will be somewhat wider',
  },
}

/**
 * The area under the ROC curve on a scale on which chance is 0.
 * Example: positives at 0.9, 0.4; negatives at 0.6, 0.1 → 0.5.
 */
const gini: ScoreDefinition = {
  ...ofRanks,
  id: 'gini',
  title: 'Gini coefficient',
  shortTitle: 'Gini',
  isProperName: true,
  definition: '2·ROC AUC − 1',
  range: [-1, 1],
  better: 'higher',
  edgeCases: needsBothClasses,
  source: 'DeLong et al. 1988; Sun & Xu 2014',
  estimator: { of: 'area', factor: 2 },
  interval: 'delong',
  paired: 'delong',
  planning: { by: 'area', factor: 2 },
}

/** Every metric of the scores of a binary task, in the order of the result document. */
export const binaryScoreMetrics: readonly ScoreDefinition[] = [
  rocAuc,
  averagePrecision,
  logLoss,
  brier,
  expectedCalibrationError,
  kolmogorovSmirnov,
  gini,
]
