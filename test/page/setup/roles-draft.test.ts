import { describe, expect, test } from 'vitest'
import {
  draftOf,
  obviousPositive,
  positiveChoices,
  roleOfColumn,
  rolesOf,
  roleWords,
  sliceCandidates,
  valuesOf,
  whatIsMissing,
  withModelsSwapped,
} from '../../../src/page/setup/roles-draft.ts'
import { answersOf, nothingSaid, type Said } from '../../../src/page/setup/said.ts'
import type { Inspection } from '../../../src/worker/protocol.ts'
import { drafted, emptyInspection } from './opened.ts'

const inspection: Inspection = {
  ...emptyInspection,
  roles: {
    label: { column: 'y', why: '' },
    positive: { column: '1', why: '' },
    candidate: { column: 'p', why: '' },
    split: { column: 'fold', why: '' },
  },
  slices: [{ column: 'region', why: '' }],
  columns: ['y', 'p', 'q', 'fold', 'region', 'outcome', 'predicted', 'note'],
  values: new Map([
    ['y', ['0', '1']],
    ['outcome', ['good', 'bad']],
    ['predicted', ['1', '0']],
    ['region', ['n', 's', 'e', 'w']],
    ['fold', ['test']],
    ['p', ['0.1', '0.2']],
    ['note', Array.from({ length: 50 }, (_, index) => `note ${index}`)],
    ['q', ['0.3', '0.4']],
  ]),
}
const answers = (said: Partial<Said>) =>
  answersOf({ ...nothingSaid, ...said }, { hasThreshold: false, hasSplitRule: false })
const draft = draftOf(inspection, answers({}))

describe('obviousPositive', () => {
  test.each([
    [['0', '1'], '1'],
    [['1', '0'], '1'],
    [['-1', '1'], '1'],
    [['No', 'Yes'], 'Yes'],
    [['FALSE', 'TRUE'], 'TRUE'],
    [['0'], '1'],
    [['false'], 'true'],
    [['0', '', '1'], '1'],
  ])('%j says that %s is positive', (values, positive) => {
    expect(obviousPositive(values)).toBe(positive)
  })

  test.each([[['good', 'bad']], [['0', '1', '2']], [['0', 'yes']], [[]], [['']], [['1', '2']]])(
    '%j does not say',
    (values) => {
      expect(obviousPositive(values)).toBeNull()
    },
  )
})

describe('draftOf', () => {
  test('what was said holds, everything else is as the first rows show it', () => {
    expect(draft).toMatchObject({
      label: 'y',
      positive: '1',
      candidate: 'p',
      production: '',
      split: 'fold',
      slices: ['region'],
      task: '',
    })
    expect(draftOf(inspection, answers({ roles: { candidate: 'q', slices: [] }, task: 'binary' }))).toMatchObject({
      label: 'y',
      candidate: 'q',
      slices: [],
      task: 'binary',
    })
  })

  test('predicted classes that were said rule out scores that are guessed, and the other way round', () => {
    expect(draftOf(inspection, answers({ roles: { prediction: 'q' } }))).toMatchObject({
      candidate: '',
      prediction: 'q',
    })
    expect(draftOf(inspection, answers({ roles: { prediction: null } })).candidate).toBe('p')
  })

  test('a role that was said to be filled by nothing is not guessed', () => {
    expect(draftOf(inspection, answers({ roles: { split: null } })).split).toBe('')
  })
})

test('what the draft leaves empty is null to the engine', () => {
  expect(rolesOf(drafted({ label: 'outcome', candidate: 'p' }))).toEqual({
    label: 'outcome',
    positive: null,
    candidate: 'p',
    candidateOf: null,
    production: null,
    productionOf: null,
    prediction: null,
    productionPrediction: null,
    model: null,
    score: null,
    group: null,
    weight: null,
    time: null,
    split: null,
    id: null,
    slices: [],
    reversed: [],
    logits: [],
  })
})

test('models change places with all that is said of them; one alone has none to change with', () => {
  const both = drafted({
    label: 'y',
    candidate: 'p',
    candidateOf: 'predicted',
    production: 'q',
    reversed: ['production'],
    logits: ['production', 'candidate'],
  })
  expect(withModelsSwapped(both)).toEqual({
    candidate: 'q',
    candidateOf: null,
    prediction: null,
    production: 'p',
    productionOf: 'predicted',
    productionPrediction: null,
    reversed: ['candidate'],
    logits: ['candidate', 'production'],
  })
  expect(withModelsSwapped(draft)).toBeNull()
})

test('the positive choices are the values seen, and the one that their pair implies', () => {
  expect(positiveChoices(['good', 'bad'], '')).toEqual(['good', 'bad'])
  expect(positiveChoices(['0'], '')).toEqual(['0', '1'])
  expect(positiveChoices(['good'], 'bad')).toEqual(['good', 'bad'])
})

test('the values of a column that all files have are those of the first', () => {
  expect(valuesOf({ values: new Map([['a.csv:y', ['0', '1']]]) }, 'y')).toEqual(['0', '1'])
  expect(valuesOf({ values: new Map() }, '__proto__')).toEqual([])
})

test('slices on offer have few values and no other part; what holds the label’s values is none; a chosen one stays', () => {
  const offered = (change: Partial<typeof draft>) =>
    sliceCandidates(inspection, { ...draft, ...change }).map(({ column }) => column)
  expect(offered({})).toEqual(['q', 'region', 'outcome'])
  expect(offered({ label: '' })).toEqual(['region'])
  expect(offered({ slices: ['note', 'predicted'] })).toEqual(expect.arrayContaining(['note', 'predicted']))
  expect(offered({ weight: 'q', group: 'outcome' })).toEqual(['region'])
  expect(offered({ production: 'q*', prediction: '*come' })).toEqual(['q', 'region'])
  expect(offered({ production: 'q,outcome' })).toEqual(['region'])
})

test('a column of a joined file is known by its qualified names', () => {
  const joined = { ...draft, candidate: 'new:p', production: 'old.csv:p' }
  expect(roleOfColumn('p', 'new.csv', joined)).toBe('candidate')
  expect(roleOfColumn('p', 'old.csv', joined)).toBe('production')
  expect(roleOfColumn('q', 'old.csv', joined)).toBeNull()
})

test('a column that two patterns match is the one’s that says more of it', () => {
  const patterns = { ...draft, candidate: 'p_*', production: 'p_old_*', weight: 'w', group: 'patient' }
  const roles = ['p_cat', 'p_old_cat', 'p_', 'w', 'patient'].map((column) => roleOfColumn(column, 'a.csv', patterns))
  expect(roles).toEqual(['candidate', 'production', null, 'weight', 'group'])
})

test('a column of a list, with or without its class, and one whose cells are vectors play their part', () => {
  const columns = ['cat', 'prob_0', 'probability', 'xgb', 'model']
  const role = (column: string, change: Partial<typeof draft>) =>
    roleOfColumn(column, 'a.csv', { ...draft, ...change }, columns)
  expect(role('cat', { candidate: 'cat,dog' })).toBe('candidate')
  expect(role('prob_0', { candidate: 'cat=prob_0,dog=prob_1' })).toBe('candidate')
  expect(role('probability', { candidate: 'probability[2]' })).toBe('candidate')
})

test('where there is a row for each model, the models are values and no columns', () => {
  const long = drafted({ label: 'y', model: 'model', candidate: 'xgb', score: 'p' })
  expect(['xgb', 'model', 'p'].map((column) => roleOfColumn(column, 'a.csv', long))).toEqual([null, 'model', 'score'])
})

describe('what is missing', () => {
  const columns = ['outcome', 'p', 'animal', 'cat', 'dog', 'p_cat', 'p_dog']
  const missing = (change: Partial<typeof draft>, task: 'binary' | 'multiclass' | 'regression' | null = null) =>
    whatIsMissing(drafted(change), task, columns)

  test('is said, one thing at a time, and a positive class is never assumed', () => {
    expect(missing({})).toContain('truth')
    expect(missing({ label: 'outcome' })).toContain('score')
    expect(missing({ label: 'outcome', candidate: 'p' }, 'binary')).toContain('“outcome” counts as positive')
    expect(missing({ label: 'p', candidate: 'p' })).toContain('same column')
    expect(missing({ label: 'p', prediction: 'p' })).toContain('same column')
    expect(missing({ label: 'outcome', candidate: 'p', positive: 'bad' }, 'binary')).toBeNull()
    expect(missing({ label: 'outcome', candidate: 'p' }, 'regression')).toBeNull()
    expect(missing({ label: 'animal', prediction: 'outcome' }, 'multiclass')).toBeNull()
  })

  test('of several classes is a column for each', () => {
    expect(missing({ label: 'animal', candidate: 'p' }, 'multiclass')).toContain('p_*')
    expect(missing({ label: 'animal', candidate: 'p[2]' }, 'multiclass')).toContain('p_*')
    expect(missing({ label: 'animal', candidate: 'p_*' }, 'multiclass')).toBeNull()
    expect(missing({ label: 'animal', candidate: 'cat,dog' }, 'multiclass')).toBeNull()
    expect(missing({ label: 'animal', model: 'm', candidate: 'xgb', score: 'cat,dog' }, 'multiclass')).toBeNull()
  })
})

test('roles are told in words', () => {
  expect(roleWords(drafted({ label: 'y', candidate: 'p', slices: ['a', 'b'] }))).toBe(
    'truth y; candidate p; slices a, b',
  )
})
