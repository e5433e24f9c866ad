import { describe, expect, it } from 'vitest'
import { meantName, metricAdvice } from '../../../src/policy/file/meant-name.ts'
import { requirableIds } from '../../../src/policy/task-metrics.ts'

it.each([
  ['auc', 'roc_auc'],
  ['ROC_AUC', 'roc_auc'],
  ['roc_acu', 'roc_auc'],
  ['Sensitivity', 'recall'],
  ['rmse', 'root_mean_squared_error'],
  ['mcc', 'matthews_corrcoef'],
  ['prescision', 'precision'],
  ['calibration_error', 'ece'],
  ['Calibration error', 'ece'],
  ['expected calibration error', 'ece'],
  ['Negative predictive value', 'npv'],
  ['ROC AUC (one vs. rest)', 'roc_auc_ovr'],
  ['R²', 'r2'],
  ['False-positive rate', 'false_positive_rate'],
  ['bananas', null],
  ['score', null],
])('of the metrics, %j means %j', (name, meant) => expect(meantName(name, requirableIds(null))).toBe(meant))

it('another name of what is no choice here is none', () => {
  expect(meantName('rmse', requirableIds('binary'))).not.toBe('root_mean_squared_error')
  expect(meantName('score', ['label', 'candidate'])).toBe('candidate')
})

describe('the advice about an unknown metric', () => {
  it('names the one that was probably meant, with its title, and no others', () => {
    expect(metricAdvice('calibration_error', requirableIds(null), 'the id of a metric', 'Mend it.')).toEqual({
      expected: 'the id of a metric',
      remedy: 'Did you mean "ece" (Expected calibration error)?',
    })
    expect(metricAdvice('precison', requirableIds(null), 'the id of a metric', 'Mend it.').remedy).toBe(
      'Did you mean "precision"?',
    )
  })

  it('lists all where none was', () => {
    const { expected, remedy } = metricAdvice('bananas', ['precision', 'recall'], 'the id of a metric', 'Mend it.')
    expect([expected, remedy]).toEqual(['the id of a metric: one of precision, recall', 'Mend it.'])
  })
})
