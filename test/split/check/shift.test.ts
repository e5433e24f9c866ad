import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ksDistances } from '../../../src/split/check/ks-distance.ts'
import { chiSquaredTest, kolmogorovSmirnovTest, shiftFindings, splitShifts } from '../../../src/split/check/shift.ts'
import { checkedRows, cleanRows, type SampleRow } from './sample.ts'
import { told } from './told.ts'
import { runs } from '../../property-runs.ts'

/** By the definition: the distribution functions at every value. */
function distance(first: number[], second: number[]): number {
  const share = (values: number[], at: number) => values.filter((value) => value <= at).length / values.length
  return Math.max(0, ...[...first, ...second].map((at) => Math.abs(share(first, at) - share(second, at))))
}

describe('chi-squared', () => {
  it('with Cramér’s V is SciPy’s', () => {
    // chi2_contingency([[700, 300, 250], [120, 180, 40]], correction=False), contingency.association; SciPy 1.17.1.
    const { statistic, p, effectSize } = chiSquaredTest(Uint32Array.of(700, 300, 250), Uint32Array.of(120, 180, 40))!
    expect(statistic).toBeCloseTo(106.32185969425615, 10)
    expect(p / 8.175258889555344e-24).toBeCloseTo(1, 10)
    expect(effectSize.name).toBe('cramers_v')
    expect(effectSize.value).toBeCloseTo(0.25859059176105176, 12)
  })

  it('takes classes with fewer than 5 rows expected together', () => {
    // 1200 and 400 rows: of the last three classes 4, 3 and 2 rows are expected in the second split at most.
    expect(chiSquaredTest(Uint32Array.of(600, 588, 10, 1, 1), Uint32Array.of(190, 205, 1, 3, 1))).toEqual(
      chiSquaredTest(Uint32Array.of(600, 588, 12), Uint32Array.of(190, 205, 5)),
    )
  })

  it('is none of a single class', () => expect(chiSquaredTest(Uint32Array.of(50, 0), Uint32Array.of(40, 0))).toBeNull())

  it('does not depend on the order of the classes', () => {
    const counts: [number, number][] = [
      [701, 123],
      [299, 77],
      [37, 18],
      [251, 95],
    ]
    const test = (some: [number, number][]) =>
      chiSquaredTest(
        Uint32Array.from(some, ([a]) => a),
        Uint32Array.from(some, ([, b]) => b),
      )
    expect(test([...counts].reverse())).toEqual(test(counts))
  })
})

describe('the Kolmogorov–Smirnov distance', () => {
  const values = fc.oneof(
    fc.array(fc.tuple(fc.nat(2), fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1, maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -3, max: 5 })), { minLength: 1, maxLength: 60 }),
    // Values so close that one bin holds them.
    fc.array(
      fc.tuple(
        fc.nat(2),
        fc.nat(30).map((k) => (k === 30 ? 1e300 : 1 + k * 2 ** -52)),
      ),
      { minLength: 1, maxLength: 60 },
    ),
  )

  it('is the largest difference of the distribution functions', () => {
    fc.assert(
      fc.property(values, (rows) => {
        const of = (split: number) => rows.filter(([at]) => at === split).map(([, value]) => value + 0)
        const sizes = [0, 1, 2].map((split) => of(split).length)
        const pairs = [
          [0, 1],
          [0, 2],
          [1, 2],
        ]
          .map(([earlier, later]) => ({ earlier, later }))
          .filter(({ earlier, later }) => sizes[earlier] * sizes[later] > 0)
        const found = ksDistances(
          Float64Array.from(rows, ([, value]) => value),
          Uint8Array.from(rows, ([split]) => split),
          sizes,
          pairs,
        )
        pairs.forEach(({ earlier, later }, i) => expect(found[i]).toBeCloseTo(distance(of(earlier), of(later)), 12))
      }),
      { numRuns: runs(300) },
    )
  })

  it('has SciPy’s p to the accuracy of a limit', () => {
    // ks_2samp(arange(200) / 200, arange(100) / 100 * 0.6 + 0.1, method='exact'): 0.305, 6.53e-6;
    // kstwobign.sf((r + 0.12 + 0.11 / r) * 0.305), r = sqrt(200 * 100 / 300): 5.454805173392186e-06 (SciPy 1.17.1).
    const { p, statistic } = kolmogorovSmirnovTest(0.305, 200, 100)
    expect(statistic).toBe(0.305)
    expect(p / 5.454805173392186e-6).toBeCloseTo(1, 9)
    expect(p / 6.533578662864718e-6).toBeGreaterThan(0.8)
  })
})

describe('shift between splits', () => {
  const clean = cleanRows(51, 3000)
  const news = (rows: SampleRow[], numbers = false) => shiftFindings(splitShifts(checkedRows(rows, numbers))).map(told)

  it('is tested for the label and every model on every two splits, whether it is news or not', () => {
    expect(
      splitShifts(checkedRows(clean)).map(({ code, splits, model, test }) =>
        [code, ...splits, model, test.name].join(' '),
      ),
    ).toEqual([
      'label_shift train validation  chi_squared',
      'label_shift train test  chi_squared',
      'label_shift validation test  chi_squared',
      ...['candidate', 'production'].flatMap((model) =>
        ['train validation', 'train test', 'validation test'].map(
          (pair) => `score_shift ${pair} ${model} kolmogorov_smirnov`,
        ),
      ),
    ])
  })

  it('is news where it is both certain and not trifling', () => {
    const shifted = clean.map((row, i) =>
      row.split === 'test' && i % 4 === 0 ? { ...row, label: 1, scores: [row.scores[0], row.scores[1] + 1] } : row,
    )
    const findings = news(shifted)
    expect(findings.map(({ code, splits }) => [code, ...splits].join(' ')).sort()).toEqual([
      'label_shift train test',
      'label_shift validation test',
      'score_shift train test',
      'score_shift validation test',
    ])
    const ofScores = findings.find(({ code }) => code === 'score_shift')!
    expect(ofScores.message).toMatch(
      /^Scores of the production are distributed otherwise in test than in train: their distribution functions are up to 0\.\d+ apart, p < 0\.001\.$/,
    )
    expect(ofScores.effect).toBe('none')
    expect(findings.find(({ code }) => code === 'label_shift')!.message).toMatch(
      /^Classes have other shares in test than in train: Cramér’s V 0\.\d+, p < 0\.001\.$/,
    )
  })

  it('is no news in a trifle of many rows', () => {
    // d = 0.05 of 20,000 rows: p < 1e-10.
    const many = Array.from({ length: 40_000 }, (_, i) => ({
      split: i % 2 === 0 ? 'train' : 'test',
      label: 0,
      scores: [(i >> 1) / 20_000 + (i % 2) * 0.05],
    }))
    expect(splitShifts(checkedRows(many)).find(({ code }) => code === 'score_shift')!.test.p).toBeLessThan(1e-10)
    expect(news(many)).toEqual([])
  })

  it('is held against as many tests as there are', () => {
    // Nine tests: p = 0.002 alone is below 0.01, and not below 0.01 / 9.
    const shifts = splitShifts(checkedRows(clean)).map((shift, i) => ({
      ...shift,
      test: { ...shift.test, p: i === 0 ? 0.002 : 0.5, effectSize: { ...shift.test.effectSize, value: 0.2 } },
    }))
    expect(shiftFindings(shifts)).toEqual([])
    expect(shiftFindings(shifts.slice(0, 4))).toHaveLength(1)
  })

  it('of numbers is that of their distribution', () => {
    const numbers = clean.map((row) => ({ ...row, label: row.scores[0] * (row.split === 'test' ? 2 : 1) }))
    expect(
      news(numbers, true)
        .filter(({ code }) => code === 'label_shift')
        .map(({ splits, test }) => [...splits, test!.name]),
    ).toEqual([
      ['train', 'test', 'kolmogorov_smirnov'],
      ['validation', 'test', 'kolmogorov_smirnov'],
    ])
  })

  it('of a model with a column for each class is that of the column that has shifted most', () => {
    const rows = checkedRows(clean)
    const shiftedBy = (by: number) =>
      Float64Array.from(clean, ({ split, scores }) => scores[0] + (split === 'test' ? by : 0))
    rows.models = new Map([['candidate', [shiftedBy(0), shiftedBy(0.5), shiftedBy(0.3)]]])
    expect(
      shiftFindings(splitShifts(rows))
        .map(told)
        .map(({ splits, message }) => [...splits, message.slice(0, 65)]),
    ).toEqual([
      ['train', 'test', 'Scores of the candidate for class "yes" are distributed otherwise'],
      ['validation', 'test', 'Scores of the candidate for class "yes" are distributed otherwise'],
    ])
  })

  it('of predicted classes is that of their shares', () => {
    const rows = checkedRows(clean)
    rows.models = new Map([
      [
        'candidate',
        [Uint8Array.from(clean, ({ split, scores }) => (scores[0] < (split === 'test' ? 0.7 : 0.3) ? 1 : 0))],
      ],
    ])
    expect(
      shiftFindings(splitShifts(rows))
        .map(told)
        .map(({ message }) => message.slice(0, 49)),
    ).toEqual(Array(2).fill('The candidate predicts classes in other shares in'))
  })
})
