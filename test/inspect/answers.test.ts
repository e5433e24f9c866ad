import { expect, it } from 'vitest'
import { plainReading } from '../../src/dataset/reading.ts'
import { argumentsOf, question, withAnswer } from '../../src/inspect/answers.ts'
import type { AnswerPatch } from '../../src/inspect/inspection.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'

it.each<[AnswerPatch, string[]]>([
  [{ roles: { label: 'y', candidate: 'cat,dog' } }, ['--label', 'y', '--candidate', 'cat,dog']],
  [{ roles: { candidateOf: null } }, ['--candidate-of', '']],
  [
    { roles: { slices: ['a', 'b'], reversed: ['candidate'] } },
    ['--slice', 'a', '--slice', 'b', '--reversed', 'candidate'],
  ],
  [{ roles: { model: 'm', score: 's', candidate: 'xgb' } }, ['--candidate', 'xgb', '--model', 'm', '--score', 's']],
  [
    { task: 'binary', threshold: 0.3, invalidRows: 'leave_out' },
    ['--task', 'binary', '--invalid-rows', 'leave_out', '--threshold', '0.3'],
  ],
  [{ reading: { header: false } }, ['--no-header']],
  [{ reading: { header: true } }, ['--header']],
  [{ reading: { missing: new Map([['obs', ['NA', '?']]]) } }, ['--missing', 'obs=NA,?']],
  [{ reading: { missing: new Map([['a=b', []]]) } }, ['--missing', '"a=b"=']],
  [
    {
      reading: {
        numberFormat: new Map([
          ['s', ['percent', 'decimal_comma']],
          ['t', []],
        ]),
      },
    },
    ['--number-format', 's=percent+decimal_comma', '--number-format', 't='],
  ],
  [{ reading: { spelling: new Map([['gold', 'fold']]) } }, ['--spelling', 'gold=fold']],
  [{ reading: { spelling: new Map([['gold', 'exact']]) } }, ['--spelling', 'gold=exact']],
  [
    { reading: { join: 'row_order', weights: 'frequency', timeUnit: 'ms' } },
    ['--join', 'row_order', '--weight-kind', 'frequency', '--time-unit', 'ms'],
  ],
  [{}, []],
])('%j is %j', (patch, words) => expect(argumentsOf(patch)).toEqual(words))

it('answers add up, role by role and column by column', () => {
  const one = withAnswer(noAnswers, { roles: { label: 'y' }, reading: { missing: new Map([['y', ['NA']]]) } })
  const two = withAnswer(one, { roles: { candidate: 's' }, reading: { missing: new Map([['s', []]]) }, threshold: 0.5 })
  expect(two).toEqual({
    ...noAnswers,
    roles: { label: 'y', candidate: 's' },
    reading: {
      ...plainReading,
      missing: new Map<string, string[]>([
        ['y', ['NA']],
        ['s', []],
      ]),
    },
    hasThreshold: true,
  })
  expect(noAnswers.roles).toEqual({})
})

it('the options of a question say what its answers do', () => {
  expect(question('label', 'Why.', [{ text: 'y', answer: { roles: { label: 'y' } } }])).toEqual({
    id: 'label',
    why: 'Why.',
    isBlocking: true,
    options: [{ text: 'y', answer: { roles: { label: 'y' } }, arguments: ['--label', 'y'] }],
  })
})
