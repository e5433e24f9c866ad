import { expect, it } from 'vitest'
import { meantName } from '../../../src/policy/file/meant-name.ts'
import { requirableIds } from '../../../src/policy/task-metrics.ts'

it.each([
  ['auc', 'roc_auc'],
  ['ROC_AUC', 'roc_auc'],
  ['roc_acu', 'roc_auc'],
  ['Sensitivity', 'recall'],
  ['rmse', 'root_mean_squared_error'],
  ['mcc', 'matthews_corrcoef'],
  ['prescision', 'precision'],
  ['bananas', null],
  ['score', null],
])('of the metrics, %j means %j', (name, meant) => expect(meantName(name, requirableIds(null))).toBe(meant))

it('another name of what is no choice here is none', () => {
  expect(meantName('rmse', requirableIds('binary'))).not.toBe('root_mean_squared_error')
  expect(meantName('score', ['label', 'candidate'])).toBe('candidate')
})
