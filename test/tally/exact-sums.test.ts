import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactSums, exactSum } from '../../src/tally/exact-sums.ts'

const terms = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 60 })
const counts = fc.integer({ min: 1, max: 2 ** 31 })

describe('exact sums', () => {
  it('are the same to the bit in any order, however often a term counts', () => {
    const counted = fc.array(fc.record({ term: fc.double({ noNaN: true, min: -1e6, max: 1e6 }), count: counts }), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(
        counted.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          const sumOf = (list: typeof rows) =>
            exactSum(
              Float64Array.from(list, ({ term }) => term),
              { kind: 'frequency', values: Float64Array.from(list, ({ count }) => count) },
            )
          expect(sumOf(shuffled)).toBe(sumOf(rows))
        },
      ),
    )
  })

  it('lie within 2^-52 of the largest term for each row of what whole numbers give', () => {
    fc.assert(
      fc.property(terms, (values) => {
        // Terms to 2^-30, as whole numbers of any size.
        const exact = values.reduce((sum, value) => sum + BigInt(Math.round(value * 2 ** 30)), 0n)
        const largest = Math.max(...values.map(Math.abs))
        const tolerance = values.length * (largest * 2 ** -52 + 2 ** -30)
        expect(Math.abs(exactSum(Float64Array.from(values)) - Number(exact) / 2 ** 30)).toBeLessThanOrEqual(tolerance)
      }),
    )
  })

  it('of counted terms are those of the terms repeated', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ term: fc.double({ noNaN: true, min: 0, max: 1 }), count: fc.integer({ min: 1, max: 5 }) }),
          { minLength: 1 },
        ),
        (rows) => {
          const repeated = rows.flatMap(({ term, count }) => Array.from({ length: count }, () => term))
          const counted = exactSum(
            Float64Array.from(rows, ({ term }) => term),
            { kind: 'frequency', values: Float64Array.from(rows, ({ count }) => count) },
          )
          expect(counted).toBe(exactSum(Float64Array.from(repeated)))
        },
      ),
    )
  })

  it('keep whole numbers beyond 2^53 in the parts: a thousand million rows of each of a thousand cells', () => {
    const sums = new ExactSums(1, 1, Infinity)
    for (let i = 0; i < 1000; i++) sums.add(0, 1, 1e9)
    sums.add(0, 2 ** -20, 1)
    expect(sums.values()[0]).toBe(1e12 + 2 ** -20)
  })

  it('of nothing are 0, and infinite where a term is', () => {
    expect(exactSum(new Float64Array(0))).toBe(0)
    expect(exactSum(Float64Array.of(1, Infinity))).toBe(Infinity)
  })
})
