import { describe, expect, it } from 'vitest'
import { weightedCountInterval } from '../../../src/metrics/intervals/weighted-counts.ts'
import { chiSquaredTail } from '../../../src/metrics/intervals/distributions.ts'
import { decisionMetric } from '../../../src/metrics/binary/catalogue.ts'
import { confusionOf } from '../../../src/metrics/binary/confusion.ts'
import { isDefined } from '../../../src/metrics/measure.ts'
import { partDecisions } from '../../../src/tally/decisions.ts'
import { rowWeights } from '../../../src/dataset/sampling.ts'

describe('the interval of a weighted count', () => {
  it.each([0, 1, 3, 20, 200])('of %i rows that weigh alike is nearly Garwood’s of a Poisson count', (count) => {
    const { low, high } = weightedCountInterval(7 * count, 49 * count, 7, 0.95)
    // Garwood, Biometrika 1936: half the quantiles of chi-squared of 2n and 2n + 2 degrees of freedom.
    expect(Math.abs(chiSquaredTail((2 * high) / 7, 2 * count + 2) - 0.025)).toBeLessThan(0.001)
    if (count === 0) expect(low).toBe(0)
    else expect(1 - chiSquaredTail((2 * low) / 7, 2 * count)).toBeLessThan(0.027)
  })

  it('of no row reaches to what the heaviest would make', () => {
    const { low, high } = weightedCountInterval(0, 0, 19, 0.95)
    expect(low).toBe(0)
    // Within the cube root's error.
    expect(Math.abs(high / (19 * -Math.log(0.025)) - 1)).toBeLessThan(0.01)
  })
})

describe('few rows of great weight', () => {
  /** Positives of weight 0.1 and negatives of weight 1.9; so many of each are called positive. */
  const measured = (metric: string, [tp, fn, fp, tn]: [number, number, number, number]) => {
    const cells = [
      ...[...Array<undefined>(tp)].map(() => 6),
      ...[...Array<undefined>(fn)].map(() => 4),
      ...[...Array<undefined>(fp)].map(() => 2),
      ...[...Array<undefined>(tn)].map(() => 0),
    ]
    const weights = rowWeights(
      Float64Array.from(cells, (cell) => (cell >= 4 ? 0.1 : 1.9)),
      'importance',
    )
    const sampling = { rowCount: cells.length, weights, groups: null }
    const [joint] = partDecisions(sampling, Uint8Array.from(cells), null, 1)
    const measure = decisionMetric(metric).measure(confusionOf(joint, 'candidate'), {
      confidence: 0.95,
      costs: { falsePositive: 1, falseNegative: 1 },
    })
    if (!isDefined(measure) || measure.interval === null) throw new Error(metric)
    return measure.interval
  }

  it('precision of a case–control study without a false positive may be much lower, and that is said', () => {
    const { low, caution } = measured('precision', [50, 50, 0, 100])
    expect(low).toBeGreaterThan(0.9)
    expect(caution!.low).toBeCloseTo(5 / (5 + 1.9 * 3.69), 2)
    expect(caution!.reason).toContain('no row is among the false positives')
  })

  it('nothing is said where there are enough of them, or where all rows of the metric weigh alike', () => {
    expect(measured('precision', [50, 50, 8, 92]).caution).toBeUndefined()
    expect(measured('recall', [99, 1, 1, 99]).caution).toBeUndefined()
    expect(measured('specificity', [50, 50, 1, 99]).caution).toBeUndefined()
  })
})
