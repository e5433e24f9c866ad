import type { ModelName } from '../../dataset/roles.ts'
import type { Band, ThresholdBands } from '../../metrics/binary/bands.ts'

/** A number and how far off it may be; NaN where that is not known. */
export interface BandCoordinate {
  value: number
  low: number
  high: number
}

/** Where a line goes at a threshold (null: above every score), and may go. */
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

/** Recall against false positive rate, both of which may be off, from where nothing is called positive to the edge. */
export function rocBand(bands: ThresholdBands): BandPoint[] {
  const points = bandPoints(bands, 'recall', coordinatesOf(bands, 'false_positive_rate'))
  const last = points.at(-1)
  if (last === undefined) return []
  return [{ threshold: null, x: exactly(0), y: exactly(0) }, ...points, { ...last, x: exactly(last.x.value) }]
}

/** Recall against the share of rows called positive, from where nothing is. */
export function gainBand(bands: ThresholdBands): BandPoint[] {
  const points = bandPoints(bands, 'recall', coordinatesOf(bands, 'predicted_positive_rate'))
  return points.length === 0 ? [] : [{ threshold: null, x: exactly(0), y: exactly(0) }, ...points]
}

/** Precision against recall, with the spread of both. */
export function precisionRecallBand(bands: ThresholdBands): BandPoint[] {
  return bandPoints(bands, 'precision', coordinatesOf(bands, 'recall'))
}

/** A rate against the threshold, down to the domain's low end. */
export function thresholdBand(bands: ThresholdBands, rateId: string, low: number): BandPoint[] {
  const points = bandPoints(bands, rateId, Array.from(bands.thresholds, exactly))
  const last = points.at(-1)
  return last === undefined || last.x.value <= low ? points : [...points, { ...last, x: exactly(low) }]
}

/** From the highest threshold down; points that are not defined are left out. */
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
