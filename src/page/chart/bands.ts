import type { ModelName } from '../../dataset/roles.ts'
import type { Band, ThresholdBands } from '../../metrics/binary/bands.ts'

/** A number with its interval; NaN where the interval is not known. */
export interface BandCoordinate {
  value: number
  low: number
  high: number
}

/** A point of a line at a threshold (null above every score), with its interval. */
export interface BandPoint {
  threshold: number | null
  x: BandCoordinate
  y: BandCoordinate
}

/** One model's band, in the drawing order of its line. */
export interface BandSeries {
  model: ModelName
  points: BandPoint[]
}

/** The metrics whose bands are needed for the curves of one rate against another. */
export const curveMetrics: readonly string[] = ['recall', 'precision', 'false_positive_rate', 'predicted_positive_rate']

/** Recall against false positive rate, with the intervals of both, from where nothing is predicted positive to the end of the curve. */
export function rocBand(bands: ThresholdBands): BandPoint[] {
  const points = bandPoints(bands, 'recall', coordinatesOf(bands, 'false_positive_rate'))
  const last = points.at(-1)
  if (last === undefined) return []
  return [{ threshold: null, x: exactly(0), y: exactly(0) }, ...points, { ...last, x: exactly(last.x.value) }]
}

/** Recall against the share of rows predicted positive, from where nothing is predicted positive. */
export function gainBand(bands: ThresholdBands): BandPoint[] {
  const points = bandPoints(bands, 'recall', coordinatesOf(bands, 'predicted_positive_rate'))
  return points.length === 0 ? [] : [{ threshold: null, x: exactly(0), y: exactly(0) }, ...points]
}

/** Precision against recall, with the intervals of both. */
export function precisionRecallBand(bands: ThresholdBands): BandPoint[] {
  return bandPoints(bands, 'precision', coordinatesOf(bands, 'recall'))
}

/** A metric against the threshold, down to the low end of the axis. */
export function thresholdBand(bands: ThresholdBands, rateId: string, low: number): BandPoint[] {
  const points = bandPoints(bands, rateId, Array.from(bands.thresholds, exactly))
  const last = points.at(-1)
  return last === undefined || last.x.value <= low ? points : [...points, { ...last, x: exactly(low) }]
}

/** The points from the highest threshold down; those that are not defined are left out. */
function bandPoints({ thresholds, metrics }: ThresholdBands, id: string, xs: BandCoordinate[]): BandPoint[] {
  const ys = coordinatesOf({ thresholds, metrics }, id)
  return Array.from(thresholds, (threshold, i) => ({ threshold, x: xs[i], y: ys[i] }))
    .filter(({ x, y }) => Number.isFinite(x.value) && Number.isFinite(y.value))
    .toReversed()
}

function coordinatesOf({ metrics }: ThresholdBands, id: string): BandCoordinate[] {
  const { values, low, high }: Band = metrics.get(id)!
  return Array.from(values, (value, i) => ({ value, low: low[i], high: high[i] }))
}

function exactly(value: number): BandCoordinate {
  return { value, low: value, high: value }
}
