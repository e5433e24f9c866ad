import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellSize, cellUnder, heatHeight, heatMargin, labelStep, shortened } from '../../../src/page/chart/heat-map.ts'
import { plotOf } from '../../../src/page/chart/plot.ts'

function mapOf(classCount: number, width: number) {
  const labels = Array.from({ length: classCount }, (_, at) => `class number ${at}`)
  const margin = heatMargin(labels, width)
  return plotOf({ width, height: heatHeight(classCount, width, margin), x: null, y: null, margin })
}

describe('a heat map of classes', () => {
  test('fits its width and height, from 2 classes to 60, on a phone too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 280, max: 1200 }), (classCount, width) => {
        const plot = mapOf(classCount, width)
        const side = classCount * cellSize(plot, classCount)
        expect(plot.left + side).toBeLessThanOrEqual(width)
        expect(plot.top + side).toBeLessThanOrEqual(plot.height + 1e-9)
        expect(cellSize(plot, classCount) * labelStep(cellSize(plot, classCount))).toBeGreaterThanOrEqual(12)
      }),
    )
  })

  test('knows the cell under a point, and none outside', () => {
    const plot = mapOf(4, 600)
    const size = cellSize(plot, 4)
    expect(cellUnder(plot, 4, 2.5 * size, 0.5 * size)).toEqual({ row: 0, column: 2 })
    expect([cellUnder(plot, 4, -1, 5), cellUnder(plot, 4, 5, 4 * size)]).toEqual([null, null])
  })

  test('shortens labels that are too long for their room, and says so', () => {
    expect(shortened('class number 7', mapOf(4, 600))).toBe('class number 7')
    expect(shortened('a class with a name beyond all measure', mapOf(4, 600))).toMatch(/^a class.*…$/)
  })
})
