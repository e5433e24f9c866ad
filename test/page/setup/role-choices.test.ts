import { expect, test } from 'vitest'
import { positiveChoices, roleOfColumn, sliceCandidates } from '../../../src/page/setup/role-choices.ts'
import { draftOf } from '../../../src/page/setup/roles-draft.ts'
import type { RoleGuess } from '../../../src/worker/protocol.ts'

const guess: RoleGuess = {
  roles: { label: 'y', candidate: 'p', split: 'fold', slices: ['region'] },
  evidence: {},
  offers: {},
  patterns: [],
  columns: ['y', 'p', 'q', 'fold', 'region', 'outcome', 'note'],
  values: {
    y: ['0', '1'],
    outcome: ['good', 'bad'],
    region: ['n', 's', 'e', 'w'],
    fold: ['test'],
    p: ['0.1', '0.2'],
    note: Array.from({ length: 50 }, (_, index) => `note ${index}`),
    q: ['0.3', '0.4'],
  },
}

test('the positive choices are the values seen, and the one that their pair implies', () => {
  expect(positiveChoices(['good', 'bad'], '')).toEqual(['good', 'bad'])
  expect(positiveChoices(['0'], '')).toEqual(['0', '1'])
  expect(positiveChoices(['good'], 'bad')).toEqual(['good', 'bad'])
})

test('slices on offer have few values and no other part; a chosen one always stays', () => {
  const draft = draftOf(guess, null)
  const offered = (change: Partial<typeof draft>) =>
    sliceCandidates(guess, { ...draft, ...change }).map(({ column }) => column)
  expect(offered({})).toEqual(['q', 'region', 'outcome'])
  expect(offered({ slices: ['note'] })).toContain('note')
  expect(offered({ weight: 'q', group: 'outcome' })).toEqual(['region'])
  expect(offered({ production: 'q*', prediction: '*come' })).toEqual(['q', 'region'])
})

test('a column of a joined file is known by its qualified names', () => {
  const draft = { ...draftOf(guess, null), candidate: 'new:p', production: 'old.csv:p' }
  expect(roleOfColumn('p', 'new.csv', draft)).toBe('candidate')
  expect(roleOfColumn('p', 'old.csv', draft)).toBe('production')
  expect(roleOfColumn('q', 'old.csv', draft)).toBeNull()
})

test('a column that two patterns match is the one’s that says more of it', () => {
  const draft = { ...draftOf(guess, null), candidate: 'p_*', production: 'p_old_*', weight: 'w', group: 'patient' }
  const roles = ['p_cat', 'p_old_cat', 'p_', 'w', 'patient'].map((column) => roleOfColumn(column, 'a.csv', draft))
  expect(roles).toEqual(['candidate', 'production', null, 'weight', 'group'])
})
