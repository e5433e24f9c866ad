import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankOfThreshold, rankScores } from '../../src/tally/rank.ts'

/** By definition: distinct values sorted, and where each value stands among them. */
function ranked(values: number[]): { scores: number[]; ranks: number[] } {
  const scores = [...new Set(values.map((value) => value + 0))].sort((a, b) => a - b)
  return { scores, ranks: values.map((value) => scores.indexOf(value + 0)) }
}

function found(values: ArrayLike<number>): { scores: number[]; ranks: number[] } {
  const { scores, ranks } = rankScores(Float64Array.from(values))
  return { scores: [...scores], ranks: [...ranks] }
}

describe('ranking scores', () => {
  it('is the definition’s, on any finite numbers', () => {
    const any = fc.double({ noNaN: true, noDefaultInfinity: true })
    const close = fc.integer({ min: -3, max: 3 }).map((k) => 0.5 + k * Number.EPSILON)
    const few = fc.integer({ min: 0, max: 5 }).map((k) => k / 5)
    for (const values of [any, close, few, fc.oneof(any, close, few)]) {
      fc.assert(
        fc.property(fc.array(values, { maxLength: 200 }), (list) => {
          expect(found(list)).toEqual(ranked(list))
        }),
      )
    }
  })

  it('holds on the extremes: no rows, ±0, subnormals, the largest numbers', () => {
    expect(found([])).toEqual({ scores: [], ranks: [] })
    expect(found([0, -0, 5e-324, -5e-324])).toEqual({ scores: [-5e-324, 0, 5e-324], ranks: [1, 1, 2, 0] })
    expect(Object.is(rankScores(Float64Array.of(-0)).scores[0], 0)).toBe(true)
    expect(found([-Number.MAX_VALUE, Number.MAX_VALUE, 0, 1e-300])).toEqual(
      ranked([-Number.MAX_VALUE, Number.MAX_VALUE, 0, 1e-300]),
    )
  })

  it.each([
    ['uniform', (i: number) => ((i * 7919) % 50_021) / 50_021],
    ['many ties', (i: number) => ((i * 7919) % 97) / 97],
    ['all in one place', (i: number) => 0.5 + (i % 3) * 1e-16 + ((i * 31) % 40_000) * 1e-15],
    ['over six hundred decades', (i: number) => 10 ** (((i * 7919) % 6000) / 10 - 300)],
    ['one outlier', (i: number) => (i === 17 ? 1e300 : ((i * 7919) % 30_011) / 30_011)],
  ])('holds at 50,000 rows: %s', (_name, value) => {
    const values = Float64Array.from({ length: 50_000 }, (_, i) => value(i))
    const { scores, ranks } = rankScores(values)
    for (let k = 1; k < scores.length; k++) expect(scores[k - 1] < scores[k]).toBe(true)
    expect(scores.length).toBe(new Set(values).size)
    expect(values.every((score, row) => scores[ranks[row]] === score)).toBe(true)
  })

  it('a threshold’s rank is the number of scores below it', () => {
    const scores = Float64Array.of(0.1, 0.5, 0.9)
    expect([0, 0.1, 0.3, 0.5, 0.9, 1].map((threshold) => rankOfThreshold(scores, threshold))).toEqual([
      0, 0, 1, 1, 2, 3,
    ])
  })
})
