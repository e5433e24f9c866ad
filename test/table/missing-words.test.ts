import { describe, expect, it } from 'vitest'
import { comparable, isMissingCell, missingWords } from '../../src/table/missing-words.ts'

const isMissing = (text: string) => {
  const bytes = new TextEncoder().encode(`x${text}x`)
  return isMissingCell(bytes, 1, bytes.length - 1)
}

describe('a missing cell', () => {
  it.each(missingWords)('is %j, in any case and between blanks', (word) => {
    for (const text of [word, word.toUpperCase(), ` ${word}\t`])
      expect(isMissing(text), JSON.stringify(text)).toBe(true)
    expect(comparable(` ${word.toUpperCase()} `)).toBe(word)
  })

  it.each(['0', 'n', 'nap', 'nana', '??', '--', '-1', '.', 'nil', 'nothing', '\u00a0na', 'n a', '#n', 'é'])(
    'is not %j',
    (text) => expect(isMissing(text)).toBe(false),
  )
})
