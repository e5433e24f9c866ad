import { describe, expect, it } from 'vitest'
import { adjustedPs } from '../../src/metrics/false-discoveries.ts'

/** The fifteen p-values of Benjamini & Hochberg (JRSS B 1995), section 3.2. */
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
]

describe('p-values adjusted for the false discovery rate', () => {
  it('reject the four of fifteen that Benjamini & Hochberg reject in their example at 0.05', () => {
    expect(adjustedPs(published, 'positive').filter((p) => p <= 0.05).length).toBe(4)
  })

  it('are what R’s p.adjust gives: BH, and BY without any assumption', () => {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), 'BH'), and 'BY': by hand, 4p/rank cumulated from the top, × (1 + 1/2 + 1/3 + 1/4).
    expect(adjustedPs([0.01, 0.04, 0.03, 0.005], 'positive')).toEqual(
      [0.02, 0.04, 0.04, 0.02].map((p) => expect.closeTo(p, 12)),
    )
    expect(adjustedPs([0.01, 0.04, 0.03, 0.005], 'any')).toEqual(
      [0.02, 0.04, 0.04, 0.02].map((p) => expect.closeTo((p * 25) / 12, 12)),
    )
  })

  it('never fall below the p-value, never rise above 1, and keep its order', () => {
    for (const dependence of ['positive', 'any'] as const) {
      const adjusted = adjustedPs(published, dependence)
      adjusted.forEach((p, i) => {
        expect(p).toBeGreaterThanOrEqual(published[i])
        expect(p).toBeLessThanOrEqual(1)
        if (i > 0) expect(p).toBeGreaterThanOrEqual(adjusted[i - 1])
      })
    }
  })

  it('of one hypothesis are its own, of none none', () => {
    expect([adjustedPs([0.03], 'positive'), adjustedPs([0.03], 'any'), adjustedPs([], 'any')]).toEqual([
      [0.03],
      [0.03],
      [],
    ])
  })
})
