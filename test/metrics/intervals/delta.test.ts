import { describe, expect, it } from 'vitest'
import { groupDegreesOfFreedom, influencePrecision } from '../../../src/metrics/intervals/delta.ts'
import { testedDifference } from '../../../src/metrics/difference.ts'
import { twoSidedTP } from '../../../src/metrics/intervals/distributions.ts'

/** So many rows of each group, each of influence 1 or −1. */
const grouped = (sizes: number[]) => {
  const codes = Uint32Array.from(sizes.flatMap((size, group) => Array.from({ length: size }, () => group)))
  const influence = Float64Array.from(codes, (_, row) => (row % 2 === 0 ? 1 : -1) / codes.length)
  return influencePrecision(influence, {
    rowCount: codes.length,
    weights: null,
    groups: { codes, groupCount: sizes.length },
  })
}

describe('degrees of freedom of a test of groups', () => {
  it('are the groups less one where they are alike, and few where few of them carry the estimate', () => {
    expect(grouped([3, 3, 3, 3, 3]).ofTest).toBeCloseTo(4, 6)
    // (30 + 4·1)² / (900 + 4) − 1.
    expect(grouped([30, 1, 1, 1, 1]).ofTest).toBe(1)
    expect(grouped([9, 9, 1, 1]).ofTest).toBeCloseTo(400 / 164 - 1, 6)
  })

  it('are none of one group', () => {
    expect(grouped([4]).ofTest).toBe(0)
    expect(groupDegreesOfFreedom(0, 0, 3)).toBe(2)
  })

  it('are those by which a difference is tested, while its interval stays', () => {
    const precision = { standardError: 0.1, degreesOfFreedom: 9 }
    const [rows, groups] = [precision, { ...precision, ofTest: 3 }].map((each) =>
      testedDifference(0.5, each, 0.95, 'delta'),
    )
    expect(groups).toEqual({ ...rows, p: twoSidedTP(5, 3) })
    expect(twoSidedTP(5, 3)).toBeGreaterThan(0.015)
  })
})
