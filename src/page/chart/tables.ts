import type { BandPoint, BandSeries } from './bands.ts'
import type { ChartNumbers, NumberCell } from './numbers.ts'
import { thinnedPoints, type Point, type Series } from './series.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { CalibrationBinResult } from '../../result/evaluation.ts'
import type { Curve } from '../../worker/protocol.ts'
import { countsAt, type ThresholdMetric } from './threshold-metrics.ts'

const rowsOfTable = 25

/**
 * Lines and their bands as numbers: a row for every point of either, from the highest threshold down. The table has some of
 * those that have a band, where there are any.
 * @param names of x, null where it is the threshold itself, and of y
 */
export function lineNumbers(
  series: Series[],
  bands: BandSeries[],
  names: { x: string | null; y: string },
  format: (value: number) => string,
): ChartNumbers {
  const row = (model: string, { threshold, x, y }: Point | BandPoint): NumberCell[] => [
    model,
    threshold,
    ...(names.x === null ? [] : [x]),
    y,
  ]
  const bandOf = (model: string) => bands.find((entry) => entry.model === model)?.points ?? []
  return {
    columns: [
      { title: 'Model' },
      { title: 'Threshold', format, none: 'above all' },
      ...(names.x === null ? [] : [{ title: names.x, format, hasInterval: true }]),
      { title: names.y, format, hasInterval: true },
    ],
    rows: series.flatMap(({ model, points }) => merged(points, bandOf(model)).map((point) => row(model, point))),
    tableRows: series.flatMap(({ model, points }) => {
      const banded = bandOf(model)
      return thinnedPoints<Point | BandPoint>(banded.length > 0 ? banded : points, rowsOfTable).map((point) =>
        row(model, point),
      )
    }),
  }
}

/** Points of both from high thresholds to low ones; for the same threshold, the one that has a band. */
function merged(points: Point[], banded: BandPoint[]): (Point | BandPoint)[] {
  const byThreshold = new Map<number | null, Point | BandPoint>()
  for (const point of [...points, ...banded]) byThreshold.set(point.threshold, point)
  return [...byThreshold.values()].sort((a, b) => (b.threshold ?? Infinity) - (a.threshold ?? Infinity))
}

/** The bins of each model as the numbers of the chart, a row for each bin. */
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

/** Every metric at every threshold of the curves, from the highest down; the threshold above all scores is null. */
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
