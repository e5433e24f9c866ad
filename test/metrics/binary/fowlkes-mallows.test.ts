import { describe, expect, it } from 'vitest'
import { binaryMetrics, decisionMetric } from '../../../src/metrics/binary/catalogue.ts'
import { ChoiceBootstrap } from '../../../src/metrics/binary/choice-bootstrap.ts'
import { compareDecisions } from '../../../src/metrics/binary/compare.ts'
import type { Confusion } from '../../../src/metrics/binary/confusion.ts'
import { bestThreshold, type ThresholdSearch } from '../../../src/metrics/binary/threshold.ts'
import { fowlkesMallows } from '../../../src/metrics/definitions/binary-decisions.ts'
import type { DefinedDifference } from '../../../src/metrics/difference.ts'
import type { DefinedMeasure } from '../../../src/metrics/measure.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { lehmer } from '../../helpers/lehmer.ts'
import { tallied } from './tally-of.ts'

const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, replicates: 400, seed: 1 }
const metric = decisionMetric(fowlkesMallows.id)
const normal = 1.959963984540054

function confusion([truePositives, falsePositives, falseNegatives, trueNegatives]: number[]): Confusion {
  return { truePositives, falsePositives, falseNegatives, trueNegatives, spread: null }
}

/** The index by its definition as precision and recall, in floating point of its own. */
function index([tp, fp, fn]: number[]): number {
  return Math.sqrt((tp / (tp + fp)) * (tp / (tp + fn)))
}

/** The jackknife's standard error of a function of counts, a row left out at a time. */
function jackknife(counts: number[], of: (counts: number[]) => number): number {
  const rows = counts.reduce((sum, count) => sum + count, 0)
  const without = counts.map((count, cell) => (count === 0 ? 0 : of(counts.map((n, i) => (i === cell ? n - 1 : n)))))
  const mean = without.reduce((sum, value, cell) => sum + counts[cell] * value, 0) / rows
  const squares = without.reduce((sum, value, cell) => sum + counts[cell] * (value - mean) ** 2, 0)
  return Math.sqrt(((rows - 1) / rows) * squares)
}

describe('the Fowlkes–Mallows index', () => {
  it.each([
    [[8, 2, 4, 6], 0.7302967433402214],
    [[3, 0, 0, 5], 1],
    [[0, 1, 2, 5], 0],
  ])('of %j is %d', (counts, expected) => {
    expect((metric.measure(confusion(counts), settings) as DefinedMeasure).value).toBeCloseTo(expected, 14)
  })

  it('has no value without positives, or without predicted positives', () => {
    expect(metric.measure(confusion([0, 3, 0, 4]), settings)).toEqual({ undefinedBecause: 'no positives' })
    expect(metric.measure(confusion([0, 0, 3, 4]), settings)).toEqual({ undefinedBecause: 'no predicted positives' })
  })

  it('lies between F1 and the larger of precision and recall', () => {
    const counts = confusion([30, 11, 25, 200])
    const value = (id: string) => (decisionMetric(id).measure(counts, settings) as DefinedMeasure).value
    expect(value('fowlkes_mallows')).toBeGreaterThan(value('f1'))
    expect(value('fowlkes_mallows')).toBeLessThan(Math.max(value('precision'), value('recall')))
  })

  it('its interval is the jackknife’s on the logit scale, where there are many rows', () => {
    const counts = [620, 180, 240, 2960]
    const value = index(counts)
    const half = (normal * jackknife(counts, index)) / (value * (1 - value))
    const logit = Math.log(value / (1 - value))
    const { interval } = metric.measure(confusion(counts), settings) as DefinedMeasure
    expect(interval?.method).toBe('delta')
    expect(interval?.low).toBeCloseTo(1 / (1 + Math.exp(-(logit - half))), 3)
    expect(interval?.high).toBeCloseTo(1 / (1 + Math.exp(-(logit + half))), 3)
  })

  it('its paired difference has the jackknife’s standard error of the joint counts', () => {
    // By class, the candidate's and production's decision: negatives first; 4·class + 2·candidate + production.
    const joint = [2800, 60, 90, 150, 140, 50, 110, 600]
    const cellsOf = (counts: number[], bit: number) => {
      const called = (positive: number, says: number) =>
        counts.reduce((sum, n, i) => (i >> 2 === positive && ((i & bit) !== 0 ? 1 : 0) === says ? sum + n : sum), 0)
      return [called(1, 1), called(0, 1), called(1, 0), called(0, 0)]
    }
    const differenceOf = (counts: number[]) => index(cellsOf(counts, 2)) - index(cellsOf(counts, 1))
    const error = jackknife(joint, differenceOf)
    const found = compareDecisions(
      metric,
      { counts: Float64Array.from(joint), spread: null },
      settings,
    ) as DefinedDifference
    expect(found.difference).toBeCloseTo(differenceOf(joint), 14)
    expect(found.test).toBe('delta')
    expect((found.interval!.high - found.interval!.low) / (2 * normal * error)).toBeCloseTo(1, 1)
    const statistic = Math.abs(differenceOf(joint)) / error
    expect(statistic).toBeGreaterThan(1.5)
    // The normal tail beyond the statistic, by its continued fraction (Abramowitz & Stegun 26.2.14).
    let fraction = statistic
    for (let k = 60; k >= 1; k--) fraction = statistic + k / fraction
    const p = (2 * Math.exp((-statistic * statistic) / 2)) / Math.sqrt(2 * Math.PI) / fraction
    expect(found.p! / p).toBeGreaterThan(0.9)
    expect(found.p! / p).toBeLessThan(1.1)
  })

  it('where the threshold was chosen its interval is that of resampled rows, each with a threshold of its own', async () => {
    const random = lehmer(5)
    const rows = Array.from({ length: 300 }, () => {
      const chance = random()
      return { oneClass: random() < chance ? 1 : 0, score: Math.round(20 * (0.6 * chance + 0.4 * random())) / 20 }
    })
    const search: ThresholdSearch = { direction: 'maximise', metric: 'f1', subjectTo: [], costs: settings.costs }
    const namedRows = async (name: string, own: typeof rows) => ({
      name,
      ...(await tallied(
        own.map(({ oneClass }) => oneClass),
        { candidate: own.map(({ score }) => score) },
      )),
    })
    const [chosenOn, test] = [await namedRows('validation', rows), await namedRows('test', rows.slice(0, 200))]
    const thresholdOn = ({ tallies }: typeof test) => bestThreshold(tallies.get('candidate')!, search)!.value
    const thresholds = new Map([['candidate' as const, thresholdOn(chosenOn)]])
    const bootstrap = new ChoiceBootstrap(referenceKernels(), { search, chosenOn, thresholds }, settings)
    const interval = (await bootstrap.intervals(test, 'candidate', new Map())).get(fowlkesMallows.id)!
    expect(interval.method).toBe('bootstrap')

    const drawn = (from: typeof rows) => from.map(() => from[Math.floor(from.length * random())])
    const values: number[] = []
    for (let replicate = 0; replicate < 400; replicate++) {
      const threshold = thresholdOn(await namedRows('drawn', drawn(rows)))
      const cells = [0, 0, 0]
      for (const { oneClass, score } of drawn(rows.slice(0, 200))) {
        if (oneClass === 1) cells[score >= threshold ? 0 : 2]++
        else if (score >= threshold) cells[1]++
      }
      values.push(index(cells))
    }
    values.sort((a, b) => a - b)
    expect(Math.abs(interval.low - values[9])).toBeLessThan(0.02)
    expect(Math.abs(interval.high - values[389])).toBeLessThan(0.02)
  })

  it('is in the catalogue once', () => {
    expect(binaryMetrics.filter(({ id }) => id === 'fowlkes_mallows')).toHaveLength(1)
  })
})
