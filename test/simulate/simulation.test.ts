import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import { describe, expect, it } from 'vitest'
import { binaryTruth, drawSplit } from './binary.ts'
import { addFinding, mergeCoverage, ratesOf, standingOf, type Coverage } from './coverage.ts'
import { addRate, ratesOf as saidIn, rateTables, rateWorlds, type Rate } from './rates.ts'
import { simulate, worlds, type Job } from './simulation.ts'
import { evenUniforms, normal } from './uniforms.ts'

const cdf = (x: number) => normalCdf(x, 0, 1)
const models = {
  candidate: { separation: 1.5, shift: 0, slope: 1 },
  production: { separation: 3, shift: 0.3, slope: 1.5 },
}

describe('the worlds', () => {
  it('true values of binormal scores are those of their formulas', () => {
    // AUC Φ(d/√2), KS 2Φ(d/2) − 1 and the rates at a threshold: Green & Swets, Signal Detection Theory, 1966.
    const truth = binaryTruth(0.2, models, 0.5)
    expect(truth.roc_auc).toBeCloseTo(cdf(1.5 / Math.SQRT2), 8)
    expect(truth['Δ roc_auc']).toBeCloseTo(cdf(1.5 / Math.SQRT2) - cdf(3 / Math.SQRT2), 8)
    expect(truth.ks).toBeCloseTo(2 * cdf(0.75) - 1, 6)
    const cut = (Math.log(4) + 1.5 ** 2 / 2) / 1.5
    expect(truth.recall).toBeCloseTo(cdf(1.5 - cut), 4)
    expect(truth.specificity).toBeCloseTo(cdf(cut), 4)
    expect(truth.ece).toBeLessThan(1e-4)
  })

  it('rows drawn come near them', () => {
    const { classes, scores } = drawSplit('test', 0.2, models, { seed: 3, world: 'any', size: 100_000, number: 0 })
    const called = (oneClass: number) => {
      const all = [...classes.keys()].filter((row) => classes[row] === oneClass)
      return all.filter((row) => scores.get('candidate')![row] >= 0.5).length / all.length
    }
    const truth = binaryTruth(0.2, models, 0.5)
    // Five standard errors.
    expect(Math.abs(called(1) - truth.recall)).toBeLessThan(0.018)
    expect(Math.abs(called(0) - truth.false_positive_rate)).toBeLessThan(0.005)
  })

  it('an even lattice integrates what it is for', () => {
    const uniforms = evenUniforms(8)
    const count = 100_000
    let [first, square, product] = [0, 0, 0]
    for (let row = 0; row < count; row++) {
      const [x, y] = [normal(uniforms, row, 0), normal(uniforms, row, 6)]
      first += x / count
      square += (x * x) / count
      product += (x * y) / count
    }
    expect([first, square, product].map((value) => Math.round(1000 * value) + 0)).toEqual([0, 1000, 0])
  })
})

describe('the simulation', () => {
  it('gives the same however data sets are cut into jobs', async () => {
    const world = worlds.findIndex(({ task, name }) => task === 'binary' && name.startsWith('50'))
    const truth = await worlds[world].truth()
    const job = (first: number, count: number): Job => ({
      world,
      size: 50,
      part: 'closed',
      seed: 1,
      replicates: 0,
      first,
      count,
    })
    const whole = new Map(await simulate(job(0, 12), truth))
    const parts = new Map(await simulate(job(0, 5), truth))
    for (const [label, coverage] of await simulate(job(5, 7), truth))
      parts.set(label, mergeCoverage(parts.get(label), coverage))
    expect(parts).toEqual(whole)
    expect(whole.get('roc_auc')!.dataSets).toBe(12)
  })

  it('counts an interval that misses on its side, and one that is not there apart', () => {
    const coverages = new Map<string, Coverage>()
    const caution = { reason: '', low: 0.3, high: 1 }
    const intervals = [
      { low: 0, high: 1 },
      { low: 0.6, high: 1, caution },
      { low: 0.5, high: 1 },
      { low: 0, high: 0.4 },
      null,
    ]
    for (const interval of intervals)
      addFinding(coverages, { label: 'any', truth: 0.5, interval, method: interval && 'wilson' })
    expect(coverages.get('any')).toEqual({
      dataSets: 5,
      without: 1,
      above: 1,
      below: 1,
      cautioned: 1,
      passedAbove: 0,
      passedBelow: 1,
      methods: { wilson: 4 },
    })
    // Two of the four that are there; of five data sets one on either side.
    expect(ratesOf(coverages.get('any')!)).toEqual({ coverage: 50, error: 25, falsePasses: 20 })
  })

  it.each([
    [25, 25, 0, 'within'],
    [70, 0, 0, 'short'],
    [70, 0, 600, 'short'],
    [30, 33, 0, 'near'],
    [10, 10, 0, 'wide'],
    [45, 45, 600, 'said'],
  ] as const)(
    'of 1,000 intervals, %i all above the truth, %i below it, all pass falsely, %i said to be too short: %s',
    (above, below, cautioned, standing) => {
      const coverage = {
        dataSets: 1000,
        without: 0,
        above,
        below,
        cautioned,
        passedAbove: above,
        passedBelow: below,
        methods: {},
      }
      expect(standingOf(coverage, ratesOf(coverage)!)).toBe(standing)
    },
  )
})

describe('what is promised', () => {
  it('no slice of clusters is listed as worse where none is, and one that is worse is found', async () => {
    // On a normal tail of a handful of groups three of four data sets listed a slice by recall or F1.
    const [none, some] = await Promise.all(
      [0, 1].map((rateWorld) => saidIn({ rateWorld, seed: 1, first: 0, count: 6 })),
    )
    expect(none.filter(([, { said }]) => said > 1)).toEqual([])
    expect(new Map(some).get('roc_auc, than production')!.said).toBeGreaterThan(2)
  }, 60_000)

  it('shifts of clusters are seldom reported where splits are drawn', async () => {
    const at = rateWorlds.findIndex(({ part, name }) => part === 'shifts' && name.includes('30 clusters'))
    for (const [label, { said, dataSets }] of await saidIn({ rateWorld: at, seed: 1, first: 0, count: 100 }))
      expect(said / dataSets, label).toBeLessThan(0.04)
  }, 60_000)

  it('is told in per cent with its error, and marked where it is broken', () => {
    const rates = new Map<string, Rate>()
    addRate(rates, 'recall', { said: 20, dataSets: 60 })
    addRate(rates, 'recall', { said: 5, dataSets: 40 })
    expect(rateTables(new Map([[0, rates]]))).toEqual([
      'a slice is listed; 200 clusters, none worse: at most 5 % are promised',
      '  !25.0±4.3   recall',
      '',
    ])
  })
})
