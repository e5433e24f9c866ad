import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areFromZeroToOne, sigmoid, softmax } from '../../src/dataset/logits.ts'

// Expected numbers: scipy 1.17.1, scipy.special.expit and scipy.special.softmax(…, axis=1).
describe('the sigmoid of a logit', () => {
  it.each([
    [-800, 0],
    [-40, 4.248354255291589e-18],
    [-2, 0.11920292202211755],
    [0, 0.5],
    [1.5, 0.8175744761936437],
    [40, 1],
  ])('of %d is %d', (logit, probability) => {
    expect(sigmoid(logit)).toBeCloseTo(probability, 15)
    if (probability > 0) expect(sigmoid(logit) / probability).toBeCloseTo(1, 14)
  })
})

describe('the softmax of logits', () => {
  it('is that of scipy, also where e^x would overflow', () => {
    const rows = [
      [1000, 1001, 999],
      [-3.2, 0.1, 0.4],
      [0, 0, 0],
    ]
    const found = softmax([0, 1, 2].map((of) => Float64Array.from(rows, (row) => row[of])))
    const wanted = [
      [0.24472847105479764, 0.6652409557748218, 0.09003057317038046],
      [0.015453353478476312, 0.41898119297522085, 0.5655654535463028],
      [1 / 3, 1 / 3, 1 / 3],
    ]
    wanted.forEach((row, i) => row.forEach((value, k) => expect(found[k][i]).toBeCloseTo(value, 15)))
  })

  it('of two classes is the sigmoid of their difference, and does not change when all logits of a row grow alike', () => {
    const logit = fc.double({ min: -30, max: 30, noNaN: true })
    fc.assert(
      fc.property(logit, logit, logit, (a, b, shift) => {
        const [, second] = softmax([Float64Array.of(a, a + shift), Float64Array.of(b, b + shift)])
        expect(second[0]).toBeCloseTo(sigmoid(b - a), 13)
        expect(second[1]).toBeCloseTo(second[0], 12)
      }),
    )
  })

  it('leaves the logits as they are', () => {
    const logits = [Float64Array.of(1), Float64Array.of(2)]
    softmax(logits)
    expect(logits.map(([value]) => value)).toEqual([1, 2])
  })
})

it('numbers from 0 to 1 may be probabilities as they are', () => {
  expect(areFromZeroToOne([Float64Array.of(0, 1), Float64Array.of(0.5)])).toBe(true)
  expect(areFromZeroToOne([Float64Array.of(0, 1.001)])).toBe(false)
  expect(areFromZeroToOne([Float64Array.of(-0.001)])).toBe(false)
})
