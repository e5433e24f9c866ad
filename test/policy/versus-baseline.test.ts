import { describe, expect, it } from 'vitest'
import type { DefinedDifference } from '../../src/metrics/difference.ts'
import type { Measure } from '../../src/metrics/measure.ts'
import { rowsNeeded } from '../../src/policy/rows-needed.ts'
import { withBaseline } from '../../src/policy/versus-baseline.ts'
import { baselineOf, baselineRows, metric } from './baseline-record.ts'
import { judged, requirement, rows, split, wilson } from './evidence.ts'

const measuring = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 } }
const candidate = rows(wilson(0.84, 0.76, 0.9))
const splits = [
  split('test', candidate, [
    { where: { region: 'north' }, ...candidate },
    { where: { region: 'south' }, ...candidate },
  ]),
]

function compared(change: Parameters<typeof baselineOf>[0] = {}, own = splits, how = measuring) {
  return withBaseline(own, { file: 'b.json', record: baselineOf(change) }, how)
}
const ofTest = (change: Parameters<typeof baselineOf>[0] = {}, how = measuring) =>
  compared(change, splits, how)[0].differences!.get('recall')

describe('a candidate versus a baseline', () => {
  // 0.84 (0.76 to 0.90) minus 0.80 (0.74 to 0.85). MOVER (Zou & Donner 2008), independent:
  // low = 0.04 − √(0.08² + 0.05²), high = 0.04 + √(0.06² + 0.06²).
  it('differs by MOVER’s interval, unpaired and without a p-value', () => {
    const { difference, interval, p, test } = ofTest() as DefinedDifference
    expect([p, test]).toEqual([null, 'unpaired'])
    expect(difference).toBeCloseTo(0.04, 12)
    expect(interval!.low).toBeCloseTo(0.04 - Math.sqrt(0.0089), 12)
    expect(interval!.high).toBeCloseTo(0.04 + Math.sqrt(0.0072), 12)
  })

  it('on a slice differs from the baseline’s of the same values alone', () => {
    const [north, south] = compared()[0].slices.map(({ differences }) => differences!.get('recall'))
    // From 0.70 (0.60 to 0.78).
    expect((north as DefinedDifference).interval!.low).toBeCloseTo(0.14 - Math.sqrt(0.08 ** 2 + 0.08 ** 2), 12)
    expect(south).toEqual({ undefinedBecause: 'baseline: no such slice' })
  })

  it('what the baseline lacks is undefined, with the reason', () => {
    expect(compared({}, [split('validation', candidate)])[0].differences!.get('recall')).toEqual({
      undefinedBecause: 'baseline: no split "validation"',
    })
    const lacking = (recall: Parameters<typeof baselineRows>[0]) => ({
      splits: { test: { ...baselineRows(recall), slices: [] } },
    })
    expect(ofTest(lacking({ value: null, undefined: 'no positives' }))).toEqual({
      undefinedBecause: 'baseline: no positives',
    })
    expect(ofTest({ splits: { test: { rows: 400, metrics: {}, slices: [] } } })).toEqual({
      undefinedBecause: 'baseline: not measured',
    })
    expect(ofTest(lacking(metric(0.8, null, null)))).toMatchObject({ interval: null, test: null })
    const none = [split('test', rows({ undefinedBecause: 'no positives' }))]
    expect(compared({}, none)[0].differences!.get('recall')).toEqual({ undefinedBecause: 'candidate: no positives' })
  })

  it('expected cost is comparable at the same costs alone', () => {
    const cost: Measure = { value: 0.2, interval: { low: 0.1, high: 0.3, method: 'delta' } }
    const own = rows(cost)
    own.models.get('candidate')!.measures.set('expected_cost', cost)
    const baseline = {
      splits: {
        test: { ...baselineRows(metric(0.8, 0.7, 0.9)), metrics: { expected_cost: metric(0.3, 0.2, 0.4) }, slices: [] },
      },
    }
    const at = (falseNegative: number) =>
      compared(baseline, [split('test', own)], {
        ...measuring,
        costs: { falsePositive: 1, falseNegative },
      })[0].differences!.get('expected_cost')
    expect(at(1)).toMatchObject({ test: 'unpaired' })
    expect(at(10)).toEqual({ undefinedBecause: 'baseline: measured with other costs' })
  })

  it('is as cautious as the baseline’s interval is known to be too short', () => {
    const caution = { reason: 'it may be too short', low: 0.7, high: 0.9 }
    const { interval } = ofTest({
      splits: {
        test: { ...baselineRows({ value: 0.8, low: 0.74, high: 0.85, interval: 'delong', caution }), slices: [] },
      },
    }) as DefinedDifference
    expect(interval!.low).toBeCloseTo(0.04 - Math.sqrt(0.0089), 12)
    // From 0.80 (0.70 to 0.90): low = 0.04 − √(0.08² + 0.1²), high = 0.04 + √(0.06² + 0.1²).
    expect(interval!.caution!.low).toBeCloseTo(0.04 - Math.sqrt(0.0164), 12)
    expect(interval!.caution!.high).toBeCloseTo(0.04 + Math.sqrt(0.0136), 12)
  })

  it('a baseline of another confidence is stretched to this one', () => {
    // z(0.99) / z(0.95) = 2.5758293035489 / 1.9599639845401 (normal quantiles of 0.995 and 0.975).
    const stretch = 2.5758293035489004 / 1.959963984540054
    const { interval } = ofTest({}, { ...measuring, confidence: 0.99 }) as DefinedDifference
    expect(interval!.low).toBeCloseTo(0.04 - Math.sqrt(0.08 ** 2 + (stretch * 0.05) ** 2), 10)
    expect(interval!.high).toBeCloseTo(0.04 + Math.sqrt(0.06 ** 2 + (stretch * 0.06) ** 2), 10)
  })

  // 0.04 (−0.0543 to 0.1249).
  it.each([
    [{ atLeast: -0.06 }, 'pass'],
    [{ atLeast: 0 }, 'undecided'],
    [{ atLeast: 0.13 }, 'fail'],
    [{ atMost: 0.13 }, 'pass'],
    [{ atMost: -0.06 }, 'fail'],
  ])('is judged on it: %j, %s', (bound, outcome) => {
    const [judgement] = judged(
      [requirement(bound, { of: 'versus_production' })],
      compared(),
      {},
      { hasProduction: true },
    )
    expect(judgement.outcome).toBe(outcome)
  })

  it('undefined is undecided, never a pass', () => {
    const of = requirement({ atLeast: -1 }, { of: 'versus_production', slices: ['region'] })
    expect(
      judged([of], compared(), {}, { hasProduction: true })
        .map(({ outcome, reason }) => [outcome, reason])
        .at(-1),
    ).toEqual(['undecided', 'recall is not defined: baseline: no such slice'])
  })
})

describe('rows needed against a baseline', () => {
  const size = { rows: 200, positives: 100 }
  it('shrink the candidate’s part of the interval alone', () => {
    // Against −0.02 the lower side √(x² + 0.05²) and 0.841621/1.959964 of x have to come to 0.06: x = 0.0168522 (by
    // bisection), so that it takes (0.08/x)² times the rows.
    const low = 0.04 - Math.sqrt(0.08 ** 2 + 0.05 ** 2)
    expect(rowsNeeded(0.04, low, 0.13, { atLeast: -0.02 }, size, 0.95, { below: 0.05, above: 0.06 })).toMatchObject({
      rows: 4508,
      positives: 2254,
    })
  })
  it('are unknown where the baseline’s part by itself reaches the bound', () => {
    expect(rowsNeeded(0.04, -0.0543, 0.1249, { atLeast: 0 }, size, 0.95, { below: 0.05, above: 0.06 })).toBeNull()
    const [judgement] = judged(
      [requirement({ atLeast: 0 }, { of: 'versus_production' })],
      compared(),
      {},
      { hasProduction: true },
    )
    expect([judgement.rowsNeeded, judgement.reason]).toEqual([
      null,
      '0.04 (-0.0543 to 0.1249) may or may not be at least 0',
    ])
  })
})
