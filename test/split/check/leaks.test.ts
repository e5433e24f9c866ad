import { describe, expect, it } from 'vitest'
import { checkSplits } from '../../../src/split/check/check.ts'
import { hasFineScores, isBeyondChance } from '../../../src/split/check/leaks.ts'
import { chanceOfCells, visibleLeak } from '../../../src/split/check/mixed-cells.ts'
import type { FindingCode } from '../../../src/split/finding.ts'
import { findingText } from '../../../src/words/finding-sentences.ts'
import { checkedRows, cleanRows, shuffled, type SampleRow } from './sample.ts'
import { told } from './told.ts'

const found = (rows: SampleRow[], code: FindingCode) =>
  checkSplits(checkedRows(rows))
    .filter((finding) => finding.code === code)
    .map(told)

const withIds = (rows: SampleRow[]): SampleRow[] => rows.map((row, i) => ({ ...row, id: `c-${i}` }))

describe('splits that are clean', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('have no finding, with and without ids (seed %i)', (seed) => {
    const rows = cleanRows(seed, 3000)
    expect(checkSplits(checkedRows(rows))).toEqual([])
    expect(checkSplits(checkedRows(withIds(rows)))).toEqual([])
  })

  it('have none where there is one split only', () => {
    expect(checkSplits(checkedRows(cleanRows(1, 100).map((row) => ({ ...row, split: 'all', id: 'same' }))))).toEqual([])
  })
})

describe('an id on both sides', () => {
  const rows: SampleRow[] = [
    { split: 'train', id: 'a', scores: [0.1] },
    { split: 'train', id: 'b', scores: [0.2] },
    { split: 'train', id: 'a', scores: [0.3] },
    { split: 'validation', id: 'b', scores: [0.4] },
    { split: 'validation', id: 'c', scores: [0.5] },
    { split: 'test', id: 'a', scores: [0.6] },
    { split: 'test', id: 'c', scores: [0.7] },
    { split: 'test', id: 'a', scores: [0.8] },
    { split: 'test', id: 'é', scores: [0.9] },
  ]

  it('is counted in rows of the later split, for every two splits; where test is one of them the verdict is undecided', () => {
    expect(found(rows, 'shared_id')).toEqual([
      {
        code: 'shared_id',
        splits: ['train', 'validation'],
        rows: 1,
        examples: [{ file: 'p.csv', lineNumber: 5, column: 'id' }],
        message: '1 row of validation has an id that a row of train has too.',
        test: null,
        effect: 'none',
      },
      {
        code: 'shared_id',
        splits: ['train', 'test'],
        rows: 2,
        test: null,
        effect: 'undecided',
        examples: [
          { file: 'p.csv', lineNumber: 7, column: 'id' },
          { file: 'p.csv', lineNumber: 9, column: 'id' },
        ],
        message: '2 rows of test have an id that a row of train has too: test is not new to what was made on train.',
      },
      {
        code: 'shared_id',
        splits: ['validation', 'test'],
        rows: 1,
        examples: [{ file: 'p.csv', lineNumber: 8, column: 'id' }],
        message:
          '1 row of test has an id that a row of validation has too: test is not new to what was chosen on validation.',
        test: null,
        effect: 'undecided',
      },
    ])
  })

  it('is found in a single row of 100', () => {
    const clean = withIds(cleanRows(11, 500))
    const train = clean.find(({ split }) => split === 'train')!
    const leaky = [...clean, { ...clean[0], split: 'test', id: train.id }]
    expect(found(leaky, 'shared_id').map(({ splits, rows, effect }) => ({ splits, rows, effect }))).toEqual([
      { splits: ['train', 'test'], rows: 1, effect: 'undecided' },
    ])
  })

  it('of two folds has no effect; of a fold and test it has one, and is counted in test', () => {
    const folds = rows.map((row) => ({
      ...row,
      split: { train: 'fold_1', validation: 'fold_2', test: 'test' }[row.split]!,
    }))
    expect(found(folds, 'shared_id').map(({ splits, effect }) => [...splits, effect])).toEqual([
      ['fold_1', 'fold_2', 'none'],
      ['fold_1', 'test', 'undecided'],
      ['fold_2', 'test', 'undecided'],
    ])
  })

  it('in rows that a gap has set aside is none', () => {
    expect(
      found(
        rows.map((row) => ({ ...row, split: row.split === 'test' ? 'test' : 'gap' })),
        'shared_id',
      ),
    ).toEqual([])
  })
})

describe('a group on both sides', () => {
  it('is counted in rows and groups', () => {
    const rows: SampleRow[] = [
      'train a',
      'train b',
      'train b',
      'test b',
      'test b',
      'test c',
      'test a',
      'validation d',
    ].map((text, i) => ({ split: text.split(' ')[0], group: text.split(' ')[1], id: `${i}`, scores: [i] }))
    expect(found(rows, 'shared_group')).toEqual([
      {
        code: 'shared_group',
        splits: ['train', 'test'],
        rows: 3,
        test: null,
        effect: 'undecided',
        examples: [5, 6, 8].map((lineNumber) => ({ file: 'p.csv', lineNumber, column: 'group' })),
        message:
          '3 rows of test have a group that train has too, 2 groups in all: test is not new to what was made on train.',
      },
    ])
  })
})

describe('a row on both sides, where there are no ids', () => {
  const clean = cleanRows(21, 2000)
  const copied = (count: number) =>
    clean
      .filter(({ split }) => split === 'train')
      .slice(0, count)
      .map((row) => ({ ...row, split: 'test' }))

  it.each([1, 4, 20])('is a leak where scores have all digits: %i rows', (count) => {
    const findings = found([...clean, ...copied(count)], 'shared_row')
    expect(findings.map(({ splits, rows, effect }) => ({ splits, rows, effect }))).toEqual([
      { splits: ['train', 'test'], rows: count, effect: 'undecided' },
    ])
    expect(findings[0].message).toMatch(
      /^\d+ rows? of test ha(s|ve) a row in train that is alike in every column in use\. Chance does not make such values alike: test is not new/,
    )
    expect(findings[0].examples).toHaveLength(Math.min(count, 5))
    expect(findings[0].examples[0]).toEqual({ file: 'p.csv', lineNumber: 2002 })
  })

  it('is none where one column differs in the last digit', () => {
    const near = copied(20).map((row) => ({ ...row, scores: [row.scores[0], row.scores[1] * (1 + 2 ** -51)] }))
    expect(found([...clean, ...near], 'shared_row')).toEqual([])
  })

  /** Rows without groups and with one score, rounded. */
  const rounded = (of: SampleRow[], round: (score: number) => number) =>
    of.map(({ group: _, scores: [score], ...row }) => ({ ...row, scores: [round(score)] }))
  const drawn = (rowCount: number, round: (score: number) => number) =>
    Array.from({ length: 20 }, (_, i) => rounded(cleanRows(i + 1, rowCount), round))

  it.each([12, 300, 3000, 1e5, 1e6])(
    'is none where the values of scores, %i of them, make rows alike by chance, and what would not be seen is said',
    (values) => {
      const findings = drawn(2000, (score) => Math.floor(score * values) / values).map((rows) =>
        checkSplits(checkedRows(rows)).filter(({ splits }) => splits.join() === 'train,test'),
      )
      const countOf = (code: FindingCode) =>
        findings.filter((some) => some.some((finding) => finding.code === code)).length
      // A level of 1 %: 3 of 20 would come up once in 1,000 times.
      expect(countOf('shared_row')).toBeLessThan(3)
      expect(countOf('shared_row_unseen')).toBe(20 - countOf('shared_row'))
    },
  )

  it('is none of float32 scores, nor of 1 less such, where a few rows are alike by chance', () => {
    for (const round of [Math.fround, (score: number) => 1 - Math.fround(score)]) {
      const findings = drawn(10_000, round).flatMap((rows) => found(rows, 'shared_row'))
      expect(findings.length).toBeLessThan(3)
    }
  })

  it.each([
    ['6 decimals', (score: number) => Number(score.toFixed(6))],
    ['float32', Math.fround],
  ])('is seen, one in a hundred of 10,000 rows, where scores have %s', (_, round) => {
    const seen = drawn(10_000, round).filter((rows) => {
      const train = rows.filter(({ split }) => split === 'train')
      let next = 0
      const leaky = rows.map((row, i) =>
        row.split === 'test' && i % 100 === 0 ? { ...train[next++], split: 'test' } : row,
      )
      return found(leaky, 'shared_row').some(
        ({ splits, effect }) => splits.join() === 'train,test' && effect === 'undecided',
      )
    })
    expect(seen.length).toBeGreaterThan(16)
  })

  it('is judged as if they could meet half of the time where splits are known to differ', () => {
    // Of two rows that are alike, one is in test with probability 0.1: both splits have one in 2 · 0.1 · 0.9 of cases. Of two
    // distributions, in half of them at most. (SciPy 1.17.1: binom.sf(5, 10, 0.18) = 0.0037, binom.sf(5, 10, 0.5) = 0.377.)
    const cells = { sizes: new Map([[2, 10]]), mixed: 6 }
    expect(chanceOfCells(cells, 0.1)).toEqual({ expected: expect.closeTo(1.8, 12), p: expect.closeTo(0.0037, 4) })
    expect(chanceOfCells(cells, 0.5)).toEqual({ expected: expect.closeTo(5, 12), p: expect.closeTo(0.377, 3) })
    const many = {
      sizes: new Map([
        [2, 10],
        [3, 1],
      ]),
      mixed: 6,
    }
    // The eleventh cell is of both splits with probability 1 − 0.1³ − 0.9³ = 0.27: 0.73 · sf(5) + 0.27 · sf(4).
    expect(chanceOfCells(many, 0.1).p).toBeCloseTo(0.73 * 0.003703 + 0.27 * 0.02134, 4)
    const noCells = { sizes: new Map<number, number>(), mixed: 0 }
    expect(chanceOfCells(noCells, 0.1)).toEqual({ expected: 0, p: 1 })
  })

  it('would be seen from so many rows on as the chance of these values says', () => {
    const none = { sizes: new Map<number, number>(), mixed: 0 }
    // 0.32³ = 0.033, 0.32⁴ = 0.0105, 0.32⁵ = 0.0034.
    expect(visibleLeak(none, 0.2, 400, 400)).toBe(5)
    expect(visibleLeak(none, 0.2, 400, 200)).toBe(10)
    expect(visibleLeak(none, 0.2, 400, 4)).toBeNull()
    expect(visibleLeak({ sizes: new Map([[2, 1000]]), mixed: 320 }, 0.2, 4000, 3000)).toBeGreaterThan(60)
  })

  it('is a leak beyond those that few values explain', () => {
    const trees = cleanRows(3, 2000).map(({ group: _, scores: [score], ...row }) => ({
      ...row,
      scores: [Math.floor(score * 3000) / 3000],
    }))
    const copies = trees
      .filter(({ split }) => split === 'train')
      .slice(0, 200)
      .map((row) => ({ ...row, split: 'test' }))
    expect(
      found([...trees, ...copies], 'shared_row').find(({ splits }) => splits.join() === 'train,test')?.effect,
    ).toBe('undecided')
  })
})

describe('twins under different ids', () => {
  const clean = withIds(cleanRows(31, 2000)).map(({ group: _, ...row }) => row)
  const train = clean.filter(({ split }) => split === 'train')

  it('are told of where scores agree to ten digits and truth and slices are the same, without effect', () => {
    const twins = train
      .slice(0, 3)
      .map((row, i) => ({ ...row, split: 'test', id: `new-${i}`, scores: row.scores.map((score) => score + 1e-16) }))
    expect(found([...clean, ...twins], 'twin_rows')).toMatchObject([
      {
        splits: ['train', 'test'],
        rows: 3,
        effect: 'none',
        examples: [2002, 2003, 2004].map((lineNumber) => ({ lineNumber })),
        message:
          '3 rows of test have a twin in train: another id, the same truth and slices, scores that agree to ten digits.' +
          ` Within train 0 of ${train.length} rows have one, so that chance does not explain them; they may be the same cases under new ids.`,
      },
    ])
  })

  it('are none where truth differs, nor where the id is the same, which is told of as that', () => {
    expect(found([...clean, { ...train[0], split: 'test', id: 'new', label: 2 }], 'twin_rows')).toEqual([])
    const same = [...clean, { ...train[0], split: 'test' }]
    expect(found(same, 'twin_rows')).toEqual([])
    expect(found(same, 'shared_id')).toHaveLength(1)
  })

  it('are not told of where scores of few values make as many within train', () => {
    const trees = clean.map((row) => ({ ...row, scores: [Math.floor(row.scores[0] * 100) / 100] }))
    expect(found(trees, 'twin_rows')).toEqual([])
  })
})

describe('chance', () => {
  const fine = () => true
  const coarse = () => false

  it('explains no twin of fine scores where there is none within', () => {
    expect(isBeyondChance(0, 100, 0, 100, fine)).toBe(false)
    expect(isBeyondChance(1, 100, 0, 100, fine)).toBe(true)
  })

  it('explains a few of rounded scores all the same', () => {
    // Wilson's upper end of 0 of 105: z² / (105 + z²) = 0.0353; of 90 rows 3.2 are expected: binom.sf(7, 90, 0.0353) = 0.0144, binom.sf(8, …) = 0.0046 (SciPy 1.17.1).
    expect(isBeyondChance(8, 90, 0, 210, coarse)).toBe(false)
    expect(isBeyondChance(9, 90, 0, 210, coarse)).toBe(true)
  })

  it('explains as large a share as within, and not a far larger one', () => {
    expect(isBeyondChance(50, 1000, 50, 1000, fine)).toBe(false)
    expect(isBeyondChance(140, 1000, 50, 1000, fine)).toBe(true)
    expect(isBeyondChance(1000, 1000, 1000, 1000, fine)).toBe(false)
  })

  it('takes scores as fine that have more than nine decimals', () => {
    const isFine = (of: (k: number) => number) =>
      hasFineScores({ models: new Map([['candidate', [Float64Array.from({ length: 1000 }, (_, k) => of(k))]]]) })
    expect(isFine((k) => 1 / (k + 3))).toBe(true)
    expect(isFine((k) => 1000 / (k + 3))).toBe(true)
    for (const decimals of [0, 2, 4, 6, 9]) expect(isFine((k) => Number((1 / (k + 3)).toFixed(decimals)))).toBe(false)
    expect(isFine((k) => Number((12345.678 / (k + 3)).toFixed(3)))).toBe(false)
  })
})

describe('the order of the rows', () => {
  it('shows in no count and no message', () => {
    const clean = withIds(cleanRows(41, 1500)).map((row, i) => ({ ...row, time: i % 977, group: `g${i % 700}` }))
    const rows = [
      ...clean,
      ...clean.slice(0, 40).map((row) => ({ ...row, split: 'test', slice: 'west' })),
      ...clean.slice(40, 60).map((row, i) => ({ ...row, split: 'test', id: `n${i}`, label: 2 })),
    ]
    const counted = (some: SampleRow[]) =>
      checkSplits(checkedRows(some)).map((finding) => ({
        ...finding,
        examples: finding.examples.length,
        message: findingText(finding),
      }))
    expect(counted(rows).length).toBeGreaterThan(5)
    for (const seed of [1, 2, 3]) expect(counted(shuffled(rows, seed))).toEqual(counted(rows))
  })
})
