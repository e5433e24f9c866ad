import { describe, expect, it } from 'vitest'
import { verdictOf, withWaivers } from '../../src/policy/judgement.ts'
import type { Bound } from '../../src/policy/policy.ts'
import { rowsNeeded } from '../../src/policy/rows-needed.ts'
import type { FindingCode, SplitFinding } from '../../src/split/finding.ts'
import { judged, requirement, rows, split, wilson } from './evidence.ts'

describe('judging', () => {
  const test = split('test', rows(wilson(0.84, 0.76, 0.9)))

  // Bounds are inclusive: an interval that ends on the bound meets it.
  it.each([
    [{ atLeast: 0.75 }, 'pass'],
    [{ atLeast: 0.76 }, 'pass'],
    [{ atLeast: 0.77 }, 'undecided'],
    [{ atLeast: 0.9 }, 'undecided'],
    [{ atLeast: 0.91 }, 'fail'],
    [{ atMost: 0.91 }, 'pass'],
    [{ atMost: 0.9 }, 'pass'],
    [{ atMost: 0.85 }, 'undecided'],
    [{ atMost: 0.76 }, 'undecided'],
    [{ atMost: 0.75 }, 'fail'],
    [{ atLeast: 0.7, atMost: 0.95 }, 'pass'],
    [{ atLeast: 0.8, atMost: 0.95 }, 'undecided'],
    [{ atLeast: 0.2, atMost: 0.3 }, 'fail'],
  ] as [Bound, string][])('0.84 (0.76 to 0.90) against %j: %s', (bound, outcome) => {
    expect(judged([requirement(bound)], [test])[0].outcome).toBe(outcome)
  })

  it('the verdict is the worst outcome; nothing required is no verdict', () => {
    const outcomes = (...bounds: Bound[]) =>
      verdictOf(
        judged(
          bounds.map((bound) => requirement(bound)),
          [test],
        ),
        [],
      )
    expect(outcomes({ atLeast: 0.7 }, { atMost: 0.95 })).toBe('pass')
    expect(outcomes({ atLeast: 0.7 }, { atLeast: 0.8 })).toBe('undecided')
    expect(outcomes({ atLeast: 0.95 }, { atLeast: 0.8 })).toBe('fail')
    expect(verdictOf([], [])).toBeNull()
  })

  it('a leak makes a pass undecided unless it is waived by its name, and leaves a fail a fail', () => {
    const leak: SplitFinding = {
      code: 'shared_id',
      splits: ['train', 'test'],
      rows: 1,
      examples: [],
      test: null,
      effect: 'undecided',
    }
    const shift: SplitFinding = {
      code: 'label_shift',
      splits: ['train', 'test'],
      rows: null,
      examples: [],
      test: { name: 'chi_squared', statistic: 20, p: 0.001, effectSize: { name: 'cramers_v', value: 0.2 } },
      effect: 'none',
    }
    const verdict = (bound: Bound, findings: SplitFinding[], waive: FindingCode[] = []) =>
      verdictOf(judged([requirement(bound)], [test]), withWaivers(findings, waive))
    expect(verdict({ atLeast: 0.7 }, [leak])).toBe('undecided')
    expect(verdict({ atLeast: 0.7 }, [leak], ['shared_id'])).toBe('pass')
    expect(verdict({ atLeast: 0.7 }, [leak], ['shared_group'])).toBe('undecided')
    expect(verdict({ atLeast: 0.7 }, [shift])).toBe('pass')
    expect(verdict({ atLeast: 0.95 }, [leak])).toBe('fail')
    expect(verdictOf([], withWaivers([leak], []))).toBeNull()
  })

  it('undefined, without an interval, without rows: undecided with a reason, never a pass', () => {
    const [undefinedMetric] = judged(
      [requirement({ atLeast: 0 })],
      [split('test', rows({ undefinedBecause: 'no positives' }))],
    )
    expect(undefinedMetric).toMatchObject({
      outcome: 'undecided',
      value: null,
      reason: 'recall is not defined: no positives',
    })
    const [noInterval] = judged([requirement({ atLeast: 0 })], [split('test', rows({ value: 0.9, interval: null }))])
    expect(noInterval).toMatchObject({ outcome: 'undecided', value: 0.9 })
    const elsewhere = [
      split('validation', rows(wilson(0.9, 0.8, 0.95)), [
        { where: { region: 'north' }, ...rows(wilson(0.9, 0.8, 0.95)) },
      ]),
      split('test', rows(wilson(0.9, 0.8, 0.95)), [{ where: { region: 'south' }, ...rows(wilson(0.9, 0.8, 0.95)) }]),
    ]
    expect(
      judged([requirement({ atLeast: 0.5 }, { slices: ['region'] })], elsewhere).map(({ slice, outcome, reason }) => [
        slice?.region,
        outcome,
        reason,
      ]),
    ).toEqual([
      ['north', 'undecided', 'recall is not defined: no such rows in test'],
      ['south', 'pass', '0.9 (0.8 to 0.95) is at least 0.5'],
    ])
  })

  it('versus production: the paired difference is judged', () => {
    const paired = split('test', rows(wilson(0.84, 0.76, 0.9), { difference: 0.02, low: -0.01, high: 0.05 }))
    const versus = (bound: Bound) =>
      judged([requirement(bound, { of: 'versus_production' })], [paired], {}, { hasProduction: true })[0].outcome
    expect([versus({ atLeast: -0.01 }), versus({ atLeast: 0 }), versus({ atLeast: 0.06 })]).toEqual([
      'pass',
      'undecided',
      'fail',
    ])
    expect(() => judged([requirement({ atLeast: 0 }, { of: 'versus_production' })], [test])).toThrow(
      'no production model',
    )
  })

  it('a gap is one split’s value minus the other’s, with squared sides added', () => {
    const splits = [split('validation', rows(wilson(0.9, 0.86, 0.93))), test]
    const [gap] = judged([requirement({ atMost: 0.2 }, { of: 'gap', gapFrom: 'validation' })], splits)
    expect(gap.value).toBeCloseTo(0.06, 12)
    expect(gap.low).toBeCloseTo(0.06 - Math.hypot(0.9 - 0.86, 0.9 - 0.84), 12)
    expect(gap.high).toBeCloseTo(0.06 + Math.hypot(0.93 - 0.9, 0.84 - 0.76), 12)
    expect(gap.outcome).toBe('pass')
  })

  it('what the data does not have is an error with the policy’s path', () => {
    expect(() => judged([requirement({ atLeast: 0 }, { split: 'holdout' })], [test])).toThrow(
      'requirements[0].split: found splits test, expected a split "holdout"',
    )
    expect(() => judged([requirement({ atLeast: 0 }, { slices: ['region'] })], [test])).toThrow(
      'requirements[0].slices: found "region"',
    )
    expect(() => judged([requirement({ atLeast: 0 })], [{ ...test, name: 'train' }])).toThrow('expected a split "test"')
  })
})

describe('rows needed', () => {
  it('grow with the square of how far the interval overlaps the bound', () => {
    // 0.84 (0.76 to 0.90) at 200 rows against 0.80: the lower side has to shrink from 0.08 to 0.04 / (1 + 0.841621/1.959964), so
    // 4 · 2.043203 times the rows. The standard error is 0.08/1.959964, and 1.281552 of them are 0.052309: for a distance of
    // 0.092309 it is (0.08/0.092309)² · 2.043203 = 1.53463 times, and the value may as well be beyond the bound.
    expect(rowsNeeded(0.84, 0.76, 0.9, { atLeast: 0.8 }, { rows: 200, positives: 100 }, 0.95)).toEqual({
      rows: 1635,
      positives: 818,
      fewest: 307,
      most: null,
    })
    // Against 0.88 it has to fail: the upper side, 0.06, and 0.039232 of it: (0.06/0.04)², (0.06/0.079232)², (0.06/0.000768)².
    const needed = rowsNeeded(0.84, 0.76, 0.9, { atLeast: 0.88 }, { rows: 200, positives: 100 }, 0.95)!
    expect(needed).toMatchObject({ rows: 920, positives: 460, fewest: 235 })
    expect(needed.most! / 200 / 2.043203).toBeCloseTo((0.06 / 0.000768) ** 2, -2)
    expect(rowsNeeded(0.84, 0.76, 0.9, { atLeast: 0.84 }, { rows: 200, positives: 100 }, 0.95)).toBeNull()
  })
})
