import { expect, test } from 'vitest'
import { surenessField } from '../../../src/page/policy/sureness-field.ts'

test('edits the key that the file has, and says what it means by the other', () => {
  expect(surenessField({ assurance: 0.975 })).toMatchObject({
    key: 'assurance',
    value: 0.975,
    meaning: 'sure, so that intervals have confidence 95\u00a0%',
  })
  expect(surenessField({ confidence: 0.9 })).toMatchObject({
    key: 'confidence',
    value: 0.9,
    meaning: 'so that a pass is 95\u00a0% sure',
  })
})

test('a file with neither has the usual confidence', () => {
  expect(surenessField({})).toEqual({
    key: 'confidence',
    sentence: 'Intervals have confidence',
    label: 'Confidence of every interval',
    value: null,
    empty: '0.95',
    meaning: 'so that a pass is 97.5\u00a0% sure',
  })
})
