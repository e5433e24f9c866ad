import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canStep, historyOf, offsetOf, steppedHistory, withText } from '../../../src/page/policy/text-editing.ts'

it('back and forward again is where one was; a new text ends what had been taken back', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 10 }), fc.string(), (texts, other) => {
      const after = texts.reduce(withText, historyOf('start'))
      const back = steppedHistory(after, -1)
      if (canStep(after, -1)) expect(steppedHistory(back, 1)).toEqual(after)
      else expect(back).toBe(after)
      const changed = withText(back, other)
      expect(changed.texts[changed.at]).toBe(other)
      if (other !== back.texts[back.at]) expect(canStep(changed, 1)).toBe(false)
    }),
  )
})

it('the same text is no step, and the start is kept in reach for 199 steps', () => {
  const history = historyOf('a')
  expect(withText(history, 'a')).toBe(history)
  const long = Array.from({ length: 500 }, (_, at) => String(at)).reduce(withText, history)
  expect([long.texts.length, long.texts[long.at]]).toEqual([200, '499'])
})

it('a line and a column are a place in the text, and never one outside', () => {
  const text = 'ab\ncde\n\nf'
  expect([
    offsetOf(text, 1, 1),
    offsetOf(text, 2, 3),
    offsetOf(text, 3, 9),
    offsetOf(text, 9, 1),
    offsetOf(text, 0, 0),
  ]).toEqual([0, 5, 7, 8, 0])
})
