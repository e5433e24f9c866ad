import { described, type MetricDescription } from '../description.ts'
import { agreementEstimator, cohenKappa, matthewsCorrcoef } from './agreement.ts'
import { areaEstimator } from './area-metric.ts'
import { classAverage } from './class-average.ts'
import type { ClassMetricId } from './class-shares.ts'
import type { Estimator } from './estimate.ts'
import { calibrationError, logLoss, lossEstimator, squaredError } from './probability.ts'
import { rightCells, shareEstimator, topShare } from './row-share.ts'

/** A metric of the multiclass catalogue: what it is, and how it is estimated. */
export interface MulticlassMetric extends MetricDescription {
  estimate: Estimator
}

/** A metric that each class has of its own. */
export interface ClassMetric extends MetricDescription {
  id: ClassMetricId
  /** Why a class has none. */
  missing: string
}

const fewErrors = 'its interval is too short where hardly a row is called wrong'
const needsProbabilities = `undefined where a score lies outside 0 to 1 or a row’s do not sum to 1; ${fewErrors}`
const everyClass = 'undefined where a class has no rows'

/** Every multiclass metric, in the order of the contract. */
export const multiclassMetrics: readonly MulticlassMetric[] = [
  share('accuracy', 'Accuracy', 'share of rows called right', 'undefined without rows', shareEstimator(rightCells)),
  share('balanced_accuracy', 'Balanced accuracy', 'mean recall of the classes that have rows', 'undefined where a class is predicted that has no rows', classAverage('recall', 'present')),
  share('top_2_accuracy', 'Top-2 accuracy', 'share of rows whose class is among the two most probable', 'of equal probabilities the later class counts as the more probable; undefined with two classes', topShare(2)),
  share('top_3_accuracy', 'Top-3 accuracy', 'share of rows whose class is among the three most probable', 'of equal probabilities the later class counts as the more probable; undefined with three classes or fewer', topShare(3)),
  share('precision_macro', 'Precision (macro)', 'mean of the classes’ precision', 'undefined where a class is never predicted', classAverage('precision', 'macro')),
  share('recall_macro', 'Recall (macro)', 'mean of the classes’ recall', everyClass, classAverage('recall', 'macro')),
  share('f1_macro', 'F1 (macro)', 'mean of the classes’ F1', 'undefined where a class has no rows, true or predicted', classAverage('f1', 'macro')),
  share('precision_weighted', 'Precision (weighted)', 'mean of the classes’ precision, weighted by their rows', `undefined where a class that has rows is never predicted; ${fewErrors}`, classAverage('precision', 'weighted')),
  share('recall_weighted', 'Recall (weighted)', 'mean of the classes’ recall, weighted by their rows: the accuracy', 'undefined where a class is predicted that has no rows', recallWeighted()),
  share('f1_weighted', 'F1 (weighted)', 'mean of the classes’ F1, weighted by their rows', `undefined without rows; ${fewErrors}`, classAverage('f1', 'weighted')),
  share('f1_micro', 'F1 (micro)', 'F1 of all classes’ counts together: the accuracy', 'undefined without rows', shareEstimator(rightCells)),
  {
    ...described('matthews_corrcoef', 'Matthews correlation', 'correlation of true and predicted class', '0 where one class alone is true or predicted', [-1, 1], 'higher', 'Gorodkin 2004'),
    estimate: agreementEstimator(matthewsCorrcoef),
  },
  {
    ...described('cohen_kappa', 'Cohen’s kappa', 'agreement of true and predicted class beyond chance', 'undefined where one class alone is true and predicted', [-1, 1], 'higher', 'Cohen 1960'),
    estimate: agreementEstimator(cohenKappa),
  },
  {
    ...described('log_loss', 'Log loss', 'mean of −ln of the probability given to the true class, clipped at 2⁻⁵²', needsProbabilities, [0, Infinity], 'lower'),
    estimate: lossEstimator(logLoss, Infinity),
  },
  {
    ...described('brier', 'Brier score', 'mean over rows of the squared differences of probability and outcome, summed over the classes', needsProbabilities, [0, 2], 'lower', 'Brier 1950'),
    estimate: lossEstimator(squaredError, 2),
  },
  share('roc_auc_ovr', 'ROC AUC (one versus rest)', 'mean over the classes of the area under the ROC curve of each against all others', `${everyClass} or a row’s scores do not sum to 1; ${fewErrors}`, areaEstimator('oneVersusRest')),
  {
    ...share('roc_auc_ovo', 'ROC AUC (one versus one)', 'mean over ordered pairs of classes of the probability that a row of the first has a higher probability of it than one of the second, ties counting half', `${everyClass}, a row’s scores do not sum to 1, or weights are not whole numbers; ${fewErrors}`, areaEstimator('oneVersusOne')),
    source: 'Hand & Till 2001',
  },
  {
    ...described('ece', 'Expected calibration error', '15 equal-width bins of the predicted class’s probability, L1: Σ share of rows × |mean probability − share called right|', 'bins closed on the right, the first on both sides; undefined where the predicted class’s score lies outside 0 to 1', [0, 1], 'lower', 'Guo et al. 2017'),
    estimate: calibrationError,
  },
]

/** What every class has of its own. */
export const classMetrics: readonly ClassMetric[] = [
  classMetric('precision', 'Precision', 'share of the rows called this class that are it', 'no rows are called this class'),
  classMetric('recall', 'Recall', 'share of the rows of this class that are called it', 'no rows of this class'),
  classMetric('f1', 'F1', 'harmonic mean of the class’s precision and recall', 'no rows, true or called, of this class'),
]

const byId = new Map(multiclassMetrics.map((metric) => [metric.id, metric]))

export function multiclassMetric(id: string): MulticlassMetric | undefined {
  return byId.get(id)
}

/** A metric within 0 … 1, the higher the better. */
function share(id: string, title: string, definition: string, edgeCases: string, estimate: Estimator): MulticlassMetric {
  return { ...described(id, title, definition, edgeCases, [0, 1], 'higher'), estimate }
}

function classMetric(id: ClassMetricId, title: string, definition: string, missing: string): ClassMetric {
  return { ...described(id, title, definition, `undefined where there are ${missing}`, [0, 1], 'higher'), id, missing }
}

/** The accuracy, undefined where scikit-learn warns of a class's recall. */
function recallWeighted(): Estimator {
  const average = classAverage('recall', 'weighted')
  const accuracy = shareEstimator(rightCells)
  return (subject, settings) => {
    const averaged = average(subject, settings)
    return 'undefined' in averaged ? averaged : accuracy(subject, settings)
  }
}
