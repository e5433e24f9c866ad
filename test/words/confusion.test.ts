import { describe, expect, test } from 'vitest'
import { confusionCells } from '../../src/words/decisions.ts'

describe('confusion matrix in words', () => {
  test('rows are the truth, columns the prediction, and each cell says both', () => {
    expect(
      confusionCells([
        [4671, 553],
        [209, 1694],
      ]).map(({ words }) => words),
    ).toEqual([
      'actual positive, predicted positive: 1,694 (89.0\u00a0% of the actual positives)',
      'actual positive, predicted negative: 209 (11.0\u00a0% of the actual positives)',
      'actual negative, predicted positive: 553 (10.6\u00a0% of the actual negatives)',
      'actual negative, predicted negative: 4,671 (89.4\u00a0% of the actual negatives)',
    ])
  })

  test('a class without rows has no share', () => {
    expect(
      confusionCells([
        [5, 0],
        [0, 0],
      ]).map(({ share }) => share),
    ).toEqual([null, null, 0, 1])
  })
})
