import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  columnNames,
  findClassColumns,
  findColumn,
  findCopies,
  findOneColumn,
  findOneWithCopies,
  isColumn,
  nearestName,
  type FileHeader,
} from '../../src/dataset/resolve.ts'
import { refusalOf } from '../helpers/fault.ts'

const place = { option: '--candidate' }
const one: FileHeader[] = [{ file: 'p.csv', columns: ['id', 'y', 'score', 'a:b'] }]
const two: FileHeader[] = [
  { file: 'old.csv', columns: ['id', 'y', 'score'] },
  { file: 'new.csv.gz', columns: ['id', 'score', 'age'], headerLine: 3 },
]

describe('finding a column by its name', () => {
  it.each([
    ['y', [{ file: 0, column: 1 }]],
    ['age', [{ file: 1, column: 2 }]],
    [
      'score',
      [
        { file: 0, column: 2 },
        { file: 1, column: 1 },
      ],
    ],
    ['old.csv:score', [{ file: 0, column: 2 }]],
    ['old:score', [{ file: 0, column: 2 }]],
    ['new.csv.gz:score', [{ file: 1, column: 1 }]],
    ['new.csv:score', [{ file: 1, column: 1 }]],
    ['new:score', [{ file: 1, column: 1 }]],
  ])('%s stands at %j', (name, found) => expect(findColumn(two, name, place)).toEqual(found))

  it('takes a header with a colon at its word before it takes it for FILE:COLUMN', () => {
    expect(findColumn([...one, { file: 'a.csv', columns: ['b'] }], 'a:b', place)).toEqual([{ file: 0, column: 3 }])
  })

  it('finds every name that can be chosen, each in one place', () => {
    const header = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,2}$/), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(header, header, (a, b) => {
        const headers = [
          { file: 'x.csv', columns: a },
          { file: 'y.csv', columns: b },
        ]
        const names = columnNames(headers)
        expect(names).toHaveLength(a.length + b.length)
        const places = names.map((name) => findOneColumn(headers, name, place))
        expect(new Set(places.map((found) => JSON.stringify(found))).size).toBe(names.length)
      }),
    )
  })

  it('names the columns that there are where there is none of that name, and the nearest', () => {
    expect(refusalOf(() => findColumn(one, 'scor', place))).toEqual({
      code: 'missing_column',
      message:
        'p.csv, --candidate: found no column "scor", expected one of "id", "y", "score", "a:b". Did you mean "score"?',
    })
    expect(refusalOf(() => findColumn(two, 'weather', place)).message).toBe(
      'old.csv and new.csv.gz, --candidate: found no column "weather", expected one of "old.csv:id", "y", "old.csv:score", ' +
        '"new.csv.gz:id", "new.csv.gz:score", "age". Name a column of the header, as it is written there.',
    )
    const wide = [{ file: 'w.csv', columns: Array.from({ length: 40 }, (_, i) => `c${i}`) }]
    expect(refusalOf(() => findColumn(wide, 'nothing', place)).message).toContain('"c29", and 10 more.')
  })

  it('refuses a name that a header has twice, at the line of the header', () => {
    const headers = [{ file: 'p.csv', columns: ['y', 's', 's'], headerLine: 4 }]
    expect(refusalOf(() => findColumn(headers, 's', place))).toEqual({
      code: 'duplicate_column',
      message:
        'p.csv, --candidate, line 4, column "s": found 2 columns of that name, expected a name that only one column of the file has. ' +
        'Rename one of them in the header.',
    })
  })

  it('gives whoever reads all rows the other columns of the name, which may be copies', () => {
    const headers = [
      { file: 'p.csv', columns: ['y', 's', 's', 's'] },
      { file: 'q.csv', columns: ['s'] },
    ]
    expect(findCopies(headers, 's', place)).toEqual([
      { file: 0, column: 1, copies: [2, 3] },
      { file: 1, column: 0 },
    ])
    expect(findOneWithCopies(headers, 'p:s', place)).toEqual({ file: 0, column: 1, copies: [2, 3] })
    expect([isColumn(headers, 'q:s'), isColumn(headers, 'q:y')]).toEqual([true, false])
  })

  it('refuses a name that several files have where one column is asked for, and says how to write it', () => {
    expect(refusalOf(() => findOneColumn(two, 'score', place))).toEqual({
      code: 'ambiguous_column',
      message:
        '--candidate: found "score", which 2 of the files have, expected the name of one column. ' +
        'Write "old.csv:score" or "new.csv.gz:score".',
    })
  })
})

describe('finding the columns of a pattern', () => {
  const headers: FileHeader[] = [
    { file: 'a.csv', columns: ['y', 'p_cat', 'p_dog', 'p_'] },
    { file: 'b.csv', columns: ['q_cat', 'q_dog'] },
  ]

  it.each(['p_*', 'a.csv:p_*', 'a:p_*'])('%s stands for a column of each class', (pattern) => {
    expect(findClassColumns(headers, pattern, place)).toEqual([
      { label: 'cat', address: { file: 0, column: 1 } },
      { label: 'dog', address: { file: 0, column: 2 } },
    ])
  })

  it('takes what stands on both sides of the star', () => {
    expect(findClassColumns([{ file: 'a.csv', columns: ['p_cat_v2', 'p_v2', 'p_cat'] }], 'p_*_v2', place)).toEqual([
      { label: 'cat', address: { file: 0, column: 0 } },
    ])
  })

  it('refuses a pattern that nothing matches', () => {
    expect(refusalOf(() => findClassColumns(headers, 'prob_*', place))).toEqual({
      code: 'missing_column',
      message: expect.stringContaining('--candidate: found no column "prob_*"'),
    })
  })

  it('refuses a pattern that columns of several files match', () => {
    expect(refusalOf(() => findClassColumns(headers, '*_cat', place))).toEqual({
      code: 'ambiguous_column',
      message:
        '--candidate: found "*_cat", which columns of several files match, expected columns of one file. ' +
        'Write "a.csv:*_cat" or "b.csv:*_cat".',
    })
  })

  it('refuses a class that two columns stand for', () => {
    const twice = [{ file: 'a.csv', columns: ['p_cat', 'p_cat'] }]
    expect(refusalOf(() => findClassColumns(twice, 'p_*', place))).toEqual({
      code: 'duplicate_column',
      message: expect.stringContaining('a.csv, --candidate, line 1, column "p_cat": found 2 columns of that name'),
    })
  })
})

describe('the nearest name', () => {
  it.each([
    ['scor', ['id', 'score'], 'score'],
    ['SCORE', ['id', 'score'], 'score'],
    ['recal', ['precision', 'recall'], 'recall'],
    ['prec', ['precision', 'recall'], 'precision'],
    ['y', ['x', 'z'], 'x'],
    ['id', ['customer_id'], null],
    ['weather', ['y', 'score'], null],
    ['anything', [], null],
  ])('%s among %j is %j', (name, choices, nearest) => expect(nearestName(name, choices)).toBe(nearest))

  it('is the name itself where it is a choice, however many others there are', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-d]{1,6}$/), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(names, (choices) => {
        expect(nearestName(choices.at(-1)!, choices)).not.toBeNull()
      }),
    )
    expect(nearestName('f1', ['f1_macro', 'f1'])).toBe('f1')
  })
})
