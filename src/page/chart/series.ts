import type { DecisionDefinition } from '../../metrics/definitions/definition.ts'
import { thresholdDefinitions, valueOfCounts } from '../../metrics/definitions/binary.ts'
import { shortList } from '../../metrics/definitions/catalogue.ts'
import type { ConfusionCounts } from '../../metrics/definitions/confusion-counts.ts'
import type { Costs } from '../../metrics/settings.ts'
import type { Curve } from '../../worker/protocol.ts'
import { scaleLinear } from 'd3-scale'
import type { ModelName } from '../../dataset/roles.ts'
import type { BandSeries } from './bands.ts'
import {
  falsePositiveRate as falsePositiveRateMetric,
  precision as precisionMetric,
  predictedPositiveRate,
  recall as recallMetric,
} from '../../metrics/definitions/binary-decisions.ts'

/** A metric that can be drawn against the threshold. */
export interface ThresholdMetric extends DecisionDefinition {
  /** Its value from the confusion counts; null where it is undefined. */
  of(counts: ConfusionCounts): number | null
}

/** Every metric that changes with the threshold, at these costs; those of the short list come first. */
export function thresholdMetrics(costs: Costs): ThresholdMetric[] {
  const first = shortList('binary', 'threshold_chart')
  const place = ({ id }: DecisionDefinition) => (first.includes(id) ? first.indexOf(id) : first.length)
  return thresholdDefinitions
    .toSorted((a, b) => place(a) - place(b))
    .map((definition) => ({ ...definition, of: valueOfCounts(definition, costs) }))
}

/** Counts at the curve's i-th point. */
export function countsAt(curve: Curve, index: number): ConfusionCounts {
  const truePositives = curve.truePositives[index]
  const falsePositives = curve.falsePositives[index]
  return {
    truePositives,
    falsePositives,
    falseNegatives: curve.positives - truePositives,
    trueNegatives: curve.negatives - falsePositives,
  }
}

/** Counts of a confusion matrix: a row per true class, a column per predicted class; negative, then positive. */
export function countsOfMatrix([
  [trueNegatives, falsePositives],
  [falseNegatives, truePositives],
]: number[][]): ConfusionCounts {
  return { truePositives, falsePositives, falseNegatives, trueNegatives }
}

/** A point of a line, and the threshold that it belongs to (null: above every score). */
export interface Point {
  x: number
  y: number
  threshold: number | null
}

/** One model's line, in drawing order: thresholds fall. */
export interface Series {
  model: ModelName
  points: Point[]
}

/** Gives the point of a chart for the counts at a threshold; null where it is not defined. */
export type Placing = (counts: ConfusionCounts, threshold: number) => { x: number; y: number } | null

const recall = valueOfCounts(recallMetric)
const precision = valueOfCounts(precisionMetric)
const falsePositiveRate = valueOfCounts(falsePositiveRateMetric)
const shareCalled = valueOfCounts(predictedPositiveRate)

/** Places counts on the ROC curve: recall against false positive rate. */
export const rocPoint: Placing = (counts) => pointOf(falsePositiveRate(counts), recall(counts))
/** Places counts on the precision-recall curve: precision against recall. */
export const precisionRecallPoint: Placing = (counts) => pointOf(recall(counts), precision(counts))
/** Places counts on the gain curve: recall against the share of rows predicted positive. */
export const gainPoint: Placing = (counts) => pointOf(shareCalled(counts), recall(counts))
/** Places counts on the lift curve: lift against the share of rows predicted positive. */
export const liftPoint: Placing = (counts) => pointOf(shareCalled(counts), lift(counts))
/** Places counts on the curve of a rate against the threshold. */
export const ratePoint =
  (metric: ThresholdMetric): Placing =>
  (counts, threshold) =>
    pointOf(threshold, metric.of(counts))

/** Recall against false positive rate. Empty where a class is missing. */
export const rocSeries = (curve: Curve) => seriesOf(curve, rocPoint)

/** Precision against recall; "nothing is positive", where precision is 0/0, is left out. */
export const precisionRecallSeries = (curve: Curve) => seriesOf(curve, precisionRecallPoint)

/** Cumulative gain: recall against the share of rows predicted positive. Empty without positives. */
export const gainSeries = (curve: Curve) => seriesOf(curve, gainPoint)

/** Lift: how many times the share of positives among the rows predicted positive is that among all, against their share. */
export const liftSeries = (curve: Curve) => seriesOf(curve, liftPoint)

/**
 * A metric against the threshold, from the domain's high end to its low one. Between two thresholds it is what it is at
 * the higher one: a row is positive where its score is at least the threshold.
 */
export function thresholdSeries(curve: Curve, metric: ThresholdMetric, [low, high]: readonly [number, number]): Series {
  const place = ratePoint(metric)
  const { model, points } = seriesOf(curve, (counts, threshold) =>
    place(counts, Number.isFinite(threshold) ? threshold : high),
  )
  const last = points.at(-1)
  return { model, points: last === undefined || last.x <= low ? points : [...points, { ...last, x: low }] }
}

/** What an axis spans so that all of the lines are on it: a range's own ends, those drawn where it has none, 0 always. */
export function spanned(
  [low, high]: readonly [number, number],
  series: Series[],
  bands: BandSeries[] = [],
): [number, number] {
  const ys = [
    ...series.flatMap(({ points }) => points.map(({ y }) => y)),
    ...bands.flatMap(({ points }) => points.flatMap(({ y }) => [y.low, y.high])),
  ].filter(Number.isFinite)
  const lowest = ys.reduce((least, y) => Math.min(least, y), 0)
  const highest = ys.reduce((most, y) => Math.max(most, y), 0)
  const [from, to] = scaleLinear()
    .domain([lowest, highest === lowest ? 1 : highest])
    .nice(5)
    .domain()
  return [low === 0 ? 0 : from, Number.isFinite(high) ? high : to]
}

/** At most `limit` of the points, evenly chosen, first and last among them: what a table can show. */
export function thinnedPoints<T>(points: T[], limit: number): T[] {
  if (points.length <= limit) return points
  return Array.from({ length: limit }, (_, index) => points[Math.round((index * (points.length - 1)) / (limit - 1))])
}

function seriesOf(curve: Curve, place: Placing): Series {
  const points: Point[] = []
  curve.thresholds.forEach((threshold, index) => {
    const point = place(countsAt(curve, index), threshold ?? Infinity)
    if (point !== null) points.push({ ...point, threshold })
  })
  return { model: curve.model, points }
}

/** Precision over prevalence, in whole numbers as far as it goes. */
function lift(counts: ConfusionCounts): number | null {
  const called = counts.truePositives + counts.falsePositives
  const positives = counts.truePositives + counts.falseNegatives
  const rows = called + counts.falseNegatives + counts.trueNegatives
  return called === 0 || positives === 0 ? null : (counts.truePositives * rows) / (called * positives)
}

function pointOf(x: number | null, y: number | null): { x: number; y: number } | null {
  return x === null || y === null || !Number.isFinite(x) ? null : { x, y }
}
