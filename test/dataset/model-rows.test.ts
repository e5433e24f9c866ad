import { describe, expect, it } from 'vitest'
import { agreedWords, numbersOf, textsOf } from '../../src/dataset/columns.ts'
import { idText } from '../../src/dataset/ids.ts'
import { joinModelRows } from '../../src/dataset/model-rows.ts'
import type { InvalidRows, Roles } from '../../src/dataset/roles.ts'
import { warningOf } from '../../src/words/warnings.ts'
import { refusalOf } from '../helpers/fault.ts'
import { loaded } from './loaded-file.ts'

const named: Partial<Roles> = { id: 'id', model: 'm', score: 's', candidate: 'new', production: 'old', slices: ['r'] }

function joined(lines: string, invalidRows: InvalidRows = 'refuse', more: Partial<Roles> = {}) {
  const { files, plan } = loaded([{ file: 'p.csv', lines: `id,m,y,s,r\n${lines}` }], { label: 'y', ...named, ...more })
  const result = joinModelRows(files, plan, invalidRows, (model) => ({ option: `--${model}` }))
  const ids = textsOf(result.files, plan.ids[0], null)
  const [label, slice] = [plan.label, plan.slices[0].addresses].map((of) => agreedWords(result.files, of, null))
  const scores = [...plan.models.values()].map((columns) =>
    columns.kind === 'score' ? numbersOf(result.files, columns.address, null) : null,
  )
  const { rowCount } = result.files[0].table
  return {
    rows: Array.from({ length: rowCount }, (_, row) => [
      idText(ids, row),
      label.values[label.codes[row]],
      slice.values[slice.codes[row]],
      ...scores.map((of) => of?.[row]),
    ]),
    lines: Array.from({ length: rowCount }, (_, row) => result.files[0].lineNumberOf(row)),
    warnings: result.notices.map(warningOf),
  }
}

describe('rows of several models', () => {
  it('are one row for each id, in the order in which ids first appear', () => {
    const { rows, lines, warnings } = joined('b,old,1,0.4,x\na,new,0,0.1,y\nb,new,1,0.9,x\na,old,0,0.2,y')
    expect(rows).toEqual([
      ['b', '1', 'x', 0.9, 0.4],
      ['a', '0', 'y', 0.1, 0.2],
    ])
    expect(lines).toEqual([4, 3])
    expect(warnings).toEqual([])
  })

  it('are left aside where they are of other models, and counted', () => {
    const { rows, warnings } = joined('a,new,0,0.1,y\na,gbm,0,0.5,y\na,old,0,0.2,y\nz,svm,1,0.5,y', 'leave_out')
    expect(rows).toEqual([['a', '0', 'y', 0.1, 0.2]])
    expect(warnings).toEqual([
      {
        code: 'other_models',
        message: 'p.csv: 2 rows of other models in column "m" are left aside: "gbm", "svm".',
      },
      {
        code: 'id_without_model',
        message: 'p.csv: 1 of 2 ids lack a model and are left out (line 5).',
        rows_left_out: 0,
      },
    ])
  })

  it('may be of the candidate alone', () =>
    expect(joined('a,new,0,0.1,y\na,old,0,0.2,y', 'refuse', { production: null }).rows).toEqual([['a', '0', 'y', 0.1]]))

  it('are left out where an id lacks a model, when that is asked for', () => {
    const { rows, warnings } = joined('a,new,0,0.1,y\na,old,0,0.2,y\nb,new,1,0.9,x\nc,old,1,0.9,x', 'leave_out')
    expect(rows).toEqual([['a', '0', 'y', 0.1, 0.2]])
    expect(warnings).toEqual([
      {
        code: 'id_without_model',
        message: 'p.csv: 2 of 3 ids lack a model and are left out (lines 4, 5).',
        rows_left_out: 2,
      },
    ])
  })

  it.each<[string, string, Partial<Roles>, string, string]>([
    [
      'a model that is not there',
      'a,new,0,0.1,y\na,old,0,0.2,y',
      { candidate: 'newt' },
      'missing_model',
      'p.csv, --candidate, column "m": found no row of the model "newt", expected one of "new", "old". Did you mean "new"?',
    ],
    [
      'a model twice at an id',
      'a,new,0,0.1,y\na,old,0,0.2,y\na,new,0,0.3,y',
      {},
      'duplicate_id',
      'p.csv, line 4, column "id": found id "a" again for the model "new", first on line 2, expected one row for each id and model. ' +
        'Remove the repeated rows, or name a column that identifies what the models are compared on.',
    ],
    [
      'rows of an id that differ in the truth',
      'a,new,0,0.1,y\na,old,1,0.2,y',
      {},
      'disagreement',
      'p.csv, line 3, column "y": found "1" for id "a", expected "0" as on line 2, whatever the "m". Mend the file, or name an id that ' +
        'identifies what the models are compared on.',
    ],
    [
      'rows of an id that differ in a slice, even of another model',
      'a,new,0,0.1,y\na,old,0,0.2,y\na,gbm,0,0.2,z',
      {},
      'disagreement',
      'p.csv, line 4, column "r": found "z" for id "a", expected "y" as on line 2, whatever the "m". Mend the file, or name an id that ' +
        'identifies what the models are compared on.',
    ],
    [
      'an id without a model',
      'a,new,0,0.1,y\na,old,0,0.2,y\nb,new,1,0.9,x',
      {},
      'unmatched_id',
      'p.csv, line 4, column "id": found id "b", which has no row of the model "old" (1 of 2 ids lack a model, line 4), expected a row ' +
        'of each model ("new" and "old") for every id. Leave such rows out and say so (--invalid-rows leave_out), or mend the file.',
    ],
    [
      'models that share no id',
      'a,new,0,0.1,y\nb,old,1,0.9,x',
      {},
      'unmatched_id',
      'p.csv, line 2, column "id": found id "a", which has no row of the model "old" (2 of 2 ids lack a model, lines 2, 3), expected a ' +
        'row of each model ("new" and "old") for every id. No id has all models: check that the id column is the right one.',
    ],
  ])('refuse %s', (_, lines, more, code, message) =>
    expect(refusalOf(() => joined(lines, 'refuse', more))).toEqual({ code, message }),
  )
})
