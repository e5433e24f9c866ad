import { describe, expect, test } from 'vitest'
import { indexAt, nearestPlace, strided, pointedAt, readingsOf } from '../../../src/page/chart/reading.ts'
import type { Point } from '../../../src/page/chart/series.ts'

describe('pointing', () => {
  const places = [
    { x: 0, y: 0 },
    { x: 1, y: 100 },
    { x: 50, y: 100 },
    { x: 100, y: 100 },
  ]

  test('finds the nearest place, in both directions or along x alone', () => {
    expect(nearestPlace(places, { x: 20, y: 90 }, 'both')).toBe(1)
    expect(nearestPlace(places, { x: 0.4, y: 99 }, 'x')).toBe(0)
    expect(nearestPlace([], { x: 0, y: 0 }, 'x')).toBe(-1)
  })

  test('takes steps that are seen, and stops at the ends', () => {
    const dense = Array.from({ length: 101 }, (_, at) => ({ x: at / 10, y: 0 }))
    expect(strided(dense, 0, 1)).toBe(40)
    expect(strided(dense, 50, -1)).toBe(10)
    expect([strided(dense, 50, Infinity), strided(dense, 50, -10)]).toEqual([100, 0])
  })

  test('goes to the right with positive steps, whichever way the line was drawn', () => {
    expect(strided(places, 1, 1)).toBe(2)
    expect(strided(places.toReversed(), 2, 1)).toBe(1)
  })

  test('at a threshold is the lowest one that is no lower', () => {
    const points = [null, 0.9, 0.6, 0.6, 0.1].map((threshold) => ({ threshold }))
    expect([Infinity, 1, 0.9, 0.7, 0.6, 0.2, 0].map((threshold) => indexAt(points, threshold))).toEqual([
      0, 0, 1, 1, 2, 2, 4,
    ])
    expect(indexAt(points.slice(1), 2)).toBe(0)
  })
})

describe('what is read', () => {
  const points: Point[] = [
    { threshold: null, x: 0, y: 0 },
    { threshold: 0.8, x: 0.1, y: 0.5 },
    { threshold: 0.4, x: 0.5, y: 1 },
  ]
  const spread = (value: number, margin: number) => ({ value, low: value - margin, high: value + margin })
  const band = [
    { threshold: 0.9, x: spread(0, 0), y: spread(0.25, 0.125) },
    { threshold: 0.7, x: spread(0.2, 0.1), y: spread(0.75, 0.25) },
  ]
  const series = [{ model: 'candidate' as const, points }]

  test('is each line’s point, and the band as it is shaded there', () => {
    expect(
      readingsOf(pointedAt(series, 0.5), [{ model: 'candidate', points: band }], { x: 'Share', y: 'Recall' }, String),
    ).toEqual([
      {
        name: 'candidate at 0.8',
        tone: 'candidate',
        lines: [
          { label: 'Share', value: '0.1', interval: '0.05 to 0.15000000000000002' },
          { label: 'Recall', value: '0.5', interval: '0.3125 to 0.6875' },
        ],
      },
    ])
  })

  test('has no interval before bands are known, nor above all scores', () => {
    const names = { x: null, y: 'Recall' }
    expect(readingsOf(pointedAt(series, 0.4), [], names, String)[0].lines).toEqual([
      { label: 'Recall', value: '1', interval: null },
    ])
    expect(readingsOf(pointedAt(series, Infinity), [{ model: 'candidate', points: band }], names, String)).toEqual([
      {
        name: 'candidate above all scores',
        tone: 'candidate',
        lines: [{ label: 'Recall', value: '0', interval: null }],
      },
    ])
  })
})
