import { describe, expect, it } from 'vitest'
import { columnUses, planColumns, splittingPlan } from '../../src/dataset/plan.ts'
import { completedRoles, type Roles, type Task } from '../../src/dataset/roles.ts'
import type { FileHeader } from '../../src/dataset/resolve.ts'
import { refusalOf } from '../helpers/fault.ts'
import { fromOptions } from './loaded-file.ts'

const file: FileHeader = { file: 'p.csv', columns: ['id', 'y', 's', 't', 'c', 'p_a', 'p_b', 'p_old_a', 'p_old_b'] }
const other: FileHeader = { file: 'q.csv', columns: ['id', 'y', 'age', 't'] }

function planned(headers: FileHeader[], named: Partial<Roles>, task: Task = 'binary') {
  return planColumns(headers, completedRoles({ label: 'y', ...named }), task, fromOptions)
}

describe('the plan of the columns', () => {
  it('has the place of every role, and nothing for roles that are not named', () => {
    const plan = planned([file], { candidate: 's', time: 't', slices: ['c'], id: 'id' })
    expect(plan).toEqual({
      task: 'binary',
      label: [{ file: 0, column: 1 }],
      models: new Map([['candidate', { kind: 'score', address: { file: 0, column: 2 } }]]),
      split: [],
      group: [],
      weight: [],
      time: [{ file: 0, column: 3 }],
      slices: [{ column: 'c', addresses: [{ file: 0, column: 4 }] }],
      splitting: null,
      ids: [{ file: 0, column: 0 }],
      modelRows: null,
    })
  })

  it('finds a fact of a row in every file that has it', () => {
    const { label, ids } = planned([file, other], { candidate: 's', id: 'id' })
    expect(label).toEqual([
      { file: 0, column: 1 },
      { file: 1, column: 1 },
    ])
    expect(ids).toEqual([
      { file: 0, column: 0 },
      { file: 1, column: 0 },
    ])
  })

  it('gives a column that two patterns match to the longer of them', () => {
    const { models } = planned([file], { candidate: 'p_*', production: 'p_old_*' }, 'multiclass')
    const labels = [...models].map(([model, columns]) => [
      model,
      columns.kind === 'probabilities' ? columns.columns.map(({ label }) => label) : null,
    ])
    expect(labels).toEqual([
      ['candidate', ['a', 'b']],
      ['production', ['a', 'b']],
    ])
  })

  it.each<[string, FileHeader[], Partial<Roles>, Task, string, string]>([
    [
      'several files without an id',
      [file, other],
      { candidate: 's' },
      'binary',
      'no_id',
      '--id: found 2 files and no id column, expected a column on which their rows are joined. ' +
        'Name it: --id COLUMN, or columns.id in the policy. Where they have the same rows in the same order, say so: --join row_order ' +
        '(join: row_order).',
    ],
    [
      'one column of scores for several classes',
      [file],
      { candidate: 's' },
      'multiclass',
      'not_a_pattern',
      '--candidate: found the one column "s", expected a column of probabilities for each class, as a pattern such as "p_*" whose * ' +
        'is the class. Write the pattern, or name a column of predicted classes: --prediction COLUMN (columns.prediction in the policy).',
    ],
    [
      'scores and predictions of one model',
      [file],
      { candidate: 's', production: 's', productionPrediction: 'c' },
      'binary',
      'scores_and_predictions',
      '--production-prediction: found production and production_prediction of one model, expected scores, or hard predictions where ' +
        'there are no scores. Leave one of them out.',
    ],
    [
      'predicted classes in a regression',
      [file],
      { prediction: 'c' },
      'regression',
      'prediction_of_numbers',
      '--prediction: found hard predictions "c" of a regression, expected predicted numbers named as --candidate (columns.candidate ' +
        'in the policy). Write --candidate c.',
    ],
    [
      'reversed scores that are not there',
      [file],
      { candidate: 's', reversed: ['production'] },
      'binary',
      'nothing_to_reverse',
      '--reversed: found production, which has no scores of two classes, expected a model whose scores say how likely the positive ' +
        'class is. Leave production out, or name its scores.',
    ],
    [
      'reversed numbers',
      [file],
      { candidate: 's', reversed: ['candidate'] },
      'regression',
      'nothing_to_reverse',
      '--reversed: found candidate, which has no scores of two classes, expected a model whose scores say how likely the positive ' +
        'class is. Leave candidate out, or name its scores.',
    ],
    [
      'times in several files',
      [file, other],
      { candidate: 's', id: 'id', time: 't' },
      'binary',
      'ambiguous_column',
      '--time: found "t", which 2 of the files have, expected the name of one column. Write "p.csv:t" or "q.csv:t".',
    ],
  ])('refuses %s', (_, headers, roles, task, code, message) =>
    expect(refusalOf(() => planned(headers, roles, task))).toEqual({ code, message }),
  )
})

describe('the columns of a model', () => {
  const columnsOf = (named: Partial<Roles>, task: Task = 'binary', headers = [file]) =>
    planned(headers, named, task).models.get('candidate')

  it('may be an element of a vector, whose class another column says', () => {
    expect(columnsOf({ candidate: 's[2]', candidateOf: 'c' })).toEqual({
      kind: 'score',
      address: { file: 0, column: 2, element: 2 },
      of: { file: 0, column: 4 },
    })
  })

  it.each<[string, Task]>([
    ['p_a,p_b', 'multiclass'],
    ['p_a,p_b', 'binary'],
    ['p_a=p_a,p_b=p_b', 'multiclass'],
  ])('may be named one by one, as %s in a %s task', (candidate, task) => {
    expect(columnsOf({ candidate }, task)).toEqual({
      kind: 'probabilities',
      isListed: true,
      columns: [
        { label: 'p_a', address: { file: 0, column: 5 } },
        { label: 'p_b', address: { file: 0, column: 6 } },
      ],
    })
  })

  it('may be of a pattern in a binary task, too', () => {
    expect(columnsOf({ candidate: 'p_old_*' })).toMatchObject({ kind: 'probabilities', isListed: false })
  })

  it('are those of its own rows where there is a row for each model', () => {
    const roles = { id: 'id', model: 'c', score: 's', candidate: 'new', production: 'old', productionOf: 't' }
    const { models, modelRows } = planned([file], roles)
    expect(modelRows).toEqual({
      address: { file: 0, column: 4 },
      names: new Map([
        ['candidate', 'new'],
        ['production', 'old'],
      ]),
    })
    expect([...models.values()]).toEqual([
      { kind: 'score', address: { file: 0, column: 2, model: 'candidate' } },
      {
        kind: 'score',
        address: { file: 0, column: 2, model: 'production' },
        of: { file: 0, column: 3, model: 'production' },
      },
    ])
  })

  it.each<[string, Partial<Roles>, Task, string, string]>([
    [
      'a class of scores that are not there',
      { prediction: 'c', candidateOf: 't' },
      'binary',
      'class_of_no_score',
      '--candidate-of: found candidate, which has no scores, expected scores of a binary task, each of the class that this column ' +
        'names. Name the scores (--candidate), or leave it out.',
    ],
    [
      'a class of numbers',
      { candidate: 's', candidateOf: 'c' },
      'regression',
      'class_of_no_score',
      '--candidate-of: found scores that are not of two classes, expected scores of a binary task, each of the class that this column ' +
        'names. Leave it out.',
    ],
    [
      'a class of probabilities that have one already',
      { candidate: 'p_a,p_b', candidateOf: 'c' },
      'binary',
      'class_of_no_score',
      '--candidate-of: found "c" for probabilities of each class, expected one column of scores, each of the class that this column ' +
        'names. Leave it out: each column of probabilities is of one class.',
    ],
    [
      'two columns of one class',
      { candidate: 'a=p_a,a=p_b' },
      'binary',
      'class_twice',
      '--candidate: found two columns for the class "a", expected one column for each class. Name each class once.',
    ],
    [
      'a column of a class that is not there',
      { candidate: 'a=p_a,b=p_c' },
      'multiclass',
      'missing_column',
      'p.csv, --candidate: found no column "p_c", expected one of "id", "y", "s", "t", "c", "p_a", "p_b", "p_old_a", "p_old_b". Did you ' +
        'mean "p_a"?',
    ],
    [
      'a vector’s element for several classes',
      { candidate: 's[2]' },
      'multiclass',
      'not_a_pattern',
      '--candidate: found the one column "s[2]", expected a column of probabilities for each class, as a pattern such as "p_*" whose * ' +
        'is the class. Write the pattern, or name a column of predicted classes: --prediction COLUMN (columns.prediction in the policy).',
    ],
    [
      'rows of several models without an id',
      { model: 'c', score: 's', candidate: 'new' },
      'binary',
      'no_id',
      '--id: found a row for each model and no id column, expected a column on which their rows are joined. Name it: --id COLUMN, or ' +
        'columns.id in the policy.',
    ],
  ])('refuse %s', (_, named, task, code, message) =>
    expect(refusalOf(() => columnsOf(named, task))).toEqual({ code, message }),
  )
})

describe('files that are joined row by row', () => {
  const inOrder = (headers: FileHeader[], named: Partial<Roles>) =>
    planColumns(headers, completedRoles({ label: 'y', ...named }), 'binary', fromOptions, null, 'row_order')

  it('need no id, and may have one', () => {
    const anonymous = { file: 'r.csv', columns: ['u'] }
    expect(inOrder([file, anonymous], { candidate: 'u' }).ids).toEqual([])
    expect(inOrder([anonymous, file, other], { candidate: 'u', id: 'id' }).ids).toEqual([
      { file: 1, column: 0 },
      { file: 2, column: 0 },
    ])
  })

  it('have no row for each model', () =>
    expect(
      refusalOf(() => inOrder([file, other], { model: 'c', score: 's', candidate: 'new', id: 'id' })).message,
    ).toBe(
      '--model: found a row for each model, and files that are joined row by row, expected files that are joined on an id. ' +
        'Leave out --join row_order (join in the policy).',
    ))
})

describe('the columns that are read', () => {
  it('include copies, elements of vectors and columns of each model by themselves', () => {
    const twice = { file: 'p.csv', columns: ['y', 's', 's'] }
    expect(columnUses(planned([twice], { candidate: 's' }), 1)[0].slice(1)).toEqual([
      { column: 1, kind: 'float64', allowEmpty: false },
      { column: 2, kind: 'float64', allowEmpty: false, copyOf: 1 },
    ])
    const roles = { id: 'id', model: 'c', score: 's[1]', candidate: 'new', production: 'old' }
    expect(columnUses(planned([file], roles), 1)[0].slice(1)).toEqual([
      { column: 4, kind: 'dictionary', allowEmpty: false },
      { column: 1, kind: 'dictionary', allowEmpty: false },
      { column: 2, kind: 'float64', allowEmpty: false, element: 1, model: 'candidate' },
      { column: 2, kind: 'float64', allowEmpty: false, element: 1, model: 'production' },
    ])
  })

  it('are each read once in a kind, and may be empty only where no role needs a value', () => {
    const plan = planned([file], { candidate: 's', time: 't', slices: ['c', 't'], split: 'c', weight: 's' })
    expect(columnUses(plan, 1)).toEqual([
      [
        { column: 1, kind: 'dictionary', allowEmpty: false },
        { column: 2, kind: 'float64', allowEmpty: false },
        { column: 4, kind: 'dictionary', allowEmpty: false },
        { column: 3, kind: 'utf8', allowEmpty: false },
        { column: 3, kind: 'dictionary', allowEmpty: true },
      ],
    ])
  })

  it('hold numbers for the label of a regression, and words for other labels', () => {
    const kindOf = (task: Task) => columnUses(planned([file], { candidate: 's' }, task), 1)[0][0].kind
    expect([kindOf('binary'), kindOf('regression')]).toEqual(['dictionary', 'float64'])
  })

  it('include those that a rule assigns rows by: the id may stand in every file', () => {
    const columns = { key: 'id', strata: ['y'], time: 't' }
    expect(splittingPlan([file], columns, 'id', () => ({}))).toEqual({
      key: { file: 0, column: 0 },
      strata: [{ column: 'y', addresses: [{ file: 0, column: 1 }] }],
      time: { file: 0, column: 3 },
    })
    const key = { key: 'id', strata: [], time: null }
    expect(splittingPlan([file, other], key, 'id', () => ({})).key).toEqual({ file: 0, column: 0 })
    expect(
      refusalOf(() => splittingPlan([file, other], key, null, (part) => ({ policyPath: `split.${part}` }))),
    ).toEqual({
      code: 'ambiguous_column',
      message: expect.stringMatching(/^split\.key: found "id", which 2 of the files have/),
    })
  })
})
