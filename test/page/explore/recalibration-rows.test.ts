import { expect, test } from 'vitest'
import { recalibrationRows } from '../../../src/page/explore/recalibration-rows.ts'
import type { BeforeAfter, RecalibrationResult } from '../../../src/result/evaluation.ts'
import { metricOf } from '../../documents.ts'

const both = (before: number, after: number): BeforeAfter => ({ before: metricOf(before), after: metricOf(after) })
const cost = { threshold: { before: 0.5, after: null }, expected_cost: both(3, 2) }
const platt: RecalibrationResult = {
  method: 'platt',
  fitted_on: 'validation',
  judged_on: 'test',
  on: 'score',
  parameters: {},
  log_loss: both(0.5, 0.4),
  brier: both(0.2, 0.1),
  ece: both(0.09, 0.01),
  chosen_threshold: cost,
  optimal_threshold: cost,
}
const temperature: RecalibrationResult = {
  method: 'temperature',
  fitted_on: 'validation',
  judged_on: 'test',
  undefined: 'only one class',
}

test('the scores as they are come first, once, then each method; one that could not be fitted says why', () => {
  expect(recalibrationRows([temperature, platt])).toEqual([
    { title: 'As they are', logLoss: metricOf(0.5), ece: metricOf(0.09), cost: metricOf(3), threshold: '0.500' },
    { title: 'After temperature scaling', reason: 'only one class' },
    { title: 'After Platt scaling', logLoss: metricOf(0.4), ece: metricOf(0.01), cost: metricOf(2), threshold: null },
  ])
})

test('where no method could be fitted, nothing is said of the scores', () => {
  expect(recalibrationRows([temperature])).toEqual([{ title: 'After temperature scaling', reason: 'only one class' }])
})
