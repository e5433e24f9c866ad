import { expect, test } from 'vitest'
import { moreRowsWords } from '../../src/words/needed.ts'

test('rows to label are told beside those that there are, with what the value leaves open', () => {
  expect(moreRowsWords({ rows: 810, positives: 87, range: [300, 4000] })).toBe(
    'about 87 more positives, about 810 more rows, would settle it with a chance of 80 % (from 300 rows to 4,000, as the value may be off)',
  )
  expect(moreRowsWords({ rows: 1, positives: null, range: [1, null] })).toBe(
    'about 1 more row would settle it with a chance of 80 % (from 1 row without an upper limit, as the value may be off)',
  )
})
