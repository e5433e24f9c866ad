import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wholeOrShares } from '../dataset/whole-weights.ts'
import { independentRows } from '../dataset/independent-rows.ts'
import { countsOfTally, countsOfValues, equalMassValueBins, rowsBetween } from '../../src/metrics/value-bins.ts'
import { tallyOf } from './binary/tally-of.ts'

const values = fc.array(
  fc.integer({ min: -20, max: 20 }).map((number) => number / 8),
  { minLength: 1, maxLength: 200 },
)
const countsOf = (numbers: number[]) => countsOfValues(Float64Array.from(numbers), independentRows(numbers.length))

describe('bins of equal mass', () => {
  it('hold no fewer rows than asked, all of them, and cut no equal values apart', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 30 }), (numbers, fewest) => {
        const bins = equalMassValueBins(countsOf(numbers), fewest)
        if (bins === null) return
        const { edges, rows } = bins
        expect(Math.min(...rows)).toBeGreaterThanOrEqual(fewest)
        const inBin = (i: number) =>
          numbers.filter((value) => value >= (edges[i - 1] ?? -Infinity) && value < (edges[i] ?? Infinity))
        expect(rows).toEqual(rows.map((_, i) => inBin(i).length))
        expect(edges.some((edge) => numbers.includes(edge))).toBe(false)
        expect(rowsBetween(countsOf(numbers), edges)).toEqual(rows)
      }),
    )
  })

  it('are none where there are too few rows, or too few values, for two', () => {
    expect(equalMassValueBins(countsOf([1, 2, 3]), 2)).toBeNull()
    expect(equalMassValueBins(countsOf([1, 1, 1, 1]), 1)).toBeNull()
    expect(equalMassValueBins(countsOf([1, 2, 3, 4]), 2)).toEqual({ edges: [2.5], rows: [2, 2] })
    // Nothing lies between neighbours.
    expect(equalMassValueBins(countsOf([1, 1 + Number.EPSILON]), 1)).toBeNull()
  })

  it('are at most 100', () => {
    expect(equalMassValueBins(countsOf(Array.from({ length: 1000 }, (_, i) => i)), 1)!.rows).toEqual(
      Array(100).fill(10),
    )
  })

  it('count the positives of a tally, and a row as often as its weight says', async () => {
    const counts = countsOfTally(await tallyOf([0, 1, 0, 1], [0.1, 0.2, 0.3, 0.3]))
    expect(equalMassValueBins(counts, 2)).toEqual({ edges: [0.25], rows: [2, 2], positives: [1, 1] })
    const weights = wholeOrShares(Float64Array.of(3, 1, 4))
    expect(equalMassValueBins(countsOfValues(Float64Array.of(2, 1, 2), { ...independentRows(3), weights }), 1)).toEqual(
      {
        edges: [1.5],
        rows: [1, 7],
      },
    )
  })
})
