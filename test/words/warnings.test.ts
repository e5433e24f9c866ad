import { describe, expect, test } from 'vitest'
import { warningOf, type Notice } from '../../src/words/warnings.ts'

const inFile = { file: 'p.csv', column: 'score', firstLine: 7 }
const wholeRecord = { ...inFile, column: null }

/** One notice at least for each code, with the whole warning that the result document holds of it. */
const warned: [Notice, ReturnType<typeof warningOf>][] = [
  [
    { file: 'p.csv', code: 'lines_before_header', firstLine: 2, headerLine: 3 },
    { code: 'lines_before_header', message: 'p.csv: line 2 was left out, as the header is on line 3.' },
  ],
  [
    { file: 'p.csv', code: 'lines_before_header', firstLine: 1, headerLine: 4 },
    { code: 'lines_before_header', message: 'p.csv: lines 1 to 3 were left out, as the header is on line 4.' },
  ],
  [
    { file: 'p.xlsx', code: 'lines_before_header', firstLine: 1, headerLine: 2, places: 'sheet row' },
    { code: 'lines_before_header', message: 'p.xlsx: row 1 was left out, as the header is on row 2.' },
  ],
  [
    { file: 'p.xlsx', code: 'lines_before_header', firstLine: 2, headerLine: 5, places: 'sheet row' },
    { code: 'lines_before_header', message: 'p.xlsx: rows 2 to 4 were left out, as the header is on row 5.' },
  ],
  [
    { file: 'p.parquet', code: 'unreadable_column', column: 'c', found: 'encrypted Parquet' },
    { code: 'unreadable_column', message: 'p.parquet: column "c" cannot be read: encrypted Parquet.' },
  ],
  [
    { file: 'p.parquet', code: 'missing', column: 'c', rowsLeftOut: 2, firstLine: 7, places: 'row' },
    {
      code: 'missing',
      message: 'p.parquet: 2 rows left out: a missing value in column "c", such as on row 7.',
      rows_left_out: 2,
    },
  ],
  [
    { code: 'probabilities_of_logits', model: 'candidate', by: 'sigmoid' },
    {
      code: 'probabilities_of_logits',
      message:
        'The candidate model’s numbers are logits: its probabilities are their sigmoid, 1 / (1 + e^−x). Thresholds are of these probabilities.',
      model: 'candidate',
    },
  ],
  [
    { code: 'logits_like_probabilities', model: 'production' },
    {
      code: 'logits_like_probabilities',
      message:
        'Every logit of the production model lies from 0 to 1, as probabilities do. If they are probabilities, leave production out of logits (--logits; columns.logits in the policy): then they count as they are.',
      model: 'production',
    },
  ],
  [
    { code: 'probabilities_rounded', model: 'production', distance: 1.6e-7 },
    {
      code: 'probabilities_rounded',
      message:
        'Probabilities of the production model sum to 1 in each row but for rounding (at most 1.6e-7 off), and are taken as they are.',
      model: 'production',
    },
  ],
  ...(
    [
      [0.75, '0.25 below 1'],
      [1.0001, '0.0001 above 1'],
    ] as const
  ).map(([sum, words]): [Notice, ReturnType<typeof warningOf>] => [
    { code: 'sums_not_1', model: 'candidate', rows: 3, rowCount: 7, sum, file: 'p.csv', line: 9, column: 'p_a' },
    {
      code: 'sums_not_1',
      message:
        'Scores of the candidate model do not sum to 1 in 3 of 7 rows: not probabilities, so that log_loss, brier and areas are ' +
        `undefined. The furthest sum is ${words} (p.csv, line 9, from column "p_a" on). If they are shares of one whole, divide each ` +
        'row’s scores by their sum, and evaluate that file.',
      model: 'candidate',
    },
  ]),
  [
    { file: 'p.csv', code: 'invalid_utf8', byteOffset: 9 },
    {
      code: 'invalid_utf8',
      message: 'p.csv: invalid UTF-8 at byte offset 9: the file may be in another encoding, such as Latin-1.',
    },
  ],
  ...(
    [
      ['invalid_utf8', 'bytes that are not UTF-8'],
      ['not_a_number', 'not a number'],
      ['missing', 'a missing value'],
      ['not_finite', 'a number beyond float64'],
    ] as const
  ).map(([code, what]): [Notice, ReturnType<typeof warningOf>] => [
    { ...inFile, code, rowsLeftOut: 3 },
    { code, message: `p.csv: 3 rows left out: ${what} in column "score", such as on line 7.`, rows_left_out: 3 },
  ]),
  ...(
    [
      ['too_few_fields', 'too few fields'],
      ['too_many_fields', 'too many fields'],
      ['comment_fits', 'a comment that has the fields of a row with a column more'],
    ] as const
  ).map(([code, what]): [Notice, ReturnType<typeof warningOf>] => [
    { ...wholeRecord, code, rowsLeftOut: 1 },
    { code, message: `p.csv: 1 row left out: ${what}, such as on line 7.`, rows_left_out: 1 },
  ]),
  [
    { ...wholeRecord, code: 'comment_line', records: 2 },
    { code: 'comment_line', message: 'p.csv: 2 lines were taken for comments, such as line 7.' },
  ],
  [
    { ...inFile, code: 'underflow', records: 2 },
    {
      code: 'underflow',
      message: 'p.csv: 2 numbers of column "score" are too small for float64 and became 0, such as the one on line 7.',
    },
  ],
  [
    {
      code: 'split_names',
      renamed: [
        { written: 'TRAIN', readAs: 'train' },
        { written: 'val', readAs: 'validation' },
      ],
    },
    { code: 'split_names', message: 'Splits read: "TRAIN" as train, "val" as validation.' },
  ],
  [
    { code: 'intersections_left_out', columns: ['a', 'b'], valueCounts: [40, 26], limit: 1000 },
    {
      code: 'intersections_left_out',
      message: 'Intersections of "a" and "b" are left out: 40 × 26 values, more than 1000.',
    },
  ],
  [
    { code: 'duplicate_id', column: 'id', rows: 3, firstLines: [4, 5] },
    {
      code: 'duplicate_id',
      message: '3 rows repeat an id of column "id" (lines 4, 5 and 1 other). Intervals take rows as independent.',
    },
  ],
  [
    {
      code: 'unmatched_id',
      column: 'id',
      rowsJoined: 4,
      files: [
        { file: 'a.csv', rowCount: 4, unmatched: 0, firstLines: [] },
        { file: 'b.csv', rowCount: 6, unmatched: 2, firstLines: [3, 4] },
        { file: 'c.csv', rowCount: 5, unmatched: 1, firstLines: [2] },
      ],
      rowsLeftOut: 3,
    },
    {
      code: 'unmatched_id',
      message:
        'Joined on id: 4 rows in all 3 files. Left out: 2 of 6 rows of b.csv (lines 3, 4); 1 of 5 rows of c.csv (line 2).',
      rows_left_out: 3,
    },
  ],
  [
    { code: 'zero_weight', file: 'p.csv', column: 'w', rowsLeftOut: 2 },
    { code: 'zero_weight', message: 'p.csv: 2 rows of weight 0 in column "w" are left out.', rows_left_out: 2 },
  ],
  [
    { code: 'shift_not_tested' },
    {
      code: 'shift_not_tested',
      message:
        'Whether these rows are like the baseline’s is not tested: rows belong to groups, and a baseline does not say how alike the rows of its groups were.',
    },
  ],
  [
    { code: 'empty_split', splits: ['test'] },
    { code: 'empty_split', message: 'Splits: test has no rows.' },
  ],
  [
    {
      code: 'group_larger_than_split',
      unit: 'group',
      unitCount: 2,
      largest: [{ time: null, rows: 9, split: 'test', asked: 13 / 3 }],
    },
    {
      code: 'group_larger_than_split',
      message:
        'Splits: 2 groups have more rows than the split that they are in was to hold: one of 9 rows (test was to have 4.33) and 1 more.',
    },
  ],
  [
    {
      code: 'group_larger_than_split',
      unit: 'time',
      unitCount: 1,
      largest: [{ time: 1, rows: 7, split: 'train', asked: 5 }],
    },
    {
      code: 'group_larger_than_split',
      message:
        'Splits: one time has more rows than the split that they are in was to hold: 1 with 7 rows (train was to have 5).',
    },
  ],
  [
    {
      code: 'fractions_not_met',
      parts: [
        { name: 'train', rows: 8, asked: 5.5 },
        { name: 'test', rows: 2, asked: 4.5 },
      ],
    },
    {
      code: 'fractions_not_met',
      message: 'Splits: rows that stay together allow no better: train got 8 of 5.5, test got 2 of 4.5.',
    },
  ],
  [
    {
      code: 'class_smaller_than_splits',
      splitCount: 3,
      classCount: 2,
      smallest: [
        { name: 'y = a', rows: 1 },
        { name: 'y = b', rows: 2 },
      ],
    },
    {
      code: 'class_smaller_than_splits',
      message: 'Splits: 2 classes have fewer rows than there are splits (3): y = a (one row), y = b (2 rows).',
    },
  ],
  [
    { code: 'baseline_not_used', baseline: 'b.json' },
    {
      code: 'baseline_not_used',
      message: 'The baseline "b.json" is not used: production’s own scores are there, on the same rows.',
    },
  ],
  [
    { code: 'baseline_not_read', baseline: 'b.json' },
    {
      code: 'baseline_not_read',
      message: 'The policy names the baseline "b.json", which was not read: nothing is compared with it.',
    },
  ],
  [
    { code: 'rows_in_gap', rowsLeftOut: 5 },
    {
      code: 'rows_in_gap',
      message: '5 rows are left out: they are in the gap before a split begins.',
      rows_left_out: 5,
    },
  ],
  [
    { code: 'not_probabilities', model: 'candidate', lowest: -1, highest: 2 },
    {
      code: 'not_probabilities',
      message:
        'Scores of the candidate model reach from -1 to 2: not probabilities, so that log_loss, brier and ece are undefined.',
      model: 'candidate',
    },
  ],
  [
    { code: 'scores_reversed', model: 'production', split: 'test', area: 0.2 },
    {
      code: 'scores_reversed',
      message: 'ROC AUC of the production model on test is 0.2: the scores look reversed. They have not been flipped.',
      model: 'production',
    },
  ],
]

describe('a warning', () => {
  test.each(warned)('of %j', (notice, warning) => {
    // The order of the keys is part of the document.
    expect(JSON.stringify(warningOf(notice))).toBe(JSON.stringify(warning))
  })
})
