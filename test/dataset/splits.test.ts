import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalSplit, rowsOfSplits, splitNotices } from '../../src/dataset/splits.ts'
import type { DictionaryColumn } from '../../src/table/column.ts'
import { warningOf } from '../../src/words/warnings.ts'
import { columnOf } from './loaded-file.ts'

const column = (cells: string[]) => columnOf('dictionary', cells) as DictionaryColumn

describe('the name of a split', () => {
  it.each([
    ['TRAIN', 'train'],
    [' training ', 'train'],
    ['val', 'validation'],
    ['dev', 'validation'],
    ['Valid', 'validation'],
    ['holdout', 'test'],
    ['testing', 'test'],
    ['fold_3', 'fold_3'],
    ['Fold 3', 'Fold 3'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['', ''],
  ])('%j is %j', (name, canonical) => expect(canonicalSplit(name)).toBe(canonical))

  it('that is read as another is told', () => {
    expect(splitNotices(column(['TRAIN', 'val', 'test'])).map(warningOf)).toEqual([
      { code: 'split_names', message: 'Splits read: "TRAIN" as train, "val" as validation.' },
    ])
    expect(splitNotices(column(['train', 'fold_1']))).toEqual([])
  })
})

describe('the rows of the splits', () => {
  it('are each in one split, in their order; train, validation and test come before others by name', () => {
    const names = fc.constantFrom('test', 'val', 'validation', 'Train', 'zeta', 'alpha')
    fc.assert(
      fc.property(fc.array(names, { maxLength: 50 }), (cells) => {
        const splits = rowsOfSplits(column(cells))
        const order = ['train', 'validation', 'test', 'alpha', 'zeta']
        expect(splits.map(({ name }) => name)).toEqual(order.filter((name) => cells.map(canonicalSplit).includes(name)))
        for (const { name, rows } of splits)
          expect([...rows!]).toEqual(cells.flatMap((cell, row) => (canonicalSplit(cell) === name ? [row] : [])))
      }),
    )
  })

  it('are all of them, as the split all, where nothing splits them', () => {
    expect(rowsOfSplits(null)).toEqual([{ name: 'all', rows: null }])
  })

  it('leave out a value of the column that no row has', () => {
    expect(rowsOfSplits({ kind: 'dictionary', codes: Uint32Array.of(1, 1), values: ['train', 'test'] })).toEqual([
      { name: 'test', rows: Uint32Array.of(0, 1) },
    ])
  })
})
