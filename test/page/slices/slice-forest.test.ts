import { expect, it } from 'vitest'
import { sliceForestRows, sliceName, sliceNumbers, wholeLines } from '../../../src/page/slices/slice-forest.ts'
import { numbersCsv } from '../../../src/page/chart/numbers.ts'
import { documentOf, metricOf, modelOf, requirementOf, sliceOf } from '../../documents.ts'

const north = sliceOf({ region: 'north' }, { recall: metricOf(0.7, 0.6, 0.8) })
const none = sliceOf({ region: '' }, { recall: { value: null, undefined: 'no positives' } })
const document = documentOf({
  models: { candidate: modelOf({ recall: metricOf(0.86, 0.84, 0.88) }, { slices: [north, none] }) },
  requirements: [requirementOf({ slice: { region: 'north' }, outcome: 'fail' })],
})

it('slices are rows with value, interval, size and what the policy asks of each', () => {
  expect(sliceForestRows([north, none], 'recall', document, 'test')).toEqual([
    {
      label: 'north',
      detail: '10 rows',
      value: 0.7,
      low: 0.6,
      high: 0.8,
      bound: 0.8,
      tone: 'fail',
      words: '0.700',
      more: '0.600 to 0.800',
    },
    {
      label: '(empty)',
      detail: '10 rows',
      value: null,
      low: null,
      high: null,
      bound: null,
      tone: 'candidate',
      words: 'not defined',
      more: 'no positives',
    },
  ])
  expect(wholeLines(document, 'recall', 'test')).toEqual([{ at: 0.86, label: 'all rows 0.860' }])
})

it('slices of several columns say which they are of', () => {
  const rows = sliceForestRows(
    [north, sliceOf({ region: 'north', plan: 'a' }, { recall: metricOf(0.5) })],
    'recall',
    document,
    'test',
  )
  expect(rows.map(({ label, detail, more }) => [label, detail, more])).toEqual([
    ['north', 'region: 10 rows', '0.600 to 0.800'],
    ['north × a', 'region × plan: 10 rows', ''],
  ])
  expect(sliceName({ region: '', plan: 'a' })).toBe('(empty) × a')
})

it('the numbers have a column for each column of the slices, and production’s beside the candidate’s', () => {
  const production = [sliceOf({ region: 'north' }, { recall: metricOf(0.75, 0.65, 0.85) })]
  expect(numbersCsv(sliceNumbers([north, none], 'recall', production))).toBe(
    'region,rows,candidate,candidate_low,candidate_high,production,production_low,production_high\r\n' +
      'north,10,0.7,0.6,0.8,0.75,0.65,0.85\r\n,10,,,,,,\r\n',
  )
})
