import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snapped, steppedThreshold, thresholdRange } from '../../../src/page/explore/threshold-range.ts'
import type { Curve } from '../../../src/worker/protocol.ts'

const curve = (thresholds: (number | null)[]): Curve => ({
  model: 'candidate',
  split: 'test',
  positives: 1,
  negatives: 1,
  thresholds,
  truePositives: thresholds.map(() => 0),
  falsePositives: thresholds.map(() => 0),
})

test('scores inside 0 to 1 give a slider from 0 to 1, by hundredths', () => {
  expect(thresholdRange([curve([null, 0.9, 0.2])], 0.5)).toEqual({
    low: 0,
    high: 1,
    step: 0.01,
    fineStep: 0.001,
    pageStep: 0.1,
  })
})

test('scores outside it, and the frozen threshold, widen it', () => {
  expect(thresholdRange([curve([null, 4.5, -3])], 0.5)).toMatchObject({ low: -3, high: 4.51, step: 0.01 })
  expect(thresholdRange([curve([null, 0.9])], 250)).toMatchObject({ low: 0, high: 250, step: 1 })
  expect(thresholdRange([curve([null, Infinity, 0.9])], 0.5)).toMatchObject({ low: 0, high: 1 })
})

test('both ends treat all rows alike: nobody is predicted positive at the upper one, everybody at the lower', () => {
  for (const scores of [[1, 0.4, 0], [5, 3, 1], [-2, -7], [0], [1e-300], [3e200, 1]]) {
    const { low, high } = thresholdRange([curve([null, ...scores])], scores[0])
    expect(high).toBeGreaterThan(Math.max(...scores))
    expect(low).toBeLessThanOrEqual(Math.min(...scores))
  }
})

test('steps go there and back to the same number, and never leave the range', () => {
  const range = thresholdRange([], 0.5)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), (hundredths) => {
      const from = hundredths / 100
      expect(steppedThreshold(steppedThreshold(from, range.step, range), -range.step, range)).toBe(from)
    }),
  )
  expect(steppedThreshold(0.995, range.step, range)).toBe(1)
  expect(steppedThreshold(0.05, -range.pageStep, range)).toBe(0)
})

test('a pointer means the nearest fine step', () => {
  expect(snapped(0.4137254901, thresholdRange([], 0.5))).toBe(0.414)
})
