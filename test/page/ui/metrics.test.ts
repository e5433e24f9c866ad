import { expect, test } from 'vitest'
import { foremostMetrics, rangeWords } from '../../../src/page/ui/metrics.ts'
import { documentOf, metricOf, modelOf, requirementOf } from '../../documents.ts'

test('a metric that the policy asks for is among the foremost; one that no model has is not', () => {
  const metrics = {
    recall: metricOf(0.8),
    ks: metricOf(0.5),
    gini: metricOf(0.4),
    roc_auc: { value: null, undefined: 'hard predictions' } as const,
  }
  const document = documentOf({
    models: { candidate: modelOf(metrics) },
    requirements: [requirementOf({ metric: 'gini' })],
  })
  expect(foremostMetrics(document)).toEqual(new Set(['recall', 'gini']))
})

test.each<[[number, number], string]>([
  [[0, 1], '0 to 1'],
  [[-1, 1], '\u22121 to 1'],
  [[0, Infinity], '0 and up'],
  [[-Infinity, 1], 'up to 1'],
  [[-Infinity, Infinity], 'any number'],
])('the range %j is "%s"', (range, words) => {
  expect(rangeWords(range)).toBe(words)
})
