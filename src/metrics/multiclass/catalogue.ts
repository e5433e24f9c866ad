import { multiclassDefinitions } from '../definitions/multiclass.ts'
import type { MulticlassDefinition } from '../definitions/definition.ts'
import { agreementEstimator, cohenKappa, matthewsCorrcoef, rightCells, shareEstimator, topShare } from './agreement.ts'
import { areaEstimator } from './area-metric.ts'
import { classAverage } from './class-average.ts'
import type { ClassEstimator } from './estimate.ts'
import { withHeavyRowsCaution } from './heavy-rows.ts'
import { calibrationError, logLoss, lossEstimator, squaredError } from './probability.ts'

/** A metric of several classes: its definition, and how it is estimated. */
export interface MulticlassMetric extends MulticlassDefinition {
  estimate: ClassEstimator
}

/** Every metric of several classes, in the order of the result document. */
export const multiclassMetrics: readonly MulticlassMetric[] = multiclassDefinitions.map((definition) => ({
  ...definition,
  // Losses and the calibration error count their own rows.
  estimate:
    definition.dependsOn === 'probabilities'
      ? estimateOf(definition)
      : cautiousOfHeavyRows(definition, estimateOf(definition)),
}))

const byId = new Map(multiclassMetrics.map((metric) => [metric.id, metric]))

/** The metric of that id; undefined where a task of several classes has none. */
export function multiclassMetric(id: string): MulticlassMetric | undefined {
  return byId.get(id)
}

function estimateOf({ estimator, range }: MulticlassDefinition): ClassEstimator {
  switch (estimator.of) {
    case 'rows_right':
      return shareEstimator(rightCells)
    case 'rows_among_first':
      return topShare(estimator.count)
    case 'class_mean':
      return classAverage(estimator.measure, estimator.averaging)
    case 'weighted_recall':
      return recallWeighted()
    case 'matthews_correlation':
      return agreementEstimator(matthewsCorrcoef)
    case 'kappa':
      return agreementEstimator(cohenKappa)
    case 'loss':
      return lossEstimator(estimator.loss === 'logarithmic' ? logLoss : squaredError, range[1])
    case 'area':
      return areaEstimator(estimator.pairs)
    case 'calibration_error':
      return calibrationError
  }
}

/** The accuracy, undefined where scikit-learn warns of a class's recall. */
function recallWeighted(): ClassEstimator {
  const average = classAverage('recall', 'weighted')
  const accuracy = shareEstimator(rightCells)
  return (subject, settings) => {
    const averaged = average(subject, settings)
    return 'undefinedBecause' in averaged ? averaged : accuracy(subject, settings)
  }
}

/** An estimator of a metric of predicted classes or of their ranking, as cautious as few heavy rows are. */
function cautiousOfHeavyRows({ range }: Pick<MulticlassDefinition, 'range'>, estimate: ClassEstimator): ClassEstimator {
  return (subject, settings) => {
    const estimated = estimate(subject, settings)
    if ('undefinedBecause' in estimated) return estimated
    return { ...estimated, interval: withHeavyRowsCaution(estimated.interval, subject.heavyRows(), range) }
  }
}
