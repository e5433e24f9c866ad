import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import {
  numberCellWords,
  fileName,
  numbersCsv,
  type ChartNumbers,
  lineNumbers,
  sweepNumbers,
} from '../../../src/page/chart/numbers.ts'
import { type Point, thresholdMetrics } from '../../../src/page/chart/series.ts'
import type { Curve } from '../../../src/worker/protocol.ts'

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

const line: Point[] = [
  { threshold: null, x: 0, y: 0 },
  { threshold: 0.9, x: 0, y: 0.5 },
  { threshold: 0.4, x: 0.5, y: 1 },
]
const exactly = (value: number) => ({ value, low: value, high: value })
const band = [
  { threshold: 0.6, x: exactly(0.25), y: { value: 0.5, low: 0.25, high: 0.75 } },
  { threshold: 0.4, x: exactly(0.5), y: exactly(1) },
]

test('a line’s numbers are the points of line and band by falling threshold, each threshold once, banded where it can be', () => {
  const { rows } = lineNumbers([{ model: 'candidate', points: line }], [{ model: 'candidate', points: band }], {
    x: 'Recall',
    y: 'Precision',
  })
  expect(rows.map(([, threshold]) => threshold)).toEqual([null, 0.9, 0.6, 0.4])
  expect(rows[2]).toEqual(['candidate', 0.6, band[0].x, band[0].y])
  expect(rows[3][3]).toEqual(exactly(1))
})

test('the table has the points with a band, or else some of the line’s', () => {
  const series = [
    {
      model: 'candidate' as const,
      points: Array.from({ length: 100 }, (_, at) => ({ threshold: 1 - at / 100, x: 1 - at / 100, y: at })),
    },
  ]
  expect(lineNumbers(series, [], { x: null, y: 'Recall' }).tableRows).toHaveLength(25)
  const banded = lineNumbers(series, [{ model: 'candidate', points: band }], { x: null, y: 'Recall' })
  expect(banded.tableRows).toEqual([
    ['candidate', 0.6, band[0].y],
    ['candidate', 0.4, band[1].y],
  ])
  expect(banded.columns.map(({ title }) => title)).toEqual(['Model', 'Threshold', 'Recall'])
})

test('a sweep has every metric at every threshold of every curve, with the counts that they are made of', () => {
  const curve: Curve = {
    model: 'candidate',
    split: 'test',
    positives: 2,
    negatives: 2,
    thresholds: [null, 0.9, 0.1],
    truePositives: [0, 1, 2],
    falsePositives: [0, 0, 2],
  }
  const { columns, rows } = sweepNumbers(
    [curve, { ...curve, model: 'production' }],
    thresholdMetrics({ falsePositive: 1, falseNegative: 7.5 }),
  )
  expect(rows.map((row) => row.slice(0, 6))).toEqual(
    ['candidate', 'production'].flatMap((model) => [
      [model, null, 0, 0, 2, 2],
      [model, 0.9, 1, 0, 1, 2],
      [model, 0.1, 2, 2, 0, 0],
    ]),
  )
  const at = (title: string) => columns.findIndex((column) => column.title === title)
  expect(rows[0][at('precision')]).toBeNull()
  expect([rows[1][at('recall')], rows[1][at('precision')], rows[1][at('expected_cost')]]).toEqual([0.5, 1, 7.5 / 4])
})
