import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { numberCellWords, fileName, numbersCsv, type ChartNumbers } from '../../../src/page/chart/numbers.ts'

const numbers: ChartNumbers = {
  columns: [
    { title: 'Model' },
    { title: 'Threshold', none: 'above all', format: (value) => value.toFixed(1) },
    { title: 'Cohen’s kappa', hasInterval: true, format: (value) => value.toFixed(3) },
  ],
  rows: [
    ['candidate', null, 0],
    ['candidate', 0.1 + 0.2, { value: 1 / 3, low: -0.25, high: 0.5 }],
    ['=HYPERLINK("x")', Infinity, { value: 1, low: NaN, high: null }],
  ],
  tableRows: [],
}

describe('a chart’s numbers as CSV', () => {
  const { data } = Papa.parse<string[]>(numbersCsv(numbers), { skipEmptyLines: true })

  test('have three columns for what may have an interval', () => {
    expect(data[0]).toEqual(['model', 'threshold', 'cohen_s_kappa', 'cohen_s_kappa_low', 'cohen_s_kappa_high'])
  })

  test('are all rows, in shortest round-trip form; what is not known is an empty cell', () => {
    expect(data[1]).toEqual(['candidate', '', '0', '', ''])
    expect(data[2].slice(1).map(Number)).toEqual([0.1 + 0.2, 1 / 3, -0.25, 0.5])
    expect(data[3].slice(1)).toEqual(['', '1', '', ''])
  })

  test('are no formulas to a spreadsheet', () => {
    expect(data[3][0]).toBe('\'=HYPERLINK("x")')
  })
})

describe('a chart’s numbers in its table', () => {
  const words = numbers.rows.map((row) => row.map((cell, at) => numberCellWords(cell, numbers.columns[at])))

  test('are written as the column says, with their interval', () => {
    expect(words[1].slice(1)).toEqual([
      { value: '0.3', interval: null },
      { value: '0.333', interval: '-0.250 to 0.500' },
    ])
  })

  test('say in words what there is none of; an interval half known, or that is a point, is none', () => {
    expect(words[0][1].value).toBe('above all')
    expect(words[2].slice(1)).toEqual([
      { value: 'above all', interval: null },
      { value: '1.000', interval: null },
    ])
    expect(numberCellWords({ value: 1, low: 1, high: 1 }, { title: '' }).interval).toBeNull()
  })
})

test('names of files have letters and digits only, and one sign between them', () => {
  expect(fileName('Precision and recall, test/2')).toBe('precision-and-recall-test-2')
  expect(fileName('F0.5', '_')).toBe('f0_5')
  expect(fileName('…')).toBe('unnamed')
})
