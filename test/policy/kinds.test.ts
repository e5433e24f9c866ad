import { describe, expect, it } from 'vitest'
import type { Measure } from '../../src/metrics/measure.ts'
import type { MeasuredRows, MeasuredSplit } from '../../src/metrics/measured.ts'
import { assuranceOf } from '../../src/policy/assurance.ts'
import type { Evidence } from '../../src/policy/judge.ts'
import { verdictOf } from '../../src/policy/judgement.ts'
import type { Policy, Requirement } from '../../src/policy/policy.ts'
import { judged, requirement, rows, split, wilson } from './evidence.ts'

const nothing: Measure = { undefinedBecause: 'no positives' }

/** One requirement on one test set (and what else there is): its outcome, reason and rows needed. */
interface Case {
  of: Requirement
  test: MeasuredRows
  others?: MeasuredSplit[]
  slices?: MeasuredSplit['slices']
  rules?: Partial<Policy>
  evidence?: Partial<Evidence>
}

function outcome({ of, test, others = [], slices = [], rules, evidence }: Case, slice?: string) {
  const all = judged([of], [...others, split('test', test, slices)], rules, evidence)
  const found = all.find((judgement) => slice === undefined || judgement.slice?.region === slice)!
  return [found.outcome, found.reason, found.rowsNeeded, found.positivesNeeded]
}

const compared = (
  metric: string,
  difference: { difference: number; low: number; high: number } | { undefinedBecause: string },
): MeasuredRows => ({
  ...rows(nothing),
  differences: new Map([
    [
      metric,
      'undefinedBecause' in difference
        ? difference
        : {
            difference: difference.difference,
            interval: { low: difference.low, high: difference.high },
            p: null,
            test: null,
          },
    ],
  ]),
})
const abstaining = (coverage: Measure, decided: Measure): MeasuredRows => {
  const measured = rows(nothing)
  const abstention = { coverage, decided: new Map([['recall', decided]]), abstained: new Map([['recall', nothing]]) }
  return { ...measured, models: new Map([['candidate', { ...measured.models.get('candidate')!, abstention }]]) }
}
const north = (measured: MeasuredRows) => ({ where: { region: 'north' }, ...measured })
const asked = requirement({ atLeast: 0.8 })

describe('a bound on a value', () => {
  it.each([
    ['met', wilson(0.9, 0.82, 0.95), 'pass', '0.9 (0.82 to 0.95) is at least 0.8', null, null],
    ['not met', wilson(0.7, 0.6, 0.78), 'fail', '0.7 (0.6 to 0.78) is not at least 0.8', null, null],
    // The lower side, 0.08, and for a chance of 80 % 0.8416/1.96 of it have to shrink to the distance, 0.04: 2.0432 · (0.08/0.04)² times
    // the 200 rows; with the value 1.2816 standard errors (0.0523) farther off 2.0432 · (0.08/0.0923)².
    [
      'undecided',
      wilson(0.84, 0.76, 0.9),
      'undecided',
      '0.84 (0.76 to 0.9) may or may not be at least 0.8; about 718 more positives, about 1,435 more rows, would settle it with a chance of 80 % (at least about 110 rows, as the value may be off)',
      1635,
      818,
    ],
    ['undefined', nothing, 'undecided', 'recall is not defined: no positives', null, null],
  ] as const)('%s', (_case, measure, ...expected) => {
    expect(outcome({ of: asked, test: rows(measure) })).toEqual(expected)
  })

  it('undefined: a fail where the policy takes it for one', () => {
    expect(outcome({ of: asked, test: rows(nothing), rules: { onUndefined: 'fail' } })).toEqual([
      'fail',
      'recall is not defined: no positives, which the policy takes for a fail',
      null,
      null,
    ])
  })

  it('without an interval: undecided, whatever the policy says of what is undefined', () => {
    expect(outcome({ of: asked, test: rows({ value: 0.9, interval: null }), rules: { onUndefined: 'fail' } })[0]).toBe(
      'undecided',
    )
  })
})

describe('a threshold that was chosen', () => {
  const best = {
    threshold: { kind: 'best' as const, direction: 'maximise' as const, metric: 'f1', subjectTo: [], on: 'validation' },
  }
  const words = ' (at the threshold as it was chosen: how it was chosen is not in this interval)'

  it.each([
    ['on the rows decided', requirement({ atLeast: 0.8 }, { where: 'decided' }), best, words],
    ['by slice', requirement({ atLeast: 0.8 }, { slices: ['region'] }), best, words],
    ['on a whole split', asked, best, words],
    [
      'on a whole split, with the choice in the interval',
      asked,
      { ...best, thresholdInterval: 'with_choice' as const },
      ' (how the threshold was chosen is in this interval)',
    ],
    ['on the rows decided, but fixed', requirement({ atLeast: 0.8 }, { where: 'decided' }), {}, ''],
  ])('%s', (_case, of, rules, added) => {
    const measured = wilson(0.9, 0.82, 0.95)
    const test = {
      ...rows(measured),
      models: new Map([...rows(measured).models, ...abstaining(measured, measured).models]),
    }
    const whole = {
      ...test,
      models: new Map([
        ['candidate' as const, { ...test.models.get('candidate')!, measures: new Map([['recall', measured]]) }],
      ]),
    }
    expect(outcome({ of, test: whole, slices: [north(rows(measured))], rules })[1]).toBe(
      `0.9 (0.82 to 0.95) is at least 0.8${added}`,
    )
  })
})

describe('an interval that is known to be too short', () => {
  const short = (value: number, low: number, high: number, caution: [number, number]): Measure => ({
    value,
    interval: {
      low,
      high,
      method: 'delong',
      caution: { reason: 'it may be too short', low: caution[0], high: caution[1] },
    },
  })

  it.each([
    [
      'met by itself alone',
      short(0.9, 0.85, 0.95, [0.74, 0.97]),
      '0.9 (0.85 to 0.95) is at least 0.8, but it may be too short, and 0.74 to 0.97 may or may not be at least 0.8 (no pass with on_short_interval: undecided)',
    ],
    [
      'met by both',
      short(0.9, 0.85, 0.95, [0.81, 0.97]),
      '0.9 (0.85 to 0.95) is at least 0.8, and so is 0.81 to 0.97: it may be too short',
    ],
  ])('passes with on_short_interval: pass, and it is said: %s', (_case, measure, reason) => {
    expect(outcome({ of: asked, test: rows(measure), rules: { onShortInterval: 'pass' } })).toEqual([
      'pass',
      reason,
      null,
      null,
    ])
  })

  it('undecided, its own sides say how many rows would settle it', () => {
    // The side is 0.04, the distance 0.02: 2.0432 · (0.04/0.02)² times the 200 rows.
    expect(
      outcome({ of: asked, test: rows(short(0.82, 0.78, 0.86, [0.74, 0.88])), rules: { onShortInterval: 'pass' } })[2],
    ).toBe(1635)
  })

  it.each([
    [
      'met by both',
      short(0.9, 0.85, 0.95, [0.81, 0.97]),
      'pass',
      '0.9 (0.85 to 0.95) is at least 0.8, and so is 0.81 to 0.97: it may be too short',
      null,
    ],
    // The cautious lower side, 0.16, has to shrink to the distance, 0.1: 2.0432 · (0.16/0.1)² times the 200 rows.
    [
      'met by itself alone',
      short(0.9, 0.85, 0.95, [0.74, 0.97]),
      'undecided',
      '0.9 (0.85 to 0.95) is at least 0.8, but it may be too short, and 0.74 to 0.97 may or may not be at least 0.8; about 424 more positives, about 847 more rows, would settle it with a chance of 80 % (at least about 50 rows, as the value may be off)',
      1047,
    ],
    [
      'not met: as by itself',
      short(0.7, 0.6, 0.78, [0.5, 0.85]),
      'fail',
      '0.7 (0.6 to 0.78) is not at least 0.8',
      null,
    ],
    // What the value meets has to be met by the cautious side, 0.08: 2.0432 · (0.08/0.02)².
    [
      'undecided',
      short(0.82, 0.78, 0.86, [0.74, 0.88]),
      'undecided',
      '0.82 (0.78 to 0.86) may or may not be at least 0.8; about 3,170 more positives, about 6,339 more rows, would settle it with a chance of 80 % (at least about 300 rows, as the value may be off)',
      6539,
    ],
    // Going by the value it will fail, by its own side: 2.0432 · (0.06/0.02)².
    [
      'undecided, the value outside',
      short(0.78, 0.72, 0.84, [0.7, 0.9]),
      'undecided',
      '0.78 (0.72 to 0.84) may or may not be at least 0.8; about 1,739 more positives, about 3,478 more rows, would settle it with a chance of 80 % (at least about 220 rows, as the value may be off)',
      3678,
    ],
  ] as const)('as usual (on_short_interval: undecided): %s', (_case, measure, ...expected) => {
    expect(outcome({ of: asked, test: rows(measure) }).slice(0, 3)).toEqual(expected)
  })

  it('that it is too short is the doubt, and makes it no surer', () => {
    const [judgement] = judged([asked], [split('test', rows(short(0.9, 0.85, 0.95, [0.74, 0.97])))])
    expect(judgement.doubt).toBe('short_interval')
    // By the cautious side of 0.16: z = 0.1/0.16 · 1.959964.
    expect(assuranceOf(judgement, 0.95)).toBeCloseTo((1.959964 * 0.1) / 0.16, 6)
  })

  it('passes on to a gap and to a difference from a baseline', () => {
    const gap = requirement({ atMost: 0.1 }, { of: 'gap', gapFrom: 'validation' })
    const validation = split('validation', rows(short(0.9, 0.88, 0.92, [0.8, 1])))
    const [judgement] = judged([gap], [validation, split('test', rows(wilson(0.88, 0.86, 0.9)))])
    // 0.02 + √(0.02² + 0.02²) is within 0.1, 0.02 + √(0.1² + 0.02²) is not.
    expect([judgement.outcome, judgement.doubt]).toEqual(['undecided', 'short_interval'])
    expect(judgement.high).toBeCloseTo(0.02 + Math.sqrt(0.0008), 12)
    expect(judgement.caution!.high).toBeCloseTo(0.02 + Math.sqrt(0.0104), 12)
  })
})

describe('every value of a slice', () => {
  const of = requirement({ atLeast: 0.8 }, { slices: ['region'], values: [['north'], ['south']] })
  const whole = { of, test: rows(nothing), slices: [north(rows(wilson(0.9, 0.82, 0.95)))] }

  it.each([
    ['undecided', 'undecided', 'recall is not defined: no such rows in test', null],
    ['fail', 'fail', 'recall is not defined: no such rows in test, which the policy takes for a fail', null],
    ['ignore', 'undecided', 'recall is not defined: no such rows in test, which the policy ignores', 'missing_slice'],
  ] as const)(
    'a value that the requirement names and no row has is missing; on_missing_slice: %s',
    (onMissingSlice, expected, reason, skipped) => {
      const all = judged([of], [split('test', whole.test, whole.slices)], { onMissingSlice })
      expect(all.map(({ slice, outcome: found }) => [slice?.region, found])).toEqual([
        ['north', 'pass'],
        ['south', expected],
      ])
      expect(all[1]).toMatchObject({ reason, skipped })
      expect(verdictOf(all, [])).toBe(skipped === null ? expected : 'pass')
    },
  )

  it('a value that another split alone has is missing too, and one that a gap is not measured from', () => {
    const elsewhere = [
      split('validation', rows(nothing), [{ where: { region: 'west' }, ...rows(wilson(0.9, 0.82, 0.95)) }]),
    ]
    expect(outcome({ ...whole, others: elsewhere, rules: { onMissingSlice: 'fail' } }, 'west')[0]).toBe('fail')
    const gap = requirement({ atMost: 0.1 }, { of: 'gap', gapFrom: 'validation', slices: ['region'] })
    expect(outcome({ ...whole, of: gap, others: elsewhere }, 'north').slice(0, 2)).toEqual([
      'undecided',
      'recall is not defined: no such rows in validation',
    ])
  })

  it('nothing but ignored slices is undecided: nothing that gates is left', () => {
    const missing = requirement({ atLeast: 0.8 }, { slices: ['region'], split: 'test' })
    const splits = [
      split('validation', rows(nothing), [north(rows(wilson(0.9, 0.82, 0.95)))]),
      split('test', rows(nothing)),
    ]
    const all = judged([missing], splits, { onMissingSlice: 'ignore' })
    expect([all.length, verdictOf(all, [])]).toEqual([1, 'undecided'])
  })

  it('intersections name a value of each column', () => {
    const slices = [{ where: { region: 'north', plan: 'a' }, ...rows(wilson(0.9, 0.82, 0.95)) }]
    const both = requirement(
      { atLeast: 0.8 },
      {
        slices: ['plan', 'region'],
        values: [
          ['a', 'north'],
          ['b', 'north'],
        ],
      },
    )
    expect(
      judged([both], [split('test', rows(nothing), slices)]).map(({ slice, outcome: found }) => [slice, found]),
    ).toEqual([
      [{ region: 'north', plan: 'a' }, 'pass'],
      [{ plan: 'b', region: 'north' }, 'undecided'],
    ])
  })
})

describe('versus production', () => {
  const evidence = { hasProduction: true }
  const versus = (bound: Requirement['bound'], metric = 'recall', suspiciousAbove: number | null = null) =>
    requirement(bound, { of: 'versus_production', metric, suspiciousAbove })

  // A non-inferiority margin, a required improvement and a cap: candidate minus production, in the metric's own units.
  it.each([
    ['met', { atLeast: -0.02 }, 'pass'],
    ['met on the bound', { atLeast: -0.01 }, 'pass'],
    ['not met', { atLeast: 0.06 }, 'fail'],
    ['undecided', { atLeast: 0 }, 'undecided'],
    ['between', { atLeast: -0.02, atMost: 0.1 }, 'pass'],
    ['above the cap', { atLeast: -0.5, atMost: -0.02 }, 'fail'],
  ] as const)('0.02 (-0.01 to 0.05), %s', (_case, bound, expected) => {
    expect(
      outcome({
        of: versus(bound),
        test: compared('recall', { difference: 0.02, low: -0.01, high: 0.05 }),
        evidence,
      })[0],
    ).toBe(expected)
  })

  it('undefined where either model is', () => {
    expect(
      outcome({
        of: versus({ atLeast: 0 }),
        test: compared('recall', { undefinedBecause: 'production: no positives' }),
        evidence,
      }).slice(0, 2),
    ).toEqual(['undecided', 'recall is not defined: production: no positives'])
  })

  it('without production: refused, or skipped where the policy says so; then it gates no more, and alone it is no pass', () => {
    const of = versus({ atLeast: 0 })
    const splits = [split('test', rows(wilson(0.9, 0.82, 0.95)))]
    expect(() => judged([of], splits)).toThrow('say on_no_production: skip')
    const rules = { onNoProduction: 'skip' } as const
    expect(judged([of], splits, rules)).toMatchObject([{ outcome: 'undecided', value: null, skipped: 'no_production' }])
    expect(verdictOf(judged([of], splits, rules), [])).toBe('undecided')
    expect(verdictOf(judged([of, asked], splits, rules), [])).toBe('pass')
    expect(verdictOf(judged([of, requirement({ atLeast: 0.96 })], splits, rules), [])).toBe('fail')
  })

  describe('an improvement too good to be believed', () => {
    // The far end of the interval of 200 rows is 0.04 from the value and has to come within 0.02: 2.0432 · 4 times the rows.
    const words = 'an improvement of more than 0.1, which is suspicious: look for a leak'
    it.each([
      ['within', { difference: 0.05, low: 0.01, high: 0.09 }, 'pass', '0.05 (0.01 to 0.09) is at least 0', null],
      ['up to the cap', { difference: 0.05, low: 0, high: 0.1 }, 'pass', '0.05 (0 to 0.1) is at least 0', null],
      [
        'maybe beyond',
        { difference: 0.08, low: 0.04, high: 0.12 },
        'undecided',
        `0.08 (0.04 to 0.12) may be ${words}; about 718 more positives, about 1,435 more rows, would settle it with a chance of 80 % (at least about 110 rows, as the value may be off)`,
        1635,
      ],
      ['beyond', { difference: 0.2, low: 0.15, high: 0.25 }, 'undecided', `0.2 (0.15 to 0.25) is ${words}`, null],
      [
        'a fail all the same',
        { difference: -0.2, low: -0.25, high: -0.15 },
        'fail',
        '-0.2 (-0.25 to -0.15) is not at least 0',
        null,
      ],
    ] as const)('where higher is better: %s', (_case, difference, ...expected) => {
      expect(
        outcome({ of: versus({ atLeast: 0 }, 'recall', 0.1), test: compared('recall', difference), evidence }).slice(
          0,
          3,
        ),
      ).toEqual(expected)
    })

    // Where lower is better it is the mirror image: a drop by more than 0.1.
    it.each([
      ['within', { difference: -0.05, low: -0.09, high: -0.01 }, 'pass', null],
      ['maybe beyond', { difference: -0.08, low: -0.12, high: -0.04 }, 'undecided', 1635],
      ['beyond', { difference: -0.2, low: -0.25, high: -0.15 }, 'undecided', null],
      ['much worse is no improvement', { difference: 0.2, low: 0.15, high: 0.25 }, 'fail', null],
    ] as const)('where lower is better: %s', (_case, difference, expected, needed) => {
      const found = outcome({
        of: versus({ atMost: 0 }, 'log_loss', 0.1),
        test: compared('log_loss', difference),
        evidence,
      })
      expect([found[0], found[2]]).toEqual([expected, needed])
      expect(String(found[1]).includes('look for a leak')).toBe(expected === 'undecided')
    })
  })
})

describe('a gap between splits', () => {
  const of = (atMost: number) => requirement({ atMost }, { of: 'gap', gapFrom: 'validation' })
  const others = [split('validation', rows(wilson(0.9, 0.86, 0.93)))]
  // 0.9 − 0.84 = 0.06, from 0.06 − √(0.04² + 0.06²) = −0.0121 to 0.06 + √(0.03² + 0.08²) = 0.1454 (MOVER).
  const test = rows(wilson(0.84, 0.76, 0.9))
  it.each([
    ['met', 0.15, 'pass'],
    ['undecided', 0.1, 'undecided'],
    ['not met', -0.02, 'fail'],
  ] as const)('%s', (_case, atMost, expected) => {
    expect(outcome({ of: of(atMost), test, others }).slice(0, 2)).toEqual([
      expected,
      expect.stringContaining('0.06 (-0.0121 to 0.1454)'),
    ])
  })
  it('undefined on either split', () => {
    expect(outcome({ of: of(0.1), test: rows(nothing), others })[1]).toBe('recall is not defined: no positives')
    expect(outcome({ of: of(0.1), test, others: [split('validation', rows(nothing))] })[1]).toBe(
      'recall is not defined: validation: no positives',
    )
  })
})

describe('how many rows there are', () => {
  const test = rows(nothing)
  it.each([
    ['rows, met', 'rows', 200, 'pass', '200 rows are at least 200', null, null],
    ['rows, too few', 'rows', 1000, 'undecided', '200 rows are fewer than 1000: too few to show anything', 1000, null],
    ['positives, met', 'positives', 100, 'pass', '100 positives are at least 100', null, null],
    // Half of the rows are positive: 150 positives take 300 rows.
    [
      'positives, too few',
      'positives',
      150,
      'undecided',
      '100 positives are fewer than 150: too few to show anything; about 300 rows in all would have them',
      300,
      150,
    ],
  ] as const)('%s', (_case, metric, atLeast, ...expected) => {
    expect(outcome({ of: requirement({ atLeast }, { metric }), test })).toEqual(expected)
  })

  it('without any positive nobody knows how many rows it takes', () => {
    expect(
      outcome({ of: requirement({ atLeast: 5 }, { metric: 'positives' }), test: { ...test, positives: 0 } }),
    ).toEqual(['undecided', '0 positives are fewer than 5: too few to show anything', null, 5])
  })

  it('of slices too, missing ones as the policy says', () => {
    const of = requirement({ atLeast: 150 }, { metric: 'rows', slices: ['region'], values: [['south']] })
    const slices = [north(test)]
    expect(outcome({ of, test, slices }, 'north')[0]).toBe('pass')
    expect(outcome({ of, test, slices }, 'south')[0]).toBe('undecided')
    expect(outcome({ of, test, slices, rules: { onMissingSlice: 'fail' } }, 'south')[0]).toBe('fail')
  })

  it('a row that stands for many counts for as many; one with a share of the population counts once', () => {
    // Confusion 95, 5, 16, 84: where weights are counts, 16 + 84 positives among a weight of 500.
    const weighted = { ...test, rowCount: 20, weight: 500, positives: 7 }
    const of = (metric: string) => requirement({ atLeast: 100 }, { metric })
    expect(outcome({ of: of('rows'), test: weighted, evidence: { isCounted: true } })[1]).toBe(
      '500 rows are at least 100',
    )
    expect(outcome({ of: of('positives'), test: weighted, evidence: { isCounted: true } })[1]).toBe(
      '100 positives are at least 100',
    )
    expect(outcome({ of: of('rows'), test: weighted })[1]).toContain('20 rows are fewer')
    expect(outcome({ of: of('positives'), test: weighted })[1]).toContain('7 positives are fewer')
  })
})

describe('an abstain band', () => {
  const coverage = requirement({ atLeast: 0.7 }, { metric: 'coverage' })
  const decided = requirement({ atLeast: 0.8 }, { where: 'decided' })
  it.each([
    ['coverage, met', coverage, wilson(0.8, 0.74, 0.85), nothing, 'pass', '0.8 (0.74 to 0.85) is at least 0.7'],
    ['coverage, not met', coverage, wilson(0.6, 0.53, 0.66), nothing, 'fail', '0.6 (0.53 to 0.66) is not at least 0.7'],
    [
      'coverage, undecided',
      coverage,
      wilson(0.7, 0.63, 0.76),
      nothing,
      'undecided',
      '0.7 (0.63 to 0.76) may or may not be at least 0.7',
    ],
    [
      'coverage, undefined',
      coverage,
      { undefinedBecause: 'no rows' },
      nothing,
      'undecided',
      'coverage is not defined: no rows',
    ],
    ['decided, met', decided, nothing, wilson(0.9, 0.82, 0.95), 'pass', '0.9 (0.82 to 0.95) is at least 0.8'],
    ['decided, not met', decided, nothing, wilson(0.7, 0.6, 0.78), 'fail', '0.7 (0.6 to 0.78) is not at least 0.8'],
    ['decided, undefined', decided, nothing, nothing, 'undecided', 'recall is not defined: no positives'],
    [
      'abstained, undefined',
      requirement({ atLeast: 0.8 }, { where: 'abstained' }),
      nothing,
      wilson(0.9, 0.82, 0.95),
      'undecided',
      'recall is not defined: no positives',
    ],
  ] as const)('%s', (_case, of, ofCoverage, ofDecided, ...expected) => {
    expect(outcome({ of, test: abstaining(ofCoverage, ofDecided) }).slice(0, 2)).toEqual(expected)
  })
})

describe('an advisory requirement', () => {
  const test = [split('test', rows(wilson(0.84, 0.76, 0.9)))]
  const advisory = (atLeast: number) => requirement({ atLeast }, { isAdvisory: true })
  it.each([
    [0.7, 'pass'],
    [0.8, 'undecided'],
    [0.95, 'fail'],
  ] as const)('at least %d is judged, %s, and gates nothing', (atLeast, expected) => {
    const all = judged([advisory(atLeast), requirement({ atLeast: 0.7 })], test)
    expect([all[0].outcome, verdictOf(all, [])]).toEqual([expected, 'pass'])
  })
  it('advisory ones alone are no pass', () => {
    expect(verdictOf(judged([advisory(0.7)], test), [])).toBe('undecided')
  })
})
