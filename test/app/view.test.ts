import { describe, expect, test } from 'vitest'
import { engineAsked } from '../../src/app/address.ts'
import { marksOf } from '../../src/app/chart-marks.ts'
import { confusionCells } from '../../src/app/confusion-words.ts'
import { countsOfMatrix } from '../../src/chart/rates.ts'
import { rocPoint } from '../../src/chart/series.ts'

test('the address asks for an engine by its name, and only by that', () => {
  expect(['?engine=cpu', '?engine=webgpu', '?engine=tpu', ''].map(engineAsked)).toEqual(['cpu', 'webgpu', 'auto', 'auto'])
})

describe('confusion matrix in words', () => {
  test('rows are the truth, columns the prediction, and each cell says both', () => {
    expect(confusionCells([[4671, 553], [209, 1694]]).map(({ words }) => words)).toEqual([
      'actual positive, predicted positive: 1,694 (89.0\u00a0% of the actual positives)',
      'actual positive, predicted negative: 209 (11.0\u00a0% of the actual positives)',
      'actual negative, predicted positive: 553 (10.6\u00a0% of the actual negatives)',
      'actual negative, predicted negative: 4,671 (89.4\u00a0% of the actual negatives)',
    ])
  })

  test('a class without rows has no share', () => {
    expect(confusionCells([[5, 0], [0, 0]]).map(({ share }) => share)).toEqual([null, null, 0, 1])
  })
})

test('a mark stands where the counts put it; a model without one class has none', () => {
  const standing = (counts: number[][]) => ({ model: 'candidate' as const, threshold: 0.5, counts: countsOfMatrix(counts) })
  expect(marksOf([standing([[75, 25], [20, 80]])], rocPoint, 'false positive rate', 'recall')).toEqual([
    { model: 'candidate', x: 0.25, y: 0.8, words: 'at 0.50: false positive rate 0.250, recall 0.800' },
  ])
  expect(marksOf([standing([[75, 25], [0, 0]])], rocPoint, 'false positive rate', 'recall')).toEqual([])
})
