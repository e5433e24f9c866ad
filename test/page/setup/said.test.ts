import { describe, expect, test } from 'vitest'
import { plainReading } from '../../../src/dataset/reading.ts'
import {
  answersOf,
  keyOf,
  nothingSaid,
  thresholdSaid,
  withFilesRenamed,
  withGiven,
  withInvalidRows,
  withoutGiven,
  withoutPositive,
  withRole,
  withTask,
  type Said,
} from '../../../src/page/setup/said.ts'
import { columnsNamed, saidInPolicy, withPolicy } from '../../../src/page/setup/said-in-policy.ts'
import type { AnswerPatch, Question } from '../../../src/worker/protocol.ts'
import { loadedPolicy } from './opened.ts'

const question = (id: Question['id'], columns?: string[]): Question => ({
  id,
  why: '',
  isBlocking: true,
  options: [],
  ...(columns && { columns }),
})
const answered = (said: Said, id: Question['id'], answer: AnswerPatch, columns?: string[]) =>
  withGiven(said, question(id, columns), answer, 0)
const rolesOf = (said: Said) => answersOf(said, { hasThreshold: false, hasSplitRule: false }).roles

describe('answers', () => {
  test('hold over what was chosen before, and another answer takes the place of the first', () => {
    const once = answered(nothingSaid, 'score_of', { roles: { candidateOf: 'label' } })
    const twice = answered(once, 'score_of', { roles: { candidateOf: null } })
    expect(rolesOf(once)).toEqual({ candidateOf: 'label' })
    expect(rolesOf(twice)).toEqual({ candidateOf: null })
    expect(twice.answers).toHaveLength(1)
    expect(withoutGiven(twice, keyOf(question('score_of'))).answers).toEqual([])
  })

  test('to questions of one kind about other columns stand side by side', () => {
    const percent: AnswerPatch = { reading: { numberFormat: new Map([['a', ['percent']]]) } }
    const comma: AnswerPatch = { reading: { numberFormat: new Map([['b', ['decimal_comma']]]) } }
    const said = answered(answered(nothingSaid, 'number_format', percent, ['a']), 'number_format', comma, ['b'])
    const { reading } = answersOf(said, { hasThreshold: false, hasSplitRule: false })
    expect([...reading.numberFormat]).toEqual([
      ['a', ['percent']],
      ['b', ['decimal_comma']],
    ])
  })

  test('about a threshold are what is evaluated by', () => {
    const said = answered(nothingSaid, 'threshold', { threshold: 5 })
    expect(thresholdSaid(said)).toBe(5)
    expect(thresholdSaid({ ...said, threshold: 3 })).toBe(5)
    expect(answersOf(said, { hasThreshold: false, hasSplitRule: false }).hasThreshold).toBe(true)
    expect(answersOf(nothingSaid, { hasThreshold: false, hasSplitRule: false }).hasThreshold).toBe(false)
  })

  test('about the first line make columns have other names: nothing else that was said is kept', () => {
    const said = withRole(answered(nothingSaid, 'missing', { invalidRows: 'leave_out' }), 'label', 'y')
    expect(answered(said, 'header', { reading: { header: false } })).toMatchObject({
      roles: {},
      answers: [{ question: { id: 'header' } }],
    })
  })

  test('that leave rows out can be taken back where rows are', () => {
    const said = answered(nothingSaid, 'missing', { invalidRows: 'leave_out' })
    expect(answersOf(withInvalidRows(said, 'refuse'), { hasThreshold: false, hasSplitRule: false }).invalidRows).toBe(
      'refuse',
    )
  })
})

describe('a role chosen by hand', () => {
  const said = withRole(withRole(nothingSaid, 'label', 'y'), 'candidate', 'p')

  test('leaves what was chosen of others', () => {
    expect(withRole(said, 'split', 'fold').roles).toEqual({ label: 'y', candidate: 'p', split: 'fold' })
    expect(withRole(said, 'label', 'z').roles).toEqual({ label: 'z', candidate: 'p' })
    expect(withRole(said, 'split', null).roles).toMatchObject({ split: null })
  })

  test('as scores gives up predicted classes of the model, and the other way round; none gives up nothing', () => {
    expect(withRole(said, 'prediction', 'c').roles).toEqual({ label: 'y', prediction: 'c' })
    expect(withRole(withRole(said, 'prediction', 'c'), 'candidate', 'p').roles).toEqual({ label: 'y', candidate: 'p' })
    expect(withRole(said, 'prediction', null).roles).toEqual({ label: 'y', candidate: 'p', prediction: null })
    expect(withRole(said, 'productionPrediction', 'c').roles).toMatchObject({ candidate: 'p' })
  })

  test('forgets of which class the scores of the column before were, and a threshold for them', () => {
    const asked = answered(answered(said, 'score_of', { roles: { candidateOf: null } }), 'threshold', { threshold: 5 })
    const other = withRole(
      { ...asked, roles: { ...asked.roles, candidateOf: 'l', reversed: ['candidate'] } },
      'candidate',
      'q',
    )
    expect(other).toMatchObject({ roles: { label: 'y', candidate: 'q' }, answers: [] })
    expect(other.roles).not.toHaveProperty('candidateOf')
    expect(other.roles).not.toHaveProperty('reversed')
    const production = withRole(asked, 'production', 'q')
    expect(production.answers).toEqual(asked.answers)
  })

  test('keeps what an answer says of other roles', () => {
    const both = answered(nothingSaid, 'models', { roles: { candidate: 'a', production: 'b' } })
    expect(rolesOf(withRole(both, 'candidate', 'c'))).toEqual({ candidate: 'c', production: 'b' })
    expect(withRole(both, 'candidate', 'c').answers[0].at).toBeNull()
    expect(rolesOf(withRole(both, 'candidateOf', 'l'))).toEqual({ candidate: 'a', production: 'b', candidateOf: 'l' })
  })

  test('as the truth has everything that followed from the other one guessed anew, and keeps how cells are read', () => {
    const read = answered(said, 'number_format', { reading: { numberFormat: new Map([['p', ['percent']]]) } }, ['p'])
    const asked = answered(answered(read, 'positive', { roles: { positive: 'T' } }), 'label', {
      roles: { label: 'y_1', candidate: 'p_1' },
    })
    const other = withRole({ ...asked, task: 'regression' }, 'label', 'y_2')
    expect(other).toMatchObject({ task: null, roles: { label: 'y_2', candidate: 'p' } })
    expect(other.answers.map(({ question: { id } }) => id)).toEqual(['number_format'])
    expect(
      rolesOf(withRole(answered(nothingSaid, 'label', { roles: { label: 'a', candidate: 'b' } }), 'label', 'c')),
    ).toEqual({ label: 'c' })
  })

  test('as the positive class has it asked anew of which class the score is', () => {
    const asked = answered(answered(said, 'positive', { roles: { positive: 'T', candidate: 'pT' } }), 'score_of', {
      roles: { reversed: ['candidate'] },
    })
    expect(withRole(asked, 'positive', 'F')).toMatchObject({ roles: { positive: 'F' }, answers: [] })
    expect(withoutPositive(asked).roles).not.toHaveProperty('positive')
  })

  test('called as what every object has is a column like any other', () => {
    expect(withRole(nothingSaid, 'label', '__proto__').roles.label).toBe('__proto__')
    const said = answered(nothingSaid, 'missing', { reading: { missing: new Map([['constructor', ['NA']]]) } })
    expect(answersOf(said, { hasThreshold: false, hasSplitRule: false }).reading.missing.get('constructor')).toEqual([
      'NA',
    ])
  })
})

describe('a task chosen by hand', () => {
  test('of numbers takes what was predicted for numbers', () => {
    const said = withRole(withRole(nothingSaid, 'prediction', 'p'), 'productionPrediction', 'q')
    expect(withTask(said, 'regression').roles).toEqual({
      candidate: 'p',
      prediction: null,
      production: 'q',
      productionPrediction: null,
    })
  })

  test('of several classes has no scores to reverse', () => {
    const said: Said = { ...nothingSaid, roles: { candidate: 'p', reversed: ['candidate'] } }
    expect(withTask(said, 'multiclass')).toMatchObject({ task: 'multiclass', roles: { candidate: 'p' } })
    expect(withTask(said, 'multiclass').roles).not.toHaveProperty('reversed')
    expect(withTask(said, 'binary').roles.reversed).toEqual(['candidate'])
  })
})

describe('a policy', () => {
  const whole = loadedPolicy(
    'version: 1\ncolumns: {label: y, candidate: p}\nnumber_format: {p: percent}\nrequirements: [{metric: f1, at_least: 0}]',
  )
  const part = loadedPolicy('version: 1\ncolumns: {split: fold}\nrequirements: [{metric: f1, at_least: 0}]')

  test('that names label and candidate is taken at its word: nothing is guessed beside it but the positive class', () => {
    const { roles, reading } = saidInPolicy(whole)
    expect(roles).toMatchObject({ label: 'y', candidate: 'p', candidateOf: null, split: null, id: null, slices: [] })
    expect(roles).not.toHaveProperty('positive')
    expect([...reading.numberFormat]).toEqual([['p', ['percent']]])
  })

  test('that names less is completed by what was chosen, and else by guessing', () => {
    expect(saidInPolicy(part).roles).toEqual({ split: 'fold' })
    const chosen = withRole(withRole(nothingSaid, 'candidate', 'q'), 'split', 'other')
    expect(withPolicy(chosen, part).roles).toEqual({ candidate: 'q', split: 'fold' })
    expect(saidInPolicy(null)).toBe(nothingSaid)
  })

  test('keeps answers that it does not speak of', () => {
    const said = answered(nothingSaid, 'missing', { invalidRows: 'leave_out' })
    expect(withPolicy(said, whole).answers).toHaveLength(1)
    expect(withPolicy(answered(said, 'label', { roles: { label: 'z' } }), whole).answers).toHaveLength(1)
  })

  test('that splits the rows itself has no column do it that it does not name', () => {
    const splits = loadedPolicy(
      'version: 1\nsplit: {by: hash, key: id, train: 8, test: 2}\nrequirements: [{metric: f1, at_least: 0}]',
    )
    expect(columnsNamed(splits.policy)).toEqual({ split: null })
    expect(columnsNamed(whole.policy)).not.toHaveProperty('split')
  })
})

test('what was said of files is said of others in their place', () => {
  const said: Said = {
    ...answered(nothingSaid, 'models', { roles: { candidate: 'may.csv:p' } }, ['may.csv:p']),
    roles: { label: 'y', positive: 'may.csv:yes', id: 'id', slices: ['may.csv:region', 'age'], production: null },
    reading: { ...plainReading, missing: new Map([['may.csv:p', ['NA']]]), spelling: new Map([['may.csv:y', 'fold']]) },
  }
  expect(withFilesRenamed(said, ['may.csv'], ['june.csv'])).toMatchObject({
    roles: {
      label: 'y',
      positive: 'may.csv:yes',
      id: 'id',
      slices: ['june.csv:region', 'age'],
      production: null,
    },
    reading: { missing: new Map([['june.csv:p', ['NA']]]), spelling: new Map([['june.csv:y', 'fold']]) },
    answers: [{ key: 'models june.csv:p', answer: { roles: { candidate: 'june.csv:p' } } }],
  })
})
