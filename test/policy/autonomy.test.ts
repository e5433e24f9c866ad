import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { twoSidedZ } from '../../src/metrics/intervals/distributions.ts'
import { assuranceOf, sizeForAssurance } from '../../src/policy/assurance.ts'
import { stageStandings, supportedAutonomy } from '../../src/policy/autonomy.ts'
import { autonomyLevels } from '../../src/policy/autonomy-levels.ts'
import { type Judgement, verdictOf, withWaivers } from '../../src/policy/judgement.ts'
import type { Bound, Requirement } from '../../src/policy/policy.ts'
import { judged, requirement, rows, split, wilson } from './evidence.ts'

const on = (low: number, high: number, bound: Bound, rest: Partial<Requirement> = {}, value = 0.84): Judgement[] =>
  judged([requirement(bound, rest)], [split('test', rows(wilson(value, low, high)))])
const supported = (judgements: Judgement[]) => supportedAutonomy(judgements, [], 0.95).supported
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

  it('rows grow with the square of what is missing', () => {
    expect(sizeForAssurance({ rows: 200, positives: 100 }, 1, 2)).toEqual({ rows: 800, positives: 400 })
    expect(sizeForAssurance({ rows: 200, positives: 100 }, 2, 1)).toEqual({ rows: 200, positives: 100 })
    expect(sizeForAssurance({ rows: 200, positives: 100 }, 0, 1)).toBeNull()
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

describe('the highest level of autonomy that the evidence supports', () => {
  // Of 0.84 with a lower side of 0.08 at 0.95, z(0.8) = 1.2816 takes a side of 0.0523, z(0.9) = 1.6449 0.0671, z(0.99) = 2.5758 0.1051.
  it.each([
    [0.841, 0],
    [0.839, 1],
    [0.788, 1],
    [0.787, 2],
    [0.773, 2],
    [0.772, 3],
    [0.761, 3],
    [0.76, 4],
    [0.735, 4],
    [0.734, 5],
  ])('recall 0.84 (0.76 to 0.90) has to be at least %d: level %d', (atLeast, level) => {
    expect(supported(on(0.76, 0.9, { atLeast }))).toBe(level)
  })

  it('a pass at 0.95 is level 4 at least, and nothing but a pass is', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(share, share, share, share, (a, b, c, atLeast) => {
        const [low, value, high] = [a, b, c].sort((x, y) => x - y)
        const judgements = on(low, high, { atLeast }, {}, value)
        expect(supported(judgements) >= 4).toBe(verdictOf(judgements, []) === 'pass')
      }),
    )
  })

  it('says of what is in the way the one that takes the most, and how many rows of it', () => {
    const both = judged(
      [requirement({ atLeast: 0.79 }), requirement({ atLeast: 0.8 }, { path: 'requirements[1]' })],
      [split('test', rows(wilson(0.84, 0.76, 0.9)))],
    )
    const { supported: level, obstacle } = supportedAutonomy(both, [], 0.95)
    expect(level).toBe(1)
    // At 0.8 the side, 0.08·1.281552/1.959964 = 0.052309, has to be 0.04: (1.307721)² = 1.710134 times the 200 rows.
    expect(obstacle).toMatchObject({
      kind: 'requirement',
      judgement: { requirement: { path: 'requirements[1]' } },
      needed: { rows: 343, positives: 172 },
    })
    expect(supportedAutonomy(on(0.83, 0.85, { atLeast: 0.5 }), [], 0.95)).toEqual({ supported: 5, obstacle: null })
  })

  it('splits that are not apart, and nothing that gates, support nothing', () => {
    expect(supportedAutonomy(on(0.83, 0.85, { atLeast: 0.5 }), leak, 0.95)).toEqual({
      supported: 0,
      obstacle: { kind: 'splits', codes: ['shared_id'] },
    })
    expect(supportedAutonomy(on(0.83, 0.85, { atLeast: 0.5 }, { isAdvisory: true }), [], 0.95)).toEqual({
      supported: 0,
      obstacle: { kind: 'nothing_judged' },
    })
  })

  it('what is advisory stands in the way of the top alone, where it fails', () => {
    const withAdvisory = (atLeast: number) =>
      judged(
        [requirement({ atLeast: 0.5 }), requirement({ atLeast }, { isAdvisory: true })],
        [split('test', rows(wilson(0.84, 0.83, 0.85)))],
      )
    expect(supported(withAdvisory(0.9))).toBe(4)
    expect(supported(withAdvisory(0.845))).toBe(5)
  })

  it('its levels ask for ever more', () => {
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
    stageStandings(stages, judgements, [], 0.95).map(({ isShown, rowsNeeded }) => [isShown, rowsNeeded])

  it('each asks for all requirements at its own confidence, and says how many rows that takes', () => {
    // Against 0.78 the 0.84 is 0.06 above, of a side of 0.08 at 0.95: at 0.8 (1.281552/1.959964·0.08/0.06)² = 0.7600583 of the 200 rows do, at 0.95 (4/3)² times as many.
    expect(standing(on(0.76, 0.9, { atLeast: 0.78 }), stage(0.8), stage(null), stage(0.99))).toEqual([
      [true, 153],
      [false, 356],
      [false, 615],
    ])
  })

  it('of a count, the rows that have it', () => {
    const count = (atLeast: number) =>
      judged([requirement({ atLeast }, { metric: 'positives' })], [split('test', rows(wilson(0.84, 0.76, 0.9)))])
    // 100 of the 200 rows are positive.
    expect(standing(count(50), stage(0.8))).toEqual([[true, 100]])
    expect(standing(count(150), stage(0.8))).toEqual([[false, 300]])
  })

  it('rows that it takes at least, and what no rows would show', () => {
    expect(standing(on(0.83, 0.85, { atLeast: 0.5 }), stage(0.8, 500))).toEqual([[false, 500]])
    expect(standing(on(0.76, 0.83, { atLeast: 0.9 }), stage(0.8))).toEqual([[false, null]])
    expect(stageStandings([stage(0.8)], on(0.83, 0.85, { atLeast: 0.5 }), leak, 0.95)[0].isShown).toBe(false)
  })
})
