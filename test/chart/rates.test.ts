import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateIds, ratesAt, type Counts } from '../../src/chart/rates.ts'
import { sweepNumbers } from '../../src/page/chart/sweep.ts'
import { countFunction } from '../../src/metrics/definitions/binary.ts'
import { binaryMetric, binaryMetrics, type DecisionMetric } from '../../src/metrics/binary/catalogue.ts'
import { metricLabel } from '../../src/app/metric-names.ts'
import type { Curve } from '../../src/worker/protocol.ts'

const costs = { falsePositive: 1, falseNegative: 7.5 }
const rates = ratesAt(costs)
const count = fc.oneof(fc.constantFrom(0, 1, 2), fc.nat(1_000_000))
const anyCounts: fc.Arbitrary<Counts> = fc.record({
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
})

describe('rates', () => {
  test('are every metric of decisions but prevalence, which no threshold changes', () => {
    const ids = binaryMetrics.filter(({ from }) => from === 'decisions').map(({ id }) => id)
    expect([...rateIds, 'prevalence'].sort()).toEqual(ids.sort())
  })

  test.each(rates.map((rate) => [rate.id, rate] as const))(
    '%s has the bits, and the gaps, of the engine’s',
    (id, rate) => {
      const metric = countFunction(binaryMetric(id) as DecisionMetric, costs)
      fc.assert(
        fc.property(anyCounts, (counts) => {
          const value = metric.value(counts)
          expect(rate.of(counts)).toBe(typeof value === 'number' ? value : null)
        }),
      )
    },
  )

  test('are called and bounded as in the catalogue', () => {
    expect(rates.map(({ label, range }) => [label, range])).toEqual(
      rates.map(({ id }) => [binaryMetric(id)!.title, binaryMetric(id)!.range]),
    )
    expect(rates.filter(({ id, label }) => metricLabel(id, 'binary') !== label).map(({ id }) => id)).toEqual([
      'jaccard',
    ])
  })
})

test('a sweep has every rate at every threshold of every curve, with the counts that they are made of', () => {
  const curve: Curve = {
    model: 'candidate',
    split: 'test',
    positives: 2,
    negatives: 2,
    thresholds: [null, 0.9, 0.1],
    truePositives: [0, 1, 2],
    falsePositives: [0, 0, 2],
  }
  const { columns, rows } = sweepNumbers([curve, { ...curve, model: 'production' }], rates)
  expect(rows.map((row) => row.slice(0, 6))).toEqual(
    ['candidate', 'production'].flatMap((model) => [
      [model, null, 0, 0, 2, 2],
      [model, 0.9, 1, 0, 1, 2],
      [model, 0.1, 2, 2, 0, 0],
    ]),
  )
  const at = (title: string) => columns.findIndex((column) => column.title === title)
  expect(rows[0][at('precision')]).toBeNull()
  expect([rows[1][at('recall')], rows[1][at('precision')], rows[1][at('expected_cost')]]).toEqual([0.5, 1, 7.5 / 4])
})
