import type { RegressionLoss } from '../definitions/regression.ts'
import { hallInterval, influencePrecision, meanParts, meanPrecision, studentT } from '../intervals/delta.ts'
import { fewCarriers, withFewCarriersCaution } from '../intervals/few-carriers.ts'
import type { Ends, Interval } from '../measure.ts'
import { type DefinedErrorEstimate, finiteInterval, type PredictedRows, scaled } from './estimate.ts'
import { indexAtMass, orderRows, quantileAtMass, type RowsByValue, totalMass } from './ordered.ts'
import { exactSum } from '../../tally/exact-sums.ts'

/** scikit-learn's guard against a truth of 0: the float64 epsilon. */
const epsilon = 2 ** -52

/** Per row: |error|, error² or |error| / max(|truth|, 2^-52). */
export function losses(loss: RegressionLoss, { truth, errors }: PredictedRows): Float64Array {
  const values = new Float64Array(errors.length)
  if (loss === 'absolute') {
    for (let row = 0; row < values.length; row++) values[row] = Math.abs(errors[row])
  } else if (loss === 'squared') {
    for (let row = 0; row < values.length; row++) values[row] = errors[row] * errors[row]
  } else {
    for (let row = 0; row < values.length; row++) {
      values[row] = Math.abs(errors[row]) / Math.max(Math.abs(truth[row]), epsilon)
    }
  }
  return values
}

/** The mean losses of one model's rows, of which several metrics are made: each is measured once, when first asked for. */
export interface MeanLosses {
  of(loss: RegressionLoss): DefinedErrorEstimate
}

/** The mean losses of these rows, with intervals at this confidence. */
export function meanLosses(rows: PredictedRows, confidence: number): MeanLosses {
  const known = new Map<RegressionLoss, DefinedErrorEstimate>()
  return {
    of(loss) {
      const found = known.get(loss) ?? meanLoss(loss, rows, confidence)
      known.set(loss, found)
      return found
    },
  }
}

/** The weighted mean of losses, with Hall's interval. */
export function meanLoss(loss: RegressionLoss, rows: PredictedRows, confidence: number): DefinedErrorEstimate {
  const ofRows = losses(loss, rows)
  const { value, influence } = mean(ofRows, rows)
  const precision = meanPrecision(influence, rows.sampling)
  const few = fewCarriers(value, precision, meanParts(ofRows, rows.sampling, rows.weight), confidence)
  return { value, influence, interval: withFewCarriersCaution(hallInterval(value, precision, confidence), few) }
}

/** The weighted mean of prediction − truth, with Student's interval. */
export function meanError(rows: PredictedRows, confidence: number): DefinedErrorEstimate {
  const { value, influence } = mean(rows.errors, rows)
  const precision = influencePrecision(influence, rows.sampling)
  const half = studentT(confidence, precision) * precision.standardError
  return { value, influence, interval: half > 0 ? finiteInterval(value - half, value + half, 't') : null }
}

function mean(values: Float64Array, { sampling, weight }: PredictedRows): { value: number; influence: Float64Array } {
  const value = exactSum(values, sampling.weights) / weight
  const influence = new Float64Array(values.length)
  for (let row = 0; row < values.length; row++) influence[row] = (values[row] - value) / weight
  return { value, influence }
}

/** The interval on another scale, that grows with it. */
function rescaled(interval: Interval | null, scale: (end: number) => number): Interval | null {
  const ends = <Of extends Ends>(of: Of): Of => ({ ...of, low: scale(of.low), high: scale(of.high) })
  return interval && { ...ends(interval), ...(interval.caution && { caution: ends(interval.caution) }) }
}

/** The root of a mean of squares: value, interval and influence, each brought to that scale. */
export function rooted({ value, interval, influence }: DefinedErrorEstimate): DefinedErrorEstimate {
  const root = Math.sqrt(value)
  return {
    value: root,
    interval: rescaled(interval, Math.sqrt),
    influence: influence === null || root === 0 ? null : scaled(influence, 1 / (2 * root)),
  }
}

/** Half of a mean: value, interval and influence. */
export function halved({ value, interval, influence }: DefinedErrorEstimate): DefinedErrorEstimate {
  return {
    value: value / 2,
    interval: rescaled(interval, (end) => end / 2),
    influence: influence === null ? null : scaled(influence, 1 / 2),
  }
}

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
