import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrecision, averagePrecisionInfluence } from '../../../src/metrics/binary/average-precision.ts'
import { binaryMetric, binaryMetrics, measureScores, scoreMetrics } from '../../../src/metrics/binary/catalogue.ts'
import type { Settings } from '../../../src/metrics/settings.ts'
import { compareDecisions, compareScores } from '../../../src/metrics/binary/compare.ts'
import type { DefinedDifference } from '../../../src/metrics/difference.ts'
import { confusionAt } from '../../../src/metrics/binary/confusion.ts'
import { isDefined, type DefinedMeasure, type Measure } from '../../../src/metrics/measure.ts'
import { mcnemarExact, pairedProportionInterval, wilsonInterval } from '../../../src/metrics/intervals/proportion.ts'
import { bestThreshold } from '../../../src/metrics/binary/threshold.ts'
import { jointDecisions } from '../../../src/tally/decisions.ts'
import { tallied, tallyOf } from './tally-of.ts'
import { runs } from '../../property-runs.ts'

const settings: Settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 5 }, replicates: 200, seed: 1 }

const row = fc.record({
  oneClass: fc.constantFrom(0, 1),
  candidate: fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
  production: fc.integer({ min: 0, max: 20 }).map((k) => k / 20),
})
const someRows = fc.array(row, { minLength: 1, maxLength: 60 })
type Row = { oneClass: number; candidate: number; production: number }

async function measureAll(rows: Row[], threshold = 0.5): Promise<Record<string, Measure>> {
  const tally = await tallyOf(
    rows.map((r) => r.oneClass),
    rows.map((r) => r.candidate),
  )
  const counts = confusionAt(tally, threshold)
  return Object.fromEntries(
    binaryMetrics.map((metric) => [
      metric.id,
      metric.from === 'scores' ? metric.measure(tally, settings) : metric.measure(counts, settings),
    ]),
  )
}

describe('the laws of the binary metrics', () => {
  it('the order of the rows leaves no trace, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, fc.infiniteStream(fc.double({ noNaN: true })), async (rows, random) => {
        const shuffled = rows
          .map((r) => ({ r, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ r }) => r)
        expect(await measureAll(shuffled)).toEqual(await measureAll(rows))
        expect(await compareAll(shuffled)).toEqual(await compareAll(rows))
      }),
      { numRuns: runs(60) },
    )
  })

  it('every value lies in its range and in its own interval', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        for (const [id, measure] of Object.entries(await measureAll(rows))) {
          if (!isDefined(measure)) continue
          const [lowest, highest] = binaryMetric(id)!.range
          expect(measure.value, id).toBeGreaterThanOrEqual(lowest)
          expect(measure.value, id).toBeLessThanOrEqual(highest)
          if (measure.interval === null) continue
          expect(measure.interval.low, id).toBeLessThanOrEqual(measure.value + 1e-12)
          expect(measure.interval.high, id).toBeGreaterThanOrEqual(measure.value - 1e-12)
          expect(measure.interval.low, id).toBeGreaterThanOrEqual(lowest - 1e-12)
          if (id !== 'expected_cost') expect(measure.interval.high, id).toBeLessThanOrEqual(highest + 1e-12)
        }
      }),
      { numRuns: runs(100) },
    )
  })

  it('a monotone transform of the scores leaves the metrics of ranks alone', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const before = await measureAll(rows)
        const after = await measureAll(rows.map((r) => ({ ...r, candidate: Math.exp(3 * r.candidate) - 7 })))
        for (const id of ['roc_auc', 'average_precision', 'ks', 'gini']) expect(after[id], id).toEqual(before[id])
      }),
      { numRuns: runs(50) },
    )
  })

  it('swapping the classes and turning the scores round swaps recall with specificity and keeps the AUC', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const before = await measureAll(rows, 0.5)
        // score ≥ 0.5 becomes 1 − score > 0.5 − ε; scores are multiples of 1/20.
        const after = await measureAll(
          rows.map((r) => ({ ...r, oneClass: 1 - r.oneClass, candidate: 1 - r.candidate })),
          0.51,
        )
        const value = (measure: Measure) => (isDefined(measure) ? measure.value : null)
        expect(value(after.recall)).toEqual(value(before.specificity))
        if (isDefined(before.roc_auc)) expect(value(after.roc_auc)).toBeCloseTo(before.roc_auc.value, 12)
      }),
      { numRuns: runs(50) },
    )
  })

  it('a paired t interval leaves 0 out just where its p is below 0.05', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        for (const [id, difference] of Object.entries(await compareAll(rows))) {
          if ('undefinedBecause' in difference || difference.test !== 't' || difference.p === null) continue
          const { low, high } = difference.interval!
          if (Math.min(Math.abs(low), Math.abs(high)) > 1e-9) expect(low > 0 || high < 0, id).toBe(difference.p < 0.05)
        }
      }),
      { numRuns: runs(100) },
    )
  })

  it('a model differs from itself by exactly nothing', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        for (const [id, difference] of Object.entries(
          await compareAll(rows.map((r) => ({ ...r, production: r.candidate }))),
        )) {
          if ('undefinedBecause' in difference) continue
          expect((difference as DefinedDifference).difference, id).toBe(0)
          if (difference.interval !== null && difference.test !== 'mcnemar')
            expect(difference.interval, id).toEqual({ low: 0, high: 0 })
          if (difference.p !== null) expect(difference.p, id).toBe(1)
        }
      }),
      { numRuns: runs(50) },
    )
  })

  it('the influence of average precision is its derivative by weight', async () => {
    const classes = [0, 1, 0, 1, 1, 0, 0, 1, 0, 0]
    const scores = [0.1, 0.9, 0.4, 0.4, 0.7, 0.7, 0.2, 0.3, 0.8, 0.05]
    const tally = await tallyOf(classes, scores)
    const value = averagePrecision(tally)
    const influence = averagePrecisionInfluence(tally, value)
    const copies = 100_000
    for (let i = 0; i < classes.length; i++) {
      // One more copy of row i among 100,000 of every row.
      const more = await weightedAveragePrecision(classes, scores, copies, i)
      const rank = tally.scores.indexOf(scores[i])
      expect((more - value) * copies).toBeCloseTo(influence[2 * rank + classes[i]], 4)
    }
  })

  it('undefined metrics say why, and are never a number', async () => {
    const onlyPositives = await measureAll([
      { oneClass: 1, candidate: 0.9, production: 0 },
      { oneClass: 1, candidate: 0.2, production: 0 },
    ])
    expect(onlyPositives.roc_auc).toEqual({ undefinedBecause: 'only one class' })
    expect(onlyPositives.log_loss).toEqual({ undefinedBecause: 'only one class' })
    expect(onlyPositives.specificity).toEqual({ undefinedBecause: 'no negatives' })
    const nonePredicted = await measureAll([
      { oneClass: 1, candidate: 0.1, production: 0 },
      { oneClass: 0, candidate: 0.2, production: 0 },
    ])
    expect(nonePredicted.precision).toEqual({ undefinedBecause: 'no predicted positives' })
    const beyond = await measureAll([
      { oneClass: 1, candidate: 1.1, production: 0 },
      { oneClass: 0, candidate: 0.2, production: 0 },
    ])
    for (const id of ['log_loss', 'brier', 'ece'])
      expect(beyond[id], id).toEqual({ undefinedBecause: 'scores outside 0 to 1 are not probabilities' })
    expect((beyond.roc_auc as DefinedMeasure).value).toBe(1)
  })

  it('perfect separation still has a width: Newcombe’s interval where DeLong’s variance is zero', async () => {
    const { roc_auc: auc } = await measureAll(
      [0, 0, 0, 1, 1, 1].map((oneClass) => ({ oneClass, candidate: oneClass, production: 0 })),
    )
    const { value, interval } = auc as DefinedMeasure
    expect(value).toBe(1)
    expect(interval?.method).toBe('newcombe')
    expect(interval!.high).toBe(1)
    // The area θ solves 1 − θ = z·√V(θ) with P = N = 3.
    const low = interval!.low
    const spread = 1 + (2 * (1 - low)) / (2 - low) + (2 * low) / (1 + low)
    expect(1 - low).toBeCloseTo(1.959963984540054 * Math.sqrt((low * (1 - low) * spread) / 9), 9)
  })
})

describe('proportions', () => {
  it('Wilson: published values', () => {
    // Newcombe, Statistics in Medicine 1998, table I: 81/263, 15/148, 0/20, 1/29 by the score method.
    for (const [count, total, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ]) {
      const interval = wilsonInterval(count, total, 1.959963984540054)
      expect(interval.low).toBeCloseTo(low, 4)
      expect(interval.high).toBeCloseTo(high, 4)
    }
  })

  it('McNemar’s exact p is the two-sided binomial tail', () => {
    // scipy.stats.binomtest(k, n, 0.5).pvalue
    expect(mcnemarExact(0, 0)).toBe(1)
    expect(mcnemarExact(1, 5)).toBeCloseTo(0.21875, 12)
    expect(mcnemarExact(5, 1)).toBeCloseTo(0.21875, 12)
    expect(mcnemarExact(3, 3)).toBe(1)
    expect(mcnemarExact(131, 214)).toBeCloseTo(9.213098763732704e-6, 16)
    expect(mcnemarExact(2, 1000)).toBeLessThan(1e-290)
  })

  it('the paired interval contains the difference and turns round with the models', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50)), ([both, first, second, neither]) => {
        fc.pre(both + first + second + neither > 0)
        const interval = pairedProportionInterval(both, first, second, neither, 1.96)
        const reversed = pairedProportionInterval(both, second, first, neither, 1.96)
        const difference = (first - second) / (both + first + second + neither)
        expect(interval.low).toBeLessThanOrEqual(difference + 1e-12)
        expect(interval.high).toBeGreaterThanOrEqual(difference - 1e-12)
        expect(reversed.low).toBeCloseTo(-interval.high, 12)
      }),
    )
  })
})

describe('the best threshold', () => {
  it('is the best of all distinct scores and one above them all, by exhaustive search', async () => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const classes = rows.map((r) => r.oneClass)
        const scores = rows.map((r) => r.candidate)
        const best = bestThreshold(await tallyOf(classes, scores), {
          direction: 'maximise',
          metric: 'f1',
          subjectTo: [{ metric: 'precision', atLeast: 0.4 }],
          costs: settings.costs,
        })
        // Above them all precision is not defined, so that the constraint is not met.
        let expected: number | null = null
        let expectedValue = -Infinity
        for (const threshold of [...new Set(scores)].sort((a, b) => b - a)) {
          const called = classes.filter((_, i) => scores[i] >= threshold)
          const truePositives = called.filter((c) => c === 1).length
          const positives = classes.filter((c) => c === 1).length
          const f1 = (2 * truePositives) / (called.length + positives)
          if (truePositives / called.length >= 0.4 && f1 > expectedValue) {
            expected = threshold
            expectedValue = f1
          }
        }
        expect(best?.value ?? null).toBe(expected)
        expect(best?.predicts).toBe(
          expected === null ? undefined : scores.every((s) => s >= expected) ? 'everybody' : null,
        )
      }),
      { numRuns: runs(100) },
    )
  })
})

async function compareAll(sample: Row[]) {
  const { rows, tallies } = await tallied(
    sample.map((r) => r.oneClass),
    {
      candidate: sample.map((r) => r.candidate),
      production: sample.map((r) => r.production),
    },
  )
  const ranks = new Map(
    [...tallies].map(([model, tally]) => [model, tally.scores.filter((score) => score < 0.5).length]),
  )
  const [decisions] = jointDecisions(rows, ranks)
  const [candidate, production] = [tallies.get('candidate')!, tallies.get('production')!]
  const measures = new Map([...tallies].map(([model, tally]) => [model, measureScores(tally, settings)]))
  const scoreDifferences = compareScores(scoreMetrics, { rows, candidate, production, measures, settings })
  return Object.fromEntries(
    binaryMetrics.map((metric) => [
      metric.id,
      metric.from === 'scores' ? scoreDifferences.get(metric.id)! : compareDecisions(metric, decisions, settings),
    ]),
  )
}

async function weightedAveragePrecision(
  classes: number[],
  scores: number[],
  copies: number,
  extra: number,
): Promise<number> {
  const weight = (i: number) => copies + (i === extra ? 1 : 0)
  let sum = 0
  let positives = 0
  for (let i = 0; i < classes.length; i++) {
    if (classes[i] === 0) continue
    positives += weight(i)
    let called = 0
    let right = 0
    for (let j = 0; j < classes.length; j++) {
      if (scores[j] < scores[i]) continue
      called += weight(j)
      right += classes[j] * weight(j)
    }
    sum += (weight(i) * right) / called
  }
  return sum / positives
}
