import { describe, expect, it } from 'vitest'
import { decisionMetric } from '../../../src/metrics/binary/catalogue.ts'
import { wilsonInterval } from '../../../src/metrics/intervals/proportion.ts'
import type { DefinedMeasure } from '../../../src/metrics/measure.ts'

const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 } }
const z = 1.959963984540054

function intervalOf(id: string, [truePositives, falsePositives, falseNegatives, trueNegatives]: number[]) {
  const counts = { truePositives, falsePositives, falseNegatives, trueNegatives, spread: null }
  return (decisionMetric(id).measure(counts, settings) as DefinedMeasure).interval!
}

describe('metrics of decisions of which few rows of a cell decide', () => {
  it('F2 with two missed positives says so, and with none of them few does not', () => {
    const { low, caution } = intervalOf('f2', [18, 12, 2, 70])
    expect(caution!.reason).toBe('the interval may be too short: 2 rows are among the false negatives, fewer than 10')
    expect(caution!.low).toBeLessThan(low)
    expect(intervalOf('f2', [180, 120, 20, 700]).caution).toBeUndefined()
    expect(intervalOf('f1', [18, 12, 2, 70]).caution).toBeUndefined()
  })

  it('the cautious ends are MOVER’s from prevalence, recall and false positive rate, each at the ends of Wilson’s interval', () => {
    const [tp, fp, fn, tn] = [18, 12, 2, 70]
    const f2 = (p: number, r: number, f: number) => (5 * p * r) / (5 * p * r + 4 * p * (1 - r) + (1 - p) * f)
    const parts = [
      [(tp + fn) / 102, wilsonInterval(tp + fn, 102, z)],
      [tp / 20, wilsonInterval(tp, 20, z)],
      [fp / 82, wilsonInterval(fp, 82, z)],
    ] as const
    const own = parts.map(([value]) => value) as [number, number, number]
    const lengths = parts.map(([, { low, high }], moved) =>
      [low, high].map((end) => f2(...(own.map((value, i) => (i === moved ? end : value)) as typeof own)) - f2(...own)),
    )
    const length = (sign: 1 | -1) =>
      Math.sqrt(lengths.reduce((sum, ends) => sum + Math.max(0, ...ends.map((end) => sign * end)) ** 2, 0))
    const { low, high, caution } = intervalOf('f2', [tp, fp, fn, tn])
    expect(caution!.low).toBeCloseTo(Math.min(low, f2(...own) - length(-1)), 12)
    expect(caution!.high).toBeCloseTo(Math.max(high, f2(...own) + length(1)), 12)
  })

  it('Matthews correlation of a model that finds none of few positives is not known to be bad', () => {
    // Taken at the counts seen, its variance is that of two false alarms.
    const { high, caution } = intervalOf('matthews_corrcoef', [0, 2, 5, 193])
    expect(high).toBeLessThan(0)
    expect(caution!.high).toBeGreaterThan(0.2)
  })
})
