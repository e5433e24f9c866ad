import { describe, expect, it } from 'vitest'
import { countOfValues, evidenceOf, hasFractions, headColumns } from '../../src/dataset/head-column.ts'

const [yes, score, stray, whole, empty, word] = headColumns([
  {
    file: 'p.csv',
    columns: ['yes', 'score', 'stray', 'whole', 'empty', 'word', 'yes', ''],
    records: [
      ['0', '0.25', '1.5', '3', '', 'a'],
      ['1', '1e-3', 'n/a', '2', '', 'b'],
      ['0', '0.75', '2', '1', '', 'c'],
      ['0', '0.5', '', '4', ''],
    ],
  },
])

describe('a column of the first rows', () => {
  it('has its cells, its distinct values and whether it holds numbers', () => {
    expect(stray).toEqual({
      name: 'stray',
      file: 'p.csv',
      header: 'stray',
      cells: ['1.5', 'n/a', '2', ''],
      distinct: ['1.5', 'n/a', '2'],
      isNumeric: true,
    })
    expect(word.cells).toEqual(['a', 'b', 'c', ''])
    expect([yes, score, whole, empty, word].map(({ isNumeric }) => isNumeric)).toEqual([true, true, true, false, false])
  })

  it('is named with its file where several files have it; a header that a file repeats is taken once, an empty one not at all', () => {
    const columns = headColumns([
      { file: 'a.csv', columns: ['y', 's', 's', ''], records: [] },
      { file: 'b.csv', columns: ['y', 't'], records: [] },
    ])
    expect(columns.map(({ name }) => name)).toEqual(['a.csv:y', 's', 'b.csv:y', 't'])
  })

  it.each([
    [yes, '0/1, 25.0 % are 1 (first 4 rows)'],
    [score, '0.001 to 0.75 (first 4 rows)'],
    [stray, '1.5 to 2, 2 not a number (first 4 rows)'],
    [whole, '1 to 4 (first 4 rows)'],
    [word, '3 values (first 4 rows)'],
  ])('is told by its evidence: %#', (column, text) => expect(evidenceOf(column)).toBe(text))

  it('with fractions is told from one of whole numbers', () => {
    expect([yes, score, stray, whole].map(hasFractions)).toEqual([false, true, true, false])
  })

  it('of very many values counts fifty of them', () => {
    const records = Array.from({ length: 80 }, (_, i) => [`v${i}`])
    const [many] = headColumns([{ file: 'p.csv', columns: ['v'], records }])
    expect(many.distinct).toHaveLength(51)
    expect(countOfValues(many)).toBe('more than 50 values')
  })
})
