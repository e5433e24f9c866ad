import { expect, test } from 'vitest'
import { inspect } from '../../src/inspect/inspect.ts'
import { noAnswers } from '../../src/inspect/no-answers.ts'

const classes = ['cat', 'dog', 'fox']

/** Rows of a truth and the probabilities of two models, in columns that start so. */
function found(candidate: string, production: string) {
  const columns = ['animal', ...classes.map((name) => candidate + name), ...classes.map((name) => production + name)]
  const records = Array.from({ length: 60 }, (_, row) => {
    const shares = (lead: number) => classes.map((_name, at) => (at === (row + lead) % 3 ? '0.625' : '0.1875'))
    return [classes[row % 3], ...shares(row % 4 === 0 ? 1 : 0), ...shares(row % 3 === 0 ? 1 : 0)]
  })
  const { roles } = inspect([{ file: 'a.csv', columns, records, rowCount: records.length }], noAnswers)
  return [roles.candidate?.column, roles.production?.column]
}

test('columns that only the longer pattern of the other model matches, too, are named by a pattern', () => {
  expect(found('p_', 'p_old_')).toEqual(['p_*', 'p_old_*'])
})
