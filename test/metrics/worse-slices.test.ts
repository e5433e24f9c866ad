import { describe, expect, it } from 'vitest'
import { twoSidedP } from '../../src/metrics/intervals/distributions.ts'
import { adjustedPs, type SliceContrast, type WorseRules, worseSlices } from '../../src/metrics/worse-slices.ts'
import { lehmer } from '../helpers/lehmer.ts'

const rules: WorseRules = { better: 'higher', confidence: 0.95, level: 0.05, dependence: 'positive', fewestRows: 10 }

/** A slice whose difference has this standard error: 1.96 of them on both sides, and the normal test. */
function contrast(where: Record<string, string>, difference: number, error: number, rowCount = 1000): SliceContrast {
  const half = 1.959964 * error
  const interval = { low: difference - half, high: difference + half }
  return {
    where,
    rowCount,
    weight: null,
    positives: null,
    value: 0.8 + difference,
    other: 0.8,
    difference: { difference, interval, p: twoSidedP(difference / error), test: 'delta' },
  }
}

const names = (slices: { where: Record<string, string> }[]) =>
  slices.map(({ where }) => Object.values(where).join(' × '))

describe('slices that are worse', () => {
  it('are those whose interval lies on the worse side, whichever way the metric goes', () => {
    const slices = [
      contrast({ a: 'down' }, -0.1, 0.02),
      contrast({ a: 'up' }, 0.1, 0.02),
      contrast({ a: 'same' }, 0, 0.02),
    ]
    expect(names(worseSlices(slices, rules).listed)).toEqual(['down'])
    expect(names(worseSlices(slices, { ...rules, better: 'lower' }).listed)).toEqual(['up'])
  })

  it('come by what is surely lost, the end nearest 0 times the rows, not by how bad they look', () => {
    const slices = [contrast({ a: 'few' }, -0.4, 0.1, 50), contrast({ a: 'many' }, -0.05, 0.01, 5000)]
    // 0.204 · 50 = 10.2 rows, 0.0304 · 5000 = 152 rows.
    expect(names(worseSlices(slices, rules).listed)).toEqual(['many', 'few'])
  })

  it('have to be worse by more where more were looked at, and by their own interval alone without control', () => {
    const others = Array.from({ length: 40 }, (_, i) => contrast({ a: `same ${i}` }, 0.001, 0.02))
    // p = 0.0228/2 alone would do; of 41, p ≤ 0.05/41 = 0.00122 is needed.
    const slices = [contrast({ a: 'doubtful' }, -0.04, 0.02), ...others]
    expect(names(worseSlices(slices, rules).listed)).toEqual([])
    expect(names(worseSlices(slices, { ...rules, level: null }).listed)).toEqual(['doubtful'])
    expect(names(worseSlices(slices.slice(0, 1), rules).listed)).toEqual(['doubtful'])
  })

  it('say how much worse a lone slice would have had to be: the median half-length, stretched to the level needed', () => {
    const slices = [0.01, 0.02, 0.04].map((error, i) => contrast({ a: String(i) }, 0, error))
    expect(worseSlices(slices, { ...rules, level: null }).reach).toBeCloseTo(0.0392, 4)
    // z at 1 − 0.05/3 is 2.128045 (R: qnorm(1 - 0.05/3)).
    expect(worseSlices(slices, rules).reach).toBeCloseTo(2.128045 * 0.02, 5)
    expect(worseSlices([], rules).reach).toBeNull()
  })

  it('are not told of where rows are too few for the test, unless it is exact', () => {
    const few = contrast({ a: 'few' }, -0.4, 0.05, 9)
    expect(worseSlices([few], rules)).toMatchObject({ listed: [], tested: 0, untested: 1 })
    const exact = { ...few, difference: { ...few.difference, test: 'mcnemar' as const } }
    expect(worseSlices([exact], rules).listed.length).toBe(1)
    expect(worseSlices([{ ...few, rowCount: 1000, positives: 9 }], rules).tested).toBe(0)
  })

  it('are not told of where nothing is defined, or nothing tests it', () => {
    const undefinedThere = { ...contrast({ a: 'none' }, 0, 1), difference: { undefinedBecause: 'no positives' } }
    const untested = {
      ...contrast({ a: 'untested' }, 0, 1),
      difference: { difference: -0.5, interval: null, p: null, test: null },
    }
    expect(worseSlices([undefinedThere, untested], rules)).toMatchObject({ listed: [], tested: 0, untested: 2 })
  })
})

describe('a slice inside another', () => {
  const north = contrast({ region: 'north' }, -0.1, 0.01, 4000)

  it('is told under it where it is worse by no more than that explains', () => {
    const { listed } = worseSlices([north, contrast({ region: 'north', plan: 'basic' }, -0.12, 0.02, 1000)], rules)
    expect(names(listed)).toEqual(['north'])
    expect(names(listed[0].folded)).toEqual(['north × basic'])
  })

  it('is told by itself where it is surely worse still, and takes the other with it where that is worse through it alone', () => {
    const worst = contrast({ region: 'north', plan: 'basic' }, -0.38, 0.02, 1000)
    // The other 3,000 rows: (4000 · 0.1 − 1000 · 0.38)/3000 = 0.0067, far less than their 0.0196 · √(4/3).
    const { listed } = worseSlices([north, worst], rules)
    expect(names(listed)).toEqual(['north × basic'])
    expect(names(listed[0].through)).toEqual(['north'])
    // (4000 · 0.2 − 1000 · 0.38)/3000 = 0.14: worse without it too.
    expect(names(worseSlices([contrast({ region: 'north' }, -0.2, 0.01, 4000), worst], rules).listed)).toEqual([
      'north',
      'north × basic',
    ])
  })

  it('of the same rows is told once', () => {
    const { listed } = worseSlices([north, { ...north, where: { region: 'north', country: 'no' } }], rules)
    expect([names(listed), names(listed[0].folded)]).toEqual([['north'], ['north × no']])
  })

  it('every slice is told exactly once, however they lie in each other', () => {
    const random = lehmer(11)
    for (let round = 0; round < 200; round++) {
      const slices = ['x', 'y']
        .flatMap((a) => [
          contrast({ a }, -0.3 * random(), 0.02 + 0.02 * random(), 2000),
          ...['u', 'v'].map((b) => contrast({ a, b }, -0.5 * random(), 0.03 + 0.03 * random(), 1000)),
        ])
        .concat(['u', 'v'].map((b) => contrast({ b }, -0.3 * random(), 0.02 + 0.02 * random(), 2000)))
      const { listed } = worseSlices(slices, { ...rules, level: null })
      const told = listed.flatMap((slice) => [slice, ...slice.folded, ...slice.through])
      const worse = slices.filter(({ difference }) => 'interval' in difference && difference.interval!.high < 0)
      expect(names(told).sort()).toEqual(names(worse).sort())
    }
  })
})

it('of slices and pairs that overlap, all alike, no more than the level are listed: 5 % ± 4 standard errors of 600 data sets', () => {
  const random = lehmer(7)
  let falseLists = 0
  const runs = 600
  for (let run = 0; run < runs; run++) {
    // Rows of mean 0: whatever is listed is false, so that the false discovery rate is the share of lists that are not empty.
    const sums = new Map<string, { where: Record<string, string>; n: number; sum: number; squares: number }>()
    for (let row = 0; row < 400; row++) {
      const value = Array.from({ length: 6 }, random).reduce((sum, draw) => sum + draw, -3)
      const a = String(Math.floor(4 * random()))
      const b = String(Math.floor(3 * random()))
      for (const where of [{ a }, { b }, { a, b }] as Record<string, string>[]) {
        const key = JSON.stringify(where)
        const cell = sums.get(key) ?? { where, n: 0, sum: 0, squares: 0 }
        sums.set(key, { where, n: cell.n + 1, sum: cell.sum + value, squares: cell.squares + value * value })
      }
    }
    const slices = [...sums.values()].map(({ where, n, sum, squares }) =>
      contrast(where, sum / n, Math.sqrt((squares - (sum * sum) / n) / (n - 1) / n), n),
    )
    if (worseSlices(slices, rules).listed.length > 0) falseLists++
  }
  expect(falseLists / runs).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / runs))
  expect(falseLists).toBeGreaterThan(0)
})

/** The fifteen p-values of Benjamini & Hochberg (JRSS B 1995), section 3.2. */
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
]

describe('p-values adjusted for the false discovery rate', () => {
  it('reject the four of fifteen that Benjamini & Hochberg reject in their example at 0.05', () => {
    expect(adjustedPs(published, 'positive').filter((p) => p <= 0.05).length).toBe(4)
  })

  it('are what R’s p.adjust gives: BH, and BY without any assumption', () => {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), 'BH'), and 'BY': by hand, 4p/rank cumulated from the top, × (1 + 1/2 + 1/3 + 1/4).
    expect(adjustedPs([0.01, 0.04, 0.03, 0.005], 'positive')).toEqual(
      [0.02, 0.04, 0.04, 0.02].map((p) => expect.closeTo(p, 12)),
    )
    expect(adjustedPs([0.01, 0.04, 0.03, 0.005], 'any')).toEqual(
      [0.02, 0.04, 0.04, 0.02].map((p) => expect.closeTo((p * 25) / 12, 12)),
    )
  })

  it('never fall below the p-value, never rise above 1, and keep its order', () => {
    for (const dependence of ['positive', 'any'] as const) {
      const adjusted = adjustedPs(published, dependence)
      adjusted.forEach((p, i) => {
        expect(p).toBeGreaterThanOrEqual(published[i])
        expect(p).toBeLessThanOrEqual(1)
        if (i > 0) expect(p).toBeGreaterThanOrEqual(adjusted[i - 1])
      })
    }
  })

  it('of one hypothesis are its own, of none none', () => {
    expect([adjustedPs([0.03], 'positive'), adjustedPs([0.03], 'any'), adjustedPs([], 'any')]).toEqual([
      [0.03],
      [0.03],
      [],
    ])
  })
})
