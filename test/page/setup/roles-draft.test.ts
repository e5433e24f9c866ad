import { describe, expect, test } from 'vitest'
import {
  draftOf,
  obviousPositive,
  type RolesDraft,
  rolesOf,
  withChosen,
  withLabel,
  withModelsSwapped,
  withNamed,
  withReversed,
  withTask,
  positiveChoices,
  roleOfColumn,
  sliceCandidates,
  evidenceOfTask,
  readTask,
  whatIsMissing,
} from '../../../src/page/setup/roles-draft.ts'
import type { RoleGuess } from '../../../src/worker/protocol.ts'

const guess: RoleGuess = {
  offers: {},
  patterns: [],
  roles: { label: 'y', candidate: 'p', split: 'fold', slices: ['region'] },
  evidence: {},
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

const empty: RolesDraft = {
  task: '',
  label: '',
  positive: '',
  candidate: '',
  production: '',
  prediction: '',
  productionPrediction: '',
  candidateOf: '',
  productionOf: '',
  model: '',
  score: '',
  split: '',
  id: '',
  group: '',
  weight: '',
  time: '',
  slices: [],
  reversed: [],
}

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
  test('without a policy the guess holds, and the positive class is named where the values name it', () => {
    expect(draftOf(guess, null)).toEqual({
      ...empty,
      label: 'y',
      positive: '1',
      candidate: 'p',
      split: 'fold',
      slices: ['region'],
    })
  })

  test('a policy that names label and candidate is taken at its word: nothing is guessed beside it', () => {
    expect(draftOf(guess, { label: 'outcome', positive: 'bad', candidate: 'q' })).toEqual({
      ...empty,
      label: 'outcome',
      positive: 'bad',
      candidate: 'q',
    })
    expect(draftOf(guess, { label: 'outcome', prediction: 'q', weight: 'note' }, 'multiclass')).toEqual({
      ...empty,
      task: 'multiclass',
      label: 'outcome',
      prediction: 'q',
      weight: 'note',
    })
  })

  test('a policy that names less is completed by the guess', () => {
    expect(draftOf(guess, { candidate: 'q' })).toMatchObject({ label: 'y', candidate: 'q', split: 'fold' })
    expect(draftOf(guess, { prediction: 'q' })).toMatchObject({ label: 'y', candidate: '', prediction: 'q' })
  })
})

test('a policy that comes later keeps what was chosen by hand where it is silent', () => {
  const chosen = { ...draftOf(guess, null), candidate: 'q', slices: [] }
  expect(withNamed(chosen, { split: 'region' }, null, guess)).toEqual({ ...chosen, split: 'region' })
  expect(withNamed(chosen, { label: 'y', candidate: 'p' }, null, guess)).toMatchObject({ candidate: 'p', split: '' })
})

test('what the draft leaves empty is null to the engine', () => {
  expect(rolesOf(draftOf(guess, { label: 'outcome', candidate: 'p' }))).toEqual({
    label: 'outcome',
    positive: null,
    candidate: 'p',
    production: null,
    prediction: null,
    productionPrediction: null,
    candidateOf: null,
    productionOf: null,
    model: null,
    score: null,
    group: null,
    weight: null,
    time: null,
    split: null,
    id: null,
    slices: [],
    reversed: [],
  })
})

describe('choosing by hand', () => {
  const draft = draftOf(guess, null)

  test('a model has scores or predictions: choosing one gives up the other, choosing none gives up nothing', () => {
    expect(withChosen(draft, 'prediction', 'q')).toMatchObject({ candidate: '', prediction: 'q' })
    expect(withChosen(withChosen(draft, 'prediction', 'q'), 'candidate', 'p')).toMatchObject({
      candidate: 'p',
      prediction: '',
    })
    expect(withChosen(draft, 'prediction', '')).toEqual(draft)
    expect(withChosen({ ...draft, production: 'q' }, 'productionPrediction', 'note')).toMatchObject({
      candidate: 'p',
      production: '',
    })
  })

  test('with another label the positive class follows only where its values show it, and the task is detected anew', () => {
    expect(withLabel({ ...draft, task: 'regression' }, 'outcome', guess)).toMatchObject({
      label: 'outcome',
      positive: '',
      task: '',
    })
  })

  test('a task that the data tell anyway is not asked for, so that the command says the same', () => {
    expect(withTask(draft, 'binary', 'binary').task).toBe('')
    expect(withTask(draft, 'multiclass', 'binary').task).toBe('multiclass')
  })

  test('what is predicted of numbers is no class', () => {
    expect(withTask({ ...draft, candidate: '', prediction: 'q' }, 'regression', 'multiclass')).toMatchObject({
      task: 'regression',
      candidate: 'q',
      prediction: '',
    })
  })
})

describe('scores read the other way round', () => {
  const both: RolesDraft = { ...empty, label: 'y', candidate: 'p', production: 'q', reversed: ['production'] }

  test('are so once more when asked again', () => {
    expect(withReversed(both, 'candidate').reversed).toEqual(['candidate', 'production'])
    expect(withReversed(withReversed(both, 'candidate'), 'candidate')).toEqual(both)
  })

  test('go with their model, and not with another column in its place', () => {
    expect(withModelsSwapped(both)!.reversed).toEqual(['candidate'])
    expect(withChosen(both, 'production', 'other').reversed).toEqual([])
    expect(withChosen(both, 'productionPrediction', 'other').reversed).toEqual([])
    expect(withChosen(both, 'candidate', 'other').reversed).toEqual(['production'])
    expect(withLabel(both, 'outcome', guess).reversed).toEqual([])
    expect(withTask(both, 'multiclass', 'binary').reversed).toEqual([])
  })

  test('are so for the engine, and where a policy says it', () => {
    expect(rolesOf(both).reversed).toEqual(['production'])
    expect(draftOf(guess, { label: 'y', candidate: 'p', reversed: ['candidate'] }).reversed).toEqual(['candidate'])
  })
})

describe('the class that scores are of', () => {
  const both = draftOf(guess, {
    label: 'y',
    candidate: 'p',
    candidateOf: 'fold',
    production: 'q',
    productionOf: 'note',
  })
  const of = ({ candidateOf, productionOf }: RolesDraft) => [candidateOf, productionOf]

  test('goes with the scores: other scores, another truth or another task have none', () => {
    expect(of(both)).toEqual(['fold', 'note'])
    expect(of(withModelsSwapped(both)!)).toEqual(['note', 'fold'])
    expect(of(withChosen(both, 'candidate', 'q'))).toEqual(['', 'note'])
    expect(of(withChosen(both, 'prediction', 'q'))).toEqual(['', 'note'])
    expect(of(withChosen(both, 'id', 'note'))).toEqual(['fold', 'note'])
    expect(of(withLabel(both, 'outcome', guess))).toEqual(['', ''])
    expect(of(withTask(both, 'multiclass', 'binary'))).toEqual(['', ''])
    expect(of(withTask(both, 'regression', 'binary'))).toEqual(['', ''])
  })
})

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
