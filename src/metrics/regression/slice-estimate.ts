import { taken } from '../../dataset/columns.ts'
import { takeSampling } from '../../dataset/sampling.ts'
import type { RowsEstimate } from '../nested.ts'
import { regressionMetric } from './catalogue.ts'
import type { RegressionRows } from './measure.ts'
import { meanLosses } from './mean.ts'
import { predictedRows } from './predicted.ts'

/** The candidate's metric on some rows, none of them of weight 0, with what each row adds to it. */
export function regressionEstimator(
  id: string,
  { truth, predictions, sampling }: RegressionRows,
  confidence: number,
): (rows: Uint32Array) => RowsEstimate {
  const metric = regressionMetric(id)!
  return (rows) => {
    const candidate = new Map([['candidate' as const, taken(predictions.get('candidate')!, rows)]])
    const predicted = predictedRows(taken(truth, rows), candidate, takeSampling(sampling, rows)).get('candidate')!
    const estimate = metric.estimate(predicted, confidence, meanLosses(predicted, confidence))
    if ('undefinedBecause' in estimate) return estimate
    if (!Number.isFinite(estimate.value)) return { undefinedBecause: 'beyond the range of 64-bit numbers' }
    return { ...estimate, test: metric.paired === 't' ? 't' : 'delta' }
  }
}
