import { describe, expect, it, test } from 'vitest'
import type { SuggestedThresholds } from '../../../src/metrics/binary/suggested-thresholds.ts'
import {
  numbersOf,
  pointRows,
  resultsAt,
  rowsThatChoose,
  targetsFault,
} from '../../../src/page/explore/operating-points.ts'

const targets = { costs: { falsePositive: 1, falseNegative: 5 }, precision: 0.5, specificity: 0.9, share: 0.05 }
const metric = (value: number) => ({ value, low: null, high: null })

test('thresholds are looked for on validation where there is one', () => {
  const documentWith = (...splits: string[]) =>
    ({ models: { candidate: { splits: Object.fromEntries(splits.map((name) => [name, {}])) } } }) as never
  expect(rowsThatChoose(documentWith('train', 'validation', 'test'), 'test')).toBe('validation')
  expect(rowsThatChoose(documentWith('all'), 'all')).toBe('all')
  expect(rowsThatChoose(documentWith('train', 'test'), 'test')).toBe('test')
})

test('cost and alerts are those of 1,000 rows', () => {
  const metrics = { recall: metric(0.75), precision: metric(0.6), predicted_positive_rate: metric(0.05) } as never
  const confusion = {
    labels: ['0', '1'],
    counts: [
      [170, 10],
      [5, 15],
    ],
  }
  expect(numbersOf({ metrics, confusion }, targets.costs)).toEqual({
    recall: 0.75,
    precision: 0.6,
    specificity: null,
    alerts: 50,
    // (10 · 1 + 5 · 5) / 200 rows
    cost: 175,
  })
  expect(
    numbersOf(
      {
        metrics: {},
        confusion: {
          labels: [],
          counts: [
            [0, 0],
            [0, 0],
          ],
        },
      },
      targets.costs,
    ).cost,
  ).toBeNull()
})

describe('the rows of the table', () => {
  const point = (value: number) => ({ value, predicts: null })
  const found: SuggestedThresholds = {
    least_cost: { value: 1.01, predicts: 'nobody' },
    best_f1: point(0.3),
    youden: point(0.2),
    recall_at_precision: null,
    recall_at_specificity: point(0.4),
    top_share: point(0.9),
  }

  it('begin with the threshold in use, and have that which was judged where it is another', () => {
    expect(pointRows({ current: 0.5, judged: 0.5 }, null, () => null).map(({ kind }) => kind)).toEqual(['current'])
    const rows = pointRows({ current: 0.3, judged: 0.5 }, found, () => null)
    expect(rows.map(({ kind, threshold }) => [kind, threshold])).toEqual([
      ['current', 0.3],
      ['judged', 0.5],
      ['least_cost', 1.01],
      ['best_f1', 0.3],
      ['recall_at_precision', null],
      ['recall_at_specificity', 0.4],
      ['youden', 0.2],
      ['top_share', 0.9],
    ])
    expect(rows[2].predicts).toBe('nobody')
  })

  it('ask for each threshold once', async () => {
    const asked: number[] = []
    const results = await resultsAt([0.3, 0.5, 0.3], async (threshold) => {
      asked.push(threshold)
      return { metrics: { recall: metric(threshold) } } as never
    })
    expect(asked).toEqual([0.3, 0.5])
    expect([...results.keys()]).toEqual([0.3, 0.5])
  })
})

test.each([
  [{ costs: { falsePositive: 0, falseNegative: 0 } }, /Costs/],
  [{ costs: { falsePositive: -1, falseNegative: 1 } }, /Costs/],
  [{ costs: { falsePositive: Infinity, falseNegative: 1 } }, /Costs/],
  [{ precision: 1.2 }, /between 0 and 1/],
  [{ share: -0.1 }, /between 0 and 1/],
])('targets %j are refused in words', (wrong, words) => {
  expect(targetsFault({ ...targets, ...wrong })).toMatch(words)
  expect(targetsFault(targets)).toBeNull()
})
