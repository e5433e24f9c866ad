import { expect, it } from 'vitest'
import { withAnswer } from '../../src/inspect/answers.ts'
import { inspect } from '../../src/inspect/inspect.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'
import { rolesInspected } from '../../src/inspect/preview.ts'
import { reasonsOf } from '../../src/inspect/reasons.ts'
import { madeRows } from './made-rows.ts'

const rows = madeRows(200)
const file = {
  file: 'p.csv',
  columns: ['churned', 'score', 'region'],
  records: rows.map(({ y, p, i }) => [String(y), `${(100 * p).toFixed(1)} %`, 'NESW'[i % 4]]),
  rowCount: rows.length,
}

it('gives every role that was found its reason, and what was asked the question', () => {
  const open = inspect([file], noAnswers)
  const [question] = open.questions.filter(({ isBlocking }) => isBlocking)
  expect(question.id).toBe('number_format')
  const answers = withAnswer(noAnswers, question.options[0].answer)
  const answered = inspect([file], answers)
  const columns = rolesInspected(answered, answers)
  const reasons = reasonsOf(answered, [question], columns)
  expect(Object.keys(reasons)).toEqual(['label', 'positive', 'candidate', 'slices', 'number_format'])
  expect(reasons.label).toBe(answered.roles.label?.why)
  expect(reasons.number_format).toBe(`Asked: ${question.why}`)
})

it('says nothing of what somebody chose, or of a role that is filled otherwise than was found', () => {
  const answers = withAnswer(noAnswers, { roles: { candidate: 'score' } })
  const found = inspect([file], answers)
  const columns = { ...rolesInspected(found, answers), slices: [], label: 'region' }
  expect(Object.keys(reasonsOf(found, [], columns))).toEqual(['positive'])
})
