import { describe, expect, test } from 'vitest'
import { blockageOf, otherTaskOf, questionsOf } from '../../../src/page/setup/asked-questions.ts'
import { classesAnswer, modelsAnswer, ownAnswer, thresholdTyped } from '../../../src/page/setup/own-answers.ts'
import { keyOf, nothingSaid, withGiven } from '../../../src/page/setup/said.ts'
import type { Question } from '../../../src/worker/protocol.ts'
import { emptyInspection } from './opened.ts'

const question = (id: Question['id'], more: Partial<Question> = {}): Question => ({
  id,
  why: '',
  isBlocking: true,
  options: [],
  ...more,
})
const option = (roles: Record<string, string>) => ({ text: '', answer: { roles }, arguments: [] })

describe('questions', () => {
  const [positive, scoreOf, threshold] = [
    question('positive'),
    question('score_of'),
    question('threshold', { isBlocking: false }),
  ]

  test('stay in the order in which they came up, answered or not', () => {
    const said = withGiven(nothingSaid, scoreOf, {}, 0)
    const order = [positive, scoreOf].map(keyOf)
    const asked = questionsOf([threshold, positive], said, order)
    expect(asked.map(({ question: { id }, given }) => [id, given !== null])).toEqual([
      ['positive', false],
      ['score_of', true],
      ['threshold', false],
    ])
    expect(asked.map(({ place }) => place)).toEqual(['question-1', 'question-2', 'question-3'])
  })

  test('that an answer leaves open are open again', () => {
    const said = withGiven(nothingSaid, positive, {}, 0)
    expect(questionsOf([positive], said, []).map(({ given }) => given)).toEqual([null])
  })

  test('without a safe answer keep the evaluation from starting, the first of them first', () => {
    const asked = questionsOf([threshold, positive, scoreOf], nothingSaid, [])
    expect(blockageOf(asked, { task: 'binary' })).toEqual({
      words: 'Answer first: Which class counts as positive? (and 1 more)',
      place: 'question-2',
    })
    expect(blockageOf(questionsOf([threshold], nothingSaid, []), { task: 'binary' })).toBeNull()
  })

  test('or none, a file of a task that is not evaluated is said to be one', () => {
    expect(blockageOf([], { task: 'ranking' })?.words).toContain('not evaluated yet')
    expect(otherTaskOf({ task: 'regression' })).toBeNull()
  })
})

describe('an answer of one’s own', () => {
  const inspection = {
    ...emptyInspection,
    columns: ['y', 'p', 'q', 'prob_0', 'prob_1', 'prob_2'],
    values: new Map([['y', ['cat', 'dog', 'bird']]]),
  }

  test('is another column than those that are offered', () => {
    const asked = question('label', { options: [option({ label: 'y' })] })
    expect(ownAnswer(asked, inspection, '')).toMatchObject({ kind: 'column', role: 'label' })
    expect(ownAnswer(asked, inspection, '')).not.toHaveProperty('columns', expect.arrayContaining(['y']))
    expect(ownAnswer(question('candidate'), inspection, 'y')).toMatchObject({
      columns: expect.not.arrayContaining(['y']),
    })
  })

  test('is any pair of models where not all pairs are offered', () => {
    const alone = ['a', 'b', 'c', 'd'].map((candidate) => option({ candidate }))
    const own = ownAnswer(question('models', { options: alone }), inspection, 'y')
    if (own?.kind !== 'models') throw new Error('no models')
    const [a, b] = own.models
    expect(modelsAnswer(a, null)).toEqual({ roles: { candidate: 'a' } })
    expect(modelsAnswer(a, b)).toEqual({ roles: { candidate: 'a', production: 'b' } })
    expect(modelsAnswer(a, { name: 'c', roles: { prediction: 'c' } })).toEqual({
      roles: { candidate: 'a', productionPrediction: 'c' },
    })
    const pairs = [
      option({ candidate: 'a' }),
      option({ candidate: 'b' }),
      option({ candidate: 'a', production: 'b' }),
      option({ candidate: 'b', production: 'a' }),
    ]
    expect(ownAnswer(question('models', { options: pairs }), inspection, 'y')).toBeNull()
  })

  test('is any order of classes where not all are offered, once each class has one column', () => {
    const listed = option({ candidate: 'cat=prob_0,dog=prob_1,bird=prob_2' })
    const own = ownAnswer(question('classes', { options: [listed] }), inspection, 'y')
    if (own?.kind !== 'classes') throw new Error('no classes')
    expect(own).toMatchObject({
      role: 'candidate',
      names: ['prob_0', 'prob_1', 'prob_2'],
      classes: ['cat', 'dog', 'bird'],
    })
    expect(classesAnswer(own, ['dog', '', ''])).toBeNull()
    expect(classesAnswer(own, ['dog', 'dog', 'cat'])).toBeNull()
    expect(classesAnswer(own, ['dog', 'bird', 'cat'])).toEqual({
      roles: { candidate: 'dog=prob_0,bird=prob_1,cat=prob_2' },
    })
    const all = Array.from({ length: 6 }, () => listed)
    expect(ownAnswer(question('classes', { options: all }), inspection, 'y')).toBeNull()
  })

  test('is a number where a threshold is asked for', () => {
    expect(ownAnswer(question('threshold', { takesNumber: true }), inspection, 'y')).toEqual({ kind: 'number' })
    expect(ownAnswer(question('threshold'), inspection, 'y')).toBeNull()
    expect(['0.25', ' 5 ', '-1e3', '', '0,5', 'five', 'Infinity'].map(thresholdTyped)).toEqual([
      0.25,
      5,
      -1000,
      null,
      null,
      null,
      null,
    ])
  })
})
