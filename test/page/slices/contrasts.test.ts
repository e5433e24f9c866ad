import { describe, expect, it } from 'vitest'
import { contrastNumbers, contrastRows, worstContrasts } from '../../../src/page/slices/contrasts.ts'
import {
  comparedWords,
  contrastDifference,
  controlWords,
  nobodyWords,
  untestedWords,
} from '../../../src/words/worse-slices.ts'
import { numbersCsv } from '../../../src/page/chart/numbers.ts'
import type { SliceContrast } from '../../../src/metrics/worse-slices.ts'

const north: SliceContrast = {
  where: { segment: 'new_customer', region: 'north' },
  rowCount: 1204,
  weight: null,
  positives: 310,
  value: 0.742,
  other: 0.803,
  difference: { difference: -0.061, interval: { low: -0.102, high: -0.02 }, p: 0.0031, test: 'mcnemar' },
}
const wide: SliceContrast = {
  ...north,
  where: { region: 'south' },
  difference: { difference: -0.2, interval: { low: -0.5, high: 0.1 }, p: 0.2, test: 'delta' },
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
      'no more than 5\u00a0% are expected to be there by chance, however many were looked at (Benjamini–Hochberg)',
    )
    expect(controlWords(0.05, { tested: 40, confidence: 0.95 }, 'all_rows')).toContain('(Benjamini–Yekutieli)')
  })

  it('without that, how many would be there if none were worse: (1 − confidence)/2 of them', () => {
    expect(controlWords(null, { tested: 289, confidence: 0.95 }, 'production')).toContain(
      'of 289 slices looked at, about 7 would look worse',
    )
    expect(controlWords(null, { tested: 3, confidence: 0.95 }, 'production')).toContain('perhaps one')
  })

  it('nobody, and how little that may mean', () => {
    expect(nobodyWords({ tested: 12, reach: 0.0612 }, 'recall')).toBe(
      'That is not to say that nobody is: half of the 12 slices tested would have had to be worse by 0.061 or more in recall to be told from chance.',
    )
    expect(nobodyWords({ tested: 0, reach: null }, 'recall')).toBe('No slice has rows enough to tell.')
    expect([untestedWords({ untested: 0 }), untestedWords({ untested: 2 })]).toEqual([
      null,
      '2 slices could not be tested: too few rows, or not defined there.',
    ])
  })
})

describe('the differences drawn', () => {
  it('come by how much worse a slice is at least; what is not known comes last', () => {
    const contrasts = [unknown, wide, north]
    expect(worstContrasts({ contrasts, better: 'higher' })).toEqual([north, wide, unknown])
    // Where lower is better the lower ends count: −0.102 against −0.5.
    expect(worstContrasts({ contrasts, better: 'lower' })).toEqual([north, wide, unknown])
  })

  it('mark those listed, in words too, and leave out what has none', () => {
    const rows = contrastRows(
      [north, wide, unknown],
      [{ ...north, loss: { value: 0.061, low: 0.02, high: 0.102 }, p: 0.0015, adjustedP: 0.03 }],
    )
    expect(rows.map(({ label, tone, words }) => [label, tone, words])).toEqual([
      ['new_customer × north', 'fail', '−0.061 worse'],
      ['south', 'candidate', '−0.200'],
    ])
  })

  it('are saved in full, a column for each column of the slices', () => {
    expect(
      numbersCsv(contrastNumbers([north, wide, unknown], 'production'))
        .split('\r\n')
        .slice(0, 4),
    ).toEqual([
      'segment,region,rows,positives,candidate,production,difference,difference_low,difference_high,p',
      'new_customer,north,1204,310,0.742,0.803,-0.061,-0.102,-0.02,0.0031',
      ',south,1204,310,0.742,0.803,-0.2,-0.5,0.1,0.2',
      ',,1204,310,,0.803,,,,',
    ])
  })
})
