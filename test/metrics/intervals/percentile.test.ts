import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  percentileInterval,
  replicateQuantile,
  sortedReplicates,
  tailQuantiles,
} from '../../../src/metrics/intervals/percentile.ts'
import { runs } from '../../property-runs.ts'

const replicates = fc
  .array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 0.5, 1, NaN)), {
    minLength: 1,
    maxLength: 1500,
  })
  .map((values) => Float64Array.from(values))
const confidence = fc.constantFrom(0.5, 0.9, 0.95, 0.99)

it('the percentile interval has the quantiles of the sorted replicates', () => {
  fc.assert(
    fc.property(replicates, confidence, (values, level) => {
      const before = values.slice()
      const interval = percentileInterval(values, level)
      expect(values).toEqual(before)
      const sorted = sortedReplicates(values, level)
      if (sorted === null) {
        expect(interval).toBeNull()
        return
      }
      const tail = (1 - level) / 2
      // No zero has a sign here.
      expect([interval!.low + 0, interval!.high + 0]).toEqual([
        replicateQuantile(sorted, tail) + 0,
        replicateQuantile(sorted, 1 - tail) + 0,
      ])
    }),
    { numRuns: runs(300) },
  )
})

it('is not known where more than a tail’s share of the replicates is undefined', () => {
  const values = Float64Array.from({ length: 200 }, (_, i) => (i < 5 ? NaN : i))
  expect(percentileInterval(values, 0.95)).not.toBeNull()
  values[5] = NaN
  expect(percentileInterval(values, 0.95)).toBeNull()
})

it('takes the lower tail of some replicates and the upper one of others', () => {
  // R 4.3: quantile(1:5, 0.25) is 2, quantile(11:15, 0.75) is 14.
  expect(tailQuantiles(Float64Array.of(3, 1, 5, 2, 4), Float64Array.of(15, 12, 11, 14, 13), 0.5)).toEqual({
    low: 2,
    high: 14,
  })
})
