import { describe, expect, test } from 'vitest'
import { curveMetrics, gainBand, precisionRecallBand, rocBand, thresholdBand } from '../../../src/page/chart/bands.ts'
import type { ThresholdBands } from '../../../src/metrics/binary/bands.ts'
import { binaryMetric } from '../../../src/metrics/binary/catalogue.ts'

/** Two positives and two negatives at three thresholds; precision is not defined at the highest. */
const bands: ThresholdBands = {
  thresholds: Float64Array.of(0.1, 0.4, 0.9),
  metrics: new Map([
    ['recall', band([1, 0.5, 0.25], 0.2)],
    ['false_positive_rate', band([1, 0.5, 0], 0.1)],
    ['precision', band([0.5, 0.5, NaN], 0.3)],
    ['predicted_positive_rate', band([1, 0.5, 0.125], 0)],
  ]),
}

function band(values: number[], margin: number) {
  const clipped = (by: number) => Float64Array.from(values, (value) => Math.min(1, Math.max(0, value + by)))
  return { values: Float64Array.from(values), low: clipped(-margin), high: clipped(margin) }
}

test('every metric that has a band drawn is one of decisions', () => {
  expect(curveMetrics.map((id) => binaryMetric(id)?.from)).toEqual(curveMetrics.map(() => 'decisions'))
})

describe('bands', () => {
  test('of ROC go from nothing called positive down to the lowest threshold, both rates with low and high', () => {
    const points = rocBand(bands)
    expect(points.map(({ threshold }) => threshold)).toEqual([null, 0.9, 0.4, 0.1, 0.1])
    expect(points[0]).toEqual({ threshold: null, x: { value: 0, low: 0, high: 0 }, y: { value: 0, low: 0, high: 0 } })
    expect(points[2]).toEqual({
      threshold: 0.4,
      x: { value: 0.5, low: 0.4, high: 0.6 },
      y: { value: 0.5, low: 0.3, high: 0.7 },
    })
    expect(points[4].x).toEqual({ value: 1, low: 1, high: 1 })
  })

  test('of gain go from no row called to all of them', () => {
    expect(gainBand(bands).map(({ x, y }) => [x.value, y.value])).toEqual([
      [0, 0],
      [0.125, 0.25],
      [0.5, 0.5],
      [1, 1],
    ])
  })

  test('are left out where the metric is not defined', () => {
    expect(precisionRecallBand(bands).map(({ threshold }) => threshold)).toEqual([0.4, 0.1])
  })

  test('against the threshold reach the low end of the domain, as the line does', () => {
    const points = thresholdBand(bands, 'recall', 0)
    expect(points.map(({ x }) => x.value)).toEqual([0.9, 0.4, 0.1, 0])
    expect(points[3].y).toEqual(points[2].y)
    expect(thresholdBand(bands, 'recall', 0.1).map(({ x }) => x.value)).toEqual([0.9, 0.4, 0.1])
  })

  test('without rows there is nothing to shade', () => {
    const none: ThresholdBands = {
      thresholds: new Float64Array(),
      metrics: new Map(curveMetrics.map((id) => [id, band([], 0)])),
    }
    expect([rocBand(none), precisionRecallBand(none), gainBand(none), thresholdBand(none, 'recall', 0)]).toEqual([
      [],
      [],
      [],
      [],
    ])
  })
})
