import { describe, expect, it } from 'vitest'
import {
  aroundBound,
  fitted,
  forestDomain,
  forestHeight,
  forestLayout,
  type ForestRow,
} from '../../../src/page/chart/forest.ts'

const row: ForestRow = {
  label: 'north',
  detail: '',
  value: 0.5,
  low: 0.4,
  high: 0.7,
  tone: 'candidate',
  words: '',
  more: '',
}

describe('a requirement around its bound', () => {
  it('is right of it where it is met, whichever way it goes, the farthest at ±1', () => {
    expect(aroundBound({ value: 0.9, low: 0.85, high: 1 }, { atLeast: 0.8 })).toEqual({
      value: expect.closeTo(0.5),
      low: expect.closeTo(0.25),
      high: 1,
    })
    expect(aroundBound({ value: 3, low: 2, high: 6 }, { atMost: 4 })).toEqual({ value: 0.5, low: -1, high: 1 })
    expect(aroundBound({ value: 0.7, low: 0.6, high: 0.78 }, { atLeast: 0.8 }).high).toBeLessThan(0)
  })

  it('of two bounds is around the one nearer to being missed', () => {
    expect(aroundBound({ value: 0.12, low: null, high: null }, { atLeast: 0.1, atMost: 0.2 })).toEqual({
      value: 1,
      low: null,
      high: null,
    })
    expect(aroundBound({ value: 0.25, low: null, high: null }, { atLeast: 0.1, atMost: 0.2 }).value).toBe(-1)
  })

  it('lies on it where it is the bound, and has no end where that is beyond every number', () => {
    expect(aroundBound({ value: 5, low: 5, high: 5 }, { atLeast: 5 })).toEqual({ value: 0, low: 0, high: 0 })
    expect(aroundBound({ value: 1, low: -Infinity, high: 2 }, { atLeast: 0 })).toEqual({
      value: 0.5,
      low: null,
      high: 1,
    })
  })
})

describe('the span of a forest plot', () => {
  it('holds every interval, bound and line, with room', () => {
    const [low, high] = forestDomain(
      [row, { ...row, value: null, low: null, high: null, bound: 0.8 }],
      [{ at: 0.3, label: '' }],
    )
    expect([low, high]).toEqual([expect.closeTo(0.28), expect.closeTo(0.82)])
  })

  it('is there without anything to draw, and of one number', () => {
    expect(forestDomain([], [])).toEqual([0, 1])
    const [low, high] = forestDomain([{ ...row, value: 2, low: 2, high: 2 }], [])
    expect(low).toBeLessThan(2)
    expect(high).toBeGreaterThan(2)
  })
})

describe('its words', () => {
  it('are cut where they have no room, of several the longest first', () => {
    expect(fitted('north', 100, 10)).toBe('north')
    expect(fitted('north by northwest', 100, 10)).toBe('north by…')
    expect(fitted('a very long region × web', 180, 10)).toBe('a very long… × web')
    expect(fitted('abcdefghijkl × abcdefghijkl', 150, 10)).toBe('abcde… × abcde…')
  })

  it('stand beside what is drawn where there is room, else above it, in higher rows', () => {
    const [wide, narrow] = [forestLayout(900, true, true), forestLayout(320, true, true)]
    expect([wide.isNarrow, narrow.isNarrow]).toEqual([false, true])
    expect(wide.margin.left).toBeGreaterThan(wide.labelWidth)
    expect(narrow.rowHeight).toBeGreaterThan(wide.rowHeight)
    expect(forestHeight(900, 10, true, true)).toBe(wide.margin.top + wide.margin.bottom + 10 * wide.rowHeight)
  })
})
