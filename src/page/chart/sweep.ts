import type { Curve } from '../../worker/protocol.ts'
import type { ChartNumbers } from './numbers.ts'
import { countsAt, type ThresholdMetric } from './threshold-metrics.ts'

/** Every metric at every threshold of the curves, highest first; those above all scores have no number there. */
export function sweepNumbers(curves: Curve[], metrics: ThresholdMetric[]): ChartNumbers {
  const columns = [
    'model',
    'threshold',
    'true_positives',
    'false_positives',
    'false_negatives',
    'true_negatives',
    ...metrics.map(({ id }) => id),
  ]
  return {
    columns: columns.map((title) => ({ title })),
    rows: curves.flatMap((curve) =>
      curve.thresholds.map((threshold, index) => {
        const counts = countsAt(curve, index)
        const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts
        return [
          curve.model,
          threshold,
          truePositives,
          falsePositives,
          falseNegatives,
          trueNegatives,
          ...metrics.map(({ of }) => of(counts)),
        ]
      }),
    ),
  }
}
