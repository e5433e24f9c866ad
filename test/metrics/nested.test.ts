import { describe, expect, it } from 'vitest'
import type { Sampling } from '../../src/dataset/sampling.ts'
import { wholeOrShares } from '../dataset/whole-weights.ts'
import { independentRows } from '../dataset/independent-rows.ts'
import { isDefinedDifference, type DefinedDifference } from '../../src/metrics/difference.ts'
import {
  nestedDifference,
  nestedShareDifference,
  wholeEstimate,
  type DefinedRowsEstimate,
} from '../../src/metrics/nested.ts'
import { fisherExact } from '../../src/metrics/intervals/proportion.ts'
import { lehmer } from '../helpers/lehmer.ts'

const random = lehmer(21)
const values = Float64Array.from({ length: 300 }, () => random() + random() * random())
const inside = Uint32Array.from(values.keys()).filter((row) => row % 3 === 0)

function mean(rows: Uint32Array, weights: Float64Array | null = null): DefinedRowsEstimate {
  const weightOf = (row: number) => (weights === null ? 1 : weights[row])
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0)
  const value = rows.reduce((sum, row) => sum + weightOf(row) * values[row], 0) / total
  return {
    value,
    interval: null,
    influence: Float64Array.from(rows, (row) => (values[row] - value) / total),
    test: 't',
  }
}

function difference(sampling: Sampling, weights: Float64Array | null = null): DefinedDifference {
  const whole = mean(Uint32Array.from(values.keys()), weights)
  const found = nestedDifference(wholeEstimate(whole, whole.influence!, sampling), inside, mean(inside, weights), 0.95)
  if (!isDefinedDifference(found)) throw new Error(found.undefinedBecause)
  return found
}

describe('an estimate on some rows minus that on all', () => {
  it('of a mean is as sure as the mean inside minus the mean outside, times the share outside', () => {
    const outside = Uint32Array.from(values.keys()).filter((row) => row % 3 !== 0)
    const spread = (rows: Uint32Array) => {
      const { value } = mean(rows)
      return rows.reduce((sum, row) => sum + (values[row] - value) ** 2, 0) / (rows.length - 1) / rows.length
    }
    const error = (outside.length / values.length) * Math.sqrt(spread(inside) + spread(outside))
    const found = difference(independentRows(300))
    expect(found.difference).toBeCloseTo(
      (outside.length / values.length) * (mean(inside).value - mean(outside).value),
      12,
    )
    // t with 99 degrees of freedom at 0.975: 1.984217 (R: qt(0.975, 99)); between the means' variance counts too, hence 1 %.
    expect((found.interval!.high - found.difference) / 1.984217 / error).toBeCloseTo(1, 2)
  })

  it('of rows that each stand for two is that of all of them repeated; of groups of one row that of rows', () => {
    const weights = values.map(() => 1)
    const plain = difference(independentRows(300))
    expect(difference({ ...independentRows(300), weights: wholeOrShares(weights) }, weights).interval).toEqual(
      plain.interval,
    )
    const grouped = difference({
      ...independentRows(300),
      groups: { codes: Uint32Array.from(values.keys()), groupCount: 300 },
    })
    expect(grouped.interval!.low).toBeCloseTo(plain.interval!.low, 3)
  })

  it('of rows that belong together in pairs is as sure as half as many', () => {
    const codes = Uint32Array.from(values.keys(), (row) => (row < 150 ? row : row - 150))
    values.copyWithin(150, 0, 150)
    const single = difference(independentRows(300))
    const paired = difference({ ...independentRows(300), groups: { codes, groupCount: 150 } })
    const length = ({ interval }: DefinedDifference) => interval!.high - interval!.low
    expect(length(paired) / length(single)).toBeCloseTo(Math.SQRT2, 1)
  })

  it('of all rows is no comparison', () => {
    const all = Uint32Array.from(values.keys())
    expect(
      nestedDifference(wholeEstimate(mean(all), mean(all).influence!, independentRows(300)), all, mean(all), 0.95),
    ).toEqual({ undefinedBecause: 'all rows are in it' })
    expect(nestedShareDifference({ count: 3, total: 9 }, { count: 3, total: 9 }, 0.95)).toEqual({
      undefinedBecause: 'all rows are in it',
    })
  })
})

describe('a share on some rows minus that on all', () => {
  it('is Newcombe’s difference from the rest times the share of the rest, with Fisher’s test', () => {
    // 56/70 against 48/80, Newcombe 1998 (Statistics in Medicine 17, 873), table II (a), method 10: 0.0524 to 0.3339.
    const found = nestedShareDifference({ count: 56, total: 70 }, { count: 104, total: 150 }, 0.95) as DefinedDifference
    expect(found.difference).toBeCloseTo((80 / 150) * 0.2, 12)
    expect(found.interval!.low).toBeCloseTo((80 / 150) * 0.0524, 4)
    expect(found.interval!.high).toBeCloseTo((80 / 150) * 0.3339, 4)
    expect(found.test).toBe('fisher')
  })

  it('none of three tells little, however little the three vary', () => {
    const found = nestedShareDifference({ count: 0, total: 3 }, { count: 860, total: 1000 }, 0.95) as DefinedDifference
    // C(860, 0)·C(140, 3)/C(1000, 3) twice.
    expect(found.p).toBeCloseTo((2 * (140 * 139 * 138)) / (1000 * 999 * 998), 9)
    expect(found.interval!.high).toBeGreaterThan(-0.35)
  })
})

describe('Fisher’s exact test', () => {
  it('is twice the smaller tail', () => {
    // The lady tasting tea, 3 of 4 against 1 of 4: 17/70 in the upper tail (Fisher 1935).
    expect(fisherExact({ count: 3, total: 4 }, { count: 1, total: 4 })).toBeCloseTo(34 / 70, 12)
    expect(fisherExact({ count: 4, total: 4 }, { count: 0, total: 4 })).toBeCloseTo(2 / 70, 12)
    expect(fisherExact({ count: 2, total: 4 }, { count: 2, total: 4 })).toBe(1)
  })

  it('does not mind which is first, nor which kind is a success, nor large counts', () => {
    for (const [a, n, b, m] of [
      [3, 10, 9, 14],
      [0, 5, 7, 9],
      [812_345, 1_000_000, 40_900, 50_000],
    ]) {
      const p = fisherExact({ count: a, total: n }, { count: b, total: m })
      expect(fisherExact({ count: b, total: m }, { count: a, total: n })).toBeCloseTo(p, 6)
      expect(fisherExact({ count: n - a, total: n }, { count: m - b, total: m })).toBeCloseTo(p, 6)
      expect(p > 0 && p <= 1).toBe(true)
    }
  })
})
