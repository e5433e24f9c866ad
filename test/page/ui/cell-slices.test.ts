import { expect, test } from 'vitest'
import { slicesOfCell } from '../../../src/page/ui/cell-slices.ts'
import type { SliceResult } from '../../../src/result/evaluation.ts'
import { metricOf, sliceOf } from '../../documents.ts'

const slice = (where: Record<string, string>, [[tn, fp], [fn, tp]]: number[][]): SliceResult => ({
  ...sliceOf(where, { false_negative_rate: metricOf(fn / (fn + tp)), false_positive_rate: metricOf(fp / (fp + tn)) }),
  confusion: {
    labels: ['0', '1'],
    counts: [
      [tn, fp],
      [fn, tp],
    ],
  },
})
const slices = [
  slice({ region: 'north' }, [
    [50, 10],
    [4, 36],
  ]),
  slice({ region: 'south' }, [
    [20, 0],
    [6, 14],
  ]),
  slice({ region: 'north', plan: 'basic' }, [
    [5, 1],
    [4, 3],
  ]),
]
const missed = { actual: 'positive', predicted: 'negative' } as const
const falseAlarms = { actual: 'negative', predicted: 'positive' } as const

test('a cell’s rows come from single columns’ slices, the one of which they are most first', () => {
  expect(
    slicesOfCell(slices, missed, 10).map(({ where, count, share, rate }) => [where.region, count, share, rate?.value]),
  ).toEqual([
    ['south', 6, 0.6, 0.3],
    ['north', 4, 0.4, 0.1],
  ])
})

test('slices without such rows are left out, and intersections are shown where there is nothing else', () => {
  expect(slicesOfCell(slices, falseAlarms, 10).map(({ where }) => where)).toEqual([{ region: 'north' }])
  expect(slicesOfCell(slices.slice(2), missed, 10).map(({ count }) => count)).toEqual([4])
  expect(slicesOfCell([sliceOf({ region: 'east' })], missed, 10)).toEqual([])
})
