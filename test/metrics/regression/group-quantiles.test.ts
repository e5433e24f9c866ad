import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binBetween, Cuts, evenEdges } from '../../../src/metrics/regression/bins.ts'
import { groupQuantiles, type MassShare } from '../../../src/metrics/regression/group-quantiles.ts'

const real = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const number = fc.oneof(fc.integer({ min: -4, max: 4 }), real, fc.constantFrom(0, -0, 1e-300, -1e-300, 1e300))
const share = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .map(([a, b]): MassShare => ({ part: Math.min(a, b), of: Math.max(a, b) }))
const all = { groups: null, groupCount: 1, masses: null }

/** By definition: the smallest value up to which lies the share, or the mean of it and the next where that is all. */
function defined(values: number[], { part, of }: MassShare): number {
  const sorted = values.map((value) => value + 0).sort((a, b) => a - b)
  const at = sorted.findIndex((_, k) => (k + 1) * of >= sorted.length * part)
  const isWhole = (at + 1) * of === sorted.length * part && at + 1 < sorted.length
  // Halves of the smallest numbers there are would not add up to the number again.
  return isWhole && sorted[at] !== sorted[at + 1] ? sorted[at] / 2 + sorted[at + 1] / 2 : sorted[at]
}

describe('quantiles of groups', () => {
  it('are the averaged inverse of the distribution function, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 60 }),
        fc.array(share, { minLength: 1, maxLength: 5 }),
        (values, shares) => {
          const [found] = groupQuantiles(Float64Array.from(values), all, shares)
          expect([...found]).toEqual(shares.map((each) => defined(values, each)))
        },
      ),
    )
  })

  it('of each group are those of its rows alone, and a mass of m is m rows', () => {
    const row = fc.record({ value: number, group: fc.nat(3), mass: fc.nat(3) })
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.array(share, { minLength: 1, maxLength: 5 }),
        (rows, shares) => {
          const found = groupQuantiles(
            Float64Array.from(rows, ({ value }) => value),
            {
              groups: Uint8Array.from(rows, ({ group }) => group),
              groupCount: 4,
              masses: Float64Array.from(rows, ({ mass }) => mass),
            },
            shares,
          )
          for (let group = 0; group < 4; group++) {
            const own = rows
              .filter((each) => each.group === group)
              .flatMap(({ value, mass }) => Array.from({ length: mass }, () => value))
            expect([...found[group]]).toEqual(shares.map((each) => (own.length === 0 ? NaN : defined(own, each))))
          }
        },
      ),
    )
  })

  it('pass over a value that counts for nothing, also where it is the next after half of the mass', () => {
    const rows = { groups: null, groupCount: 1, masses: Float64Array.of(1, 0, 1) }
    expect([...groupQuantiles(Float64Array.of(0, 5e-324, 1), rows, [{ part: 1, of: 2 }])[0]]).toEqual([0.5])
  })

  it('of 1 … 10 are the numbers in a worked case', () => {
    const values = Float64Array.from({ length: 10 }, (_, k) => k + 1)
    // numpy.quantile(range(1, 11), [0.05, 0.25, 0.5, 0.95], method='averaged_inverted_cdf'), NumPy 2
    const shares = [5, 25, 50, 95].map((part) => ({ part, of: 100 }))
    expect([...groupQuantiles(values, all, shares)[0]]).toEqual([1, 3, 5.5, 10])
  })
})

describe('cuts', () => {
  it('put a value after as many cuts as lie below it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          number.map((value) => value + 0),
          { maxLength: 30 },
        ),
        fc.array(number),
        (some, values) => {
          const cuts = Float64Array.from(some).sort()
          const placed = new Cuts(cuts)
          for (const value of [...values, ...cuts])
            expect(placed.binOf(value)).toBe(cuts.filter((cut) => cut < value).length)
        },
      ),
    )
  })

  it('between edges are closed on the right, the first on both sides, with nothing beyond', () => {
    const bin = binBetween(evenEdges(0, 4, 4))
    expect([-0.1, 0, 1, 1.1, 2, 4, 4.1].map(bin)).toEqual([-1, 0, 0, 1, 1, 3, -1])
  })
})
