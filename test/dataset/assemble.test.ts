import { describe, expect, it } from 'vitest'
import { assembleDataset, takeUsable, usableRows } from '../../src/dataset/assemble.ts'
import type { Roles, Task } from '../../src/dataset/roles.ts'
import { warningOf } from '../../src/words/warnings.ts'
import { refusalOf } from '../helpers/fault.ts'
import { fromOptions, loaded } from './loaded-file.ts'

function assembled(lines: string, named: Partial<Roles>, task: Task = 'binary') {
  const { files, plan, roles } = loaded([{ file: 'p.csv', lines }], { label: 'y', ...named }, task)
  const usable = usableRows(files, plan, 'refuse')
  return {
    ...assembleDataset(files, plan, roles, fromOptions, usable, null),
    usable,
  }
}

function binary(lines: string, named: Partial<Roles>) {
  const { dataset } = assembled(lines, named)
  if (dataset.task !== 'binary') throw new Error('another task')
  return dataset.splits[0]
}

describe('a binary dataset', () => {
  it('has 1 for the positive class, and scores by model', () => {
    const { classes, scores } = binary('y,s,t\nno,0.1,1\nyes,0.9,2', { candidate: 's', production: 't' })
    expect([...classes]).toEqual([0, 1])
    expect([...scores].map(([model, values]) => [model, [...values]])).toEqual([
      ['candidate', [0.1, 0.9]],
      ['production', [1, 2]],
    ])
  })

  it('reads scores the other way round as those of the other class where they can be probabilities, else negated', () => {
    const { scores } = binary('y,s,t\n0,0,-2\n1,0.25,3', {
      candidate: 's',
      production: 't',
      reversed: ['candidate', 'production'],
    })
    expect([...scores.values()].map((values) => [...values])).toEqual([
      [1, 0.75],
      [2, -3],
    ])
  })

  it('takes a predicted class for a score of 1 or 0', () => {
    const { scores } = binary('y,c\nno,yes\nyes,no\nno,no', { prediction: 'c' })
    expect([...scores.get('candidate')!]).toEqual([1, 0, 0])
  })

  it('refuses a predicted class that the label does not have, at its line', () => {
    expect(refusalOf(() => assembled('y,c\nno,yes\nyes,maybe', { prediction: 'c' }))).toEqual({
      code: 'unknown_class',
      message:
        'p.csv, line 3, column "c": found "maybe", expected one of the label’s values "no" and "yes". ' +
        'Write predicted classes as the label does, or choose another column. If it is a class that no row here has as its label, ' +
        'there are more than two: --task multiclass.',
    })
  })
})

describe('scores of the class that is predicted', () => {
  it('are those of the positive class, or 1 less them', () => {
    const { scores } = binary('y,s,c,t,d\n0,0.9,0,0.6,1\n1,0.75,1,0.5,0', {
      candidate: 's',
      candidateOf: 'c',
      production: 't',
      productionOf: 'd',
      reversed: ['production'],
    })
    expect([...scores.values()].map((values) => [...values])).toEqual([
      [1 - 0.9, 0.75],
      [1 - 0.6, 0.5],
    ])
  })

  it.each([
    [
      'y,s,c\n0,0.9,0\n1,0.8,2',
      'unknown_class',
      'p.csv, line 3, column "c": found "2", expected one of the label’s values "0" and "1". Write predicted classes as the label ' +
        'does, or choose another column.',
    ],
    [
      'y,s,c\n0,0.9,0\n1,80,1',
      'not_a_probability',
      'p.csv, line 3, column "s": found the score 80, expected a probability from 0 to 1, as each score is of the class in "c". Name a ' +
        'column of probabilities, or say that it is in per cent: --number-format s=percent.',
    ],
    [
      'y,s,c\n0,-1.5,0\n1,0.8,1',
      'not_a_probability',
      'p.csv, line 2, column "s": found the score -1.5, expected a probability from 0 to 1, as each score is of the class in "c". Name a ' +
        'column of probabilities.',
    ],
  ])('are refused in %j', (lines, code, message) =>
    expect(refusalOf(() => assembled(lines, { candidate: 's', candidateOf: 'c' }))).toEqual({ code, message }),
  )
})

describe('probabilities of two classes', () => {
  it('are the scores of the positive one', () => {
    const { scores } = binary('y,a,b\nno,0.9,0.1\nyes,0.3,0.7', { candidate: 'no=a,yes=b', production: 'yes=b,no=a' })
    expect([...scores.values()].map((values) => [...values])).toEqual([
      [0.1, 0.7],
      [0.1, 0.7],
    ])
  })

  it.each([
    [
      'no=a,yess=b',
      'class_without_probabilities',
      'p.csv, --label, column "y": found the class "yes" (1 row), expected a column of its probabilities beside a, b. Did you mean ' +
        '"yes" by "yess"?',
    ],
    [
      'no=a,yes=b,noo=c',
      'unknown_class',
      'p.csv, --label, column "c": found probabilities of the class "noo", expected one of the label’s values "no" and "yes". Did you ' +
        'mean "no"?',
    ],
  ])('named as %s are refused', (candidate, code, message) =>
    expect(refusalOf(() => assembled('y,a,b,c\nno,0.9,0.1,0\nyes,0.3,0.7,0', { candidate }))).toEqual({
      code,
      message,
    }),
  )
})

describe('a dataset of several classes', () => {
  it('has the probabilities of columns that are named one by one', () => {
    const { dataset } = assembled(
      'y,p0,p1,p2\ndog,0.1,0.7,0.2\ncat,0.8,0.1,0.1',
      { candidate: 'cat=p0,dog=p1,bird=p2' },
      'multiclass',
    )
    expect(dataset).toMatchObject({ labels: ['bird', 'cat', 'dog'] })
    expect(dataset.task === 'multiclass' && dataset.splits[0].models.get('candidate')).toEqual({
      kind: 'probabilities',
      probabilities: [Float64Array.of(0.2, 0.1), Float64Array.of(0.1, 0.8), Float64Array.of(0.7, 0.1)],
    })
    expect(
      refusalOf(() => assembled('y,p0,p1\ndog,0.1,0.7\ncat,0.8,0.1', { candidate: 'caat=p0,dog=p1' }, 'multiclass'))
        .message,
    ).toContain('Did you mean "cat" by "caat"?')
  })

  it('has the classes of the label, of predictions and of columns', () => {
    const { dataset } = assembled(
      'y,p_a,p_b,p_d,c\na,0.5,0.3,0.2,d\nb,0.1,0.8,0.1,b\na,0.4,0.3,0.3,a',
      { candidate: 'p_*', productionPrediction: 'c' },
      'multiclass',
    )
    expect(dataset.task === 'multiclass' && dataset.labels).toEqual(['a', 'b', 'd'])
  })

  it('refuses a class of the label without a column of probabilities, with its rows', () => {
    const lines = 'y,p_a,p_b\na,0.5,0.5\nc,0.1,0.9\nc,0.2,0.8\nb,0.4,0.6'
    expect(refusalOf(() => assembled(lines, { candidate: 'p_*' }, 'multiclass'))).toEqual({
      code: 'class_without_probabilities',
      message:
        'p.csv, --label, column "y": found the class "c" (2 rows), expected a column of its probabilities beside p_a, p_b. ' +
        'Write classes in the header as in the label, or mend the pattern.',
    })
  })

  it('refuses more than a thousand classes', () => {
    const rows = Array.from({ length: 1001 }, (_, i) => `k${i},k0`)
    expect(refusalOf(() => assembled(['y,c', ...rows].join('\n'), { prediction: 'c' }, 'multiclass'))).toEqual({
      code: 'too_many_classes',
      message:
        'p.csv, --label, column "y": found 1001 classes, expected at most 1000. Check that this is the label; for numbers say --task ' +
        'regression.',
    })
  })
})

describe('a regression', () => {
  it('has the truth and the predicted numbers', () => {
    const { dataset } = assembled('y,s\n1.5,2\n-3,0', { candidate: 's' }, 'regression')
    const [{ truth, predictions }] = dataset.task === 'regression' ? dataset.splits : []
    expect([[...truth], [...predictions.get('candidate')!]]).toEqual([
      [1.5, -3],
      [2, 0],
    ])
  })
})

describe('weights', () => {
  it('of 0 leave their rows out, and that is told', () => {
    const { dataset, usable } = assembled('y,s,w\n0,0.1,2\n1,0.9,0\n1,0.7,1\n0,0.5,0', { candidate: 's', weight: 'w' })
    expect(dataset.rowCount).toBe(2)
    expect([...usable.weights!.values]).toEqual([2, 1])
    expect(usableRowsWarnings('y,s,w\n0,0.1,2\n1,0.9,0\n1,0.7,1', { candidate: 's', weight: 'w' })).toEqual([
      { code: 'zero_weight', message: 'p.csv: 1 rows of weight 0 in column "w" are left out.', rows_left_out: 1 },
      {
        code: 'weight_kind_not_said',
        message:
          'p.csv: nobody has said what the whole weights in column "w" are. They are taken for importance weights, what each row stands for: intervals are the cautious ones, and rows count once. If each weight counts so many equal rows, say --weight-kind frequency (in the policy, weights: frequency); if not, --weight-kind importance.',
      },
    ])
    expect(usableRowsWarnings('y,s,w\n0,0.1,1\n1,0.9,1\n1,0.7,1', { candidate: 's', weight: 'w' })).toEqual([])
    expect(usableRowsWarnings('y,s,w\n0,0.1,2\n1,0.9,0.5\n1,0.7,1', { candidate: 's', weight: 'w' })).toEqual([])
  })

  it('are what they are said to be', () => {
    const { files, plan } = loaded([{ file: 'p.csv', lines: 'y,s,w\n0,1,2\n1,1,3' }], {
      label: 'y',
      candidate: 's',
      weight: 'w',
    })
    const kindBy = (weights: 'frequency' | 'importance' | null) =>
      usableRows(files, plan, 'refuse', { join: 'id', weights }).weights?.kind
    expect([kindBy(null), kindBy('frequency'), kindBy('importance')]).toEqual(['importance', 'frequency', 'importance'])
  })

  it('that are frequencies are whole', () => {
    const { files, plan } = loaded([{ file: 'p.csv', lines: 'y,s,w\n0,1,2\n1,1,1.5' }], {
      label: 'y',
      candidate: 's',
      weight: 'w',
    })
    expect(refusalOf(() => usableRows(files, plan, 'refuse', { join: 'id', weights: 'frequency' }))).toEqual({
      code: 'frequency_not_whole',
      message:
        'p.csv, line 3, column "w": found the weight 1.5, expected whole numbers, as weights are frequencies. Mend the weights, or say ' +
        'that they are importance weights: --weight-kind importance.',
    })
  })

  it('below 0 are refused at their line', () => {
    expect(refusalOf(() => assembled('y,s,w\n0,0.1,1\n1,0.9,-2', { candidate: 's', weight: 'w' }))).toEqual({
      code: 'negative_weight',
      message:
        'p.csv, line 3, column "w": found the weight -2, expected weights of 0 or more. Mend the weights, or leave the column out.',
    })
  })

  it('that are all 0 leave nothing to evaluate', () => {
    expect(refusalOf(() => assembled('y,s,w\n0,0.1,0\n1,0.9,0', { candidate: 's', weight: 'w' }))).toEqual({
      code: 'no_rows',
      message:
        'p.csv, column "w": found weights that are all 0, expected at least one row that counts. Choose another column, or leave it out.',
    })
  })
})

describe('the rows', () => {
  it('of a file without any are refused', () => {
    const { files, plan } = loaded([{ file: 'p.csv', lines: 'y,s' }], { label: 'y', candidate: 's' })
    expect(refusalOf(() => usableRows(files, plan, 'refuse'))).toEqual({
      code: 'no_rows',
      message:
        'p.csv: found no rows that can be used, expected at least one row of predictions. Check that this is the right file.',
    })
  })

  it('that repeat an id of a single file are told, with their lines', () => {
    const lines = 'id,y,s\na,0,0.1\nb,1,0.9\na,1,0.7\na,0,0.2'
    expect(usableRowsWarnings(lines, { candidate: 's', id: 'id' })).toEqual([
      {
        code: 'duplicate_id',
        message: '2 rows repeat an id of column "id" (lines 4, 5). Intervals take rows as independent.',
      },
    ])
  })

  it('of groups have the group’s code, whatever the order of rows; groups of one row each are none', () => {
    const groupsOf = (lines: string) => {
      const { dataset } = assembled(lines, { candidate: 's', group: 'g' })
      return dataset.splits[0].sampling.groups
    }
    expect(groupsOf('y,s,g\n0,0.1,z\n1,0.9,a\n1,0.7,z')).toEqual({ codes: Uint32Array.of(1, 0, 1), groupCount: 2 })
    expect(groupsOf('y,s,g\n0,0.1,z\n1,0.9,a')).toBeNull()
  })

  it('can be taken by their numbers, with their weights', () => {
    const { usable } = assembled('y,s,w\n0,0.1,2\n1,0.9,0\n1,0.7,1\n0,0.5,3', { candidate: 's', weight: 'w' })
    const some = takeUsable(usable, Uint32Array.of(0, 2))
    expect([some.rowCount, some.rows, [...some.weights!.values]]).toEqual([2, [Uint32Array.of(0, 3)], [2, 3]])
  })
})

function usableRowsWarnings(lines: string, named: Partial<Roles>) {
  const { files, plan } = loaded([{ file: 'p.csv', lines }], { label: 'y', ...named })
  return usableRows(files, plan, 'refuse').notices.map(warningOf)
}
