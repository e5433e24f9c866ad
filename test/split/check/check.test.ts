import { describe, expect, it } from 'vitest'
import { checkSplits } from '../../../src/split/check/check.ts'
import { checkedRows, type SampleRow } from './sample.ts'
import { told } from './told.ts'

const toldOf = (rows: SampleRow[]) => checkSplits(checkedRows(rows)).map(told)

describe('times', () => {
  const rows: SampleRow[] = [
    ['train', 1],
    ['train', 5],
    ['validation', 5],
    ['validation', 6],
    ['validation', 9],
    ['test', 3],
    ['test', 9],
    ['test', 10],
    ['test', NaN],
  ].map(([split, time], i) => ({ split: split as string, time: time as number, id: `${i}`, scores: [i] }))

  it('overlap in the rows that are not after all rows of the splits before; a row without a time is in none', () => {
    expect(toldOf(rows).filter(({ code }) => code === 'times_overlap')).toEqual([
      {
        code: 'times_overlap',
        splits: ['train', 'validation', 'test'],
        rows: 3,
        test: null,
        effect: 'none',
        examples: [4, 7, 8].map((lineNumber) => ({ file: 'p.csv', lineNumber, column: 'time' })),
        message:
          '1 row of validation and 2 rows of test are not later than all rows of the splits before (train ends at day 5, validation ends at day 9).',
      },
    ])
  })

  it('that follow each other do not, nor do those of folds', () => {
    const ordered = rows.map((row, i) => ({ ...row, time: i }))
    expect(checkSplits(checkedRows(ordered)).filter(({ code }) => code === 'times_overlap')).toEqual([])
    const folds = rows.map((row) => ({ ...row, split: row.split === 'train' ? 'fold_2' : 'fold_1' }))
    expect(checkSplits(checkedRows(folds)).filter(({ code }) => code === 'times_overlap')).toEqual([])
  })
})

describe('classes and slices', () => {
  const rows: SampleRow[] = [
    { split: 'train', label: 0, slice: 'north' },
    { split: 'train', label: 1, slice: 'east' },
    { split: 'train', label: 1, slice: 'west' },
    { split: 'validation', label: 1, slice: 'north' },
    { split: 'validation', label: 0, slice: 'west' },
    { split: 'test', label: 2, slice: 'north' },
    { split: 'test', label: 0, slice: 'south' },
    { split: 'test', label: 1, slice: 'north' },
  ].map((row, i) => ({ ...row, id: `${i}`, scores: [i] }))

  it('that a split lacks and another has are told of once for each column and split', () => {
    const findings = toldOf(rows).filter(({ code }) => code.startsWith('missing'))
    expect(findings.map(({ code, splits, message }) => [code, ...splits, message])).toEqual([
      ['missing_class', 'train', 'train has no row of class "maybe", of which test has 1 row.'],
      ['missing_class', 'validation', 'validation has no row of class "maybe", of which test has 1 row.'],
      ['missing_slice', 'train', 'train has no row of region = "south", of which test has 1 row.'],
      [
        'missing_slice',
        'validation',
        'validation has no row of region = "east", "south", of which train has 1 row and test has 1 row.',
      ],
      [
        'missing_slice',
        'test',
        'test has no row of region = "east", "west", of which train has 2 rows and validation has 1 row.',
      ],
    ])
    expect(findings[0].examples).toEqual([{ file: 'p.csv', lineNumber: 7, column: 'label' }])
    expect(findings[4].examples).toEqual(
      [3, 4, 6].map((lineNumber) => ({ file: 'p.csv', lineNumber, column: 'region' })),
    )
    expect(findings.every(({ effect, rows: count }) => effect === 'none' && count === null)).toBe(true)
  })

  it('that are many are counted, five of them named', () => {
    const many = Array.from({ length: 9 }, (_, i): SampleRow => ({
      split: i < 8 ? 'train' : 'test',
      slice: `s${i}`,
      id: `${i}`,
      scores: [i],
    }))
    expect(toldOf(many).find(({ splits }) => splits[0] === 'test')!.message).toBe(
      'test has no row of region = "s0", "s1", "s2", "s3", "s4" and 3 more, of which train has 8 rows.',
    )
  })
})
