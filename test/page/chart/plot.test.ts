import { describe, expect, test } from 'vitest'
import { wrapped, plotOf, xTicks, yTicks, type Axis } from '../../../src/page/chart/plot.ts'

const unit: Axis = { label: '', domain: [0, 1] }

describe('a plot', () => {
  test('puts the ends of its axes on its edges', () => {
    const plot = plotOf({ width: 400, height: 280, x: unit, y: { label: '', domain: [-1, 1] }, footHeight: 20 })
    expect([plot.x(0), plot.x(1), plot.y(-1), plot.y(1)]).toEqual([plot.left, plot.right, plot.bottom, plot.top])
    expect(plot.bottom).toBe(220)
  })

  test('has ticks whose words do not meet, however narrow or wide', () => {
    const axis: Axis = { label: '', domain: [0, 12_345] }
    for (const width of [250, 330, 640, 1200]) {
      const plot = plotOf({ width, height: 280, x: axis, y: axis })
      const ticks = xTicks(plot, axis)
      expect(ticks.length).toBeGreaterThan(1)
      ticks.slice(1).forEach(({ at, words }, index) => expect(at - ticks[index].at).toBeGreaterThan(7 * words.length))
      expect(Math.max(...yTicks(plot, axis).map(({ words }) => 7 * words.length))).toBeLessThan(plot.left - 20)
    }
  })

  test('without axes leaves them no room, unless told to', () => {
    const plot = plotOf({ width: 400, height: 100, x: null, y: null, margin: { left: 120 } })
    expect([plot.left, plot.bottom]).toEqual([120, 92])
  })
})

test('words are wrapped between words, none lost', () => {
  const words = 'shaded: pointwise 95\u00a0% bands (bootstrap, 2,000 replicates)'
  const lines = wrapped(words, 24)
  expect(lines.join(' ')).toBe(words)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(24)
  expect(wrapped('unbreakable', 4)).toEqual(['unbreakable'])
})
