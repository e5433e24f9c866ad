import { describe, expect, it } from 'vitest'
import { cellReadings, cellRequests, isMissingText, plainReadings } from '../../src/dataset/cell-reading.ts'
import { readCells, type ReadCells } from '../../src/dataset/cells.ts'
import type { ColumnUse } from '../../src/dataset/plan.ts'
import { plainReading, type NumberFormat, type ReadingSettings } from '../../src/dataset/reading.ts'
import type { ColumnKind, DictionaryColumn, Float64Column } from '../../src/table/column.ts'
import { refusalOf } from '../helpers/fault.ts'
import { columnOf } from './loaded-file.ts'

const file = { file: 'p.csv', columns: ['a', 'b'] }
const use = (kind: ColumnKind, more: Partial<ColumnUse> = {}): ColumnUse => ({
  column: 0,
  kind,
  allowEmpty: false,
  ...more,
})
const missing = (...words: string[]) => ({ missing: new Map([['a', words]]) })
const format = (...formats: NumberFormat[]) => ({ numberFormat: new Map([['a', formats]]) })

/** What the cells of columns `a` and `b` mean, decoded as their uses ask. */
function cellsOf(cells: string[][], uses: ColumnUse[], said: Partial<ReadingSettings> = {}): ReadCells {
  const readings = cellReadings([file], { ...plainReading, ...said }, (setting) => ({ option: `--${setting}` }))
  const { requests, places } = cellRequests(uses, (column) => readings(0, column))
  const decoded = requests.map(({ column, kind }) =>
    columnOf(
      kind,
      cells.map((row) => row[column]),
    ),
  )
  return readCells({
    ...file,
    uses,
    decoded: places.map((place) => decoded[place]),
    rowCount: cells.length,
    lineNumberOf: (row) => row + 2,
    rowNumberOf: (row) => row + 1,
    readingOf: (column) => readings(0, column),
    placeOfElement: () => ({ option: '--candidate' }),
  })
}

const one = (...cells: string[]) => cells.map((cell) => [cell])
const numbers = (cells: ReadCells, at = 0) => [...(cells.table.columns[at] as Float64Column).values]
const words = (cells: ReadCells, at = 0) => {
  const { codes, values } = cells.table.columns[at] as DictionaryColumn
  return Array.from(codes, (code) => values[code])
}

describe('plain cells', () => {
  it('stay the columns that the reader gave', () => {
    const decoded = [columnOf('float64', ['1', '2']), columnOf('dictionary', ['x', 'y']), columnOf('utf8', ['p', 'q'])]
    const uses = [use('float64'), use('dictionary', { column: 1 }), use('utf8', { column: 1 })]
    const { table, kept, rejected } = readCells({
      ...file,
      uses,
      decoded,
      rowCount: 2,
      lineNumberOf: (row) => row,
      rowNumberOf: (row) => row,
      readingOf: () => plainReadings(0, 0),
      placeOfElement: () => ({}),
    })
    table.columns.forEach((column, i) => expect(column).toBe(decoded[i]))
    expect([kept, rejected]).toEqual([null, []])
  })

  it('are asked for as numbers; as texts only where a format, a vector or a word asks for it', () => {
    const requestsOf = (said: Partial<ReadingSettings>, more: Partial<ColumnUse> = {}) =>
      cellRequests([use('float64', more), use('dictionary'), use('dictionary', { allowEmpty: true })], (column) =>
        cellReadings([file], { ...plainReading, ...said }, () => ({}))(0, column),
      )
    const kinds = (...asked: Parameters<typeof requestsOf>) => requestsOf(...asked).requests.map(({ kind }) => kind)
    expect(requestsOf({})).toEqual({
      requests: [
        { column: 0, kind: 'float64', allowEmpty: false },
        { column: 0, kind: 'dictionary', allowEmpty: false },
      ],
      places: [0, 1, 1],
    })
    expect(kinds(format('percent'))).toEqual(['utf8', 'dictionary'])
    expect(kinds({}, { element: 2 })).toEqual(['utf8', 'dictionary'])
    expect(kinds(missing('-99'))).toEqual(['utf8', 'dictionary'])
    expect(kinds(missing('NA'))).toEqual(['float64', 'dictionary'])
  })
})

describe('words that mean missing', () => {
  it('leave their rows out, with line and row, in classes and ids, whatever their case', () => {
    const cells = [
      ['cat', 'i1'],
      ['NA', 'i2'],
      ['dog', ' nan '],
      ['?', ''],
      ['cat', 'i5'],
    ]
    const read = cellsOf(cells, [use('dictionary'), use('utf8', { column: 1 })])
    expect(words(read)).toEqual(['cat', 'cat'])
    expect((read.table.columns[0] as DictionaryColumn).values).toEqual(['cat', 'dog'])
    expect([...read.kept!]).toEqual([0, 4])
    expect(read.rejected).toEqual([
      {
        code: 'missing',
        column: 'a',
        count: 2,
        examples: [
          { lineNumber: 3, rowNumber: 2, found: 'NA' },
          { lineNumber: 5, rowNumber: 4, found: '?' },
        ],
      },
      { code: 'missing', column: 'b', count: 1, examples: [{ lineNumber: 4, rowNumber: 3, found: ' nan ' }] },
    ])
  })

  it('are values where a cell may be empty, as in slices', () => {
    expect(words(cellsOf(one('NA', 'x', ''), [use('dictionary', { allowEmpty: true })]))).toEqual(['NA', 'x', ''])
  })

  it('are those that are named, and none where none is: empty cells are missing all the same', () => {
    const cells = one('none', 'high', 'NA', ' ')
    expect(words(cellsOf(cells, [use('dictionary')], missing()))).toEqual(['none', 'high', 'NA'])
    const named = cellsOf(cells, [use('dictionary')], missing('na'))
    expect(words(named)).toEqual(['none', 'high'])
    expect(named.notices).toEqual([{ code: 'missing_word_kept', file: 'p.csv', column: 'a', word: 'none', rows: 1 }])
  })

  it('of every column hold where a column has none of its own', () => {
    const said = {
      missing: new Map([
        ['*', ['x']],
        ['b', ['y']],
      ]),
    }
    const readings = cellReadings([file], { ...plainReading, ...said }, () => ({}))
    expect(['x', 'NA', ''].map((text) => isMissingText(text, readings(0, 0)))).toEqual([true, false, true])
    expect(['x', 'Y'].map((text) => isMissingText(text, readings(0, 1)))).toEqual([false, true])
  })

  it('may be numbers', () => {
    const read = cellsOf(one('1', '-99', '2'), [use('float64')], missing('-99'))
    expect(numbers(read)).toEqual([1, 2])
    expect(read.rejected).toMatchObject([{ code: 'missing', column: 'a', count: 1 }])
  })

  it('of a column that is not there are refused, with the nearest', () => {
    const said = { missing: new Map([['aa', ['NA']]]) }
    expect(refusalOf(() => cellsOf(one('1'), [use('float64')], said))).toEqual({
      code: 'missing_column',
      message: 'p.csv, --missing: found no column "aa", expected one of "a", "b". Did you mean "a"?',
    })
  })
})

describe('numbers in a format', () => {
  it('become numbers; what does not fit is left out at its line', () => {
    const read = cellsOf(one('14.3%', 'x', '', '7 %', '1e999%'), [use('float64')], format('percent'))
    expect(numbers(read)).toEqual([0.143, 0.07])
    expect(read.rejected).toEqual([
      {
        code: 'not_a_number',
        column: 'a',
        count: 1,
        expected: 'a number as percent',
        examples: [{ lineNumber: 3, rowNumber: 2, found: 'x' }],
      },
      { code: 'missing', column: 'a', count: 1, examples: [{ lineNumber: 4, rowNumber: 3, found: '' }] },
      { code: 'not_finite', column: 'a', count: 1, examples: [{ lineNumber: 6, rowNumber: 5, found: '1e999%' }] },
    ])
    expect(read.formats).toEqual(new Map())
  })

  it('are told with the separators that the cells prove', () => {
    const read = cellsOf(one('$1,234.50', '$1,235'), [use('float64')], format('currency'))
    expect(numbers(read)).toEqual([1234.5, 1235])
    expect(read.formats).toEqual(new Map([['a', ['currency', 'comma_thousands']]]))
  })
})

describe('an element of a vector', () => {
  it('is a number of each cell; two elements of one column are read from it', () => {
    const read = cellsOf(one('[0.9,0.1]', '0.2;0.8'), [use('float64', { element: 2 }), use('float64', { element: 1 })])
    expect([numbers(read), numbers(read, 1)]).toEqual([
      [0.1, 0.8],
      [0.9, 0.2],
    ])
  })

  it('leaves out rows of another length, of no vector, and of a number that is missing', () => {
    const cells = one('[0.9,0.1]', '[0.1,0.2,0.7]', 'NA', '{"0": 1}', '[0.5,nan]', '[0.5 inf]', '[0.5,1e999]')
    const read = cellsOf(cells, [use('float64', { element: 2 })])
    expect(numbers(read)).toEqual([0.1])
    expect(
      read.rejected.map(({ code, expected, examples }) => [code, expected, examples.map(({ found }) => found)]),
    ).toEqual([
      ['vector_length', '2 numbers, as on line 2', ['3 numbers, "[0.1,0.2,0.7]"']],
      ['missing', undefined, ['NA', '[0.5,nan]']],
      ['not_a_vector', 'a vector of numbers such as [0.9,0.1]', ['{"0": 1}', '[0.5 inf]']],
      ['not_finite', undefined, ['[0.5,1e999]']],
    ])
  })

  it('that the vectors do not have is refused', () => {
    expect(refusalOf(() => cellsOf(one('[0.9,0.1]'), [use('float64', { element: 3 })]))).toEqual({
      code: 'no_such_element',
      message:
        'p.csv, --candidate, line 2, column "a": found a vector of 2 numbers, expected an element 3. Name an element from 1 to 2.',
    })
  })
})
