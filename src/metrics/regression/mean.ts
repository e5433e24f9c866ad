import { exactSum } from '../../tally/exact-sums.ts'
import type { RegressionLoss } from '../definitions/regression.ts'
import { hallInterval, meanPrecision } from '../intervals/hall.ts'
import { influencePrecision, studentT } from '../intervals/delta.ts'
import { finiteInterval, scaled, type DefinedErrorEstimate } from './estimate.ts'
import type { PredictedRows } from './predicted.ts'

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
  const { value, influence } = mean(losses(loss, rows), rows)
  return { value, influence, interval: hallInterval(value, meanPrecision(influence, rows.sampling), confidence) }
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

/** The root of a mean of squares: value, interval and influence, each brought to that scale. */
export function rooted({ value, interval, influence }: DefinedErrorEstimate): DefinedErrorEstimate {
  const root = Math.sqrt(value)
  return {
    value: root,
    interval: interval === null ? null : { ...interval, low: Math.sqrt(interval.low), high: Math.sqrt(interval.high) },
    influence: influence === null || root === 0 ? null : scaled(influence, 1 / (2 * root)),
  }
}

/** Half of a mean: value, interval and influence. */
export function halved({ value, interval, influence }: DefinedErrorEstimate): DefinedErrorEstimate {
  return {
    value: value / 2,
    interval: interval === null ? null : { ...interval, low: interval.low / 2, high: interval.high / 2 },
    influence: influence === null ? null : scaled(influence, 1 / 2),
  }
}
