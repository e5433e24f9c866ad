import { describe, expect, test } from 'vitest'
import { findingCodes, type MetricGap, type ShiftTest, type SplitFinding } from '../../src/split/finding.ts'
import { findingText } from '../../src/words/finding-sentences.ts'

const leak = { examples: [], test: null, effect: 'undecided' as const }
const harmless = { ...leak, effect: 'none' as const }
const noRows = { ...harmless, rows: null }
const onTest: { splits: [string, string] } = { splits: ['train', 'test'] }
const chi: ShiftTest = {
  name: 'chi_squared',
  statistic: 20,
  p: 0.0042,
  effectSize: { name: 'cramers_v', value: 0.23456 },
}
const ks: ShiftTest = { name: 'kolmogorov_smirnov', statistic: 0.5, p: 1e-9, effectSize: { name: 'd', value: 0.5 } }
const gap: MetricGap = { metric: 'roc_auc', from: 0.95, to: 0.9, gap: 0.05, low: 0.0378, high: 0.0622 }

/** One finding at least for each code, with its whole sentence. */
const found: [SplitFinding, string][] = [
  [
    { ...leak, ...onTest, code: 'shared_id', rows: 2 },
    '2 rows of test have an id that a row of train has too: test is not new to what was made on train.',
  ],
  [
    { ...leak, code: 'shared_id', splits: ['validation', 'test'], rows: 1 },
    '1 row of test has an id that a row of validation has too: test is not new to what was chosen on validation.',
  ],
  [
    { ...harmless, code: 'shared_group', splits: ['train', 'validation'], rows: 3, groups: 1 },
    '3 rows of validation have a group that train has too, 1 group in all.',
  ],
  [
    { ...leak, ...onTest, code: 'shared_row', rows: 4, byChance: 0 },
    '4 rows of test have a row in train that is alike in every column in use. Chance does not make such values alike: test is not new to what was made on train.',
  ],
  [
    { ...harmless, ...onTest, code: 'shared_row', rows: 30, byChance: 12.345 },
    '30 rows of test have a row in train that is alike in every column in use. Of such values, chance makes about 12.3 alike.',
  ],
  [
    { ...harmless, ...onTest, code: 'shared_row_unseen', rows: 30, rowCount: 1500, visible: 45 },
    'Without an id, 30 of 1500 rows of test are alike to one of train, as chance makes such values: fewer than about 45 rows (3 %) that are really in both would not be seen. Name a column of ids to know.',
  ],
  [
    { ...harmless, ...onTest, code: 'shared_row_unseen', rows: 1500, rowCount: 1500, visible: null },
    'Without an id, 1500 of 1500 rows of test are alike to one of train, as chance makes such values: however many rows were really in both, they would not be seen. Name a column of ids to know.',
  ],
  [
    { ...harmless, ...onTest, code: 'twin_rows', rows: 3, within: { twins: 1, rows: 90 } },
    '3 rows of test have a twin in train: another id, the same truth and slices, scores that agree to ten digits. Within train 1 of 90 rows have one, so that chance does not explain them; they may be the same cases under new ids.',
  ],
  [
    {
      ...harmless,
      code: 'times_overlap',
      splits: ['train', 'validation', 'test'],
      rows: 3,
      early: [
        { split: 'validation', rows: 1 },
        { split: 'test', rows: 2 },
      ],
      ends: [
        { split: 'train', at: '2024-01-05' },
        { split: 'validation', at: '2024-01-09' },
      ],
    },
    '1 row of validation and 2 rows of test are not later than all rows of the splits before (train ends at 2024-01-05, validation ends at 2024-01-09).',
  ],
  [
    {
      ...harmless,
      ...onTest,
      code: 'times_overlap',
      rows: 1,
      early: [{ split: 'test', rows: 1 }],
      ends: [{ split: 'train', at: '5' }],
    },
    '1 row of test is not later than all rows of the splits before (train ends at 5).',
  ],
  [
    { ...noRows, code: 'missing_class', splits: ['test'], values: ['maybe'], others: [{ split: 'train', rows: 1 }] },
    'test has no row of class "maybe", of which train has 1 row.',
  ],
  [
    {
      ...noRows,
      code: 'missing_slice',
      splits: ['test'],
      column: 'region',
      values: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      others: [
        { split: 'train', rows: 7 },
        { split: 'validation', rows: 1 },
      ],
    },
    'test has no row of region = "a", "b", "c", "d", "e" and 2 more, of which train has 7 rows and validation has 1 row.',
  ],
  [
    { ...noRows, ...onTest, code: 'label_shift', test: chi },
    'Classes have other shares in test than in train: Cramér’s V 0.235, p = 0.0042.',
  ],
  [
    { ...noRows, ...onTest, code: 'label_shift', test: ks },
    'The label is distributed otherwise in test than in train: their distribution functions are up to 0.5 apart, p < 0.001.',
  ],
  [
    { ...noRows, ...onTest, code: 'score_shift', model: 'candidate', ofClass: null, test: chi },
    'The candidate predicts classes in other shares in test than in train: Cramér’s V 0.235, p = 0.0042.',
  ],
  [
    { ...noRows, ...onTest, code: 'score_shift', model: 'production', ofClass: 'yes', test: ks },
    'Scores of the production for class "yes" are distributed otherwise in test than in train: their distribution functions are up to 0.5 apart, p < 0.001.',
  ],
  [
    {
      ...leak,
      code: 'rule_disagrees',
      splits: ['train', 'test'],
      rows: 31,
      rowCount: 90,
      misplaced: [
        { from: 'train', to: 'test', rows: 20 },
        { from: 'test', to: 'train', rows: 7 },
        { from: 'validation', to: 'test', rows: 3 },
        { from: 'test', to: 'validation', rows: 1 },
      ],
    },
    '31 of 90 rows are in another split than the rule gives them: 20 in train that belong in test, 7 in test that belong in train, 3 in validation that belong in test, 1 more.',
  ],
  [
    { ...noRows, code: 'split_too_small', splits: ['test'], requirements: 1, hardest: 'recall', rowsNeeded: 800 },
    'test is too small to decide one requirement: about 800 rows would settle it.',
  ],
  [
    { ...noRows, code: 'split_too_small', splits: ['test'], requirements: 3, hardest: 'recall', rowsNeeded: 800 },
    'test is too small to decide 3 requirements: about 800 rows would settle the hardest, recall.',
  ],
  [
    { ...noRows, code: 'overfitting', splits: ['train', 'validation'], model: 'candidate', gaps: [gap] },
    'The candidate does better on train than on validation, by more than chance explains: roc_auc 0.95 against 0.9 (gap 0.05, 0.0378 to 0.0622). It is over-fitted to train, or the splits differ.',
  ],
  [
    { ...noRows, code: 'validation_used_up', splits: ['validation', 'test'], model: 'production', gaps: [gap] },
    'The production does better on validation than on test, by more than chance explains: roc_auc 0.95 against 0.9 (gap 0.05, 0.0378 to 0.0622). Too much was chosen on validation, or the splits differ.',
  ],
]

describe('a finding', () => {
  test.each(found)('is told in full: %j', (finding, text) => {
    expect(findingText(finding)).toBe(text)
  })

  test('of every code is among these', () => {
    expect([...new Set(found.map(([{ code }]) => code))].sort()).toEqual([...findingCodes].sort())
  })
})
