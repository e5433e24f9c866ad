import { expect, test } from 'vitest'
import { decisionDefinition } from '../../../src/metrics/definitions/binary.ts'
import {
  classMetricDefinition,
  classMetricIds,
  groupMetrics,
  metricDefinition,
  metricIds,
  metricLabel,
} from '../../../src/metrics/definitions/catalogue.ts'

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

test('a metric of the scores is none of the decisions', () => {
  expect(decisionDefinition('recall')).toMatchObject({ id: 'recall', from: 'decisions' })
  expect(() => decisionDefinition('roc_auc')).toThrow('roc_auc does not depend on a threshold')
})
