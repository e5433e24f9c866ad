import { describe, expect, it } from 'vitest'
import { pBeyond } from '../../src/policy/holm.ts'
import { judged, requirement, rows, split, wilson } from './evidence.ts'

const fine = wilson(0.9, 0.85, 0.94)
// By z = 1.95996·distance/side against 0.8: 1.95996·0.1/0.07 = 2.79995, p = 0.002556; and 1.95996·0.12/0.07 = 3.35993, p = 0.00039.
const bad = wilson(0.7, 0.62, 0.77)
const worse = wilson(0.68, 0.6, 0.75)

function outcomes(measures: ReturnType<typeof wilson>[], correction: 'holm' | 'none' = 'holm', confidence = 0.95) {
  const slices = measures.map((measure, i) => ({ where: { region: String(i).padStart(2, '0') }, ...rows(measure) }))
  return judged([requirement({ atLeast: 0.8 }, { slices: ['region'] })], [split('test', rows(fine), slices)], {
    correction,
    confidence,
  })
}
const slicesOf = (count: number, ...first: ReturnType<typeof wilson>[]) => [
  ...first,
  ...Array.from({ length: count - first.length }, () => fine),
]

describe('the p-value read off an interval', () => {
  it('is exactly half of what is left of the confidence where the interval ends on the bound, whatever the interval', () => {
    for (const [low, high, confidence] of [
      [0.6, 0.77, 0.95],
      [0.1, 0.71, 0.9],
      [0.69, 0.9, 0.99],
    ]) {
      expect(pBeyond({ value: 0.7, low, high }, high, confidence)).toBeCloseTo((1 - confidence) / 2, 15)
      expect(pBeyond({ value: 0.7, low, high }, low, confidence)).toBeCloseTo((1 - confidence) / 2, 15)
    }
  })
  // Python's statistics.NormalDist: cdf(-inv_cdf(0.975)·0.1/0.07), and likewise ·0.1/0.08.
  it('is normal on the scale of the side towards the bound', () => {
    expect(pBeyond({ value: 0.7, low: 0.62, high: 0.77 }, 0.8, 0.95)).toBeCloseTo(0.0025555376149490328, 14)
    expect(pBeyond({ value: 0.7, low: 0.62, high: 0.77 }, 0.6, 0.95)).toBeCloseTo(0.0071437038488273985, 14)
  })
  // The closed form of Student's t with 4 degrees of freedom, in Python: 1 − F(2.776445·0.1/0.07), F(2.776445) = 0.975.
  it('is Student’s t of the groups’ degrees of freedom where rows belong to groups, and the same at the interval’s own level', () => {
    expect(pBeyond({ value: 0.7, low: 0.62, high: 0.77 }, 0.8, 0.95, 4)).toBeCloseTo(0.008294622416588071, 12)
    expect(pBeyond({ value: 0.7, low: 0.62, high: 0.77 }, 0.77, 0.95, 4)).toBeCloseTo(0.025, 12)
    expect(pBeyond({ value: 0.7, low: 0.62, high: 0.77 }, 0.8, 0.95, 1e9)).toBeCloseTo(0.0025555376149490328, 9)
  })
  it('takes the middle of an interval that its estimate lies outside of', () => {
    expect(pBeyond({ value: 0.8, low: 0.6, high: 0.7 }, 0.75, 0.95)).toBeCloseTo(
      pBeyond({ value: 0.65, low: 0.6, high: 0.7 }, 0.75, 0.95),
      15,
    )
  })
})

describe('slices of one requirement', () => {
  it('one slice is judged as it is by itself', () => {
    for (const measure of [fine, bad, worse, wilson(0.72, 0.64, 0.799999), wilson(0.84, 0.76, 0.9)]) {
      const [corrected, plain] = [outcomes([measure]), outcomes([measure], 'none')]
      expect(corrected).toEqual(plain)
    }
  })

  it('of two slices the worst has to be below half of 0.025, of twelve below a twelfth', () => {
    expect(outcomes(slicesOf(2, bad))[0]).toMatchObject({
      outcome: 'fail',
      reason: '0.7 (0.62 to 0.77) is not at least 0.8',
    })
    expect(outcomes(slicesOf(12, bad))[0]).toMatchObject({
      outcome: 'undecided',
      // At 0.025/12 z is 2.8653, and 0.8416 for a chance of 80 %: (3.7069/2.79995)² = 1.75277 times the 200 rows.
      reason:
        '0.7 (0.62 to 0.77) is not at least 0.8 by itself, but of 12 slices looked at one may look so by chance; about 76 more positives, about 151 more rows, would settle it with a chance of 80 % (from about 1 row to 990, as the value may be off)',
      rowsNeeded: 351,
      positivesNeeded: 176,
    })
    expect(outcomes(slicesOf(12, bad), 'none')[0].outcome).toBe('fail')
  })

  it('steps down: a slice that surely fails leaves a smaller family to the next one', () => {
    // 0.002556 is above 0.025/10; behind 0.00039 it is one of nine, and below 0.025/9 = 0.002778; of twelve above 0.025/11.
    expect(
      outcomes(slicesOf(9, worse, bad))
        .map(({ outcome }) => outcome)
        .slice(0, 2),
    ).toEqual(['fail', 'fail'])
    expect(outcomes(slicesOf(10, bad))[0].outcome).toBe('undecided')
    expect(
      outcomes(slicesOf(10, worse, bad))
        .map(({ outcome }) => outcome)
        .slice(0, 2),
    ).toEqual(['fail', 'fail'])
    expect(
      outcomes(slicesOf(12, worse, bad))
        .map(({ outcome }) => outcome)
        .slice(0, 2),
    ).toEqual(['fail', 'undecided'])
  })

  it('stops at the first that is not sure: no later one fails', () => {
    expect(
      outcomes(slicesOf(12, bad, bad, bad))
        .map(({ outcome }) => outcome)
        .slice(0, 3),
    ).toEqual(['undecided', 'undecided', 'undecided'])
  })

  it('where all fail, the last is judged by itself', () => {
    expect(outcomes([worse, wilson(0.72, 0.64, 0.79999)]).map(({ outcome }) => outcome)).toEqual(['fail', 'fail'])
  })

  it('a pass asks every slice by its own interval, and no more of many than of few', () => {
    expect(outcomes(slicesOf(40)).every(({ outcome }) => outcome === 'pass')).toBe(true)
  })

  it('of a handful of groups a fail takes more than of independent rows: a normal tail of so few is too thin', () => {
    const outcomesOf = (groupCount?: number) =>
      judged(
        [requirement({ atLeast: 0.8 }, { slices: ['region'] })],
        [
          split(
            'test',
            rows(fine),
            slicesOf(6, bad).map((measure, i) => ({
              where: { region: String(i) },
              ...rows(measure),
              ...(groupCount === undefined ? {} : { groupCount }),
            })),
          ),
        ],
      )[0].outcome
    // p is 0.0026 of independent rows, 0.0083 of five groups; of six slices it has to be below 0.0042.
    expect([outcomesOf(), outcomesOf(500), outcomesOf(5)]).toEqual(['fail', 'fail', 'undecided'])
  })

  it('slices without an interval are no part of the family', () => {
    const undefinedSlices = Array.from({ length: 11 }, () => ({ undefinedBecause: 'no positives' }) as never)
    expect(outcomes([bad, ...undefinedSlices])[0].outcome).toBe('fail')
  })
})
