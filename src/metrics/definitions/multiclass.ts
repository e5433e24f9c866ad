import {
  boundedLoss,
  type MulticlassDefinition,
  type Planning,
  type PlanningAssumptions,
  shareOfAllRows,
} from './definition.ts'

const fewErrors = 'its interval is too short where hardly a row is predicted wrongly'
const noProbabilities = 'undefined where a score lies outside 0 to 1 or a row’s do not sum to 1'
const countedWrong = `${noProbabilities}; where fewer than 20 rows are predicted wrongly these are counted, and the interval is that of the count`
const everyClass = 'undefined where a class has no rows'

const common = { range: [0, 1], better: 'higher', source: 'scikit-learn' } as const
const ofDecisions = { ...common, group: 'Of the predicted classes', dependsOn: 'decisions' } as const
const ofClasses = { ...common, group: 'Averages over the classes', dependsOn: 'decisions' } as const
const ofRanking = { ...common, group: 'Of the ranking', dependsOn: 'ranks' } as const
const ofProbabilities = { ...common, group: 'Of the probabilities', dependsOn: 'probabilities' } as const

/**
 * A mean over classes of a rate of each one's rows, true or predicted. Of classes that are all as well told, and as
 * frequent, the variance is r(1 − r)/n; with a rarer one it is at most that of two classes of which the rarer has its share,
 * which stands for it here.
 */
const meanOfRates: Planning = {
  by: 'variance',
  scale: 'logit',
  variance: (value, { prevalence }: PlanningAssumptions) =>
    (value * (1 - value) * (1 / prevalence + 1 / (1 - prevalence))) / 4,
  source: 'delta method, as of two classes told alike, the rarer with the prevalence',
}

/**
 * How many predicted classes are right.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8333.
 */
const accuracy: MulticlassDefinition = {
  ...ofDecisions,
  id: 'accuracy',
  title: 'Accuracy',
  isForemost: true,
  places: { slices: 1, gaps: 4, worse_slices: 1 },
  definition: 'share of rows predicted correctly',
  edgeCases: 'undefined without rows',
  estimator: { of: 'rows_right' },
  interval: 'wilson',
  paired: 'mcnemar',
  shareOf: 'rows',
  planning: shareOfAllRows,
}

/**
 * How many predicted classes are right, the classes counting alike.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8889.
 */
const balancedAccuracy: MulticlassDefinition = {
  ...ofDecisions,
  id: 'balanced_accuracy',
  title: 'Balanced accuracy',
  isForemost: true,
  places: { requirement: 1 },
  definition: 'mean recall of the classes that have rows',
  edgeCases: 'undefined where a class is predicted that has no rows',
  estimator: { of: 'class_mean', measure: 'recall', averaging: 'present' },
  interval: 'mover',
  paired: 'delta',
  planning: meanOfRates,
}

/**
 * How often the class is one of two guesses.
 * Example: truth a b c, probabilities (0.6 0.3 0.1) (0.2 0.5 0.3) (0.5 0.3 0.2) → 0.6667.
 */
const topTwoAccuracy: MulticlassDefinition = {
  ...ofRanking,
  id: 'top_2_accuracy',
  title: 'Top-2 accuracy',
  definition: 'share of rows whose class is among the two most probable',
  edgeCases: 'of equal probabilities the later class counts as the more probable; undefined with two classes',
  estimator: { of: 'rows_among_first', count: 2 },
  interval: 'wilson',
  paired: 'mcnemar',
  planning: shareOfAllRows,
}

/**
 * How often the class is one of three guesses.
 * Example: truth a d, probabilities (0.7 0.1 0.1 0.1) (0.4 0.3 0.2 0.1) → 0.5.
 */
const topThreeAccuracy: MulticlassDefinition = {
  ...ofRanking,
  id: 'top_3_accuracy',
  title: 'Top-3 accuracy',
  definition: 'share of rows whose class is among the three most probable',
  edgeCases:
    'of equal probabilities the later class counts as the more probable; undefined with three classes or fewer',
  estimator: { of: 'rows_among_first', count: 3 },
  interval: 'wilson',
  paired: 'mcnemar',
  planning: shareOfAllRows,
}

/**
 * Precision, the classes counting alike.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8333.
 */
const precisionMacro: MulticlassDefinition = {
  ...ofClasses,
  id: 'precision_macro',
  title: 'Precision (macro)',
  isForemost: true,
  definition: 'mean of the classes’ precision',
  edgeCases: 'undefined where a class is never predicted',
  estimator: { of: 'class_mean', measure: 'precision', averaging: 'macro' },
  interval: 'mover',
  paired: 'delta',
  planning: meanOfRates,
}

/**
 * Recall, the classes counting alike.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8889.
 */
const recallMacro: MulticlassDefinition = {
  ...ofClasses,
  id: 'recall_macro',
  title: 'Recall (macro)',
  isForemost: true,
  definition: 'mean of the classes’ recall',
  edgeCases: everyClass,
  estimator: { of: 'class_mean', measure: 'recall', averaging: 'macro' },
  interval: 'mover',
  paired: 'delta',
  planning: meanOfRates,
}

/**
 * F1, the classes counting alike.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8222.
 */
const f1Macro: MulticlassDefinition = {
  ...ofClasses,
  id: 'f1_macro',
  title: 'F1 (macro)',
  isForemost: true,
  places: { slices: 2, gaps: 5, requirement: 2 },
  definition: 'mean of the classes’ F1',
  edgeCases: 'undefined where a class has no rows, true or predicted',
  estimator: { of: 'class_mean', measure: 'f1', averaging: 'macro' },
  interval: 'mover',
  paired: 'delta',
  planning: null,
}

/**
 * Precision, every class counting as often as it has rows.
 * Example: truth a a a b b c, predicted a a c b b c → 0.9167.
 */
const precisionWeighted: MulticlassDefinition = {
  ...ofClasses,
  id: 'precision_weighted',
  title: 'Precision (weighted)',
  definition: 'mean of the classes’ precision, weighted by their rows',
  edgeCases: `undefined where a class that has rows is never predicted; ${fewErrors}`,
  estimator: { of: 'class_mean', measure: 'precision', averaging: 'weighted' },
  interval: 'wilson',
  paired: 'delta',
  planning: null,
}

/**
 * Recall, every class counting as often as it has rows.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8333.
 */
const recallWeighted: MulticlassDefinition = {
  ...ofClasses,
  id: 'recall_weighted',
  title: 'Recall (weighted)',
  definition: 'mean of the classes’ recall, weighted by their rows: the accuracy',
  edgeCases: 'undefined where a class is predicted that has no rows',
  estimator: { of: 'weighted_recall' },
  interval: 'wilson',
  paired: 'mcnemar',
  planning: shareOfAllRows,
}

/**
 * F1, every class counting as often as it has rows.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8444.
 */
const f1Weighted: MulticlassDefinition = {
  ...ofClasses,
  id: 'f1_weighted',
  title: 'F1 (weighted)',
  definition: 'mean of the classes’ F1, weighted by their rows',
  edgeCases: `undefined without rows; ${fewErrors}`,
  estimator: { of: 'class_mean', measure: 'f1', averaging: 'weighted' },
  interval: 'wilson',
  paired: 'delta',
  planning: null,
}

/**
 * F1 of the counts of all classes added up.
 * Example: truth a a a b b c, predicted a a c b b c → 0.8333.
 */
const f1Micro: MulticlassDefinition = {
  ...ofClasses,
  id: 'f1_micro',
  title: 'F1 (micro)',
  definition: 'F1 of all classes’ counts together: the accuracy',
  edgeCases: 'undefined without rows',
  estimator: { of: 'rows_right' },
  interval: 'wilson',
  paired: 'mcnemar',
  planning: shareOfAllRows,
}

/**
 * The correlation of true and predicted class for any number of classes.
 * Example: truth a a a b b c, predicted a a c b b c → 0.7833.
 */
const matthewsCorrcoef: MulticlassDefinition = {
  ...ofDecisions,
  id: 'matthews_corrcoef',
  title: 'Matthews correlation',
  isProperName: true,
  otherNames: ['mcc'],
  definition: 'correlation of true and predicted class',
  range: [-1, 1],
  edgeCases: '0 where one class alone is true or predicted',
  source: 'Gorodkin 2004',
  estimator: { of: 'matthews_correlation' },
  interval: 'fisher',
  paired: 'delta',
  planning: null,
}

/**
 * Agreement with the truth beyond what the classes' shares alone would give.
 * Example: truth a a a b b c, predicted a a c b b c → 0.75.
 */
const cohenKappa: MulticlassDefinition = {
  ...ofDecisions,
  id: 'cohen_kappa',
  title: 'Cohen’s kappa',
  isProperName: true,
  otherNames: ['kappa'],
  definition: 'agreement of true and predicted class beyond chance',
  range: [-1, 1],
  edgeCases: 'undefined where one class alone is true and predicted',
  source: 'Cohen 1960',
  estimator: { of: 'kappa' },
  interval: 'fisher',
  paired: 'delta',
  planning: null,
}

/**
 * How improbable the model holds what happened, logarithmically.
 * Example: truth a b c, probabilities (0.6 0.3 0.1) (0.2 0.5 0.3) (0.5 0.3 0.2) → 0.9378.
 */
const logLoss: MulticlassDefinition = {
  ...ofProbabilities,
  id: 'log_loss',
  title: 'Log loss',
  otherNames: ['logloss', 'cross_entropy'],
  isForemost: true,
  places: { slices: 3, gaps: 2 },
  definition: 'mean of −ln of the probability given to the true class, clipped at 2⁻⁵²',
  range: [0, Infinity],
  better: 'lower',
  edgeCases: countedWrong,
  estimator: { of: 'loss', loss: 'logarithmic' },
  interval: 'hall',
  paired: 't',
  planning: null,
}

/**
 * The squared errors of a row's probabilities, added up.
 * Example: truth a b c, probabilities (0.6 0.3 0.1) (0.2 0.5 0.3) (0.5 0.3 0.2) → 0.54.
 */
const brier: MulticlassDefinition = {
  ...ofProbabilities,
  id: 'brier',
  title: 'Brier score',
  isProperName: true,
  isForemost: true,
  places: { gaps: 3 },
  definition: 'mean over rows of the squared differences of probability and outcome, summed over the classes',
  range: [0, 2],
  better: 'lower',
  edgeCases: countedWrong,
  source: 'Brier 1950',
  estimator: { of: 'loss', loss: 'squared' },
  interval: 'hall',
  paired: 't',
  planning: boundedLoss(() => 2),
}

/**
 * The area under the ROC curve, each class against all others.
 * Example: truth a b c, probabilities (0.6 0.3 0.1) (0.2 0.5 0.3) (0.5 0.3 0.2) → 0.8333.
 */
const rocAucOneVersusRest: MulticlassDefinition = {
  ...ofRanking,
  id: 'roc_auc_ovr',
  title: 'ROC AUC (one versus rest)',
  shortTitle: 'ROC AUC (one vs. rest)',
  isProperName: true,
  isForemost: true,
  places: { gaps: 1 },
  definition: 'mean over the classes of the area under the ROC curve of each against all others',
  edgeCases: `${everyClass} or a row’s scores do not sum to 1; ${fewErrors}`,
  estimator: { of: 'area', pairs: 'one_versus_rest' },
  interval: 'logit',
  paired: 'delta',
  planning: null,
}

/**
 * The area under the ROC curve, each class against each other one.
 * Example: truth a b c, probabilities (0.6 0.3 0.1) (0.2 0.5 0.3) (0.5 0.3 0.2) → 0.8333.
 */
const rocAucOneVersusOne: MulticlassDefinition = {
  ...ofRanking,
  id: 'roc_auc_ovo',
  title: 'ROC AUC (one versus one)',
  shortTitle: 'ROC AUC (one vs. one)',
  isProperName: true,
  definition:
    'mean over ordered pairs of classes of the probability that a row of the first has a higher probability of it than one of the second, ties counting half',
  edgeCases: `${everyClass}, a row’s scores do not sum to 1, or weights are not counts of rows; ${fewErrors}`,
  source: 'Hand & Till 2001',
  estimator: { of: 'area', pairs: 'one_versus_one' },
  interval: 'logit',
  paired: 'delta',
  planning: null,
}

/**
 * How far the probability of the predicted class and the share of rows predicted correctly are apart, bin by bin.
 * Example: truth a b c, probabilities (0.6 0.3 0.1) (0.2 0.5 0.3) (0.5 0.3 0.2) → 0.1333.
 */
const expectedCalibrationError: MulticlassDefinition = {
  ...ofProbabilities,
  id: 'ece',
  title: 'Expected calibration error',
  shortTitle: 'Calibration error',
  definition:
    '15 equal-width bins of the predicted class’s probability, L1: Σ share of rows × |mean probability − share predicted correctly|',
  better: 'lower',
  edgeCases:
    'bins closed on the right, the first on both sides; undefined where the predicted class’s score lies outside 0 to 1',
  source: 'Guo et al. 2017',
  estimator: { of: 'calibration_error' },
  interval: 'bootstrap',
  paired: 'bootstrap',
  planning: null,
}

/** Every metric of a task of several classes, in the order of the result document. */
export const multiclassDefinitions: readonly MulticlassDefinition[] = [
  accuracy,
  balancedAccuracy,
  topTwoAccuracy,
  topThreeAccuracy,
  precisionMacro,
  recallMacro,
  f1Macro,
  precisionWeighted,
  recallWeighted,
  f1Weighted,
  f1Micro,
  matthewsCorrcoef,
  cohenKappa,
  logLoss,
  brier,
  rocAucOneVersusRest,
  rocAucOneVersusOne,
  expectedCalibrationError,
]
