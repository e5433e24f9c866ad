import { expect, test } from 'vitest'
import { moreRowsWords, rangeWords } from '../../src/words/needed.ts'

test('rows to label are told beside those that there are, with what the value leaves open', () => {
  expect(moreRowsWords({ rows: 810, positives: 87, range: [300, 4000] })).toBe(
    'about 87 more positives, about 810 more rows, would settle it with a chance of 80 % (from about 300 rows to 4,000, as the value may be off)',
  )
  expect(moreRowsWords({ rows: 1, positives: null, range: [1, null] })).toBe(
    'about 1 more row would settle it with a chance of 80 % (at least about 1 row, as the value may be off)',
  )
})

test('a range has two digits, and no upper end that says nothing', () => {
  expect(rangeWords(160, [21, 1_629_968])).toBe('at least about 21 rows')
  expect(rangeWords(4321, [1234, 56_789])).toBe('from about 1,200 rows to 57,000')
  expect(rangeWords(100, [50, 10_000])).toBe('from about 50 rows to 10,000')
  expect(rangeWords(100, [50, 10_001])).toBe('at least about 50 rows')
})
