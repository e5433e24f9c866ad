import { describe, expect, it } from 'vitest'
import type { SliceContrast } from '../../src/metrics/worse-slices.ts'
import {
  comparedWords,
  contrastDifference,
  controlWords,
  noneFoundWords,
  untestedWords,
} from '../../src/words/worse-slices.ts'

const north: SliceContrast = {
  where: { segment: 'new_customer', region: 'north' },
  rowCount: 1204,
  weight: null,
  positives: 310,
  value: 0.742,
  other: 0.803,
  difference: { difference: -0.061, interval: { low: -0.102, high: -0.02 }, p: 0.0031, test: 'mcnemar' },
}
const unknown: SliceContrast = {
  ...north,
  where: { region: '' },
  value: null,
  difference: { undefinedBecause: 'no positives' },
}

describe('a slice that is worse', () => {
  it('is told with its difference, interval, both values and sizes', () => {
    expect(contrastDifference(north)).toEqual({ value: '−0.061', interval: '−0.102 to −0.020' })
    expect(comparedWords(north, 'production')).toBe('0.742 against production’s 0.803; 1,204 rows, 310 positives')
    expect(comparedWords({ ...north, positives: null, weight: 3400.5 }, 'all_rows')).toBe(
      '0.742 against 0.803 on all rows; 1,204 rows, weight 3,400.5',
    )
  })

  it('without a difference has none, and no numbers that are not there', () => {
    expect(contrastDifference(unknown)).toBeNull()
    expect(comparedWords(unknown, 'production')).toBe('1,204 rows, 310 positives')
  })
})

describe('what the list says of itself', () => {
  it('how chance finds are kept out, and by which rule', () => {
    expect(controlWords(0.05, { tested: 40, confidence: 0.95 }, 'production')).toContain(
      'At most 5\u00a0% of the slices listed are expected to be there by chance (false discovery rate, Benjamini–Hochberg)',
    )
    expect(controlWords(0.05, { tested: 40, confidence: 0.95 }, 'all_rows')).toContain('Benjamini–Yekutieli)')
  })

  it('without that, how many would be there if none were worse: (1 − confidence)/2 of them', () => {
    expect(controlWords(null, { tested: 289, confidence: 0.95 }, 'production')).toContain(
      'of 289 slices looked at, about 7 would look worse',
    )
    expect(controlWords(null, { tested: 3, confidence: 0.95 }, 'production')).toContain('perhaps one')
  })

  it('nothing was found, and how little that may mean', () => {
    expect(noneFoundWords({ tested: 12, reach: 0.0612 }, 'recall')).toBe(
      'With this many rows, a difference in recall below about 0.061 would go unnoticed in half of the 12 slices tested.',
    )
    expect(noneFoundWords({ tested: 0, reach: null }, 'recall')).toBe('No slice has enough rows to tell.')
    expect([untestedWords({ untested: 0 }), untestedWords({ untested: 2 })]).toEqual([
      null,
      '2 slices could not be tested: too few rows, or not defined there.',
    ])
  })
})
