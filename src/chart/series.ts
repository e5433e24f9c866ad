import type { ModelName } from '../dataset/roles.ts'
import type { Curve } from '../worker/protocol.ts'
import { countsAt, falsePositiveRate, precision, recall, shareCalled, type Counts, type Rate } from './rates.ts'

/** A point of a line, and the threshold that it belongs to (null: above every score). */
export interface Point {
  x: number
  y: number
  threshold: number | null
}

/** One model's line, in drawing order. */
export interface Series {
  model: ModelName
  points: Point[]
}

/** Recall against false positive rate. Empty where a class is missing. */
export function rocSeries(curve: Curve): Series {
  return seriesOf(curve, (counts) => pointOf(falsePositiveRate(counts), recall(counts)))
}

/** Precision against recall; "nothing is positive", where precision is 0/0, is left out. */
export function precisionRecallSeries(curve: Curve): Series {
  return seriesOf(curve, (counts) => pointOf(recall(counts), precision(counts)))
}

/** Cumulative gain: recall against the share of rows called positive. Empty without positives. */
export function gainSeries(curve: Curve): Series {
  return seriesOf(curve, (counts) => pointOf(shareCalled(counts), recall(counts)))
}

/**
 * A rate against the threshold, from the domain's high end to its low one. Between two thresholds it is what it is at
 * the higher one: a row is positive where its score is at least the threshold.
 */
export function thresholdSeries(curve: Curve, rate: Rate, [low, high]: [number, number]): Series {
  const { model, points } = seriesOf(curve, (counts, threshold) => pointOf(threshold ?? high, rate.of(counts)))
  const last = points.at(-1)
  return { model, points: last === undefined || last.x <= low ? points : [...points, { ...last, x: low }] }
}

/** Where counts at a threshold lie on a chart; null where they are not on it. */
export const rocPoint = (counts: Counts) => pointOf(falsePositiveRate(counts), recall(counts))
export const precisionRecallPoint = (counts: Counts) => pointOf(recall(counts), precision(counts))
export const gainPoint = (counts: Counts) => pointOf(shareCalled(counts), recall(counts))

/** At most `limit` of the points, evenly chosen, first and last among them: what a table can show. */
export function thinned<T>(points: T[], limit: number): T[] {
  if (points.length <= limit) return points
  return Array.from({ length: limit }, (_, index) => points[Math.round((index * (points.length - 1)) / (limit - 1))])
}

function seriesOf(
  curve: Curve,
  place: (counts: Counts, threshold: number | null) => { x: number; y: number } | null,
): Series {
  const points: Point[] = []
  curve.thresholds.forEach((threshold, index) => {
    const point = place(countsAt(curve, index), threshold)
    if (point !== null) points.push({ ...point, threshold })
  })
  return { model: curve.model, points }
}

function pointOf(x: number | null, y: number | null): { x: number; y: number } | null {
  return x === null || y === null || !Number.isFinite(x) ? null : { x, y }
}
