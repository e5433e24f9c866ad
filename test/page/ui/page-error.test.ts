import { describe, expect, test } from 'vitest'
import { InputErrors, offsetOf, pageErrorOf, pageErrorsOf } from '../../../src/page/ui/page-error.ts'
import { InputError } from '../../../src/table/input-error.ts'

const fault = {
  code: 'not_a_number',
  place: { file: 'predictions.csv', lineNumber: 18_204, column: 'p_churn' },
  found: '"n/a"',
  expected: 'a number',
  remedy: 'Mend the cell.',
  canLeaveOut: true,
  rows: { count: 8, of: null, cell: 'n/a', missingFrom: null },
}

describe('pageErrorOf', () => {
  test('an error in the input says what, where and what now', () => {
    expect(pageErrorOf(new InputError(fault))).toEqual({
      what: '8 rows have no valid number. First: line 18,204, “n/a”.',
      where: 'predictions.csv, column p_churn',
      now: 'Fix the file, or continue without these rows.',
      canLeaveOut: true,
      leaveOut: 'Skip 8 rows (noted in the report)',
      sheets: [],
    })
    const { rows: _, ...whole } = { ...fault, canLeaveOut: false }
    expect(pageErrorOf(new InputError(whole))).toEqual({
      what: 'Found "n/a", expected a number.',
      where: 'predictions.csv, line 18,204, column p_churn',
      now: 'Mend the cell.',
      canLeaveOut: false,
      leaveOut: '',
      sheets: [],
    })
  })

  test.each([
    ['missing', 1, '', '1 row has no value. First: line 18,204, an empty cell.', 'Skip 1 row (noted in the report)'],
    ['too_few_fields', 3, '', '3 rows have too few fields. First: line 18,204.', 'Skip 3 rows (noted in the report)'],
  ])('%s, %d of them, is worded as such rows are', (code, count, cell, what, leaveOut) => {
    const rows = { count, of: null, cell, missingFrom: null }
    expect(pageErrorOf(new InputError({ ...fault, code, rows }))).toMatchObject({ what, leaveOut })
  })

  test('rows of a file that has no lines are told by their number', () => {
    const place = { file: 'p.parquet', rowNumber: 812, column: 'score' }
    expect(pageErrorOf(new InputError({ ...fault, code: 'vector_length', place }))).toMatchObject({
      what: '8 rows have a vector of another length. First: row 812, “n/a”.',
      where: 'p.parquet, column score',
    })
  })

  test('ids that another file lacks are counted, with the first of them', () => {
    const rows = { count: 200, of: 8000, cell: 'L100049', missingFrom: 'production.csv' }
    const place = { file: 'candidate.csv', lineNumber: 51, column: 'loan_id' }
    expect(pageErrorOf(new InputError({ ...fault, code: 'unmatched_id', place, rows }))).toMatchObject({
      what: '200 of 8,000 ids in candidate.csv are missing from production.csv (first: L100049, line 51).',
      where: 'candidate.csv, column loan_id',
    })
  })

  test('the sheets of a workbook are offered where one has to be chosen', () => {
    const sheets = { ...fault, code: 'several_sheets', choices: ['new', 'old'], canLeaveOut: false }
    expect(pageErrorOf(new InputError(sheets))).toMatchObject({
      sheets: ['new', 'old'],
      now: 'Choose the sheet to read.',
    })
  })

  test('several errors at once are all told', () => {
    const both = new InputErrors([new InputError(fault), new InputError({ ...fault, place: { file: 'other.csv' } })])
    expect(pageErrorsOf(both).map(({ where }) => where)).toEqual(['predictions.csv, column p_churn', 'other.csv'])
    expect(pageErrorsOf(new TypeError('odd'))).toHaveLength(1)
  })

  test('what to do is said in the page’s words: no options of the command', () => {
    const nameIt = { ...fault, code: 'positive_not_named', remedy: 'Name it: --positive "x".', canLeaveOut: false }
    expect(pageErrorOf(new InputError(nameIt)).now).toMatch(/^Choose the positive class/)
    expect(pageErrorOf(new InputError({ ...nameIt, code: 'other', remedy: 'Check it.' })).now).toBe('Check it.')
  })

  test('any other error is owned as the page’s, and its message is kept', () => {
    expect(pageErrorOf(new TypeError('x is not a function'))).toMatchObject({
      where: 'x is not a function',
      canLeaveOut: false,
    })
    expect(pageErrorOf('odd').where).toBe('odd')
  })
})

test('a line and a column are a place in the text, and never one outside', () => {
  const text = 'ab\ncde\n\nf'
  expect([
    offsetOf(text, 1, 1),
    offsetOf(text, 2, 3),
    offsetOf(text, 3, 9),
    offsetOf(text, 9, 1),
    offsetOf(text, 0, 0),
  ]).toEqual([0, 5, 7, 8, 0])
})
