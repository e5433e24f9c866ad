import { describe, expect, test } from 'vitest'
import type { RuleRows } from '../../src/split/assignment.ts'
import { requireColumns, requireRule } from '../../src/split/require-rule.ts'
import type { HashRule, Part, RandomRule, SplitRule, TimeRule } from '../../src/split/rule.ts'
import { InputError } from '../../src/table/input-error.ts'

const parts: Part[] = [
  { name: 'train', share: 1 },
  { name: 'test', share: 1 },
]
const random: RandomRule = { by: 'random', key: null, seed: 1, parts }
const hash: HashRule = { by: 'hash', key: 'id', hash: 'sha256', seed: null, parts }
const time: TimeRule = { by: 'time', time: 'at', parts, starts: null, gapMs: 0 }
const shared = (...shares: number[]): Part[] => shares.map((share, i) => ({ name: `part ${i}`, share }))

function faultOf(check: () => void): string {
  try {
    check()
  } catch (error) {
    if (error instanceof InputError) return `${error.fault.code}: ${error.message}`
    throw error
  }
  return 'none'
}

describe('a rule that cannot be followed is refused, with what is wrong and where', () => {
  test.each<[SplitRule, string]>([
    [
      { ...random, parts: shared(1) },
      'too_few_splits: policy split.parts: found one split, expected two or more. Name what else the rows are to be split into.',
    ],
    [{ ...random, parts: [] }, 'too_few_splits: policy split.parts: found no splits'],
    [
      { ...random, parts: shared(...new Array<number>(256).fill(1)) },
      'too_many_splits: policy split.parts: found 256 splits, expected 255 at most',
    ],
    [
      { ...random, parts: shared(1, 0) },
      'share_not_positive: policy split.parts: found the share 0 of part 1, expected a number above 0',
    ],
    [{ ...random, parts: shared(1, -2) }, 'share_not_positive: policy split.parts: found the share -2'],
    [{ ...random, parts: shared(NaN, 1) }, 'share_not_positive: policy split.parts: found the share NaN'],
    [{ ...random, parts: shared(1, Infinity) }, 'share_not_positive: policy split.parts: found the share Infinity'],
    [{ ...random, parts: [...parts, parts[0]] }, 'split_twice: policy split.parts: found the split "train" twice'],
    [{ ...random, seed: 1.5 }, 'seed_not_whole: policy split.seed: found the seed 1.5'],
    [
      { ...hash, parts: shared(0.5, 0.5) },
      'share_not_whole: policy split.parts: found the share 0.5 of part 0, expected a whole number of buckets',
    ],
    [
      { ...hash, parts: shared(2 ** 21, 1) },
      'too_many_buckets: policy split.parts: found shares that come to 2097153 buckets, expected 2097152 at most',
    ],
    [{ ...time, gapMs: -1 }, 'gap_not_positive: policy split.gap: found a gap of -1'],
    [{ ...time, gapMs: Infinity }, 'gap_not_positive: policy split.gap: found a gap of Infinity'],
    [
      { ...time, parts: [...parts, { name: 'gap', share: 1 }] },
      'split_named_gap: policy split.parts: found a split named gap',
    ],
    [
      { ...time, starts: [] },
      'wrong_number_of_starts: policy split.starts: found 0 starts of 2 splits, expected 1, one for each split but the first',
    ],
    [
      { ...time, starts: ['01/31/2024'] },
      'not_a_time: policy split.starts: found "01/31/2024", expected a date such as 2024-01-31',
    ],
    [
      { ...time, parts: shared(1, 1, 1), starts: ['2024-02-01', '2024-02-01T00:00Z'] },
      'starts_not_ascending: policy split.starts: found "2024-02-01T00:00Z" after "2024-02-01", expected a later time',
    ],
    [
      { ...time, parts: shared(1, 1, 1), starts: ['2024-02-01', '1800000000'] },
      'starts_of_two_kinds: policy split.starts: found "1800000000" after "2024-02-01"',
    ],
  ])('%#', (rule, expected) => {
    expect(faultOf(() => requireRule(rule, (field) => ({ policyPath: `policy split.${field}` })))).toContain(expected)
  })

  test.each<SplitRule>([
    random,
    hash,
    time,
    { ...random, parts: shared(...new Array<number>(255).fill(1)) },
    { ...random, parts: shared(0.7, 0.3) },
    { ...hash, parts: shared(2 ** 21 - 1, 1) },
    { ...time, starts: ['2024-01-01'], gapMs: 5 },
    { ...random, parts: [...parts, { name: 'gap', share: 1 }] },
  ])('and one that can be is not (%#)', (rule) => expect(faultOf(() => requireRule(rule, () => ({})))).toBe('none'))
})

describe('rows without a column that the rule goes by are refused', () => {
  const none: RuleRows = { rowCount: 3, keys: null, strata: null, times: null }
  test.each<[SplitRule, string]>([
    [hash, 'no_key: --key: found no key for splits by hash, expected the column whose hash decides. Name the column.'],
    [{ ...random, key: 'id' }, 'no_key: --key: found no key for splits by random, expected the column "id"'],
    [{ by: 'group', group: 'g', seed: 1, parts }, 'no_group: --group: found no group for splits by group'],
    [
      { by: 'stratified', key: null, strata: ['label'], seed: 1, parts },
      'no_strata: --strata: found no strata for splits by stratified',
    ],
    [time, 'no_time: --time: found no time for splits by time'],
    [random, 'none'],
  ])('%#', (rule, expected) => {
    expect(faultOf(() => requireColumns(rule, none, (field) => ({ option: `--${field}` })))).toContain(expected)
  })
})
