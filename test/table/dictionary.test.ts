import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeOf, createDictionary, truncateDictionary } from '../../src/table/dictionary.ts'
import type { ByteDictionary } from '../../src/table/dictionary.ts'

const code = (dictionary: ByteDictionary, text: string): number => {
  const bytes = new TextEncoder().encode(`<${text}>`)
  return codeOf(dictionary, bytes, 1, bytes.length - 1)
}
const entries = ({ bytes, offsets, size }: ByteDictionary): string[] =>
  Array.from({ length: size }, (_, k) => new TextDecoder().decode(bytes.subarray(offsets[k], offsets[k + 1])))

const words = fc.array(fc.oneof(fc.string({ maxLength: 2 }), fc.string(), fc.integer({ max: 300 }).map(String)), {
  maxLength: 400,
})

test('codes are the order of first appearance', () => {
  fc.assert(
    fc.property(words, (texts) => {
      const dictionary = createDictionary()
      const known = [...new Set(texts)]
      expect(texts.map((text) => code(dictionary, text))).toEqual(texts.map((text) => known.indexOf(text)))
      expect(entries(dictionary)).toEqual(known)
    }),
  )
})

test('truncating forgets the last entries and nothing else', () => {
  fc.assert(
    fc.property(words, words, (first, second) => {
      const dictionary = createDictionary()
      const alone = createDictionary()
      for (const text of first) code(dictionary, text)
      const size = dictionary.size
      for (const text of second) code(dictionary, text)
      truncateDictionary(dictionary, size)
      for (const text of [...first, ...second]) code(alone, text)
      for (const text of [...first, ...second]) code(dictionary, text)
      expect(entries(dictionary)).toEqual(entries(alone))
      expect(first.map((text) => code(dictionary, text))).toEqual(first.map((text) => code(alone, text)))
    }),
  )
})

test('holds many thousands of entries', () => {
  const dictionary = createDictionary()
  for (let k = 0; k < 50000; k++) expect(code(dictionary, `user-${k}`)).toBe(k)
  for (let k = 0; k < 50000; k += 997) expect(code(dictionary, `user-${k}`)).toBe(k)
})
