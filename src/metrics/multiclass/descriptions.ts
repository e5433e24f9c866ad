import { described, type MetricDescription } from '../description.ts'
import type { ClassMetricId } from './class-shares.ts'

const fewErrors = 'its interval is too short where hardly a row is called wrong'
const needsProbabilities = `undefined where a score lies outside 0 to 1 or a row’s do not sum to 1; ${fewErrors}`
const everyClass = 'undefined where a class has no rows'

/** Every multiclass metric, in the order of the contract. */
export const multiclassDescriptions = [
  share('accuracy', 'Accuracy', 'share of rows called right', 'undefined without rows'),
  share(
    'balanced_accuracy',
    'Balanced accuracy',
    'mean recall of the classes that have rows',
    'undefined where a class is predicted that has no rows',
  ),
  share(
    'top_2_accuracy',
    'Top-2 accuracy',
    'share of rows whose class is among the two most probable',
    'of equal probabilities the later class counts as the more probable; undefined with two classes',
  ),
  share(
    'top_3_accuracy',
    'Top-3 accuracy',
    'share of rows whose class is among the three most probable',
    'of equal probabilities the later class counts as the more probable; undefined with three classes or fewer',
  ),
  share(
    'precision_macro',
    'Precision (macro)',
    'mean of the classes’ precision',
    'undefined where a class is never predicted',
  ),
  share('recall_macro', 'Recall (macro)', 'mean of the classes’ recall', everyClass),
  share('f1_macro', 'F1 (macro)', 'mean of the classes’ F1', 'undefined where a class has no rows, true or predicted'),
  share(
    'precision_weighted',
    'Precision (weighted)',
    'mean of the classes’ precision, weighted by their rows',
    `undefined where a class that has rows is never predicted; ${fewErrors}`,
  ),
  share(
    'recall_weighted',
    'Recall (weighted)',
    'mean of the classes’ recall, weighted by their rows: the accuracy',
    'undefined where a class is predicted that has no rows',
  ),
  share(
    'f1_weighted',
    'F1 (weighted)',
    'mean of the classes’ F1, weighted by their rows',
    `undefined without rows; ${fewErrors}`,
  ),
  share('f1_micro', 'F1 (micro)', 'F1 of all classes’ counts together: the accuracy', 'undefined without rows'),
  described(
    'matthews_corrcoef',
    'Matthews correlation',
    'correlation of true and predicted class',
    '0 where one class alone is true or predicted',
    [-1, 1],
    'higher',
    'Gorodkin 2004',
  ),
  described(
    'cohen_kappa',
    'Cohen’s kappa',
    'agreement of true and predicted class beyond chance',
    'undefined where one class alone is true and predicted',
    [-1, 1],
    'higher',
    'Cohen 1960',
  ),
  described(
    'log_loss',
    'Log loss',
    'mean of −ln of the probability given to the true class, clipped at 2⁻⁵²',
    needsProbabilities,
    [0, Infinity],
    'lower',
  ),
  described(
    'brier',
    'Brier score',
    'mean over rows of the squared differences of probability and outcome, summed over the classes',
    needsProbabilities,
    [0, 2],
    'lower',
    'Brier 1950',
  ),
  share(
    'roc_auc_ovr',
    'ROC AUC (one versus rest)',
    'mean over the classes of the area under the ROC curve of each against all others',
    `${everyClass} or a row’s scores do not sum to 1; ${fewErrors}`,
  ),
  share(
    'roc_auc_ovo',
    'ROC AUC (one versus one)',
    'mean over ordered pairs of classes of the probability that a row of the first has a higher probability of it than one of the second, ties counting half',
    `${everyClass}, a row’s scores do not sum to 1, or weights are not whole numbers; ${fewErrors}`,
    'Hand & Till 2001',
  ),
  described(
    'ece',
    'Expected calibration error',
    '15 equal-width bins of the predicted class’s probability, L1: Σ share of rows × |mean probability − share called right|',
    'bins closed on the right, the first on both sides; undefined where the predicted class’s score lies outside 0 to 1',
    [0, 1],
    'lower',
    'Guo et al. 2017',
  ),
]

export type MulticlassMetricId = (typeof multiclassDescriptions)[number]['id']

/** A metric that each class has of its own. */
export interface ClassMetric extends MetricDescription<ClassMetricId> {
  /** Why a class has none. */
  missing: string
}

/** What every class has of its own. */
export const classMetrics: readonly ClassMetric[] = [
  {
    ...share(
      'precision',
      'Precision',
      'share of the rows called this class that are it',
      'undefined where no rows are called this class',
    ),
    missing: 'no rows are called this class',
  },
  {
    ...share(
      'recall',
      'Recall',
      'share of the rows of this class that are called it',
      'undefined where there are no rows of this class',
    ),
    missing: 'no rows of this class',
  },
  {
    ...share(
      'f1',
      'F1',
      'harmonic mean of the class’s precision and recall',
      'undefined where there are no rows, true or called, of this class',
    ),
    missing: 'no rows, true or called, of this class',
  },
]

/** A metric within 0 … 1, the higher the better. */
function share<Id extends string>(id: Id, title: string, definition: string, edgeCases: string, source?: string) {
  return described(id, title, definition, edgeCases, [0, 1], 'higher', source)
}
