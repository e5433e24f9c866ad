import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  thresholdMetrics,
  gainSeries,
  liftSeries,
  precisionRecallSeries,
  rocSeries,
  spanned,
  thinnedPoints,
  thresholdSeries,
} from '../../../src/page/chart/series.ts'
import { isDefined } from '../../../src/metrics/measure.ts'
import type { ConfusionCounts } from '../../../src/metrics/definitions/confusion-counts.ts'
import { binaryMetric, binaryMetrics, type DecisionMetric } from '../../../src/metrics/binary/catalogue.ts'
import { metricLabel } from '../../../src/metrics/definitions/catalogue.ts'
import type { Curve } from '../../../src/worker/protocol.ts'

/** Four rows: scores 0.9 (positive), 0.6 (negative), 0.4 (positive), 0.1 (negative). */
const curve: Curve = {
  model: 'candidate',
  split: 'test',
  positives: 2,
  negatives: 2,
  thresholds: [null, 0.9, 0.6, 0.4, 0.1],
  truePositives: [0, 1, 1, 2, 2],
  falsePositives: [0, 0, 1, 1, 2],
}
const oneClass: Curve = { ...curve, negatives: 0, falsePositives: [0, 0, 0, 0, 0] }
const rate = (id: string) => thresholdMetrics({ falsePositive: 1, falseNegative: 3 }).find((entry) => entry.id === id)!

describe('curves', () => {
  test('ROC goes from (0, 0) to (1, 1) through every point', () => {
    expect(rocSeries(curve).points.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 1],
      [1, 1],
    ])
  })

  test('precision is not drawn where nothing is called positive', () => {
    expect(precisionRecallSeries(curve).points.map(({ x, y }) => [x, y])).toEqual([
      [0.5, 1],
      [0.5, 0.5],
      [1, 2 / 3],
      [1, 0.5],
    ])
  })

  test('gain goes from nothing called to every row called', () => {
    expect(gainSeries(curve).points.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [0.25, 0.5],
      [0.5, 0.5],
      [0.75, 1],
      [1, 1],
    ])
  })

  test('lift is precision over prevalence: 1 where every row is called', () => {
    expect(liftSeries(curve).points.map(({ x, y }) => [x, y])).toEqual([
      [0.25, 2],
      [0.5, 1],
      [0.75, 4 / 3],
      [1, 1],
    ])
    expect(liftSeries({ ...curve, positives: 0, truePositives: [0, 0, 0, 0, 0] }).points).toEqual([])
  })

  test('expected cost of all and of none is what the policy’s costs say', () => {
    const { points } = thresholdSeries(curve, rate('expected_cost'), [0, 1])
    expect(points.map(({ y }) => y)).toEqual([6 / 4, 3 / 4, 4 / 4, 1 / 4, 2 / 4, 2 / 4])
  })

  test('a curve of one class has no ROC', () => {
    expect(rocSeries(oneClass).points).toEqual([])
  })

  test('against the threshold a rate spans the whole domain', () => {
    const { points } = thresholdSeries(curve, rate('recall'), [0, 1])
    expect(points.map(({ x, y }) => [x, y])).toEqual([
      [1, 0],
      [0.9, 0.5],
      [0.6, 0.5],
      [0.4, 1],
      [0.1, 1],
      [0, 1],
    ])
  })
})

describe('an axis', () => {
  const line = (ys: number[]) => [
    { model: 'candidate' as const, points: ys.map((y, x) => ({ x, y, threshold: null })) },
  ]

  test('spans what a rate may be where that has ends', () => {
    expect(spanned([0, 1], line([0.4, 0.5]))).toEqual([0, 1])
  })

  test('else all that is drawn, and 0, rounded outwards', () => {
    expect(spanned([0, Infinity], line([0.12, 0.73]))).toEqual([0, 0.8])
    expect(spanned([-1, 1], line([0.1, -0.13]))[0]).toBeCloseTo(-0.15, 12)
    expect(spanned([-1, 1], line([0.1, 0.9]))).toEqual([0, 1])
    expect(spanned([0, Infinity], line([0, 0]))).toEqual([0, 1])
  })

  test('has room for bands, where they are known', () => {
    const exactly = { value: 0, low: 0, high: 0 }
    const points = [{ threshold: 0, x: exactly, y: { value: 0.7, low: NaN, high: 0.95 } }]
    expect(spanned([0, Infinity], line([0.7]), [{ model: 'candidate', points }])).toEqual([0, 1])
  })
})

test('thinning keeps the ends and the order', () => {
  const points = Array.from({ length: 1000 }, (_, index) => index)
  const kept = thinnedPoints(points, 25)
  expect(kept.length).toBe(25)
  expect([kept[0], kept.at(-1)]).toEqual([0, 999])
  expect(kept).toEqual(kept.toSorted((a, b) => a - b))
  expect(thinnedPoints([1, 2], 25)).toEqual([1, 2])
})

const costs = { falsePositive: 1, falseNegative: 7.5 }
const metrics = thresholdMetrics(costs)
const count = fc.oneof(fc.constantFrom(0, 1, 2), fc.nat(1_000_000))
const anyCounts: fc.Arbitrary<ConfusionCounts> = fc.record({
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
})

describe('metrics against the threshold', () => {
  test('are every metric of decisions but prevalence, which no threshold changes', () => {
    const ids = binaryMetrics.filter(({ from }) => from === 'decisions').map(({ id }) => id)
    expect([...metrics.map(({ id }) => id), 'prevalence'].sort()).toEqual(ids.sort())
  })

  test.each(metrics.map((metric) => [metric.id, metric] as const))(
    '%s has the bits, and the gaps, of the engine’s',
    (id, metric) => {
      const ofEngine = binaryMetric(id) as DecisionMetric
      fc.assert(
        fc.property(anyCounts, (counts) => {
          const measure = ofEngine.measure({ ...counts, spread: null }, { confidence: 0.95, costs })
          expect(metric.of(counts)).toBe(isDefined(measure) ? measure.value : null)
        }),
      )
    },
  )

  test('are called and bounded as in the catalogue', () => {
    expect(metrics.map(({ title, range }) => [title, range])).toEqual(
      metrics.map(({ id }) => [binaryMetric(id)!.title, binaryMetric(id)!.range]),
    )
    expect(metrics.filter(({ id, title }) => metricLabel(id, 'binary') !== title).map(({ id }) => id)).toEqual([
      'jaccard',
    ])
  })
})
