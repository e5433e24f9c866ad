import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { putLimits, wholeShares } from '../../src/split/cut.ts'

const wholes = (...shares: number[]): bigint[] => wholeShares(shares.map((share, i) => ({ name: String(i), share })))

describe('shares', () => {
  test.each([
    [[70, 15, 15], '70 15 15'],
    [[0.7, 0.15, 0.15], '70 15 15'],
    [[0.1, 0.2, 0.7], '1 2 7'],
    [[0.29, 0.71], '29 71'],
    [[1, 0.000001], '1000000 1'],
    [[1e-7, 2], '1 20000000'],
    [[1e21, 1], '1000000000000000000000 1'],
    [[100, 50], '100 50'],
  ])('%j are the whole numbers %s', (shares, expected) => expect(wholes(...shares).join(' ')).toBe(expected))
})

describe('how far a part reaches', () => {
  test('is the definition’s, of any middle of a unit', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 60 }), (list, rowCount) => {
        const limits = new Float64Array(list.length)
        putLimits(list.map(BigInt), rowCount, limits, 0)
        const total = list.reduce((sum, share) => sum + share)
        for (let middle = 1; middle < 2 * rowCount; middle++) {
          let cumulative = 0
          const expected = list.findIndex((share) => middle * total < 2 * rowCount * (cumulative += share))
          expect(limits.findIndex((limit) => middle < limit)).toBe(expected)
        }
      }),
    )
  })

  test('never lets a row past the last part, whatever the shares', () => {
    const limits = new Float64Array(2)
    putLimits(wholes(0.1, 1e-300), 10, limits, 0)
    expect(limits[1]).toBe(Infinity)
  })
})
