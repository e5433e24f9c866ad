import type { MetricDescription } from '../description.ts'
import { agreementEstimator, cohenKappa, matthewsCorrcoef } from './agreement.ts'
import { areaEstimator } from './area-metric.ts'
import { classAverage } from './class-average.ts'
import { multiclassDescriptions, type MulticlassMetricId } from './descriptions.ts'
import type { Estimator } from './estimate.ts'
import { calibrationError, logLoss, lossEstimator, squaredError } from './probability.ts'
import { rightCells, shareEstimator, topShare } from './row-share.ts'

/** A metric of the multiclass catalogue: what it is, and how it is estimated. */
export interface MulticlassMetric extends MetricDescription {
  estimate: Estimator
}

const estimators: Record<MulticlassMetricId, Estimator> = {
  accuracy: shareEstimator(rightCells),
  balanced_accuracy: classAverage('recall', 'present'),
  top_2_accuracy: topShare(2),
  top_3_accuracy: topShare(3),
  precision_macro: classAverage('precision', 'macro'),
  recall_macro: classAverage('recall', 'macro'),
  f1_macro: classAverage('f1', 'macro'),
  precision_weighted: classAverage('precision', 'weighted'),
  recall_weighted: recallWeighted(),
  f1_weighted: classAverage('f1', 'weighted'),
  f1_micro: shareEstimator(rightCells),
  matthews_corrcoef: agreementEstimator(matthewsCorrcoef),
  cohen_kappa: agreementEstimator(cohenKappa),
  log_loss: lossEstimator(logLoss, Infinity),
  brier: lossEstimator(squaredError, 2),
  roc_auc_ovr: areaEstimator('oneVersusRest'),
  roc_auc_ovo: areaEstimator('oneVersusOne'),
  ece: calibrationError,
}

/** Every multiclass metric, in the order of the contract. */
export const multiclassMetrics: readonly MulticlassMetric[] = multiclassDescriptions.map((description) => ({
  ...description,
  estimate: estimators[description.id],
}))

const byId = new Map(multiclassMetrics.map((metric) => [metric.id, metric]))

export function multiclassMetric(id: string): MulticlassMetric | undefined {
  return byId.get(id)
}

/** The accuracy, undefined where scikit-learn warns of a class's recall. */
function recallWeighted(): Estimator {
  const average = classAverage('recall', 'weighted')
  const accuracy = shareEstimator(rightCells)
  return (subject, settings) => {
    const averaged = average(subject, settings)
    return 'undefinedBecause' in averaged ? averaged : accuracy(subject, settings)
  }
}
