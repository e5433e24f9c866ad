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

  it('keeps DeLong’s ends; the cautious ones enclose those on the logit scale with t of the rarer class’s degrees of freedom, and Newcombe’s', async () => {
    // 15 of 16 pairs in order. Placements of positives 1, 1, 1, ¾, of negatives ¾, 1, 1, 1: each variance 1/64, the error √(2/64/4).
    const { value, interval } = measuredArea(
      await tallyOf([1, 1, 1, 1, 0, 0, 0, 0], [0.9, 0.8, 0.7, 0.4, 0.6, 0.3, 0.2, 0.1]),
      0.95,
    )
    const error = Math.sqrt(2 / 64 / 4)
    expect(value).toBe(15 / 16)
    expect(interval).toMatchObject({ method: 'delong', high: 1 })
    expect(interval!.low).toBeCloseTo(15 / 16 - 1.959963984540054 * error, 12)
    // t(0.975; 3) = 3.182446305284263 (SciPy); logit 15/16 = ln 15, and its slope 1/(15/16 · 1/16).
    const step = Math.exp((3.182446305284263 * error) / (15 / 256))
    const newcombe = newcombeAucInterval(15 / 16, 4, 4, 1.959963984540054)
    expect(interval!.caution!.low).toBeCloseTo(Math.min(15 / (15 + step), newcombe.low), 9)
    expect(interval!.caution!.high).toBe(1)
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
