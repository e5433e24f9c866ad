import { expect, it } from 'vitest'
import { requirementForest } from '../../../src/page/verdict/requirement-forest.ts'
import { numbersCsv } from '../../../src/page/chart/numbers.ts'
import { documentOf, requirementOf } from '../../documents.ts'

const document = documentOf({
  requirements: [
    requirementOf({}),
    requirementOf({ slice: { segment: 'new' }, value: 0.7, low: 0.65, high: 0.75, outcome: 'fail' }),
    requirementOf({
      metric: 'log_loss',
      bound: { at_most: 0.4 },
      value: 0.39,
      low: 0.3,
      high: 0.5,
      outcome: 'undecided',
      advisory: true,
    }),
    requirementOf({
      metric: 'precision',
      bound: { versus_production: { at_least: -0.01 } },
      value: 0.02,
      low: 0.01,
      high: 0.03,
    }),
    requirementOf({ metric: 'roc_auc', value: null, low: null, high: null, outcome: 'undecided' }),
    requirementOf({ metric: 'rows', bound: { at_least: 1000 }, value: 1204, low: null, high: null }),
  ],
})

it('every requirement with a number is a row, with its bound, value, interval and outcome in words', () => {
  const { rows } = requirementForest(document)
  expect(rows.map(({ label, detail, words, more, tone }) => [label, detail, words, more, tone])).toEqual([
    ['Recall', 'at least 0.80', '0.860 met', '0.840 to 0.880', 'pass'],
    ['Recall for segment = new', 'at least 0.80', '0.700 failed', '0.650 to 0.750', 'fail'],
    ['Log loss', 'at most 0.40, no part of the verdict', '0.390 undecided', '0.300 to 0.500', 'undecided'],
    ['Precision against production', 'at least −0.01', '+0.020 met', '+0.010 to +0.030', 'pass'],
    ['Number of rows', 'at least 1,000', '1,204 met', '', 'pass'],
  ])
})

it('its interval lies right of the line where it is met, left where it failed, across where it is undecided', () => {
  const [met, failed, open] = requirementForest(document).rows
  expect(met.low).toBeGreaterThan(0)
  expect(failed.high).toBeLessThan(0)
  expect(open.low! < 0 && open.high! > 0).toBe(true)
})

it('its numbers are the document’s, in their own units', () => {
  expect(numbersCsv(requirementForest(document).numbers).split('\r\n').slice(0, 3)).toEqual([
    'requirement,value,value_low,value_high,at_least,at_most,outcome',
    'Recall,0.86,0.84,0.88,0.8,,met',
    'Recall for segment = new,0.7,0.65,0.75,0.8,,failed',
  ])
})
