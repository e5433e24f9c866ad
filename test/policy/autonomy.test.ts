import { describe, expect, it } from 'vitest'
import { twoSidedZ } from '../../src/metrics/intervals/distributions.ts'
import { assuranceOf } from '../../src/policy/assurance.ts'
import { autonomyStanding, stageStandings } from '../../src/policy/autonomy.ts'
import { autonomyLevels } from '../../src/policy/autonomy-levels.ts'
import { type JudgedFinding, type Judgement, withWaivers } from '../../src/policy/judgement.ts'
import { defaultPolicy, type Bound, type Policy, type Requirement } from '../../src/policy/policy.ts'
import { judged, requirement, rows, split, wilson } from './evidence.ts'

const on = (low: number, high: number, bound: Bound, rest: Partial<Requirement> = {}, value = 0.84): Judgement[] =>
  judged([requirement(bound, rest)], [split('test', rows(wilson(value, low, high)))])
const noFindings: JudgedFinding[] = []
const leak = withWaivers(
  [
    {
      code: 'shared_id',
      splits: ['train', 'test'],
      rows: 1,
      examples: [],
      test: null,
      effect: 'undecided',
    },
  ],
  [],
)

describe('how sure a requirement is met', () => {
  it('z at which the interval ends on the bound: z(0.95) times distance over side', () => {
    // 0.84 with a lower side of 0.08 is 0.04 above the bound: half of 1.959964.
    expect(assuranceOf(on(0.76, 0.9, { atLeast: 0.8 })[0], 0.95)).toBeCloseTo(0.979982, 6)
    expect(assuranceOf(on(0.76, 0.9, { atLeast: 0.8, atMost: 0.85 })[0], 0.95)).toBeCloseTo(1.959964 / 6, 6)
    expect(assuranceOf(on(0.76, 0.9, { atLeast: 0.85 })[0], 0.95)).toBe(-Infinity)
  })

  it('away from the interval’s own level it is Student’s t where rows belong to groups', () => {
    const ofGroups = (low: number, bound: number) =>
      judged([requirement({ atLeast: bound })], [split('test', { ...rows(wilson(0.84, low, 0.9)), groupCount: 5 })])[0]
    // Closed form of t with 4 degrees of freedom, in Python: p at 2.776445·0.1/0.08 and ·0.05/0.08 as z of NormalDist.
    expect(assuranceOf(ofGroups(0.76, 0.74), 0.95)).toBeCloseTo(2.2326707560374452, 9)
    expect(assuranceOf(ofGroups(0.76, 0.79), 0.95)).toBeCloseTo(1.4128285418861306, 9)
    expect(assuranceOf(ofGroups(0.76, 0.76), 0.95)).toBeGreaterThanOrEqual(twoSidedZ(0.95))
  })

  it('a value without an interval meets its bound and shows no more; a count shows all or nothing', () => {
    const bare = judged([requirement({ atLeast: 0.8 })], [split('test', rows({ value: 0.9, interval: null }))])
    expect(assuranceOf(bare[0], 0.95)).toBe(0)
    const count = (atLeast: number) =>
      judged([requirement({ atLeast }, { metric: 'positives' })], [split('test', rows(wilson(0.84, 0.76, 0.9)))])
    expect(assuranceOf(count(100)[0], 0.95)).toBe(Infinity)
    expect(assuranceOf(count(101)[0], 0.95)).toBe(-Infinity)
  })

  it('an improvement that may be suspicious is no surer than that it is not', () => {
    const measured = [split('test', rows(wilson(0.84, 0.76, 0.9), { difference: 0.1, low: 0.05, high: 0.15 }))]
    const asked = requirement({ atLeast: -0.4 }, { of: 'versus_production', suspiciousAbove: 0.125 })
    expect(assuranceOf(judged([asked], measured, {}, { hasProduction: true })[0], 0.95)).toBeCloseTo(1.959964 / 2, 6)
  })
})

describe('the level of autonomy that a policy declares', () => {
  const standingOf = (level: number, judgements: Judgement[], rules: Partial<Policy> = {}, findings = noFindings) =>
    autonomyStanding({
      policy: { ...defaultPolicy, autonomy: level, ...rules },
      judgements,
      findings,
      isTrivial: false,
    })!
  const missing = (...of: Parameters<typeof standingOf>) =>
    standingOf(...of)
      .checklist.filter(({ isThere }) => !isThere)
      .map(({ item }) => item)

  /** Recall and precision on every region, against production too, on test and on rows kept for confirmation. */
  const complete = (low = 0.83, high = 0.85, atLeast = 0.5): Judgement[] => {
    const measured = {
      ...rows(wilson(0.84, low, high), { difference: 0.1, low: 0.05, high: 0.15 }),
    }
    const { confusion, classes, measures } = measured.models.get('candidate')!
    const both = {
      ...measured,
      models: new Map([
        [
          'candidate' as const,
          { confusion, classes, measures: new Map([...measures, ['precision', wilson(0.84, low, high)]]) },
        ],
      ]),
    }
    const slices = [{ where: { region: 'north' }, ...both }]
    return judged(
      [
        requirement({ atLeast }, { slices: ['region'] }),
        requirement({ atLeast }, { metric: 'precision', path: 'requirements[1]' }),
        requirement({ atLeast: -0.4 }, { of: 'versus_production', path: 'requirements[2]' }),
        requirement({ atLeast }, { split: 'confirmation', path: 'requirements[3]' }),
      ],
      [split('test', both, slices), split('confirmation', both, slices)],
      {},
      { hasProduction: true },
    )
  }
  const all: Partial<Policy> = {
    ledger: 'looks.json',
    split: { by: 'time', time: 'seen' } as unknown as Policy['split'],
    stages: [{ name: 'shadow', share: 0, confidence: null, rows: null }],
  }

  it('is told only where there is one', () => {
    const judgements = on(0.83, 0.85, { atLeast: 0.5 })
    expect(autonomyStanding({ policy: defaultPolicy, judgements, findings: [], isTrivial: false })).toBeNull()
  })

  it.each([0, 1, 2, 3, 4, 5])('is met where the policy contains what level %d has to, and it is shown', (level) => {
    const standing = standingOf(level, complete(), all)
    expect(standing).toMatchObject({ level, standing: 'met', obstacle: null })
    expect(standing.checklist.every(({ isThere }) => isThere)).toBe(true)
  })

  it('is not judged by a policy that lacks what it has to contain, however surely that is met', () => {
    const lax = on(0.83, 0.85, { atLeast: 0.5 })
    expect(standingOf(5, lax)).toMatchObject({ standing: 'not_judged', obstacle: null })
    expect(missing(1, lax)).toEqual([])
    expect(missing(2, lax)).toEqual(['errors'])
    expect(missing(3, lax)).toEqual(['errors', 'groups', 'present_practice'])
    expect(missing(4, lax)).toEqual(['errors', 'groups', 'present_practice', 'looks_counted', 'later_test'])
    // Recall is the rate of the dearer error, where they cost the same.
    expect(missing(5, lax)).toEqual([
      'errors',
      'groups',
      'present_practice',
      'looks_counted',
      'later_test',
      'confirmation',
      'shadow',
    ])
    expect(missing(5, lax, { costs: { falsePositive: 3, falseNegative: 1 } })).toContain('irreversible')
  })

  it('is no level with a leak that is waived', () => {
    const waived = leak.map((finding) => ({ ...finding, isWaived: true }))
    expect(missing(4, complete(), all, waived)).toEqual(['no_waived_leak'])
    expect(standingOf(4, complete(), all, leak)).toMatchObject({
      standing: 'not_met',
      obstacle: { kind: 'splits', codes: ['shared_id'] },
    })
  })

  it('has a test that is later by its times, too, unless some rows are earlier', () => {
    const columns = { time: 'seen', split: 'split' }
    expect(missing(4, complete(), { ...all, split: null, columns })).toEqual([])
    expect(missing(4, complete(), { ...all, split: null })).toEqual(['later_test'])
    const early = [{ ...leak[0], code: 'times_overlap', effect: 'none', early: [], ends: [] }] as unknown as typeof leak
    expect(missing(4, complete(), { ...all, split: null, columns }, early)).toEqual(['later_test'])
  })

  it('is not met where something fails, or is not shown as surely as it asks', () => {
    expect(standingOf(5, on(0.83, 0.85, { atLeast: 0.9 }))).toMatchObject({ standing: 'not_met' })
    // Of 0.84 with a lower side of 0.08 at 0.95, z(0.9) = 1.6449 takes a side of 0.0671, z(0.99) = 2.5758 0.1051.
    for (const [level, atLeast, standing] of [
      [3, 0.772, 'met'],
      [3, 0.774, 'not_met'],
      [4, 0.76, 'met'],
      [4, 0.761, 'not_met'],
      [5, 0.734, 'met'],
      [5, 0.735, 'not_met'],
    ] as const)
      expect([level, atLeast, standingOf(level, complete(0.76, 0.9, atLeast), all).standing]).toEqual([
        level,
        atLeast,
        standing,
      ])
  })

  it('says of what is in the way the one that takes the most, and how many rows of it', () => {
    const both = judged(
      [requirement({ atLeast: 0.79 }), requirement({ atLeast: 0.8 }, { path: 'requirements[1]' })],
      [split('test', rows(wilson(0.84, 0.76, 0.9)))],
    )
    // Shown up to z = 1.959964·0.04/0.08 = 0.979982: ((1.281552 + 0.841621)/0.979982)² = 4.693907 times the 200 rows; with 1.281552 more
    // shown 0.88 times, which is no fewer than there are; with as much less nothing is.
    expect(standingOf(2, both).obstacle).toMatchObject({
      kind: 'requirement',
      judgement: { requirement: { path: 'requirements[1]' } },
      needed: { rows: 939, positives: 470, fewest: 201, most: null },
    })
  })

  it('takes something that gates and shows something', () => {
    const advisory = on(0.83, 0.85, { atLeast: 0.5 }, { isAdvisory: true })
    expect(standingOf(1, advisory)).toMatchObject({ standing: 'not_met', obstacle: { kind: 'nothing_judged' } })
    const trivial = autonomyStanding({
      policy: { ...defaultPolicy, ...all, autonomy: 4 },
      judgements: complete(),
      findings: [],
      isTrivial: true,
    })
    expect(trivial).toMatchObject({ standing: 'not_met', obstacle: { kind: 'trivial' } })
  })

  it('what is advisory stands in the way of the top alone, where it fails', () => {
    const failing = on(0.83, 0.85, { atLeast: 0.9 }, { isAdvisory: true })
    expect(standingOf(4, [...complete(), ...failing], all).standing).toBe('met')
    expect(standingOf(5, [...complete(), ...failing], all)).toMatchObject({
      standing: 'not_met',
      obstacle: { judgement: failing[0] },
    })
  })

  it('levels ask for ever more', () => {
    const asked = autonomyLevels.slice(1).map(({ confidence }) => twoSidedZ(confidence!))
    expect(asked).toEqual([...asked].sort((a, b) => a - b))
    expect(asked[0]).toBe(0)
  })
})

describe('the stages of a rollout', () => {
  const stage = (confidence: number | null, least: number | null = null) => ({
    name: 'canary',
    share: 0.01,
    confidence,
    rows: least,
  })
  const standing = (judgements: Judgement[], ...stages: ReturnType<typeof stage>[]) =>
    stageStandings(stages, judgements, [], 0.95).map(({ isShown, rowsNeeded, rowsRange }) => [
      isShown,
      rowsNeeded,
      rowsRange,
    ])

  it('each asks for all requirements at its own confidence, and says how many rows that takes', () => {
    // Against 0.78 the 0.84 is 0.06 above, of a side of 0.08: shown up to z = 1.469973. With a chance of 80 % it takes ((z + 0.841621)/1.469973)²
    // times the 200 rows: 2.09 at 0.8, where it is shown already; 3.63236 at 0.95, 5.40488 at 0.99. With 1.281552 more or less shown 1.03672
    // and 221.079 times at 0.95, 1.54262 and 328.961 at 0.99.
    expect(standing(on(0.76, 0.9, { atLeast: 0.78 }), stage(0.8), stage(null), stage(0.99))).toEqual([
      [true, 200, null],
      [false, 727, [208, 44_216]],
      [false, 1081, [309, 65_793]],
    ])
    // Surely met: shown up to z = 1.959964·0.34/0.01, so that a single row would do.
    expect(standing(on(0.83, 0.85, { atLeast: 0.5 }), stage(0.8))).toEqual([[true, 1, null]])
  })

  it('of a count, the rows that have it', () => {
    const count = (atLeast: number) =>
      judged([requirement({ atLeast }, { metric: 'positives' })], [split('test', rows(wilson(0.84, 0.76, 0.9)))])
    // 100 of the 200 rows are positive.
    expect(standing(count(50), stage(0.8))).toEqual([[true, 100, null]])
    expect(standing(count(150), stage(0.8))).toEqual([[false, 300, null]])
  })

  it('rows that it takes at least, and what no rows would show', () => {
    expect(standing(on(0.83, 0.85, { atLeast: 0.5 }), stage(0.8, 500))).toEqual([[false, 500, null]])
    expect(standing(on(0.76, 0.83, { atLeast: 0.9 }), stage(0.8))).toEqual([[false, null, null]])
    expect(stageStandings([stage(0.8)], on(0.83, 0.85, { atLeast: 0.5 }), leak, 0.95)[0].isShown).toBe(false)
  })
})
