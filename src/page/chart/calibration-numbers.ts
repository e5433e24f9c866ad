import type { ModelName } from '../../dataset/roles.ts'
import type { CalibrationBinResult } from '../../result/evaluation.ts'
import type { ChartNumbers } from './numbers.ts'

/** Bins of each model as numbers, a row for each. */
export function calibrationNumbers(
  models: { model: ModelName; bins: CalibrationBinResult[] }[],
  format: (value: number) => string,
  countText: (count: number) => string,
): ChartNumbers {
  return {
    columns: [
      { title: 'Model' },
      { title: 'Lowest score', format },
      { title: 'Highest score', format },
      { title: 'Rows', format: countText },
      { title: 'Positives', format: countText },
      { title: 'Mean score', format },
      { title: 'Share of positives', format, hasInterval: true },
    ],
    rows: models.flatMap(({ model, bins }) =>
      bins.map((bin) => [
        model,
        bin.lowest_score,
        bin.highest_score,
        bin.rows,
        bin.positives,
        bin.mean_score,
        { value: bin.share, low: bin.low, high: bin.high },
      ]),
    ),
  }
}
