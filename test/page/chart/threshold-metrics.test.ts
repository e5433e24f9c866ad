import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thresholdMetrics } from '../../../src/page/chart/threshold-metrics.ts'
import { isDefined } from '../../../src/metrics/measure.ts'
import type { ConfusionCounts } from '../../../src/metrics/definitions/confusion-counts.ts'
import { sweepNumbers } from '../../../src/page/chart/tables.ts'
import { binaryMetric, binaryMetrics, type DecisionMetric } from '../../../src/metrics/binary/catalogue.ts'
import { metricLabel } from '../../../src/metrics/definitions/names.ts'
import type { Curve } from '../../../src/worker/protocol.ts'

const costs = { falsePositive: 1, falseNegative: 7.5 }
const metrics = thresholdMetrics(costs)
const count = fc.oneof(fc.constantFrom(0, 1, 2), fc.nat(1_000_000))
const anyCounts: fc.Arbitrary<ConfusionCounts> = fc.record({
  truePositives: count,
  falsePositives: count,
  falseNegatives: count,
  trueNegatives: count,
})

describe('metrics against the threshold', () => {
  test('are every metric of decisions but prevalence, which no threshold changes', () => {
    const ids = binaryMetrics.filter(({ from }) => from === 'decisions').map(({ id }) => id)
    expect([...metrics.map(({ id }) => id), 'prevalence'].sort()).toEqual(ids.sort())
  })

  test.each(metrics.map((metric) => [metric.id, metric] as const))(
    '%s has the bits, and the gaps, of the engine’s',
    (id, metric) => {
      const ofEngine = binaryMetric(id) as DecisionMetric
      fc.assert(
        fc.property(anyCounts, (counts) => {
          const measure = ofEngine.measure({ ...counts, spread: null }, { confidence: 0.95, costs })
          expect(metric.of(counts)).toBe(isDefined(measure) ? measure.value : null)
        }),
      )
    },
  )

  test('are called and bounded as in the catalogue', () => {
    expect(metrics.map(({ title, range }) => [title, range])).toEqual(
      metrics.map(({ id }) => [binaryMetric(id)!.title, binaryMetric(id)!.range]),
    )
    expect(metrics.filter(({ id, title }) => metricLabel(id, 'binary') !== title).map(({ id }) => id)).toEqual([
      'jaccard',
    ])
  })
})

test('a sweep has every metric at every threshold of every curve, with the counts that they are made of', () => {
  const curve: Curve = {
    model: 'candidate',
    split: 'test',
    positives: 2,
    negatives: 2,
    thresholds: [null, 0.9, 0.1],
    truePositives: [0, 1, 2],
    falsePositives: [0, 0, 2],
  }
  const { columns, rows } = sweepNumbers([curve, { ...curve, model: 'production' }], metrics)
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
