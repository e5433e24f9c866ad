import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../../src/policy/file/parse.ts'

const policy = (split: string, more = '') =>
  `version: 1\ncolumns: {label: churned, candidate: p${more}}\nsplit: ${split}\nrequirements: [{metric: roc_auc, at_least: 0.8}]\n`
const rule = (split: string, more = '') => parsePolicy('policy.yaml', policy(split, more)).split
const thirds = [
  { name: 'train', share: 70 },
  { name: 'validation', share: 15 },
  { name: 'test', share: 15 },
]

describe('a policy’s split', () => {
  it('by hash is BigQuery’s of the key alone, unless it says otherwise', () => {
    expect(rule('{by: hash, key: customer, train: 8, validation: 1, test: 1}')).toEqual({
      by: 'hash',
      key: 'customer',
      hash: 'farm_fingerprint',
      seed: null,
      parts: [
        { name: 'train', share: 8 },
        { name: 'validation', share: 1 },
        { name: 'test', share: 1 },
      ],
    })
    expect(rule('{by: hash, key: customer, hash: sha256, seed: 7}')).toEqual({
      by: 'hash',
      key: 'customer',
      hash: 'sha256',
      seed: 7,
      parts: thirds,
    })
  })

  it('takes label, group and time from the columns where it does not name them', () => {
    expect(rule('{by: stratified}')).toEqual({
      by: 'stratified',
      key: null,
      strata: ['churned'],
      seed: 1,
      parts: thirds,
    })
    expect(rule('{by: group}', ', group: patient')).toEqual({ by: 'group', group: 'patient', seed: 1, parts: thirds })
    expect(rule('{by: time, gap: 7d}', ', time: seen')).toEqual({
      by: 'time',
      time: 'seen',
      parts: thirds,
      starts: null,
      gapMs: 604_800_000,
      isGapTimed: true,
    })
    expect(rule('{by: time, gap: 3}', ', time: seen')).toEqual({
      by: 'time',
      time: 'seen',
      parts: thirds,
      starts: null,
      gapMs: 3,
    })
  })

  it('may have two parts, any fractions, or folds', () => {
    expect(rule('{by: random, train: 0.8, test: 0.2}')).toMatchObject({
      parts: [
        { name: 'train', share: 0.8 },
        { name: 'test', share: 0.2 },
      ],
    })
    expect(rule('{by: random, folds: 3}')).toMatchObject({
      parts: [
        { name: 'fold_1', share: 1 },
        { name: 'fold_2', share: 1 },
        { name: 'fold_3', share: 1 },
      ],
    })
  })

  it('by time may say when splits begin', () => {
    expect(rule('{by: time, time: seen, validation_from: 2024-01-01, test_from: 2024-03-01}')).toMatchObject({
      parts: [{ name: 'train' }, { name: 'validation' }, { name: 'test' }],
      starts: ['2024-01-01', '2024-03-01'],
    })
  })

  it.each([
    [
      '{by: hash}',
      'policy.yaml, line 3, character 8, split.key: found nothing, expected the column whose hash decides.',
    ],
    ['{by: hash, key: c, train: 0.7, test: 0.3}', 'split.train: found 0.7, expected a whole number of buckets'],
    [
      '{by: random, hash: sha256}',
      'split.hash: found hash in a split by random, expected by random: key, seed, train, validation, test, folds',
    ],
    ['{by: random, train: 70}', 'split.train: found train alone, expected two splits or three'],
    ['{by: random, train: 0, test: 1}', 'split.train: found 0'],
    [
      '{by: random, folds: 3, train: 5}',
      'split.folds: found folds and shares of train, validation or test, expected either',
    ],
    ['{by: time, train: 70, test: 30}', 'split.time: found nothing, expected the column of times'],
    [
      '{by: time, time: t, test_from: 2024-01-01, train: 70}',
      'split.test_from: found when a split begins, and shares, expected either',
    ],
    ['{by: time, time: t, gap: 7 days}', 'split.gap: found "7 days", expected a duration such as 7d, 12h, 30m or 15s'],
    ['{by: group}', 'split.group: found nothing, expected the column of what stays together'],
    ['{by: luck}', 'split.by: found "luck"'],
    ['{by: random, sed: 1}', 'unknown key "sed", expected one of by, key, strata'],
  ])('%s is refused', (split, message) => {
    expect(() => rule(split)).toThrow(message)
  })

  it('findings are waived by their names, and no others', () => {
    expect(parsePolicy('policy.yaml', `waive: [shared_id]\n${policy('{by: random}')}`).waive).toEqual(['shared_id'])
    expect(() => parsePolicy('policy.yaml', `waive: [shared_ids]\n${policy('{by: random}')}`)).toThrow(
      'waive[0]: found "shared_ids"',
    )
  })
})
