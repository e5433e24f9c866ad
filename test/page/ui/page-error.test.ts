import { describe, expect, test } from 'vitest'
import { offsetOf, pageErrorOf } from '../../../src/page/ui/page-error.ts'
import { InputError } from '../../../src/table/input-error.ts'

const fault = {
  code: 'not_a_number',
  place: { file: 'predictions.csv', lineNumber: 18_204, column: 'p_churn' },
  found: '"n/a"',
  expected: 'a number',
  remedy: 'Mend the cell.',
  canLeaveOut: true,
}

describe('pageErrorOf', () => {
  test('an error in the input says what, where and what now', () => {
    expect(pageErrorOf(new InputError(fault))).toEqual({
      what: 'Found "n/a", expected a number.',
      where: 'predictions.csv, line 18,204, column p_churn',
      now: 'Leave such rows out, or mend the file.',
      canLeaveOut: true,
    })
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
