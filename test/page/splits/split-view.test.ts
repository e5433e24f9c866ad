import { describe, expect, test } from 'vitest'
import { gapRows, ruleWords, splitSizes, timeKindOf } from '../../../src/page/splits/split-view.ts'
import type { SplitRuleFile } from '../../../src/policy/file/schema.ts'
import { splitRuleOf } from '../../../src/policy/file/split-rule.ts'
import type { SplittingResult } from '../../../src/result/evaluation.ts'
import type { SplitRule } from '../../../src/split/rule.ts'
import { documentOf } from '../../documents.ts'

const ruleOf = (file: SplitRuleFile) => splitRuleOf(file, {}) as SplitRule

describe('sizes', () => {
  const split = (rows: number, positives?: number) => ({ rows, positives, metrics: {}, slices: [] })
  const document = documentOf({
    models: { candidate: { splits: { test: split(20, 3), other: split(5), train: split(75, 9) } } },
  })

  test('come in the order in which splits are used, others last', () => {
    expect(splitSizes(document, null)).toEqual([
      { name: 'train', rows: 75, positives: 9, asked: null },
      { name: 'test', rows: 20, positives: 3, asked: null },
      { name: 'other', rows: 5, positives: null, asked: null },
    ])
  })

  test('beside them stands what the rule asks for, in any unit of its shares', () => {
    expect(splitSizes(document, ruleOf({ by: 'random', train: 3, test: 1 })).map(({ asked }) => asked)).toEqual([
      0.75,
      0.25,
      null,
    ])
    expect(
      splitSizes(document, ruleOf({ by: 'time', time: 't', test_from: '2024' })).map(({ asked }) => asked),
    ).toEqual([null, null, null])
  })
})

test.each<[SplitRuleFile, string]>([
  [{ by: 'random' }, 'at random, seed 1'],
  [{ by: 'random', key: 'id', seed: 4 }, 'at random by id, seed 4'],
  [{ by: 'stratified', strata: ['y', 'region'] }, 'at random within each y × region, seed 1'],
  [{ by: 'group', group: 'patient' }, 'by whole patient, seed 1'],
  [{ by: 'time', time: 'day' }, 'by day'],
  [
    { by: 'time', time: 'day', validation_from: '2024-03-01', test_from: '2024-04-01', gap: '7d' },
    'by day, validation from 2024-03-01, test from 2024-04-01, with a gap of 7d',
  ],
  [{ by: 'hash', key: 'id' }, 'by FARM_FINGERPRINT of id, as BigQuery does it'],
  [{ by: 'hash', key: 'id', hash: 'sha256' }, 'by the SHA-256 of id, as TFX does it'],
  [{ by: 'hash', key: 'id', hash: 'sha256', seed: 2 }, 'by the SHA-256 of id, seed 2'],
])('%j in words', (file, words) => {
  expect(ruleWords(ruleOf(file))).toBe(words)
})

test.each([
  [['1', '2.5', '-3'], 'number'],
  [['2024-01-01'], 'date'],
  [[], 'date'],
  [['soon'], 'date'],
] as const)('times %j are of the kind %s', (values, kind) => {
  expect(timeKindOf(values)).toBe(kind)
})

describe('gaps', () => {
  const gap = (difference: number, low: number | null, high: number | null) => ({ difference, low, high })
  const saying = (metric: string, low: number | null, high: number | null) => {
    const splitting = {
      rule: null,
      made_by: null,
      findings: [],
      gaps: [{ from: 'train', to: 'test', metrics: { [metric]: gap(0, low, high) } }],
    }
    return gapRows(documentOf({ splitting }))[0].gaps[0]?.says
  }

  test('have a row per metric and a cell per pair of splits, empty where there is none', () => {
    const splitting: SplittingResult = {
      rule: null,
      made_by: null,
      findings: [],
      gaps: [
        { from: 'train', to: 'validation', metrics: { recall: gap(0.1, -0.1, 0.3) } },
        { from: 'train', to: 'test', metrics: { recall: gap(0.2, 0.1, 0.3), brier: gap(0, null, null) } },
      ],
    }
    expect(gapRows(documentOf({ splitting }))).toEqual([
      {
        metric: 'recall',
        gaps: [
          { ...gap(0.1, -0.1, 0.3), says: null },
          { ...gap(0.2, 0.1, 0.3), says: 'better on train' },
        ],
      },
      { metric: 'brier', gaps: [null, { ...gap(0, null, null), says: null }] },
    ])
  })

  test('say which split is better where the interval leaves out 0, by the metric’s own direction', () => {
    expect(saying('recall', 0.01, 0.2)).toBe('better on train')
    expect(saying('recall', -0.2, -0.01)).toBe('better on test')
    expect(saying('log_loss', 0.01, 0.2)).toBe('better on test')
    expect(saying('prevalence', -0.2, -0.01)).toBe('lower on train')
    expect(saying('recall', 0, 0.2)).toBeNull()
    expect(saying('recall', null, null)).toBeNull()
  })
})
