import { describe, expect, test } from 'vitest'
import {
  draftOf, obviousPositive, positiveChoices, roleOfColumn, rolesOf, sliceCandidates, whatIsMissing, withNamed,
} from '../../src/app/roles-draft.ts'
import type { RoleGuess } from '../../src/worker/protocol.ts'

const guess: RoleGuess = {
  roles: { label: 'y', candidate: 'p', split: 'fold', slices: ['region'] },
  evidence: {},
  columns: ['y', 'p', 'q', 'fold', 'region', 'outcome', 'note'],
  values: {
    y: ['0', '1'], outcome: ['good', 'bad'], region: ['n', 's', 'e', 'w'], fold: ['test'], p: ['0.1', '0.2'],
    note: Array.from({ length: 50 }, (_, index) => `note ${index}`), q: ['0.3', '0.4'],
  },
}

describe('obviousPositive', () => {
  test.each([
    [['0', '1'], '1'], [['1', '0'], '1'], [['-1', '1'], '1'], [['No', 'Yes'], 'Yes'], [['FALSE', 'TRUE'], 'TRUE'],
    [['0'], '1'], [['false'], 'true'], [['0', '', '1'], '1'],
  ])('%j says that %s is positive', (values, positive) => {
    expect(obviousPositive(values)).toBe(positive)
  })

  test.each([[['good', 'bad']], [['0', '1', '2']], [['0', 'yes']], [[]], [['']], [['1', '2']]])('%j does not say', (values) => {
    expect(obviousPositive(values)).toBeNull()
  })
})

describe('draftOf', () => {
  test('without a policy the guess holds, and the positive class is named where the values name it', () => {
    expect(draftOf(guess, null)).toEqual({
      label: 'y', positive: '1', candidate: 'p', production: '', split: 'fold', id: '', slices: ['region'],
    })
  })

  test('a policy that names label and candidate is taken at its word: nothing is guessed beside it', () => {
    expect(draftOf(guess, { label: 'outcome', positive: 'bad', candidate: 'q' })).toEqual({
      label: 'outcome', positive: 'bad', candidate: 'q', production: '', split: '', id: '', slices: [],
    })
  })

  test('a policy that names less is completed by the guess', () => {
    expect(draftOf(guess, { candidate: 'q' })).toMatchObject({ label: 'y', candidate: 'q', split: 'fold' })
  })
})

test('a policy that comes later keeps what was chosen by hand where it is silent', () => {
  const chosen = { ...draftOf(guess, null), candidate: 'q', slices: [] }
  expect(withNamed(chosen, { split: 'region' }, guess)).toEqual({ ...chosen, split: 'region' })
  expect(withNamed(chosen, { label: 'y', candidate: 'p' }, guess)).toMatchObject({ candidate: 'p', split: '' })
})

test('what the draft leaves empty is null to the engine', () => {
  expect(rolesOf(draftOf(guess, { label: 'outcome', candidate: 'p' }))).toEqual({
    label: 'outcome', positive: null, candidate: 'p', production: null, prediction: null, productionPrediction: null, group: null, weight: null, split: null, id: null, slices: [],
  })
})

test('what is missing is said, one thing at a time, and the positive class is never assumed', () => {
  const draft = { label: '', positive: '', candidate: '', production: '', split: '', id: '', slices: [] }
  expect(whatIsMissing(draft)).toContain('truth')
  expect(whatIsMissing({ ...draft, label: 'outcome' })).toContain('score')
  expect(whatIsMissing({ ...draft, label: 'outcome', candidate: 'p' })).toContain('“outcome” counts as positive')
  expect(whatIsMissing({ ...draft, label: 'p', candidate: 'p', positive: '1' })).toContain('same column')
  expect(whatIsMissing({ ...draft, label: 'outcome', candidate: 'p', positive: 'bad' })).toBeNull()
})

test('the positive choices are the values seen, and the one that their pair implies', () => {
  expect(positiveChoices(['good', 'bad'], '')).toEqual(['good', 'bad'])
  expect(positiveChoices(['0'], '')).toEqual(['0', '1'])
  expect(positiveChoices(['good'], 'bad')).toEqual(['good', 'bad'])
})

test('slices on offer have few values and no other part; a chosen one always stays', () => {
  const draft = draftOf(guess, null)
  expect(sliceCandidates(guess, draft).map(({ column }) => column)).toEqual(['q', 'region', 'outcome'])
  expect(sliceCandidates(guess, { ...draft, slices: ['note'] }).map(({ column }) => column)).toContain('note')
})

test('a column of a joined file is known by its qualified names', () => {
  const draft = { ...draftOf(guess, null), candidate: 'new:p', production: 'old.csv:p' }
  expect(roleOfColumn('p', 'new.csv', draft)).toBe('candidate')
  expect(roleOfColumn('p', 'old.csv', draft)).toBe('production')
  expect(roleOfColumn('q', 'old.csv', draft)).toBeNull()
})
