import { influencePrecision, studentT } from '../intervals/delta.ts'
import { finiteInterval, scaled, type DefinedErrorEstimate } from './estimate.ts'
import { indexAtMass, orderRows, quantileAtMass, totalMass, type RowsByValue } from './ordered.ts'
import type { PredictedRows } from './predicted.ts'
import { losses } from './mean.ts'

/**
 * The weighted median of |error|: the averaged inverse of the distribution function (scikit-learn since 1.7; the usual
 * median where there are no weights), the mean of the two values where exactly half of the weight lies up to the lower.
 *
 * The interval is Woodruff's (JASA 1952): the quantiles at one half ± t·(standard error of the share of weight below
 * the median), without weights and groups the order statistics whose ranks a sign test does not reject, interpolated
 * between ranks. Null where there are too few rows for the level.
 */
export function medianAbsoluteError(rows: PredictedRows, confidence: number): DefinedErrorEstimate {
  const ordered = orderRows(losses('absolute', rows), rows.sampling, rows.weight)
  const { value, influence } = medianOf(ordered, rows.weight)
  const precision = influencePrecision(influence, rows.sampling)
  const step = studentT(confidence, precision) * precision.standardError
  const total = totalMass(ordered)
  const lowMass = total * (0.5 - step)
  if (!(step > 0) || lowMass < ordered.unit / 2) return { value, interval: null, influence: null }
  const low = quantileAtMass(ordered, lowMass)
  const high = quantileAtMass(ordered, total * (0.5 + step))
  return {
    value,
    // The influence on the share over the density, which the interval's width tells.
    influence: high > low ? scaled(influence, (high - low) / (2 * step)) : null,
    interval: finiteInterval(Math.min(low, value), Math.max(high, value), 'order_statistics'),
  }
}

/** The median, and per row the influence on the share of weight below it. */
function medianOf(ordered: RowsByValue, weight: number): { value: number; influence: Float64Array } {
  const { values, ranks, through, tolerance } = ordered
  const total = totalMass(ordered)
  const lower = indexAtMass(ordered, (total - tolerance) / 2)
  const isSplit = lower + 1 < values.length && 2 * through[lower] - total <= tolerance
  const value = isSplit ? (values[lower] + values[lower + 1]) / 2 : values[lower]
  const below = lower === 0 ? 0 : through[lower - 1]
  // Rows at the median lean as far as the others are uneven, so that the sum is 0.
  const atMedian = isSplit ? -0.5 : (below - (total - through[lower])) / (2 * (through[lower] - below))
  const influence = new Float64Array(ranks.length)
  for (let row = 0; row < ranks.length; row++) {
    const rank = ranks[row]
    influence[row] = (rank < lower ? -0.5 : rank > lower ? 0.5 : atMedian) / weight
  }
  return { value, influence }
}

/** The largest |error|. An extreme: no interval here holds its level. */
export function maxError({ errors }: PredictedRows): DefinedErrorEstimate {
  let value = 0
  for (let row = 0; row < errors.length; row++) value = Math.max(value, Math.abs(errors[row]))
  return { value, interval: null, influence: null }
}
