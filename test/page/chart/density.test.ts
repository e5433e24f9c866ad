import { describe, expect, test } from 'vitest'
import { densityAxes, densityCells, densityNumbers, densityWords, mostRows } from '../../../src/page/chart/density.ts'
import type { Density } from '../../../src/worker/protocol.ts'

const density: Density = {
  scale: 'logarithmic',
  edges: Float64Array.of(1, 10, 100),
  models: new Map([
    ['candidate', { weights: Float64Array.of(4, 0, 1, 9), beyond: 2, hidden: 0 }],
    ['production', { weights: Float64Array.of(3, 0, 0, 2), beyond: 0, hidden: 1 }],
  ]),
}

describe('a chart of predictions against truth', () => {
  test('has a square for every cell with rows: across by prediction, up by truth', () => {
    const cells = densityCells(density, 'candidate', 9)
    expect(cells.map(({ x, y, rows }) => [x, y, rows])).toEqual([
      [[1, 10], [1, 10], 4],
      [[10, 100], [1, 10], 1],
      [[10, 100], [10, 100], 9],
    ])
    expect(cells[1].words()).toBe('Predicted 10.000 to 100.000, actual 1.000 to 10.000: 1 row')
  })

  test('the more rows the darker, up to the most of all charts beside', () => {
    expect(mostRows(density)).toBe(9)
    const [four, one, nine] = densityCells(density, 'candidate', 9).map(({ opacity }) => opacity)
    expect([one < four, four < nine, nine]).toEqual([true, true, 1])
    expect(one).toBeGreaterThan(0.1)
  })

  test('both axes are one, on the scale of its edges', () => {
    const { x, y } = densityAxes(density)
    expect([x.domain, y.domain, x.isLogarithmic]).toEqual([[1, 100], [1, 100], true])
  })

  test('what is not drawn is said', () => {
    expect(densityWords(density.models.get('candidate')!, 5)).toEqual([
      '2 rows lie beyond the axes, which end where the last 0.1\u00a0% begins',
    ])
    expect(densityWords(density.models.get('production')!, 5)).toEqual(['1 row is not shown: fewer than 5 together'])
  })

  test('as numbers, its table begins with the fullest cells', () => {
    const { rows, tableRows } = densityNumbers(density, 'candidate')
    expect(rows.map((row) => row[4])).toEqual([4, 1, 9])
    expect(tableRows!.map((row) => row[4])).toEqual([9, 4, 1])
  })
})
