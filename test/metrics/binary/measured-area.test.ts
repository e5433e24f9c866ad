import { describe, expect, it } from 'vitest'
import { binaryMetric } from '../../../src/metrics/binary/catalogue.ts'
import { newcombeAucInterval } from '../../../src/metrics/intervals/area.ts'
import { measuredArea } from '../../../src/metrics/binary/roc-auc.ts'
import type { DefinedMeasure } from '../../../src/metrics/measure.ts'
import { tallyOf } from './tally-of.ts'

/** So many rows of each class, and so many positives above all negatives, the others below: the area is their share. */
function separated(rows: number, above: number) {
  const scores = [
    ...Array<number>(above).fill(3),
    ...Array<number>(rows - above).fill(1),
    ...Array<number>(rows).fill(2),
  ]
  return tallyOf(
    scores.map((score) => (score === 2 ? 0 : 1)),
    scores,
  )
}

describe('the interval of an area', () => {
  it('is said to be too short where rows of the rarer class × (1 − area) are fewer than 20, and not from there on', async () => {
    const cautions = await Promise.all(
      [81, 79, 21, 19].map(async (above) => measuredArea(await separated(100, above), 0.95).interval!.caution),
    )
    expect(cautions.map((caution) => caution?.reason)).toEqual([
      'the interval may be too short: independent rows of the rarer class × (1 − area) are 19, fewer than 20',
      undefined,
      undefined,
      'the interval may be too short: independent rows of the rarer class × area are 19, fewer than 20',
    ])
  })

  it('is on the logit scale with Welch’s degrees of freedom; the cautious ends are Wilson’s with those of the rarer class', async () => {
    // 15 of 16 pairs in order. Placements of positives 1, 1, 1, ¾, of negatives ¾, 1, 1, 1: each variance 1/64, the error √(2/64/4).
    const { value, interval } = measuredArea(
      await tallyOf([1, 1, 1, 1, 0, 0, 0, 0], [0.9, 0.8, 0.7, 0.4, 0.6, 0.3, 0.2, 0.1]),
      0.95,
    )
    const error = Math.sqrt(2 / 64 / 4)
    expect([value, interval!.method]).toEqual([15 / 16, 'delong'])
    // Two equal variances of 4 rows each have 6 degrees of freedom: t(0.975; 6) = 2.446911851144969 (SciPy); the odds are 15, and the
    // slope of the logit 1/(15/16 · 1/16).
    const step = Math.exp((2.446911851144969 * error) / (15 / 256))
    expect(interval!.low).toBeCloseTo(15 / (15 + step), 9)
    expect(interval!.high).toBeCloseTo((15 * step) / (1 + 15 * step), 9)
    // A(1 − A)/variance = 7.5 rows; t(0.975; 3) = 3.182446305284263; the roots of (p − A)² = t²·p(1 − p)/7.5.
    const ratio = 3.182446305284263 ** 2 / 7.5
    const [a, b, c] = [1 + ratio, -(2 * value + ratio), value * value]
    const root = Math.sqrt(b * b - 4 * a * c)
    expect(interval!.caution!.low).toBeCloseTo(Math.min(interval!.low, (-b - root) / (2 * a)), 9)
    expect(interval!.caution!.high).toBeCloseTo(Math.max(interval!.high, (-b + root) / (2 * a)), 9)
  })

  it('is never taken to be surer than of 3.5 rows for each of the rarer class', async () => {
    // Of 10 positives one scores below 20 of the 400 negatives, the others above all: A(1 − A)/variance is far more than 35 rows.
    const near = [...Array<number>(9).fill(3), 1.5, ...Array<number>(20).fill(2), ...Array<number>(380).fill(1)]
    const { value, interval } = measuredArea(
      await tallyOf(
        near.map((_, row) => (row < 10 ? 1 : 0)),
        near,
      ),
      0.95,
    )
    expect(value).toBeCloseTo(0.995, 12)
    // t(0.975; 9) = 2.2621571627409915 (SciPy).
    const ratio = 2.2621571627409915 ** 2 / 35
    const [a, b, c] = [1 + ratio, -(2 * value + ratio), value ** 2]
    expect(interval!.caution!.low).toBeCloseTo((-b - Math.sqrt(b * b - 4 * a * c)) / (2 * a), 9)
    expect(interval!.low).toBeGreaterThan(interval!.caution!.low + 0.05)
  })

  it('Gini’s caution is rescaled with it', async () => {
    const tally = await separated(40, 38)
    const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, replicates: 20, seed: 1 }
    const [area, gini] = ['roc_auc', 'gini'].map((id) => {
      const metric = binaryMetric(id)!
      if (metric.from !== 'scores') throw new Error(id)
      return (metric.measure(tally, settings) as DefinedMeasure).interval!.caution!
    })
    expect([gini.reason, gini.low, gini.high]).toEqual([area.reason, 2 * area.low - 1, 2 * area.high - 1])
  })

  it('of classes that are apart, Newcombe’s, which needs no caution', async () => {
    expect(measuredArea(await separated(5, 5), 0.95).interval).toEqual(newcombeAucInterval(1, 5, 5, 1.959963984540054))
  })
})
