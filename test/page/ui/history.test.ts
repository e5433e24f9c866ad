import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { historyFrom, recorded, redone, undone, type History } from '../../../src/page/ui/history.ts'

const isSame = (a: number, b: number) => a === b
const after = (steps: number[], start: History<number> = historyFrom(0)) =>
  steps.reduce((history, step) => recorded(history, step, isSame), start)
/** Values of which no two neighbours are alike: every one is a step. */
const steps = fc
  .array(fc.integer({ min: 1 }), { maxLength: 99 })
  .map((values) => values.filter((value, at) => value !== values[at - 1]))

describe('a history', () => {
  test('undoing a step gives what was before it; doing it again gives the step', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1 }), (before, step) => {
        const history = after(before)
        fc.pre(history.present !== step)
        const next = recorded(history, step, isSame)
        expect(undone(next)).toMatchObject({ past: history.past, present: history.present })
        expect(redone(undone(next))).toEqual(next)
      }),
    )
  })

  test('undone as often as stepped it is at its start, redone as often at its end, and never beyond', () => {
    fc.assert(
      fc.property(steps, fc.nat(5), (values, more) => {
        const history = after(values)
        const times = values.length + more
        const back = Array.from({ length: times }).reduce<History<number>>(undone, history)
        expect(back).toEqual({ past: [], present: 0, future: values })
        expect(undone(back)).toBe(back)
        const forth = Array.from({ length: times }).reduce<History<number>>(redone, back)
        expect(forth).toEqual(history)
        expect(redone(forth)).toBe(forth)
      }),
    )
  })

  test('what is the same as the present is no step; another step after undoing leaves nothing to redo', () => {
    const history = after([1, 2])
    expect(recorded(history, 2, isSame)).toBe(history)
    expect(recorded(undone(history), 3, isSame)).toEqual({ past: [0, 1], present: 3, future: [] })
  })

  test('the oldest of more than 100 steps are forgotten, or of as many as are asked for', () => {
    const { past, present } = after(Array.from({ length: 250 }, (_, at) => at + 1))
    expect([past.length, past[0], present]).toEqual([100, 150, 250])
    const short = Array.from({ length: 9 }, (_, at) => at + 1).reduce(
      (history, step) => recorded(history, step, isSame, 3),
      historyFrom(0),
    )
    expect(short).toEqual({ past: [6, 7, 8], present: 9, future: [] })
  })
})
