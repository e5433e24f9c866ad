import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completedRoles, type Roles } from '../../src/dataset/roles.ts'
import { isPattern } from '../../src/dataset/named-columns.ts'
import { detectTask, isNumberText } from '../../src/dataset/task.ts'
import { refusalOf } from '../helpers/fault.ts'

function detected(labels: string[], named: Partial<Roles> = { candidate: 's' }) {
  const samples = [
    { file: 'p.csv', columns: ['y', 's', 'p_a', 'odd*'], records: labels.map((label) => [label, '0.5']) },
  ]
  return detectTask(samples, completedRoles({ label: 'y', ...named }), null, { file: 'p.csv', column: 'y' })
}

describe('the task', () => {
  it.each<[string[], Partial<Roles>, string, string]>([
    [['0', '1', '0'], { candidate: 's' }, 'binary', 'the label has two values'],
    [['1', '', '1'], { candidate: 's' }, 'binary', 'the label has two values'],
    [['a', 'b', 'c'], { candidate: 's', positive: 'a' }, 'binary', 'a positive class is named'],
    [['a', 'b', 'c'], { candidate: 's' }, 'binary', 'scores of a label that is not a number'],
    [['0', '1'], { candidate: 'p_*' }, 'multiclass', '"p_*" stands for a column for each class'],
    [['0', '1'], { candidate: 's', production: 'p_*' }, 'multiclass', '"p_*" stands for a column for each class'],
    [['0', '1'], { candidate: 'odd*' }, 'binary', 'the label has two values'],
    [
      ['1', '2', '3'],
      { prediction: 's' },
      'multiclass',
      'the label has more than two values, and classes are predicted',
    ],
    [['1.5', '2', '3'], { candidate: 's' }, 'regression', 'the label holds numbers'],
    [Array.from({ length: 11 }, (_, i) => String(i)), { candidate: 's' }, 'regression', 'the label holds numbers'],
  ])('of labels %j with %j is %s: %s', (labels, roles, task, evidence) =>
    expect(detected(labels, roles)).toEqual({ task, evidence }),
  )

  it('is what it is asked to be, whatever the columns say', () => {
    expect(detectTask([], completedRoles({ label: 'y' }), 'regression', {})).toEqual({
      task: 'regression',
      evidence: 'as asked for',
    })
  })

  it('has to be named where a few whole numbers may be classes or numbers', () => {
    expect(refusalOf(() => detected(['1', '2', '3', '2']))).toEqual({
      code: 'task_not_told',
      message:
        'p.csv, column "y": found 3 whole numbers: "1", "2", "3", expected a label with two values (binary), or the task to be named, ' +
        'as these may be classes or numbers. Name the task: --task binary, multiclass or regression (task in the policy).',
    })
  })
})

describe('a number in a cell', () => {
  it('is every finite number as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(isNumberText(String(value))).toBe(true)
      }),
    )
  })

  it.each([' 1 ', '+.5', '1.', '1E5', '-0'])('%j is one', (text) => expect(isNumberText(text)).toBe(true))
  it.each(['', ' ', '.', '1,5', '0x10', '1e', 'NaN', 'Infinity', '1 2', '1_000', '١'])('%j is none', (text) =>
    expect(isNumberText(text)).toBe(false),
  )
})

it('a name with a star is a pattern unless a file has a column of just that name', () => {
  const headers = [{ columns: ['a*', 'b'] }, { columns: ['c'] }]
  expect(['a*', 'b*', '*', 'b', null].map((name) => isPattern(name, headers))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ])
})
