import { decisionDefinition } from '../../../src/metrics/definitions/binary.ts'
import { describe, expect, test } from 'vitest'
import { marksOf, standingsOn, withinSentence, type Standing } from '../../../src/page/chart/marks.ts'
import { countsOfMatrix, rocPoint } from '../../../src/page/chart/series.ts'
import { documentOf, modelOf } from '../../documents.ts'

describe('marks', () => {
  const standing = (counts: number[][]): Standing => ({
    model: 'candidate',
    standing: 'now',
    threshold: 0.5,
    counts: countsOfMatrix(counts),
  })

  test('stand where the counts put them; a model without one class has none', () => {
    expect(
      marksOf(
        [
          standing([
            [75, 25],
            [20, 80],
          ]),
        ],
        rocPoint,
        'false positive rate',
        'recall',
      ),
    ).toEqual([
      {
        model: 'candidate',
        standing: 'now',
        x: 0.25,
        y: 0.8,
        words: 'at 0.50: false positive rate 0.250, recall 0.800',
      },
    ])
    expect(
      marksOf(
        [
          standing([
            [75, 25],
            [0, 0],
          ]),
        ],
        rocPoint,
        'false positive rate',
        'recall',
      ),
    ).toEqual([])
  })

  const model = (threshold: number, counts: number[][]) => ({
    ...modelOf({}, { confusion: { labels: ['0', '1'], counts } }),
    threshold: { value: threshold, chosen: '' },
  })
  const document = documentOf({
    models: {
      candidate: model(0.5, [
        [75, 25],
        [20, 80],
      ]),
      production: model(0.4, [
        [70, 30],
        [10, 90],
      ]),
    },
  })

  test('are one for each model, until the candidate’s threshold is moved: then it has two, the moved one first', () => {
    expect(
      standingsOn(document, 'test', null).map(({ model, standing, threshold }) => [model, standing, threshold]),
    ).toEqual([
      ['candidate', 'now', 0.5],
      ['production', 'now', 0.4],
    ])
    const moved = standingsOn(document, 'test', {
      threshold: 0.6,
      confusion: [
        [80, 20],
        [40, 60],
      ],
    })
    expect(
      moved.map(({ model, standing, threshold, counts }) => [model, standing, threshold, counts.truePositives]),
    ).toEqual([
      ['candidate', 'now', 0.6, 60],
      ['candidate', 'judged', 0.5, 80],
      ['production', 'now', 0.4, 90],
    ])
    expect(marksOf(moved, rocPoint, null, 'recall').map(({ words }) => words)).toEqual([
      'at 0.60: recall 0.600',
      'judged at 0.50: recall 0.800',
      'at 0.40: recall 0.900',
    ])
  })
})

test('within a sentence only names keep their capital', () => {
  expect(['recall', 'f0_5', 'cohen_kappa', 'npv'].map((id) => withinSentence(decisionDefinition(id)))).toEqual([
    'recall',
    'F0.5',
    'Cohen’s kappa',
    'negative predictive value',
  ])
})
