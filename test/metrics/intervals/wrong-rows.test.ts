import { describe, expect, it } from 'vitest'
import { scoreMetric } from '../../../src/metrics/binary/catalogue.ts'
import { sampledRows } from '../../../src/metrics/binary/influence-table.ts'
import { isDefined, type DefinedMeasure } from '../../../src/metrics/measure.ts'
import { measureMulticlass } from '../../../src/metrics/multiclass/measure.ts'
import { argmaxClasses } from '../../../src/metrics/multiclass/rows.ts'
import type { Sampling } from '../../../src/dataset/sampling.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import { tallied } from '../binary/tally-of.ts'

const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, replicates: 20, seed: 1 }
const times = (count: number, value: number) => Array<number>(count).fill(value)

async function measured(id: string, classes: number[], scores: number[], sampling?: Sampling) {
  const { rows, tallies } = await tallied(classes, { candidate: scores }, sampling)
  return scoreMetric(id).measure(
    tallies.get('candidate')!,
    settings,
    sampling && sampledRows(rows, 'candidate'),
  ) as DefinedMeasure
}

describe('the interval of a loss where hardly a row is predicted wrongly', () => {
  const classes = [...times(30, 0), ...times(10, 1)]
  const scores = [...times(27, 0.1), ...times(3, 0.4), ...times(6, 0.9), 0.2, 0.2, 0.3, 0.3]

  it.each([
    // The definition with SciPy's gamma quantiles, which the cube root comes near to.
    ['brier', 0.03747321422902892, 0.17076957946640436],
    ['log_loss', 0.17485231426791992, 0.5009615925572863],
  ])('%s: four wrong rows of 40, as a weighted count', async (id, low, high) => {
    const { interval } = await measured(id, classes, scores)
    expect(interval!.method).toBe('gamma')
    expect(Math.abs(interval!.low / low - 1)).toBeLessThan(0.02)
    expect(Math.abs(interval!.high / high - 1)).toBeLessThan(0.005)
  })

  it('has a width where all scores are rounded to one, and where all rows are of one class', async () => {
    // One more row might be wrong, and add (0.81 − 0.01)/100: −ln 0.025 times that is Garwood's end of no row.
    const { value, interval } = await measured('brier', times(100, 0), times(100, 0.1))
    expect(interval!.high - value).toBeCloseTo(0.008 * -Math.log(0.025), 3)
    expect(interval!.low).toBeCloseTo(0.01, 12)
    const scattered = Array.from({ length: 50 }, (_, row) => 0.001 * (row + 1))
    const ofOneClass = await measured('brier', times(50, 0), scattered)
    expect(ofOneClass.interval!.high).toBeGreaterThan(0.06)
  })

  it('of several classes, none of whose rows is wrong, reaches to what one would add', () => {
    const probabilities = [0, 1, 2].map((label) =>
      Float64Array.from({ length: 60 }, (_, row) => (row % 3 === label ? 0.98 : 0.01)),
    )
    const { models } = measureMulticlass(
      {
        labels: ['a', 'b', 'c'],
        classes: Uint32Array.from({ length: 60 }, (_, row) => row % 3),
        models: new Map([['candidate', { predicted: argmaxClasses(probabilities), probabilities }]]),
        sampling: independentRows(60),
      },
      settings,
    )
    for (const [id, excess] of [
      ['brier', 2 * (0.98 - 0.01)],
      ['log_loss', Math.log(98)],
    ] as const) {
      const measure = models.get('candidate')!.measures.get(id)!
      if (!isDefined(measure)) throw new Error(id)
      const end = (excess * -Math.log(0.025)) / 60
      expect(Math.abs((measure.interval!.high - measure.value) / end - 1)).toBeLessThan(0.01)
    }
  })

  it('counts with frequency weights as with the rows repeated, and with groups of one row as without', async () => {
    const plain = (await measured('log_loss', classes, scores)).interval!
    const repeated = await measured('log_loss', [...classes, ...classes], [...scores, ...scores])
    const weighted = await measured('log_loss', classes, scores, {
      rowCount: 40,
      weights: { kind: 'frequency', values: new Float64Array(40).fill(2) },
      groups: null,
    })
    expect(weighted.interval!.high).toBeCloseTo(repeated.interval!.high, 12)
    const grouped = await measured('log_loss', classes, scores, {
      rowCount: 40,
      weights: null,
      groups: { codes: Uint32Array.from({ length: 40 }, (_, row) => row), groupCount: 40 },
    })
    expect(grouped.interval!.high).toBeCloseTo(plain.high, 9)
  })

  it('is Hall’s where many are, or most', async () => {
    const many = [...classes, ...classes, ...classes, ...classes, ...classes]
    const { interval } = await measured('brier', many, [...scores, ...scores, ...scores, ...scores, ...scores])
    expect(interval!.method).toBe('t')
    expect((await measured('brier', times(10, 1), [...times(8, 0.2), 0.7, 0.9])).interval!.method).toBe('t')
  })
})
