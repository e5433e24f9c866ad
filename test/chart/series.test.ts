import { describe, expect, test } from 'vitest'
import { rates } from '../../src/chart/rates.ts'
import { gainSeries, precisionRecallSeries, rocSeries, thinned, thresholdSeries } from '../../src/chart/series.ts'
import type { Curve } from '../../src/worker/protocol.ts'

/** Four rows: scores 0.9 (positive), 0.6 (negative), 0.4 (positive), 0.1 (negative). */
const curve: Curve = {
  model: 'candidate', split: 'test', positives: 2, negatives: 2,
  thresholds: [null, 0.9, 0.6, 0.4, 0.1], truePositives: [0, 1, 1, 2, 2], falsePositives: [0, 0, 1, 1, 2],
}
const oneClass: Curve = { ...curve, negatives: 0, falsePositives: [0, 0, 0, 0, 0] }
const rate = (id: string) => rates.find((entry) => entry.id === id)!

describe('curves', () => {
  test('ROC goes from (0, 0) to (1, 1) through every point', () => {
    expect(rocSeries(curve).points.map(({ x, y }) => [x, y])).toEqual([[0, 0], [0, 0.5], [0.5, 0.5], [0.5, 1], [1, 1]])
  })

  test('precision is not drawn where nothing is called positive', () => {
    expect(precisionRecallSeries(curve).points.map(({ x, y }) => [x, y])).toEqual([[0.5, 1], [0.5, 0.5], [1, 2 / 3], [1, 0.5]])
  })

  test('gain goes from nothing called to every row called', () => {
    expect(gainSeries(curve).points.map(({ x, y }) => [x, y])).toEqual([[0, 0], [0.25, 0.5], [0.5, 0.5], [0.75, 1], [1, 1]])
  })

  test('a curve of one class has no ROC', () => {
    expect(rocSeries(oneClass).points).toEqual([])
  })

  test('against the threshold a rate spans the whole domain', () => {
    const { points } = thresholdSeries(curve, rate('recall'), [0, 1])
    expect(points.map(({ x, y }) => [x, y])).toEqual([[1, 0], [0.9, 0.5], [0.6, 0.5], [0.4, 1], [0.1, 1], [0, 1]])
  })
})

test('rates are their definitions', () => {
  const counts = { truePositives: 6, falsePositives: 2, falseNegatives: 4, trueNegatives: 8 }
  expect(Object.fromEntries(rates.map(({ id, of }) => [id, of(counts)]))).toEqual({
    recall: 0.6, precision: 0.75, f1: 12 / 18, accuracy: 0.7, specificity: 0.8, predicted_positive_rate: 0.4,
  })
  expect(rate('precision').of({ truePositives: 0, falsePositives: 0, falseNegatives: 1, trueNegatives: 1 })).toBeNull()
})

test('thinning keeps the ends and the order', () => {
  const points = Array.from({ length: 1000 }, (_, index) => index)
  const kept = thinned(points, 25)
  expect(kept.length).toBe(25)
  expect([kept[0], kept.at(-1)]).toEqual([0, 999])
  expect(kept).toEqual(kept.toSorted((a, b) => a - b))
  expect(thinned([1, 2], 25)).toEqual([1, 2])
})
