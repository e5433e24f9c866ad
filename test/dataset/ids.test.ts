import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOfId, idText, indexIds, isSameId } from '../../src/dataset/ids.ts'
import { textColumn } from './loaded-file.ts'

const ids = fc.array(fc.oneof(fc.constantFrom('a', 'b', 'ab', 'ba', ''), fc.string({ unit: 'grapheme' })), {
  maxLength: 60,
})

describe('an index of ids', () => {
  it('finds the first row of each id, as a map of texts does', () => {
    fc.assert(
      fc.property(ids, ids, (known, asked) => {
        const index = indexIds(textColumn(known), known.length)
        const found = asked.map((_, row) => index.find(textColumn(asked), row))
        expect(found).toEqual(asked.map((id) => known.indexOf(id)))
      }),
    )
  })

  it('counts the rows that repeat an id, and names the first twenty with the row that has it first', () => {
    fc.assert(
      fc.property(ids, (known) => {
        const repeats = known.flatMap((id, row) =>
          known.indexOf(id) < row ? [{ row, firstRow: known.indexOf(id) }] : [],
        )
        const { duplicateCount, duplicates } = indexIds(textColumn(known), known.length)
        expect(duplicateCount).toBe(repeats.length)
        expect(duplicates).toEqual(repeats.slice(0, 20))
      }),
    )
    const same = Array.from({ length: 30 }, () => 'x')
    const { duplicateCount, duplicates } = indexIds(textColumn(same), same.length)
    expect(duplicateCount).toBe(29)
    expect(duplicates).toHaveLength(20)
  })

  it('compares bytes: ids that differ in case, in white space or in Unicode normal form are different', () => {
    const spellings = ['é', 'e\u0301', 'E\u0301', ' é', 'é ', '1', '01', '1.0']
    const column = textColumn(spellings)
    expect(indexIds(column, spellings.length).duplicateCount).toBe(0)
    expect(spellings.map((_, row) => idText(column, row))).toEqual(spellings)
  })

  it('takes an empty index: nothing is found in it', () => {
    expect(indexIds(textColumn([]), 0).find(textColumn(['a']), 0)).toBe(-1)
  })
})

describe('a hash of an id', () => {
  it('is the same for the same bytes wherever they stand, and a whole number below 2 ** 32', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, id) => {
        const alone = textColumn([id])
        const after = textColumn([before, id])
        expect(hashOfId(after, 1)).toBe(hashOfId(alone, 0))
        expect(isSameId(after, 1, alone, 0)).toBe(true)
        expect(hashOfId(alone, 0)).toBe(hashOfId(alone, 0) >>> 0)
      }),
    )
  })
})
