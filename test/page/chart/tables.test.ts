import { expect, test } from 'vitest'
import { lineNumbers } from '../../../src/page/chart/tables.ts'
import type { Point } from '../../../src/page/chart/series.ts'

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
  const { rows } = lineNumbers(
    [{ model: 'candidate', points: line }],
    [{ model: 'candidate', points: band }],
    { x: 'Recall', y: 'Precision' },
    String,
  )
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
  expect(lineNumbers(series, [], { x: null, y: 'Recall' }, String).tableRows).toHaveLength(25)
  const banded = lineNumbers(series, [{ model: 'candidate', points: band }], { x: null, y: 'Recall' }, String)
  expect(banded.tableRows).toEqual([
    ['candidate', 0.6, band[0].y],
    ['candidate', 0.4, band[1].y],
  ])
  expect(banded.columns.map(({ title }) => title)).toEqual(['Model', 'Threshold', 'Recall'])
})
