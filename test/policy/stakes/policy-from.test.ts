import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { policyFrom } from '../../../src/policy/stakes/policy-from.ts'
import {
  autonomyOf,
  breakEven,
  confidenceOf,
  costWithoutModel,
  leastRate,
  reviewBand,
  type Stakes,
} from '../../../src/policy/stakes/stakes.ts'
import { requireTaskMetrics } from '../../../src/policy/task-metrics.ts'
import { runs } from '../../property-runs.ts'

const churn: Stakes = {
  name: 'churn-outreach',
  task: 'binary',
  does: 'approve',
  isReversible: true,
  costs: { falsePositive: 1, falseNegative: 10 },
  reviewCost: null,
  prevalence: 0.02,
  columns: {
    label: 'churned',
    positive: '1',
    candidate: 'score_v2',
    production: 'score_v1',
    split: 'split',
    id: 'customer',
    slices: ['region'],
  },
  split: null,
  hasValidation: true,
  hasLooked: false,
  ledger: 'churn.ledger.json',
}
const policyOf = (stakes: Partial<Stakes>): Policy => parsePolicy('policy.yaml', policyFrom({ ...churn, ...stakes }))
const bounds = ({ requirements }: Policy) =>
  Object.fromEntries(
    requirements.map(({ metric, of, slices, bound }) => [[metric, of, ...(slices ?? [])].join(' '), bound]),
  )

describe('what is at stake', () => {
  it('break-even is cost(FP) / (cost(FP) + cost(FN)): Elkan’s threshold, 1/11', () => {
    expect(breakEven({ falsePositive: 1, falseNegative: 10 })).toBeCloseTo(1 / 11, 15)
  })

  it('without a model a row costs the less of calling nobody or everybody positive', () => {
    expect(costWithoutModel({ falsePositive: 1, falseNegative: 10 }, 0.02)).toBeCloseTo(0.2, 15)
    expect(costWithoutModel({ falsePositive: 1, falseNegative: 10 }, 0.5)).toBe(0.5)
  })

  it('a person looks where deciding costs more, by Chow’s rule: from r/cost(FN) to 1 − r/cost(FP)', () => {
    expect(reviewBand(churn)).toEqual({ from: 0.02, to: 0.8 })
    expect(reviewBand({ ...churn, reviewCost: 0.5 })).toEqual({ from: 0.05, to: 0.5 })
    // The dearest decision, at 1/11, costs 10/11: a look that costs more never pays.
    expect(reviewBand({ ...churn, reviewCost: 0.9 })).toEqual({ from: 0.09, to: 0.1 })
    expect(reviewBand({ ...churn, reviewCost: 0.91 })).toBeNull()
    expect(reviewBand({ ...churn, does: 'suggest' })).toBeNull()
  })

  it('at every score within the band, and only there, a look is cheaper than the better decision', () => {
    const cost = fc.double({ min: 0.1, max: 100, noNaN: true })
    fc.assert(
      fc.property(
        cost,
        cost,
        fc.double({ min: 0.01, max: 0.49, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (falsePositive, falseNegative, part, p) => {
          const review = part * Math.min(falsePositive, falseNegative)
          const { from, to } = reviewBand({ ...churn, costs: { falsePositive, falseNegative }, reviewCost: review })!
          fc.pre(Math.abs(p - from) > 0.01 && Math.abs(p - to) > 0.01)
          expect(p > from && p < to).toBe(Math.min(p * falseNegative, (1 - p) * falsePositive) > review)
        },
      ),
    )
  })

  it('the more the model does by itself, the surer; surer by a level where nothing can be undone', () => {
    const confidence = (does: Stakes['does'], isReversible: boolean) => confidenceOf({ does, isReversible })
    expect([confidence('suggest', true), confidence('approve', true), confidence('decide', true)]).toEqual([
      0.8, 0.9, 0.95,
    ])
    expect([confidence('suggest', false), confidence('approve', false), confidence('decide', false)]).toEqual([
      0.9, 0.95, 0.99,
    ])
    expect([
      autonomyOf({ does: 'decide', isReversible: true }),
      autonomyOf({ does: 'decide', isReversible: false }),
    ]).toEqual([4, 5])
  })
})

describe('the rate that costs ask for', () => {
  const rate = (falsePositive: number, falseNegative: number, prevalence: number | null) =>
    leastRate({ costs: { falsePositive, falseNegative }, prevalence }, 0.5, 0.8)

  it('follows them: the dearer a miss, the fewer there may be', () => {
    // Half of what rows cost where everybody is called positive, 0.5·0.98, is that of 0.5·0.98/20 of the 2 % at 1,000 each.
    expect(rate(1, 1000, 0.02)).toBeCloseTo(1 - (0.5 * 0.98) / 20, 4)
    expect([rate(1, 2, null), rate(1, 10, null), rate(1, 1000, null)]).toEqual([0.8, 0.95, 0.9995])
    expect([rate(2, 1, null), rate(10, 1, null), rate(1000, 1, null)]).toEqual([0.8, 0.95, 0.9995])
  })

  it('is never less than where it starts, and no more where the mistake is too rare to be dear', () => {
    expect([rate(1, 1, 0.5), rate(1, 10, 0.02), rate(1, 2, 0.001)]).toEqual([0.8, 0.8, 0.8])
  })

  it('is asked for, with its reason', () => {
    const text = policyFrom({ ...churn, does: 'decide', costs: { falsePositive: 1, falseNegative: 1000 } })
    expect(text).toContain('{metric: recall, at_least: 0.9755}')
    expect(text.replaceAll('\n  # ', ' ')).toContain('more mistakes of this kind alone would cost more than 50 %')
  })
})

describe('a policy from the stakes', () => {
  it('of a rare and dear miss', () => {
    const policy = policyOf({})
    expect(policy).toMatchObject({
      name: 'churn-outreach',
      task: 'binary',
      columns: churn.columns,
      costs: churn.costs,
      confidence: 0.9,
      autonomy: 3,
      ledger: 'churn.ledger.json',
      threshold: { kind: 'best', direction: 'minimise', metric: 'expected_cost', on: 'validation' },
      abstain: { from: 0.02, to: 0.8 },
    })
    expect(policy.stages.map(({ name, share, confidence }) => [name, share, confidence])).toEqual([
      ['shadow', 0, 0.8],
      ['1 %', 0.01, 0.8],
      ['10 %', 0.1, 0.9],
      ['all', 1, 0.9],
    ])
    expect(bounds(policy)).toEqual({
      // 65 % of the 0.2 that a row costs where nobody is called positive.
      'expected_cost value': { atMost: 0.13 },
      'recall value': { atLeast: 0.7 },
      'recall value region': { atLeast: 0.7 },
      'precision value': { atLeast: 0.0909 },
      // 1.644854²/(4·0.075²) = 120.2.
      'positives value': { atLeast: 121 },
      'expected_cost versus_production': { atMost: 0.01 },
      'recall versus_production': { atLeast: -0.01 },
      'average_precision value': { atLeast: 0.06 },
      'ece value': { atMost: 0.05 },
      'coverage value': { atLeast: 0.5 },
      'recall gap': { atMost: 0.05 },
    })
  })

  it('where a false alarm is dearer, holds the negatives’ rate', () => {
    expect(bounds(policyOf({ costs: { falsePositive: 10, falseNegative: 1 } }))).toMatchObject({
      // 65 % of the 0.02 that a row costs where nobody is called positive, of the 0.98·10 that all false alarms would.
      'specificity value': { atLeast: 0.99867 },
      'precision value': { atLeast: 0.909 },
    })
  })

  it('without a validation split the threshold is fixed at break-even; of predictions there is none', () => {
    expect(policyOf({ hasValidation: false }).threshold).toEqual({ kind: 'fixed', value: 0.0909 })
    const { candidate: _, ...columns } = churn.columns
    expect(policyFrom({ ...churn, columns: { ...columns, prediction: 'decided' } })).not.toMatch(
      /^(threshold|abstain):/m,
    )
  })

  it('says whether it was written before a look at the results or after', () => {
    const head = (hasLooked: boolean) =>
      policyFrom({ ...churn, hasLooked })
        .split('version')[0]
        .replaceAll('\n# ', ' ')
    expect(head(false)).toContain('written down before looking')
    expect(head(true)).toContain('written down after a look at the results')
    expect(head(true)).toContain('on rows not yet looked at')
  })

  it('a way to split that is known is written as it is, lists and all, instead of being proposed', () => {
    const { split: _, ...columns } = churn.columns
    const text = policyFrom({
      ...churn,
      columns,
      split: { by: 'stratified', strata: ['churned', 'a: b'], seed: 7, train: 70, validation: 15, test: 15 },
    })
    expect(text).toContain(
      'split: {by: stratified, strata: [churned, "a: b"], seed: 7, train: 70, validation: 15, test: 15}',
    )
    expect(text).not.toContain('# split:')
    expect(parsePolicy('policy.yaml', text).split).toMatchObject({
      by: 'stratified',
      strata: ['churned', 'a: b'],
      seed: 7,
    })
  })

  it('accuracy is never asked for, and every requirement stands below its reason', () => {
    for (const task of ['binary', 'multiclass', 'regression'] as const) {
      const lines = policyFrom({ ...churn, task }).split('\n')
      const asked = lines.flatMap((line, i) => (/^ {2}- \{metric/.test(line) ? [i] : []))
      expect(asked.length).toBeGreaterThan(2)
      for (const i of asked) expect(lines[i - 1]).toMatch(/^ {2}# /)
      expect(lines.join('\n')).not.toContain('metric: accuracy')
    }
  })

  it('is a policy of its task, whatever the stakes and the names', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('no', 'true', '1', 'a: b', '# c', '"q"', 'line\nbreak', '*', '{x}', '\u2028', 'é', '1e5', '~'),
    )
    const columns = fc.record(
      {
        label: name,
        positive: name,
        candidate: name,
        production: name,
        split: name,
        id: name,
        slices: fc.array(name, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    )
    const stakes = fc.record({
      name: fc.option(name),
      task: fc.constantFrom('binary' as const, 'multiclass' as const, 'regression' as const),
      does: fc.constantFrom('suggest' as const, 'approve' as const, 'decide' as const),
      isReversible: fc.boolean(),
      costs: fc.record({
        falsePositive: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        falseNegative: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      }),
      reviewCost: fc.option(fc.double({ min: 1e-3, max: 1e3, noNaN: true })),
      prevalence: fc.option(fc.double({ min: 1e-4, max: 0.9999, noNaN: true })),
      columns,
      split: fc.constant(null),
      hasValidation: fc.boolean(),
      hasLooked: fc.boolean(),
      ledger: fc.option(name),
    })
    fc.assert(
      fc.property(stakes, (one) => {
        const policy = parsePolicy('policy.yaml', policyFrom(one))
        requireTaskMetrics(policy, { task: one.task, evidence: '' })
        expect(policy.columns).toEqual(
          one.columns.slices?.length === 0 ? { ...one.columns, slices: undefined } : one.columns,
        )
        expect([policy.name, policy.ledger]).toEqual([one.name, one.ledger])
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('reasons', () => {
  it('stand above what they explain, and no name of a column ends their line', () => {
    const text = policyFrom({
      ...churn,
      threshold: 2,
      hasValidation: false,
      reasons: {
        label: 'It is named\nversion: 7\u2028autonomy: 0\u0085task: x.',
        candidate: 'It is a score.',
        threshold: 'Asked: margins.',
      },
    })
    expect(text).toContain('  # It is named version: 7 autonomy: 0 task: x.\n  label: churned\n')
    expect(text).toContain('  # It is a score.\n  candidate: score_v2\n')
    expect(text).toContain('# The threshold as it was chosen. Asked: margins.\nthreshold: 2\n')
    expect(parsePolicy('policy.yaml', text)).toMatchObject({ autonomy: 3, threshold: { kind: 'fixed', value: 2 } })
  })
})
