import { withWaivers } from '../../src/policy/waivers.ts'
import type { FindingCode, SplitFinding } from '../../src/split/finding.ts'
import { describe, expect, it } from 'vitest'
import type { Measure } from '../../src/metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../../src/metrics/measured.ts'
import { judge, shortNumber, verdictOf } from '../../src/policy/judge.ts'
import type { Bound, Requirement } from '../../src/policy/policy.ts'
import { rowsNeeded } from '../../src/policy/rows-needed.ts'

const recall = (value: number, low: number, high: number): Measure => ({ value, interval: { low, high, method: 'wilson' } })

function rows(measure: Measure, difference: { difference: number; low: number; high: number } | null = null): MeasuredRows {
  return {
    rowCount: 200,
    weight: null,
    positives: 100,
    models: new Map([['candidate', { confusion: [[95, 5], [16, 84]], classes: null, measures: new Map([['recall', measure]]) }]]),
    differences: difference === null ? null : new Map([
      ['recall', { difference: difference.difference, interval: { low: difference.low, high: difference.high }, p: 0.5, test: 'mcnemar' }]]),
  }
}

const split = (name: string, own: MeasuredRows, slices: MeasuredSplit['slices'] = []): MeasuredSplit => ({ name, ...own, slices })

const requirement = (bound: Bound, rest: Partial<Requirement> = {}): Requirement => ({
  metric: 'recall', ofClass: null, of: 'value', bound, split: null, gapFrom: null, slices: null, path: 'requirements[0]', ...rest,
})

describe('judging', () => {
  const test = split('test', rows(recall(0.84, 0.76, 0.9)))

  // Bounds are inclusive: an interval that ends on the bound meets it.
  it.each([
    [{ atLeast: 0.75 }, 'pass'], [{ atLeast: 0.76 }, 'pass'], [{ atLeast: 0.77 }, 'undecided'], [{ atLeast: 0.9 }, 'undecided'], [{ atLeast: 0.91 }, 'fail'],
    [{ atMost: 0.91 }, 'pass'], [{ atMost: 0.9 }, 'pass'], [{ atMost: 0.85 }, 'undecided'], [{ atMost: 0.76 }, 'undecided'], [{ atMost: 0.75 }, 'fail'],
    [{ atLeast: 0.7, atMost: 0.95 }, 'pass'], [{ atLeast: 0.8, atMost: 0.95 }, 'undecided'], [{ atLeast: 0.2, atMost: 0.3 }, 'fail'],
  ] as [Bound, string][])('0.84 (0.76 to 0.90) against %j: %s', (bound, outcome) => {
    expect(judge([requirement(bound)], [test], false)[0].outcome).toBe(outcome)
  })

  it('the verdict is the worst outcome; nothing required is no verdict', () => {
    const outcomes = (...bounds: Bound[]) => verdictOf(judge(bounds.map((bound) => requirement(bound)), [test], false), [])
    expect(outcomes({ atLeast: 0.7 }, { atMost: 0.95 })).toBe('pass')
    expect(outcomes({ atLeast: 0.7 }, { atLeast: 0.8 })).toBe('undecided')
    expect(outcomes({ atLeast: 0.95 }, { atLeast: 0.8 })).toBe('fail')
    expect(verdictOf([], [])).toBeNull()
  })

  it('a leak makes a pass undecided unless it is waived by its name, and leaves a fail a fail', () => {
    const leak: SplitFinding = { code: 'shared_id', splits: ['train', 'test'], rows: 1, examples: [], message: '', test: null, effect: 'undecided' }
    const shift: SplitFinding = { ...leak, code: 'label_shift', effect: 'none' }
    const verdict = (bound: Bound, findings: SplitFinding[], waive: FindingCode[] = []) =>
      verdictOf(judge([requirement(bound)], [test], false), withWaivers(findings, waive))
    expect(verdict({ atLeast: 0.7 }, [leak])).toBe('undecided')
    expect(verdict({ atLeast: 0.7 }, [leak], ['shared_id'])).toBe('pass')
    expect(verdict({ atLeast: 0.7 }, [leak], ['shared_group'])).toBe('undecided')
    expect(verdict({ atLeast: 0.7 }, [shift])).toBe('pass')
    expect(verdict({ atLeast: 0.95 }, [leak])).toBe('fail')
    expect(verdictOf([], withWaivers([leak], []))).toBeNull()
  })

  it('undefined, without an interval, without rows: undecided with a reason, never a pass', () => {
    const [undefinedMetric] = judge([requirement({ atLeast: 0 })], [split('test', rows({ undefined: 'no positives' }))], false)
    expect(undefinedMetric).toMatchObject({ outcome: 'undecided', value: null, reason: 'recall is not defined: no positives' })
    const [noInterval] = judge([requirement({ atLeast: 0 })], [split('test', rows({ value: 0.9, interval: null }))], false)
    expect(noInterval).toMatchObject({ outcome: 'undecided', value: 0.9 })
    const elsewhere = [
      split('validation', rows(recall(0.9, 0.8, 0.95)), [{ where: { region: 'north' }, ...rows(recall(0.9, 0.8, 0.95)) }]),
      split('test', rows(recall(0.9, 0.8, 0.95)), [{ where: { region: 'south' }, ...rows(recall(0.9, 0.8, 0.95)) }]),
    ]
    expect(judge([requirement({ atLeast: 0.5 }, { slices: ['region'] })], elsewhere, false).map(({ slice, outcome, reason }) => [slice?.region, outcome, reason]))
      .toEqual([['north', 'undecided', 'recall is not defined: no such rows in test'], ['south', 'pass', '0.9 (0.8 to 0.95) is at least 0.5']])
  })

  it('versus production: the paired difference is judged', () => {
    const paired = split('test', rows(recall(0.84, 0.76, 0.9), { difference: 0.02, low: -0.01, high: 0.05 }))
    const versus = (bound: Bound) => judge([requirement(bound, { of: 'versus_production' })], [paired], true)[0].outcome
    expect([versus({ atLeast: -0.01 }), versus({ atLeast: 0 }), versus({ atLeast: 0.06 })]).toEqual(['pass', 'undecided', 'fail'])
    expect(() => judge([requirement({ atLeast: 0 }, { of: 'versus_production' })], [test], false)).toThrow('no production model')
  })

  it('a gap is one split’s value minus the other’s, with squared sides added', () => {
    const splits = [split('validation', rows(recall(0.9, 0.86, 0.93))), test]
    const [gap] = judge([requirement({ atMost: 0.2 }, { of: 'gap', gapFrom: 'validation' })], splits, false)
    expect(gap.value).toBeCloseTo(0.06, 12)
    expect(gap.low).toBeCloseTo(0.06 - Math.hypot(0.9 - 0.86, 0.9 - 0.84), 12)
    expect(gap.high).toBeCloseTo(0.06 + Math.hypot(0.93 - 0.9, 0.84 - 0.76), 12)
    expect(gap.outcome).toBe('pass')
  })

  it('what the data does not have is an error with the policy’s path', () => {
    expect(() => judge([requirement({ atLeast: 0 }, { split: 'holdout' })], [test], false)).toThrow('requirements[0].split: found splits test, expected a split "holdout"')
    expect(() => judge([requirement({ atLeast: 0 }, { slices: ['region'] })], [test], false)).toThrow('requirements[0].slices: found "region"')
    expect(() => judge([requirement({ atLeast: 0 })], [{ ...test, name: 'train' }], false)).toThrow('expected a split "test"')
  })
})

describe('rows needed', () => {
  it('grow with the square of how far the interval overlaps the bound', () => {
    // 0.84 (0.76 to 0.90) at 200 rows against 0.80: the lower side has to shrink from 0.08 to 0.04, so four times the rows.
    expect(rowsNeeded(0.84, 0.76, 0.9, { atLeast: 0.8 }, 200, 100)).toEqual({ rows: 800, positives: 400 })
    // Against 0.88 it has to fail: the upper side from 0.06 to 0.04.
    expect(rowsNeeded(0.84, 0.76, 0.9, { atLeast: 0.88 }, 200, 100)).toEqual({ rows: 450, positives: 225 })
    expect(rowsNeeded(0.84, 0.76, 0.9, { atLeast: 0.84 }, 200, 100)).toBeNull()
  })
})

describe('numbers in sentences', () => {
  it.each([[0.91234567, '0.9123'], [1, '1'], [0.00012345, '0.000123'], [12.3456, '12.35'], [1234.56, '1234.6'], [-0.01, '-0.01'], [0, '0'], [12345678, '12300000']])('%d is shown as %s', (value, text) => {
    expect(shortNumber(value)).toBe(text)
  })
})
