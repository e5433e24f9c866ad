import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinedCodes, sliceDictionary, slicesOf, sliceNotices, sortedDictionary } from '../../src/dataset/slices.ts'
import type { DictionaryColumn } from '../../src/table/column.ts'
import { warningOf } from '../../src/words/warnings.ts'
import { refusalOf } from '../helpers/fault.ts'
import { columnOf } from './loaded-file.ts'

const column = (cells: string[]) => columnOf('dictionary', cells) as DictionaryColumn
const numbered = (count: number) => column(Array.from({ length: count }, (_, i) => `v${i}`))
const words = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y')), {
  minLength: 1,
  maxLength: 40,
})

describe('a column to slice by', () => {
  it('has its values in code-point order, so that the order of rows leaves no trace', () => {
    fc.assert(
      fc.property(words, (rows) => {
        const cells = rows.map(([cell]) => cell)
        const { values, codes } = sortedDictionary(column(cells))
        expect(values).toEqual([...new Set(cells)].sort())
        expect(Array.from(codes, (code) => values[code])).toEqual(cells)
        expect(sortedDictionary(column(cells.toReversed())).values).toEqual(values)
      }),
    )
  })

  it('drops values that no row has', () => {
    const { values, codes } = sortedDictionary({
      kind: 'dictionary',
      codes: Uint32Array.of(2, 0),
      values: ['z', 'y', 'a'],
    })
    expect([values, [...codes]]).toEqual([
      ['a', 'z'],
      [0, 1],
    ])
  })

  it('has at most a thousand values', () => {
    expect(sliceDictionary(numbered(1000), 'zip', 'p.csv').dictionary.values).toHaveLength(1000)
    expect(refusalOf(() => sliceDictionary(numbered(1001), 'zip', 'p.csv'))).toEqual({
      code: 'too_many_slices',
      message:
        'p.csv, column "zip": found 1001 different values, expected a slice column with at most 1000. ' +
        'Choose a column of groups, or bin this one first.',
    })
  })
})

describe('slices', () => {
  it('are the values of every column, then those of every two together, of the rows that are asked for', () => {
    fc.assert(
      fc.property(words, fc.boolean(), (rows, isSome) => {
        const named = [0, 1].map((i) => sliceDictionary(column(rows.map((row) => row[i])), `c${i}`, 'p.csv'))
        const some = isSome ? Uint32Array.from(rows.keys()).filter((row) => row % 2 === 0) : null
        const kept = some === null ? rows : [...some].map((row) => rows[row])
        const slices = slicesOf(named, some)
        expect(slices.map(({ columns }) => columns)).toEqual([['c0'], ['c1'], ['c0', 'c1']])
        const [first, second, both] = slices.map((slice) => Array.from(slice.codes(), (code) => slice.values[code]))
        expect(first).toEqual(kept.map(([a]) => [a]))
        expect(second).toEqual(kept.map(([, b]) => [b]))
        expect(both).toEqual(kept)
        expect(slices[2].singles.length).toBe(2)
        expect([...joinedCodes(slices[2].singles, slices[2].sizes)]).toEqual([...slices[2].codes()])
        expect(joinedCodes(slices[0].singles, slices[0].sizes)).toEqual(slices[0].codes())
      }),
    )
  })

  it('of two columns with more than a thousand pairs of values are left out, and told', () => {
    const named = [
      { column: 'a', dictionary: numbered(40) },
      { column: 'b', dictionary: column(Array.from({ length: 40 }, (_, i) => `v${i % 26}`)) },
    ]
    expect(slicesOf(named, null).map(({ columns }) => columns)).toEqual([['a'], ['b']])
    expect(sliceNotices(named).map(warningOf)).toEqual([
      {
        code: 'intersections_left_out',
        message: 'Intersections of "a" and "b" are left out: 40 × 26 values, more than 1000.',
      },
    ])
    expect(sliceNotices(named.slice(0, 1))).toEqual([])
  })
})
