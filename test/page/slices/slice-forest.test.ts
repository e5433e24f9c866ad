import { describe, expect, it } from 'vitest'
import type { SliceContrast } from '../../../src/metrics/worse-slices.ts'
import {
  contrastNumbers,
  contrastRows,
  sliceForestRows,
  sliceName,
  sliceNumbers,
  wholeLines,
  worstContrasts,
} from '../../../src/page/slices/slice-forest.ts'
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

describe('the differences drawn', () => {
  const north: SliceContrast = {
    where: { segment: 'new_customer', region: 'north' },
    rowCount: 1204,
    weight: null,
    positives: 310,
    value: 0.742,
    other: 0.803,
    difference: { difference: -0.061, interval: { low: -0.102, high: -0.02 }, p: 0.0031, test: 'mcnemar' },
  }
  const wide: SliceContrast = {
    ...north,
    where: { region: 'south' },
    difference: { difference: -0.2, interval: { low: -0.5, high: 0.1 }, p: 0.2, test: 'delta' },
  }
  const unknown: SliceContrast = {
    ...north,
    where: { region: '' },
    value: null,
    difference: { undefinedBecause: 'no positives' },
  }

  it('come by how much worse a slice is at least; what is not known comes last', () => {
    const contrasts = [unknown, wide, north]
    expect(worstContrasts({ contrasts, better: 'higher' })).toEqual([north, wide, unknown])
    // Where lower is better the lower ends count: −0.102 against −0.5.
    expect(worstContrasts({ contrasts, better: 'lower' })).toEqual([north, wide, unknown])
  })

  it('mark those listed, in words too, and leave out what has none', () => {
    const rows = contrastRows(
      [north, wide, unknown],
      [{ ...north, loss: { value: 0.061, low: 0.02, high: 0.102 }, p: 0.0015, adjustedP: 0.03 }],
    )
    expect(rows.map(({ label, tone, words }) => [label, tone, words])).toEqual([
      ['new_customer × north', 'fail', '−0.061 worse'],
      ['south', 'candidate', '−0.200'],
    ])
  })

  it('are saved in full, a column for each column of the slices', () => {
    expect(
      numbersCsv(contrastNumbers([north, wide, unknown], 'production'))
        .split('\r\n')
        .slice(0, 4),
    ).toEqual([
      'segment,region,rows,positives,candidate,production,difference,difference_low,difference_high,p',
      'new_customer,north,1204,310,0.742,0.803,-0.061,-0.102,-0.02,0.0031',
      ',south,1204,310,0.742,0.803,-0.2,-0.5,0.1,0.2',
      ',,1204,310,,0.803,,,,',
    ])
  })
})
