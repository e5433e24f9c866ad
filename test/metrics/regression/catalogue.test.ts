import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DefinedDifference } from '../../../src/metrics/difference.ts'
import { isDefined } from '../../../src/metrics/measure.ts'
import { regressionMetrics } from '../../../src/metrics/regression/catalogue.ts'
import { measureRegression } from '../../../src/metrics/regression/measure.ts'
import { differencesOf, intervalOf, isNear, measuresOf, regressionRows, settings, valueOf, type Row } from './rows.ts'

interface Case {
  name: string
  truth: number[]
  candidate: number[]
  production: number[]
  weights: number[] | null
  expected: {
    candidate: Record<string, number>
    production: Record<string, number>
    intervals: Record<string, [number, number]>
    differences: Record<string, [difference: number, low: number, high: number]>
  }
}

// Made by expected/regression.py: scikit-learn 1.2.1, SciPy 1.10, and definitions in NumPy.
const cases: Case[] = JSON.parse(readFileSync(new URL('./expected/regression.json', import.meta.url), 'utf8'))

describe.each(cases)('regression metrics of $name', ({ truth, candidate, production, weights, expected }) => {
  const rows: Row[] = truth.map((y, i) => ({
    truth: y,
    candidate: candidate[i],
    production: production[i],
    ...(weights === null ? {} : { weight: weights[i] }),
  }))

  it.each(['candidate', 'production'] as const)('every value of the %s is scikit-learn’s or SciPy’s', (model) => {
    const measures = measuresOf(rows, model)
    for (const [id, value] of Object.entries(expected[model])) {
      expect(isNear(valueOf(measures[id]), value), `${id}: ${valueOf(measures[id])} for ${value}`).toBe(true)
    }
  })

  it('every interval is its definition’s', () => {
    const measures = measuresOf(rows)
    for (const [id, [low, high]] of Object.entries(expected.intervals)) {
      const interval = intervalOf(measures[id])!
      // Variances are taken from influences rounded at 2^-26 of the largest.
      expect(
        isNear(interval.low, low, 1e-6) && isNear(interval.high, high, 1e-6),
        `${id}: ${interval.low} ${interval.high} for ${low} ${high}`,
      ).toBe(true)
    }
  })

  it('every paired difference is the paired t test’s', () => {
    const differences = differencesOf(rows)
    for (const [id, [difference, low, high]] of Object.entries(expected.differences)) {
      const { difference: found, interval, test } = differences[id] as DefinedDifference
      expect(test, id).toBe('t')
      expect(found).toBeCloseTo(difference, 10)
      expect(interval!.low).toBeCloseTo(low, 6)
      expect(interval!.high).toBeCloseTo(high, 6)
    }
  })
})

describe('the catalogue of regression metrics', () => {
  it('holds the contract’s metrics in its order', () => {
    expect(regressionMetrics.map(({ id }) => id)).toEqual([
      'mean_absolute_error',
      'mean_squared_error',
      'root_mean_squared_error',
      'median_absolute_error',
      'mean_absolute_percentage_error',
      'max_error',
      'r2',
      'explained_variance',
      'mean_error',
      'mean_pinball_loss',
      'pearson',
      'spearman',
    ])
  })

  it('every set of rows is measured by all of it, in its order', () => {
    const measured = measureRegression(
      regressionRows(
        cases[3].truth.map((truth, i) => ({
          truth,
          candidate: cases[3].candidate[i],
          production: cases[3].production[i],
          weight: 0.5,
        })),
      ),
      settings,
    )
    const ids = regressionMetrics.map(({ id }) => id)
    expect(measured).toMatchObject({ rowCount: 60, weight: 30, positives: null })
    for (const { measures, confusion, classes } of measured.models.values()) {
      expect([...measures.keys()]).toEqual(ids)
      expect(confusion).toBeNull()
      expect(classes).toBeNull()
    }
    expect([...measured.differences!.keys()]).toEqual(ids)
  })

  it('one model has no differences', () => {
    const measured = measureRegression(
      regressionRows([
        { truth: 1, candidate: 2 },
        { truth: 2, candidate: 2 },
      ]),
      settings,
    )
    expect(measured.differences).toBeNull()
    expect(measured.weight).toBeNull()
  })

  it('an extreme has neither interval nor test', () => {
    const rows = cases[0].truth.map((truth, i) => ({
      truth,
      candidate: cases[0].candidate[i],
      production: cases[0].production[i],
    }))
    expect(intervalOf(measuresOf(rows).max_error)).toBeNull()
    expect(differencesOf(rows).max_error).toMatchObject({ interval: null, p: null, test: null })
  })

  it('numbers too large to be squared are undefined, with the reason', () => {
    const measures = measuresOf([
      { truth: 1e200, candidate: -1e200 },
      { truth: 0, candidate: 1e199 },
    ])
    expect(measures.mean_squared_error).toEqual({ undefinedBecause: 'beyond the range of 64-bit numbers' })
    expect(valueOf(measures.max_error)).toBe(2e200)
  })

  it('no rows have no metrics, and rows of weight 0 are no rows', () => {
    for (const rows of [[], [{ truth: 1, candidate: 2, weight: 0 }]]) {
      for (const [id, measure] of Object.entries(measuresOf(rows)))
        expect(measure, id).toEqual({ undefinedBecause: 'no rows' })
    }
  })

  it('correlations of fewer than two rows or of constants are undefined, with the reason', () => {
    const reason = (rows: Row[], id: string) => {
      const measure = measuresOf(rows)[id]
      return isDefined(measure) ? measure.value : measure.undefinedBecause
    }
    for (const id of ['pearson', 'spearman']) {
      expect(reason([{ truth: 1, candidate: 2 }], id)).toBe('fewer than two rows')
      expect(
        reason(
          [
            { truth: 1, candidate: 2 },
            { truth: 1, candidate: 3 },
          ],
          id,
        ),
      ).toBe('the truth is constant')
      expect(
        reason(
          [
            { truth: 1, candidate: 3 },
            { truth: 2, candidate: 3 },
          ],
          id,
        ),
      ).toBe('the predictions are constant')
    }
    expect(reason([{ truth: 1, candidate: 2 }], 'r2')).toBe('fewer than two rows')
  })

  it('what is perfect has no variance to make an interval of', () => {
    const perfect = [1, 2, 3, 5, 8, 13, 21].map((truth) => ({ truth, candidate: truth, production: truth + 1 / truth }))
    for (const [id, measure] of Object.entries(measuresOf(perfect))) expect(intervalOf(measure), id).toBeNull()
    expect(valueOf(measuresOf(perfect).r2)).toBe(1)
    expect(valueOf(measuresOf(perfect).spearman)).toBeCloseTo(1, 14)
  })
})
