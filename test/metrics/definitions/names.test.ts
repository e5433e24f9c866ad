import { expect, test } from 'vitest'
import {
  classMetricDefinition,
  metricDefinition,
  classMetricIds,
  metricIds,
} from '../../../src/metrics/definitions/catalogue.ts'
import { foremostMetrics } from '../../../src/page/ui/foremost-metrics.ts'
import { groupMetrics, metricLabel } from '../../../src/metrics/definitions/names.ts'
import { rangeWords } from '../../../src/page/explore/metric-help.ts'
import { documentOf, metricOf, modelOf, requirementOf } from '../../documents.ts'

test('metrics are grouped in one order, and one that the page has no group for is still shown', () => {
  expect(groupMetrics(['roc_auc', 'recall', 'brier', 'new_metric'], 'binary', true)).toEqual([
    { title: 'At the threshold', ids: ['recall', 'new_metric'] },
    { title: 'At every threshold', ids: ['roc_auc'] },
    { title: 'Of the probabilities', ids: ['brier'] },
  ])
})

test('decisions that no threshold made are not said to be at one', () => {
  expect(groupMetrics(['recall'], 'binary', false)).toEqual([{ title: 'Of the decisions', ids: ['recall'] }])
})

test.each(['binary', 'multiclass', 'regression'] as const)(
  'every metric of the %s catalogue has one group, a title and a description',
  (task) => {
    const ids = metricIds(task)
    expect(
      groupMetrics(ids, task, true)
        .flatMap((group) => group.ids)
        .toSorted(),
    ).toEqual(ids.toSorted())
    for (const id of ids) {
      expect(metricLabel(id, task)).not.toBe('')
      expect(metricDefinition(id, task)).toMatchObject({ id })
    }
  },
)

test('every metric of one class has a title and a description of its own', () => {
  for (const id of classMetricIds) {
    expect(metricLabel(id, 'multiclass')).not.toBe(id)
    expect(classMetricDefinition(id)?.definition).toContain('class')
  }
  expect(classMetricDefinition('accuracy')).toBeNull()
})

test('labels are the catalogue’s titles, and an unknown id is shown as it is', () => {
  expect(metricLabel('roc_auc', 'binary')).toBe('ROC AUC')
  expect(metricLabel('new_metric', 'binary')).toBe('new metric')
  expect(metricDefinition('new_metric', 'binary')).toBeNull()
})

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
