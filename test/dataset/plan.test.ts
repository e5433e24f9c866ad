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
        'Name it: --id COLUMN, or columns.id in the policy.',
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

describe('the columns that are read', () => {
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
