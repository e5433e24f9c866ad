import { expect, test } from 'vitest'
import type { ChangesResult } from '../../src/result/evaluation.ts'
import { rowsLeftOut } from '../../src/result/reading.ts'
import { readChanges } from '../../src/words/decisions.ts'
import { basisOf } from '../../src/words/verdict.ts'
import { documentOf } from '../documents.ts'

const compared = (changes?: ChangesResult) =>
  documentOf({
    comparison: { splits: { test: { rows: 100, metrics: {}, ...(changes === undefined ? {} : { changes }) } } },
  })
const slice = (region: string, better: number, worse: number) => ({ where: { region }, rows: 1000, better, worse })

test.each([
  [214, 131, '214 decisions change for the better, 131 for the worse'],
  [1, 0, '1 decision changes for the better, none for the worse'],
  [0, 1204, '1,204 decisions change for the worse, none for the better'],
])('%i for the better and %i for the worse, in words', (better, worse, words) => {
  expect(readChanges(compared({ better, worse, slices: [] }))?.words).toBe(words)
})

test('slices come with those first where most get worse on balance', () => {
  const slices = [slice('north', 9, 1), slice('south', 1, 5), slice('east', 3, 3)]
  expect(readChanges(compared({ better: 13, worse: 9, slices }))?.slices.map(({ where }) => where.region)).toEqual([
    'south',
    'east',
    'north',
  ])
})

test('nothing is said where no decision changes, or only one model decides', () => {
  expect(readChanges(compared({ better: 0, worse: 0, slices: [] }))).toBeNull()
  expect(readChanges(compared())).toBeNull()
  expect(readChanges(documentOf())).toBeNull()
})

test('rows left out are counted beside the verdict, for whatever reason', () => {
  const warnings = [
    { code: 'unmatched_id', message: '', rows_left_out: 139 },
    { code: 'missing', message: '', rows_left_out: 2 },
    { code: 'split_names', message: '' },
  ]
  expect(rowsLeftOut({ warnings })).toBe(141)
  expect(basisOf(documentOf({ warnings }), ['a.csv', 'b.csv'], null)).toMatch(
    /^100 rows of a\.csv, b\.csv \(141 rows left out\), /,
  )
})
