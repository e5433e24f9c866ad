import { describe, expect, test } from 'vitest'
import { columnsNamed } from '../../../src/page/setup/said-in-policy.ts'
import {
  noSplit,
  readSplit,
  splitDraftOf,
  splitFields,
  strataCandidates,
  strataOf,
  withMethod,
  withOtherLabel,
  withShares,
  withStratum,
  type SplitDraft,
  whatIsWrong,
} from '../../../src/page/setup/split-draft.ts'
import { defaultPolicy } from '../../../src/policy/policy.ts'
import type { SplitRuleFile } from '../../../src/policy/file/schema.ts'
import { splitRuleOf } from '../../../src/policy/file/split-rule.ts'
import type { SplitRule } from '../../../src/split/rule.ts'
import type { Inspection } from '../../../src/worker/protocol.ts'
import { drafted, emptyInspection } from './opened.ts'

const inspection: Inspection = {
  ...emptyInspection,
  offers: { group: { column: 'patient', why: 'patient repeats' } },
  columns: ['row', 'y', 'p', 'patient', 'day', 'region'],
  values: new Map([
    ['y', ['0', '1']],
    ['region', ['n', 's']],
    ['p', Array.from({ length: 30 }, (_, i) => `0.${i}`)],
  ]),
}
const roles = drafted({ label: 'y', candidate: 'p', id: 'row', time: 'day' })
const usual = [
  { name: 'train', share: 70 },
  { name: 'validation', share: 15 },
  { name: 'test', share: 15 },
]

const read = (change: Partial<SplitDraft>) => readSplit({ ...noSplit, ...change }, 'y', 'binary')

test('nothing chosen is no rule and no fault', () => {
  expect(read({})).toEqual({ rule: null, faults: {} })
  expect(splitFields(noSplit)).toEqual({ goesBy: [], cuts: [] })
})

describe('a method chosen starts from the roles and the first rows, and is a rule at once', () => {
  test.each<[SplitRule['by'], SplitRule]>([
    ['random', { by: 'random', key: 'row', seed: 1, parts: usual }],
    ['stratified', { by: 'stratified', key: 'row', strata: ['y'], seed: 1, parts: usual }],
    ['group', { by: 'group', group: 'patient', seed: 1, parts: usual }],
    ['time', { by: 'time', time: 'day', parts: usual, starts: null, gapMs: 0 }],
    ['hash', { by: 'hash', key: 'row', hash: 'farm_fingerprint', seed: null, parts: usual }],
  ])('%s', (by, rule) => {
    expect(readSplit(withMethod(noSplit, by, roles, inspection), 'y', 'binary')).toEqual({ rule, faults: {} })
  })

  test('another method keeps what is filled in, but for the seed, which means another thing to a hash', () => {
    const draft = withMethod(
      { ...noSplit, by: 'random', key: 'patient', seed: '7', train: '60' },
      'hash',
      roles,
      inspection,
    )
    expect(draft).toMatchObject({ by: 'hash', key: 'patient', seed: '', train: '60' })
  })
})

describe('a policy’s rule, shown and read again, is the same rule', () => {
  const files: SplitRuleFile[] = [
    { by: 'random' },
    { by: 'random', key: 'row', seed: 7, train: 80, test: 20 },
    { by: 'random', folds: 5 },
    { by: 'stratified', strata: ['region', 'y'], validation: 0.25, test: 0.75 },
    { by: 'group', group: 'patient', seed: 0, train: 2, validation: 1, test: 1 },
    { by: 'time', time: 'day', train: 6, test: 4 },
    { by: 'time', time: 'day', test_from: '2024-04-01', gap: '36h' },
    { by: 'time', time: 'day', validation_from: 100, test_from: 200.5, gap: 3 },
    { by: 'hash', key: 'row', train: 8, validation: 1, test: 1 },
    { by: 'hash', key: 'row', hash: 'sha256', seed: 3, folds: 10 },
  ]
  test.each(files)('%j', (file) => {
    const rule = splitRuleOf(file, { label: 'y' }) as SplitRule
    expect(readSplit(splitDraftOf(rule), 'y', 'binary')).toEqual({ rule, faults: {} })
  })
})

describe('what is wrong is said of its field, and there is no rule', () => {
  test.each<[Partial<SplitDraft>, Record<string, string>]>([
    [{ by: 'hash' }, { key: 'Choose the column whose hash decides.' }],
    [{ by: 'group' }, { group: 'Choose the column of what stays together.' }],
    [{ by: 'time' }, { time: 'Choose the column of times.' }],
    [{ by: 'random', train: 'most' }, { train: 'A share is a number above 0, such as 70.' }],
    [
      { by: 'random', train: '0', test: '-1' },
      { train: 'A share is a number above 0, such as 70.', test: 'A share is a number above 0, such as 70.' },
    ],
    [{ by: 'random', train: '', validation: ' ', test: '' }, { train: 'Give two splits or three a share.' }],
    [{ by: 'random', validation: '', test: '' }, { train: 'Found train alone, expected two splits or three.' }],
    [{ by: 'random', seed: '1.5' }, { seed: 'A seed is a whole number from 0 on.' }],
    [{ by: 'random', folds: '1' }, { folds: 'From 2 to 100 folds.' }],
    [{ by: 'hash', key: 'row', test: '12.5' }, { test: 'Found 12.5, expected a whole number of buckets.' }],
    [
      { by: 'time', time: 'day', gap: 'a week' },
      { gap: 'Found "a week", expected a duration such as 7d, 12h, 30m or 15s.' },
    ],
    [
      { by: 'time', time: 'day', isFromTimes: true, test_from: 'March' },
      { test_from: 'Found "March", expected a date such as 2024-01-31, with a time or without, or a plain number.' },
    ],
    [
      { by: 'time', time: 'day', isFromTimes: true, validation_from: '2024-03-01', test_from: '2024-02-01' },
      { test_from: 'Found "2024-02-01" after "2024-03-01", expected a later time.' },
    ],
    [
      { by: 'hash', key: 'row', train: '9000000' },
      { train: 'Found shares that come to 9000030 buckets, expected 2097152 at most.' },
    ],
    [
      { by: 'time', time: 'day', isFromTimes: true },
      { validation_from: 'Say when validation begins, or test, or both.' },
    ],
  ])('%j', (change, faults) => {
    expect(read(change)).toEqual({ rule: null, faults })
  })

  test('a fault in a field that the method does not have is none', () => {
    expect(read({ by: 'hash', key: 'row', gap: 'a week' }).faults).toEqual({})
  })
})

describe('strata', () => {
  test('are the label until others are chosen, whatever the label is', () => {
    expect(strataOf(noSplit, 'y', 'binary')).toEqual(['y'])
    expect(withStratum(noSplit, 'region', 'y', 'binary').strata).toEqual(['y', 'region'])
    expect(withStratum({ ...noSplit, strata: ['y', 'region'] }, 'y', 'y', 'binary').strata).toEqual(['region'])
    expect(read({ by: 'stratified', strata: [] }).faults.strata).toBe(
      'Choose the columns whose values each split is to have alike.',
    )
  })

  test('follow when another column becomes the label', () => {
    expect(withOtherLabel({ ...noSplit, strata: ['y', 'region'] }, 'y', 'outcome').strata).toEqual([
      'outcome',
      'region',
    ])
    expect(withOtherLabel(noSplit, 'y', 'outcome').strata).toBeNull()
  })

  test('a label of numbers is none, and has to be replaced by something', () => {
    expect(strataCandidates(noSplit, roles, inspection, 'regression')).toEqual(['region'])
    expect(readSplit({ ...noSplit, by: 'stratified' }, 'y', 'regression')).toEqual({
      rule: null,
      faults: { strata: 'Choose the columns whose values each split is to have alike.' },
    })
    expect(strataCandidates(noSplit, roles, inspection, 'binary')).toEqual(['y', 'region'])
  })
})

test('what is wrong is named with its field', () => {
  expect(whatIsWrong(read({ by: 'random', seed: '1.5' }))).toBe('Splits, seed: A seed is a whole number from 0 on.')
  expect(whatIsWrong(read({}))).toBeNull()
})

test('folds that a policy brought can be given up for the usual shares', () => {
  const draft = splitDraftOf(splitRuleOf({ by: 'random', folds: 5 }, {}) as SplitRule)
  expect(splitFields(draft)).toEqual({ goesBy: ['key'], cuts: ['folds', 'seed'] })
  expect(readSplit(withShares(draft), 'y', 'binary').rule?.parts).toEqual(usual)
})

test('where a policy splits the rows, no column that it does not name is guessed to', () => {
  const rule = splitRuleOf({ by: 'random' }, {}) as SplitRule
  expect(columnsNamed({ ...defaultPolicy, columns: { label: 'y' } })).toEqual({ label: 'y' })
  expect(columnsNamed({ ...defaultPolicy, columns: { label: 'y' }, split: rule })).toEqual({ label: 'y', split: null })
  expect(columnsNamed({ ...defaultPolicy, columns: { split: 'fold' }, split: rule })).toEqual({ split: 'fold' })
})
