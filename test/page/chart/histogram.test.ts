import { describe, expect, test } from 'vitest'
import { highestBar, histogramNumbers, stripsOf } from '../../../src/page/chart/histogram.ts'
import { plotOf } from '../../../src/page/chart/plot.ts'
import type { Histogram } from '../../../src/worker/protocol.ts'

const candidate: Histogram = {
  model: 'candidate',
  split: 'test',
  edges: [0, 0.5, 1],
  positives: [1, 3],
  negatives: [90, 0],
}
const production: Histogram = { ...candidate, model: 'production', positives: [2, 2], negatives: [80, 10] }
const plot = plotOf({ width: 200, height: 300, x: { label: '', domain: [0, 1] }, y: null })

describe('bars', () => {
  test('stand for rows, or for their share of their class, alike for all models', () => {
    expect(highestBar([candidate, production], 'rows')).toBe(90)
    expect(highestBar([{ ...candidate, negatives: [3, 3] }], 'share')).toBe(0.75)
    expect(highestBar([{ ...candidate, positives: [0, 0], negatives: [0, 0] }], 'share')).toBe(0)
  })

  test('are in a strip for each model, one below the other, inside of the plot', () => {
    const strips = stripsOf([candidate, production], 'rows', plot)
    expect(strips.map(({ model }) => model)).toEqual(['candidate', 'production'])
    const heights = strips.flatMap(({ top, ground, bottom }) => [top, ground, bottom])
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
    expect([plot.top < heights[0], heights[5] <= plot.bottom]).toEqual([true, true])
  })

  test('go up for positives and down for negatives, are seen however small, and absent where there are no rows', () => {
    const [{ ground, bottom, positives, negatives }] = stripsOf([candidate], 'rows', plot)
    const ends = (path: string) => [...path.matchAll(/V([\d.]+)H/g)].map((match) => Number(match[1]))
    expect(ends(positives)).toHaveLength(2)
    for (const end of ends(positives)) expect(ground - end).toBeGreaterThanOrEqual(0.75)
    expect(ends(negatives)).toEqual([bottom - 1])
  })
})

test('the numbers are every bin of every model', () => {
  expect(histogramNumbers([candidate, production]).rows).toEqual([
    ['candidate', 0, 0.5, 1, 90],
    ['candidate', 0.5, 1, 3, 0],
    ['production', 0, 0.5, 2, 80],
    ['production', 0.5, 1, 2, 10],
  ])
})
