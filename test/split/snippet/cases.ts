import type { Part, SplitRule } from '../../../src/split/rule.ts'

/** Names that a careless quote would end: quotes of every dialect, backslashes, a statement's end. */
export const hostile = 'key "x" `y` \'z\' \\ ; -- $$'

export const columns = ['row', hostile, 'plain', 'group', 'label', 'region', 'number', 'moment']

const oddKeys = [
  '',
  ' ',
  '7',
  '007',
  ' lead',
  'trail ',
  'NA',
  'null',
  'NULL',
  'nan',
  '1e5',
  '0x1f',
  'True',
  "it's",
  'say "so"',
  'a,b;c\td',
  'back\\slash',
  '`tick`',
  'two\nlines',
  'Zoë',
  'Zoe\u0308',
  '日本語',
  '🙂🙂',
  'İstanbul',
  '\u00a0',
  '%s {key}',
  '$$',
  'x'.repeat(8),
  'x'.repeat(16),
  'x'.repeat(17),
  'x'.repeat(32),
  'x'.repeat(33),
  'é'.repeat(32),
  'x'.repeat(65),
  'long '.repeat(25),
  '長い'.repeat(40),
  'y'.repeat(128),
  'z'.repeat(129),
  'w'.repeat(300),
]

/** A few hundred rows: odd keys, keys that come again, groups of very unequal sizes, times that tie. */
export const rows = Array.from({ length: 411 }, (_, row) => {
  const key = row < oddKeys.length ? oddKeys[row] : row % 9 === 0 ? oddKeys[row % 7] : `customer-${row}`
  const group = row % 5 === 0 ? 'large' : oddKeys[row % 31]
  const minute = Math.floor(((row * 7919) % 411) / 3)
  const moment = `2024-0${1 + (minute % 3)}-1${minute % 10}T0${minute % 8}:${10 + (minute % 50)}:30`
  const zones = ['', 'Z', '+02:00', '-05:30']
  return [
    String(row),
    key,
    `id ${row}`,
    group,
    row % 11 === 0 ? '1' : '0',
    ['north', 'south', '', 'it\'s "west"'][row % 4],
    String((minute - 60) / 4),
    row % 6 === 0 ? moment.replace('T', ' ') : `${moment}${row % 5 === 0 ? '.250001' : ''}${zones[row % 4]}`,
  ]
})

const three: Part[] = [
  { name: 'train', share: 0.7 },
  { name: 'validation', share: 0.15 },
  { name: 'test', share: 0.15 },
]
const uneven: Part[] = [
  { name: 'train', share: 5 },
  { name: 'it\'s \\ "held out"', share: 2.5 },
  { name: 'test', share: 0.125 },
]
const thirds: Part[] = [
  { name: 'train', share: 1 / 3 },
  { name: 'validation', share: 0.1 },
  { name: 'test', share: 2 / 3 },
]
const folds: Part[] = Array.from({ length: 7 }, (_, k) => ({ name: `fold_${k + 1}`, share: 1 }))
const buckets: Part[] = [
  { name: 'train', share: 8 },
  { name: 'validation', share: 1 },
  { name: 'test', share: 1 },
]
const manyBuckets: Part[] = [
  { name: 'train', share: 1_000_003 },
  { name: 'test', share: 777_777 },
]

/** A rule of every kind, and what its times are. */
export const cases: Record<string, SplitRule> = {
  random: { by: 'random', key: hostile, seed: 42, parts: three },
  random_folds: { by: 'random', key: hostile, seed: 0, parts: folds },
  random_thirds: { by: 'random', key: 'plain', seed: 9007199254740991, parts: thirds },
  random_unkeyed: { by: 'random', key: null, seed: 42, parts: uneven },
  random_unkeyed_large_seed: { by: 'random', key: null, seed: 9007199254740991, parts: folds },
  stratified: { by: 'stratified', key: 'plain', strata: ['label'], seed: 1, parts: uneven },
  stratified_twice: { by: 'stratified', key: hostile, strata: ['label', 'region'], seed: 1, parts: three },
  stratified_thirds: { by: 'stratified', key: hostile, strata: ['region'], seed: 3, parts: thirds },
  stratified_unkeyed: { by: 'stratified', key: null, strata: ['region', 'label'], seed: 5, parts: three },
  group: { by: 'group', group: 'group', seed: 2, parts: three },
  group_uneven: { by: 'group', group: 'group', seed: 11, parts: uneven },
  time_numbers: { by: 'time', time: 'number', parts: three, starts: null, gapMs: 0 },
  time_numbers_gap: { by: 'time', time: 'number', parts: folds, starts: null, gapMs: 1.5 },
  time_numbers_starts: { by: 'time', time: 'number', parts: three, starts: ['-2.25', '1e1'], gapMs: 0.75 },
  time_moments: { by: 'time', time: 'moment', parts: uneven, starts: null, gapMs: 0 },
  time_moments_gap: { by: 'time', time: 'moment', parts: three, starts: null, gapMs: 1.5 * 3_600_000 },
  time_moments_starts: {
    by: 'time',
    time: 'moment',
    parts: three,
    starts: ['2024-02-01', '2024-02-15T06:00:00+02:00'],
    gapMs: 0,
  },
  time_moments_starts_gap: {
    by: 'time',
    time: 'moment',
    parts: three,
    starts: ['2024-02-01', '2024-03-01 00:00'],
    gapMs: 14 * 86_400_000,
  },
  farm_fingerprint: { by: 'hash', key: hostile, hash: 'farm_fingerprint', seed: null, parts: buckets },
  farm_fingerprint_seed: { by: 'hash', key: hostile, hash: 'farm_fingerprint', seed: 7, parts: manyBuckets },
  sha256: { by: 'hash', key: hostile, hash: 'sha256', seed: null, parts: buckets },
  sha256_seed: { by: 'hash', key: hostile, hash: 'sha256', seed: 7, parts: manyBuckets },
}

export const timesOf = (rule: SplitRule) => (rule.by === 'time' && rule.time === 'number' ? 'number' : 'date')
