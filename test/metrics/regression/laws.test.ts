import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { regressionMetrics } from '../../../src/metrics/regression/catalogue.ts'
import { meanLosses } from '../../../src/metrics/regression/losses.ts'
import { predictedRows, type PredictedRows } from '../../../src/metrics/regression/estimate.ts'
import { isDefined, type DefinedMeasure, type Measure } from '../../../src/metrics/measure.ts'
import type { Difference } from '../../../src/metrics/difference.ts'
import { differencesOf, isDifferent, isNear, measuresOf, regressionRows, valueOf, type Row } from './rows.ts'
import { runs } from '../../property-runs.ts'

// Not so uneven that one row alone decides, up to rounding: then intervals are of rounding errors, or none.
const real = fc.integer({ min: -800, max: 800 }).map((x) => x / 8)
const coarse = fc.integer({ min: -5, max: 5 })
const number = fc.oneof(real, coarse)
const record = fc.record({ truth: number, candidate: number, production: number })
const someRows = fc.array(record, { minLength: 1, maxLength: 40 })
const enoughRows = fc.array(fc.record({ truth: real, candidate: real, production: real }), {
  minLength: 8,
  maxLength: 40,
})

/** The same rows without weights, with real ones, with counts, each also in groups. */
const weighings: [string, (rows: Row[]) => Row[]][] = (
  [
    ['no weights', (rows) => rows],
    ['importance', (rows) => rows.map((row, i) => ({ ...row, weight: 0.1 + ((i * 7919) % 13) / 7 }))],
    ['frequency', (rows) => rows.map((row, i) => ({ ...row, weight: (i * 7919) % 4 }))],
  ] satisfies [string, (rows: Row[]) => Row[]][]
).flatMap(([name, weigh]) => [
  [name, weigh],
  [`${name}, groups`, (rows: Row[]) => weigh(rows).map((row, i) => ({ ...row, group: (i * 31) % 7 }))],
])

function permuted<T>(rows: T[], seed: number): T[] {
  return rows
    .map((row, i) => ({ row, key: ((i + 1) * 2654435761 * (seed + 1)) % 4294967296 }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row)
}

describe.each(weighings)('the laws of the regression metrics, with %s', (_name, weigh) => {
  it('the order of the rows leaves no trace, to the last bit', () => {
    fc.assert(
      fc.property(someRows, fc.nat(1000), (rows, seed) => {
        const weighed = weigh(rows)
        const shuffled = permuted(weighed, seed)
        expect(measuresOf(shuffled)).toEqual(measuresOf(weighed))
        expect(differencesOf(shuffled)).toEqual(differencesOf(weighed))
      }),
      { numRuns: runs(60) },
    )
  })

  it('every value lies in its range and in its own interval', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const measures = measuresOf(weigh(rows))
        for (const {
          id,
          range: [lowest, highest],
        } of regressionMetrics) {
          const measure = measures[id]
          if (!isDefined(measure)) continue
          expect(measure.value, id).toBeGreaterThanOrEqual(lowest)
          expect(measure.value, id).toBeLessThanOrEqual(highest)
          if (measure.interval === null) continue
          const slack = 1e-9 * Math.max(1, Math.abs(measure.value))
          expect(measure.interval.low, id).toBeLessThanOrEqual(measure.value + slack)
          expect(measure.interval.high, id).toBeGreaterThanOrEqual(measure.value - slack)
          expect(measure.interval.low, id).toBeGreaterThanOrEqual(lowest)
          expect(measure.interval.high, id).toBeLessThanOrEqual(highest)
        }
      }),
      { numRuns: runs(60) },
    )
  })

  it('a model differs from itself by exactly nothing', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        for (const [id, difference] of Object.entries(
          differencesOf(weigh(rows.map((row) => ({ ...row, production: row.candidate })))),
        )) {
          if (!isDifferent(difference)) continue
          expect(difference.difference, id).toBe(0)
          if (difference.interval !== null)
            expect(difference, id).toMatchObject({ interval: { low: 0, high: 0 }, p: 1 })
        }
      }),
      { numRuns: runs(40) },
    )
  })

  it('the models exchanged, a difference changes its sign', () => {
    fc.assert(
      fc.property(enoughRows, (rows) => {
        const forth = differencesOf(weigh(rows))
        const back = differencesOf(
          weigh(rows.map((row) => ({ ...row, candidate: row.production, production: row.candidate }))),
        )
        for (const [id, difference] of Object.entries(forth)) {
          const other = back[id]
          if (!isDifferent(difference) || !isDifferent(other)) continue
          expect(other.difference, id).toBe(difference.difference === 0 ? 0 : -difference.difference)
          if (difference.interval !== null)
            expect(isNear(other.interval!.low, -difference.interval.high, 1e-6), id).toBe(true)
          if (difference.p !== null) expect(other.p, id).toBeCloseTo(difference.p, 6)
        }
      }),
      { numRuns: runs(40) },
    )
  })

  it('errors scale with their unit, and shares and correlations do not know it', () => {
    // Powers of two: any other factor rounds, and makes a difference of what was tied.
    fc.assert(
      fc.property(enoughRows, fc.constantFrom(2 ** -10, 0.5, 64), fc.boolean(), (rows, factor, isShifted) => {
        const shift = isShifted ? 100 * factor : 0
        const before = measuresOf(weigh(rows))
        const changed = (x: number) => factor * x + shift
        const after = measuresOf(
          weigh(
            rows.map(({ truth, candidate, production }) => ({
              truth: changed(truth),
              candidate: changed(candidate),
              production: changed(production),
            })),
          ),
        )
        const powers: Record<string, number> = {
          mean_absolute_error: factor,
          mean_squared_error: factor * factor,
          root_mean_squared_error: factor,
          median_absolute_error: factor,
          max_error: factor,
          mean_error: factor,
          mean_pinball_loss: factor,
          r2: 1,
          explained_variance: 1,
          pearson: 1,
          spearman: 1,
        }
        for (const [id, power] of Object.entries(powers)) {
          expectEqualMeasures(id, after[id], scaledMeasure(before[id], power), 1e-6)
        }
      }),
      { numRuns: runs(40) },
    )
  })

  it('a monotone transform leaves Spearman’s correlation alone, to the last bit', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const after = rows.map((row) => ({ ...row, truth: row.truth * 8, candidate: row.candidate ** 3 }))
        expect(measuresOf(weigh(after)).spearman).toEqual(measuresOf(weigh(rows)).spearman)
      }),
      { numRuns: runs(40) },
    )
  })
})

describe('weights of rows', () => {
  it('an integer weight equals repeating the row: values to the bit, intervals, and groups too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ truth: number, candidate: number, production: number, weight: fc.nat(4) }), {
          minLength: 1,
          maxLength: 25,
        }),
        fc.boolean(),
        (drawn, isGrouped) => {
          const rows = isGrouped ? drawn.map((row, i) => ({ ...row, group: i % 5 })) : drawn
          const repeated: Row[] = rows.flatMap(({ weight, ...row }) => Array.from({ length: weight }, () => row))
          const [weighed, unweighed] = [measuresOf(rows), measuresOf(repeated)]
          for (const { id } of regressionMetrics) {
            // Without rows there is no second model to look for.
            if (repeated.length === 0) expect(isDefined(weighed[id])).toBe(false)
            else expectEqualMeasures(id, weighed[id], unweighed[id], 1e-5)
            if (repeated.length > 0 && isDefined(weighed[id]))
              expect(valueOf(weighed[id]), id).toBe(valueOf(unweighed[id]))
          }
          if (repeated.length === 0) return
          const [paired, unpaired] = [differencesOf(rows), differencesOf(repeated)]
          for (const { id } of regressionMetrics) expectEqualDifferences(id, paired[id], unpaired[id])
        },
      ),
      { numRuns: runs(150) },
    )
  })

  it('shares may be given in any unit', () => {
    fc.assert(
      fc.property(enoughRows, (rows) => {
        const weighed = (unit: number) => measuresOf(rows.map((row, i) => ({ ...row, weight: unit * (0.3 + (i % 5)) })))
        const [one, other] = [weighed(1), weighed(0.37)]
        for (const { id } of regressionMetrics) expectEqualMeasures(id, other[id], one[id], 1e-6)
      }),
      { numRuns: runs(40) },
    )
  })
})

describe('the influence of a row', () => {
  it('is the derivative of the metric by its weight', () => {
    const sample: Row[] = [3, -1, 4, 1, 5, 9, 2, 6, 5, 3.5].map((truth, i) => ({
      truth,
      candidate: truth + [1, 0.2, -2, 0.4, 1.5, -3, 0.1, 2, -0.7, 0.9][i],
      weight: 100_000,
    }))
    const rowsOf = (rows: Row[]) => {
      const { truth, predictions, sampling } = regressionRows(rows)
      return predictedRows(truth, predictions, sampling).get('candidate')!
    }
    // The median steps, the maximum knows no weights.
    for (const { id, estimate } of regressionMetrics.filter(
      (metric) => metric.id !== 'median_absolute_error' && metric.id !== 'max_error',
    )) {
      const estimateOf = (rows: PredictedRows) => estimate(rows, 0.95, meanLosses(rows, 0.95))
      const whole = estimateOf(rowsOf(sample))
      if ('undefinedBecause' in whole) throw new Error(id)
      for (let i = 0; i < sample.length; i++) {
        const more = estimateOf(rowsOf(sample.map((row, j) => (i === j ? { ...row, weight: row.weight! + 1 } : row))))
        if ('undefinedBecause' in more) throw new Error(id)
        expect((more.value - whole.value) * 1e6, `${id} ${i}`).toBeCloseTo(whole.influence![i] * 1e6, 3)
      }
    }
  })
})

function scaledMeasure(measure: Measure, factor: number): Measure {
  if (!isDefined(measure)) return measure
  const { value, interval } = measure
  return {
    value: value * factor,
    interval: interval === null ? null : { ...interval, low: interval.low * factor, high: interval.high * factor },
  }
}

/** Equal within a tolerance relative to the size of the numbers; an interval of rounding errors is as good as none. */
function expectEqualMeasures(id: string, actual: Measure, expected: Measure, tolerance: number): void {
  const least = ['r2', 'explained_variance', 'pearson', 'spearman'].includes(id) ? 1 : 0
  expect(isDefined(actual), id).toBe(isDefined(expected))
  if (!isDefined(actual) || !isDefined(expected)) return
  const [found, wanted] = [ends(actual), ends(expected)]
  const size = Math.max(least, ...wanted.map(Math.abs))
  found.forEach((number, i) => {
    expect(Math.abs(number - wanted[i]), `${id}: ${found.join(' ')} for ${wanted.join(' ')}`).toBeLessThanOrEqual(
      tolerance * size + 1e-12,
    )
  })
}

function ends({ value, interval }: DefinedMeasure): [value: number, low: number, high: number] {
  return [value, interval?.low ?? value, interval?.high ?? value]
}

function expectEqualDifferences(id: string, actual: Difference, expected: Difference): void {
  expect(isDifferent(actual), id).toBe(isDifferent(expected))
  if (!isDifferent(actual) || !isDifferent(expected)) return
  expect(actual.difference, id).toBe(expected.difference)
  expect(actual.interval === null, id).toBe(expected.interval === null)
  if (actual.interval === null || expected.interval === null) return
  const width = expected.interval.high - expected.interval.low
  // A width of nothing but the rounding of influences, at 2^-26 of the largest, is as good as 0.
  expect(Math.abs(actual.interval.low - expected.interval.low), id).toBeLessThanOrEqual(1e-4 * width + 1e-7)
}
