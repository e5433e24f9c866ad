import { described, type MetricDescription } from '../description.ts'

const fewRows = 'its interval is too short where a class has only a few rows'
const probabilities = 'undefined where a score lies outside 0 to 1'
const noPositives = 'undefined where there are no positives, true or predicted'

/** Every binary metric, in the order of the contract. */
export const binaryDescriptions = [
  share('accuracy', 'Accuracy', 'share of rows called right: (TP + TN) / rows', 'undefined where there are no rows'),
  share(
    'balanced_accuracy',
    'Balanced accuracy',
    'mean of recall and specificity',
    'with one class: that class’s rate if no other is predicted, else undefined',
  ),
  share(
    'precision',
    'Precision',
    'share of the rows called positive that are: TP / (TP + FP)',
    'undefined where there are no predicted positives',
  ),
  share(
    'recall',
    'Recall',
    'share of the positives that are called so: TP / (TP + FN)',
    'undefined where there are no positives',
  ),
  share(
    'specificity',
    'Specificity',
    'share of the negatives that are called so: TN / (TN + FP)',
    'undefined where there are no negatives',
  ),
  share(
    'npv',
    'Negative predictive value',
    'share of the rows called negative that are: TN / (TN + FN)',
    'undefined where there are no predicted negatives',
  ),
  share('f1', 'F1', 'harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN)', noPositives),
  share('f2', 'F2', '(1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP) with β = 2', noPositives),
  share('f0_5', 'F0.5', '(1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP) with β = 0.5', noPositives),
  share('jaccard', 'Jaccard index', 'TP / (TP + FP + FN)', noPositives),
  described(
    'matthews_corrcoef',
    'Matthews correlation',
    'correlation of true and predicted class',
    '0 where one class alone is true or predicted',
    [-1, 1],
    'higher',
  ),
  described(
    'cohen_kappa',
    'Cohen’s kappa',
    'agreement of true and predicted class beyond chance',
    'undefined where one class alone is true and predicted',
    [-1, 1],
    'higher',
  ),
  share(
    'false_positive_rate',
    'False positive rate',
    'share of the negatives called positive: FP / (FP + TN)',
    'undefined where there are no negatives',
    'lower',
  ),
  share(
    'false_negative_rate',
    'False negative rate',
    'share of the positives called negative: FN / (FN + TP)',
    'undefined where there are no positives',
    'lower',
  ),
  share(
    'predicted_positive_rate',
    'Predicted positive rate',
    'share of rows called positive: (TP + FP) / rows',
    'undefined where there are no rows',
    'neither',
  ),
  share(
    'prevalence',
    'Prevalence',
    'share of rows that are positive: (TP + FN) / rows',
    'undefined where there are no rows',
    'neither',
  ),
  area('roc_auc', 'ROC AUC', 'probability that a positive scores above a negative, ties counting half', 0),
  share(
    'average_precision',
    'Average precision',
    'Σ (Rₖ − Rₖ₋₁)·Pₖ over distinct scores',
    'undefined without positives; no interpolation; without an interval with one positive, and at 0 and 1',
  ),
  described(
    'log_loss',
    'Log loss',
    'mean of −ln of the probability given to the true class, clipped at 2⁻⁵²',
    `${probabilities} and with one class; ${fewRows}`,
    [0, Infinity],
    'lower',
  ),
  share(
    'brier',
    'Brier score',
    'mean squared difference of probability and outcome',
    `${probabilities}; ${fewRows}`,
    'lower',
  ),
  described(
    'ece',
    'Expected calibration error',
    '15 equal-width bins, L1: Σ share of rows × |mean score − share of positives|',
    `bins closed on the right, the first on both sides; ${probabilities}; of a calibrated model its interval leaves 0 out in up to 10 % of the cases`,
    [0, 1],
    'lower',
    'Naeini et al. 2015',
  ),
  described(
    'ks',
    'Kolmogorov–Smirnov',
    'largest |TPR − FPR| over all thresholds',
    'undefined with one class; its interval is wider than asked',
    [0, 1],
    'higher',
    'Kolmogorov–Smirnov two-sample statistic',
  ),
  area('gini', 'Gini coefficient', '2·ROC AUC − 1', -1),
  described(
    'expected_cost',
    'Expected cost',
    'mean cost of a row: (cost of FP·FP + cost of FN·FN) / rows',
    'costs are the policy’s, 1 and 1 without',
    [0, Infinity],
    'lower',
    'Elkan, IJCAI 2001',
  ),
]

export type BinaryMetricId = (typeof binaryDescriptions)[number]['id']

/** A metric within 0 … 1. */
function share<Id extends string>(
  id: Id,
  title: string,
  definition: string,
  edgeCases: string,
  better: MetricDescription['better'] = 'higher',
) {
  return described(id, title, definition, edgeCases, [0, 1], better)
}

/** A metric of the area under the ROC curve; lowest where every positive scores below every negative. */
function area<Id extends string>(id: Id, title: string, definition: string, lowest: number) {
  const edgeCases =
    'undefined with one class; its interval is too short where rows of the rarer class × (1 − area) are fewer than 20: a cautious one is told beside it'
  return described(id, title, definition, edgeCases, [lowest, 1], 'higher', 'DeLong et al. 1988; Sun & Xu 2014')
}
