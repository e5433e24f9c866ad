import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorBins } from '../../../src/metrics/regression/error-bins.ts'
import { residualsOf, type Residuals } from '../../../src/metrics/regression/residuals.ts'
import { isNear, measuresOf, regressionRows, valueOf, type Row } from './rows.ts'

const real = fc.integer({ min: -800, max: 800 }).map((x) => x / 8)
const skewed = fc.integer({ min: 0, max: 60 }).map((x) => 1.3 ** x)
const number = fc.oneof(real, skewed, fc.integer({ min: 0, max: 3 }))
const record = fc.record({ truth: number, candidate: number, production: number })
const someRows = fc.array(record, { minLength: 1, maxLength: 80 })

const weighings: [string, (rows: Row[]) => Row[]][] = [
  ['no weights', (rows) => rows],
  ['importance', (rows) => rows.map((row, i) => ({ ...row, weight: 0.1 + ((i * 7919) % 13) / 7 }))],
  ['frequency', (rows) => rows.map((row, i) => ({ ...row, weight: (i * 7919) % 4 }))],
]

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

function residuals(rows: Row[], smallestGroup = 1): Residuals {
  const found = residualsOf(regressionRows(rows), smallestGroup)
  if ('undefinedBecause' in found) throw new Error(found.undefinedBecause)
  return found
}

describe.each(weighings)('what there is to draw of residuals, with %s', (name, weigh) => {
  const isEmpty = (rows: Row[]) => rows.every(({ weight }) => weight === 0)

  it('the order of the rows leaves no trace', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 6 }), (rows, smallest) => {
        const weighed = weigh(rows)
        fc.pre(!isEmpty(weighed))
        expect(residuals(weighed.toReversed(), smallest)).toEqual(residuals(weighed, smallest))
        expect(errorBins(regressionRows(weighed.toReversed()), smallest, 0.95)).toEqual(
          errorBins(regressionRows(weighed), smallest, 0.95),
        )
      }),
    )
  })

  it('no row is lost: cells, what lies beyond the axes and what is too few to be shown sum to all', () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 6 }), (rows, smallest) => {
        const weighed = weigh(rows)
        fc.pre(!isEmpty(weighed))
        const { rows: all, densities, histogram } = residuals(weighed, smallest)
        for (const { models } of [...densities, histogram]) {
          for (const { weights, beyond, hidden } of models.values()) {
            expect(isNear(sum(weights) + beyond + hidden, all, 1e-9)).toBe(true)
            if (name !== 'importance')
              expect([...weights].filter((rowsOfCell) => rowsOfCell > 0 && rowsOfCell < smallest)).toEqual([])
          }
        }
        if (smallest === 1)
          for (const { bins } of residuals(weighed).models.values())
            expect(isNear(sum(bins.map((bin) => bin.rows)), all, 1e-9)).toBe(true)
      }),
    )
  })

  it('quantiles of a bin ascend, and its middle lies in it', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const weighed = weigh(rows)
        fc.pre(!isEmpty(weighed))
        for (const { bins } of residuals(weighed).models.values()) {
          for (const { from, to, middle, p05, p25, p50, p75, p95 } of bins) {
            expect([p05, p25, p50, p75, p95]).toEqual([p05, p25, p50, p75, p95].toSorted((a, b) => a - b))
            expect(middle).toBeGreaterThanOrEqual(from ?? -Infinity)
            expect(middle).toBeLessThanOrEqual(to ?? Infinity)
          }
        }
      }),
    )
  })

  it('the mean absolute error of the parts, by their rows, is that of all', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const weighed = weigh(rows)
        fc.pre(!isEmpty(weighed))
        const parts = errorBins(regressionRows(weighed), 1, 0.95).get('candidate')!
        const all = sum(parts.map((part) => part.rows))
        const mean = sum(parts.map((part) => (part.rows / all) * valueOf(part.meanAbsoluteError)))
        expect(isNear(mean, valueOf(measuresOf(weighed).mean_absolute_error), 1e-9)).toBe(true)
      }),
    )
  })
})

describe('worked cases', () => {
  const ramp = Array.from({ length: 100 }, (_, k): Row => ({ truth: k, candidate: k + (k % 2 === 0 ? 1 : -1) }))

  it('a hundred rows are ten bins of ten, their residuals −1 and 1', () => {
    const { bins, quartiles } = residuals(ramp).models.get('candidate')!
    expect(bins.length).toBe(10)
    expect(bins.map((bin) => bin.rows)).toEqual(bins.map(() => 10))
    expect(bins.every((bin) => bin.p05 === -1 && bin.p95 === 1)).toBe(true)
    expect(quartiles).toEqual([-1, 1])
  })

  it('the points against the normal distribution are the rows themselves where there are at most a hundred', () => {
    const { normal } = residuals([3, 1, 2].map((error): Row => ({ truth: 0, candidate: error }))).models.get(
      'candidate',
    )!
    // Hazen's positions 1/6, 1/2, 5/6: scipy.stats.norm.ppf, SciPy 1.17
    expect(normal.map(({ residual }) => residual)).toEqual([1, 2, 3])
    expect(normal[0].expected).toBeCloseTo(-0.9674215661017011, 12)
    expect(normal[1].expected).toBeCloseTo(0, 12)
  })

  it('numbers above 0 have a logarithmic scale too, first where they are skewed', () => {
    const scales = (values: number[]) =>
      residuals(values.map((truth) => ({ truth, candidate: truth }))).densities.map(({ scale }) => scale)
    expect(scales([1, 2, 3, 4, 5])).toEqual(['linear', 'logarithmic'])
    expect(scales([1, 2, 4, 8, 16, 32, 64, 128, 1000])).toEqual(['logarithmic', 'linear'])
    expect(scales([0, 2, 1000])).toEqual(['linear'])
    expect(scales([7, 7, 7])).toEqual(['linear'])
  })

  it('constants are one bin of all rows, with some room around', () => {
    const {
      densities: [{ edges, models }],
      histogram,
      models: residualsOfModels,
    } = residuals(Array.from({ length: 40 }, () => ({ truth: 5, candidate: 5 })))
    expect([edges[0], edges.at(-1)]).toEqual([2.5, 7.5])
    expect(Math.max(...models.get('candidate')!.weights)).toBe(40)
    expect(Math.max(...histogram.models.get('candidate')!.weights)).toBe(40)
    expect(residualsOfModels.get('candidate')!.bins).toMatchObject([{ from: null, rows: 40, middle: 5, p50: 0 }])
  })

  it('a few outliers do not make the axes: they lie beyond, counted', () => {
    const rows = Array.from({ length: 3000 }, (_, k): Row => ({ truth: k < 2 ? 1e9 : k % 100, candidate: k % 100 }))
    const {
      densities: [{ edges, models }],
    } = residuals(rows)
    expect(edges.at(-1)).toBe(99)
    expect(models.get('candidate')!.beyond).toBe(2)
  })

  it('errors by parts: in a tenth where all are off by 2, exactly that', () => {
    const rows = Array.from({ length: 100 }, (_, k): Row => ({ truth: k - (k >= 90 ? 2 : 1), candidate: k }))
    const parts = errorBins(regressionRows(rows), 1, 0.95).get('candidate')!
    expect(parts.map((part) => valueOf(part.meanAbsoluteError))).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 2])
    expect(parts.map(({ from, to }) => [from, to])).toEqual([
      [null, 9.5],
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((k) => [10 * k - 0.5, 10 * k + 9.5]),
      [89.5, null],
    ])
  })

  it('numbers beyond float64 have no residuals, and no rows have none', () => {
    expect(residualsOf(regressionRows([{ truth: -1.7e308, candidate: 1.7e308 }]), 1)).toEqual({
      undefinedBecause: 'beyond the range of 64-bit numbers',
    })
    expect(residualsOf(regressionRows([{ truth: 1, candidate: 1, weight: 0 }]), 1)).toEqual({
      undefinedBecause: 'no rows',
    })
  })
})
