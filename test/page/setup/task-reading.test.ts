import { describe, expect, test } from 'vitest'
import { draftOf } from '../../../src/page/setup/roles-draft.ts'
import { evidenceOfTask, readTask, whatIsMissing } from '../../../src/page/setup/task-reading.ts'

const records = [
  ['good', '3', '4.5', 'cat', '0.1'],
  ['bad', '1', '3.25', 'dog', '0.2'],
  ['bad', '2', '1', 'fox', '0.7'],
]
const samples = [{ file: 'a.csv', columns: ['outcome', 'stars', 'price', 'animal', 'p'], records }]
const blank = draftOf({ roles: {}, evidence: {}, offers: {}, patterns: [], columns: [], values: {} }, null)
const missing = (change: Partial<typeof blank>) => {
  const draft = { ...blank, ...change }
  return whatIsMissing(draft, readTask(samples, draft))
}

describe('reading the task', () => {
  test.each([
    [{ label: 'outcome', candidate: 'p' }, 'binary'],
    [{ label: 'price', candidate: 'p' }, 'regression'],
    [{ label: 'animal', prediction: 'animal' }, 'multiclass'],
    [{ label: 'price', candidate: 'p', task: 'binary' as const }, 'binary'],
  ])('%j is %s', (change, task) => {
    expect(readTask(samples, { ...blank, ...change })).toMatchObject({ task })
  })

  test('whole numbers that may be classes or numbers are left to the person; a column that is not there to the engine', () => {
    expect(readTask(samples, { ...blank, label: 'stars', candidate: 'p' })).toBe('open')
    expect(evidenceOfTask('open')).toContain('classes or numbers')
    expect(readTask(samples, { ...blank, label: 'nowhere', candidate: 'p' })).toBeNull()
    expect(missing({ label: 'nowhere', candidate: 'p' })).toBeNull()
  })
})

test('what is missing is said, one thing at a time, and neither positive class nor task is ever assumed', () => {
  expect(missing({})).toContain('truth')
  expect(missing({ label: 'outcome' })).toContain('score')
  expect(missing({ label: 'outcome', candidate: 'p' })).toContain('“outcome” counts as positive')
  expect(missing({ label: 'stars', candidate: 'p' })).toContain('Choose the task')
  expect(missing({ label: 'p', candidate: 'p' })).toContain('same column')
  expect(missing({ label: 'animal', candidate: 'p', task: 'multiclass' })).toContain('p_*')
  expect(missing({ label: 'outcome', candidate: 'p', positive: 'bad' })).toBeNull()
  expect(missing({ label: 'price', candidate: 'p' })).toBeNull()
  expect(missing({ label: 'animal', prediction: 'outcome' })).toBeNull()
})
