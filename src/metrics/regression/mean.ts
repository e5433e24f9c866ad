import { cubeRoot } from '../elementary.ts'
import { influencePrecision, influenceSkewness } from '../influence.ts'
import type { Interval } from '../measure.ts'
import { finiteInterval, scaled, studentT, type DefinedEstimate } from './estimate.ts'
import type { PredictedRows } from './predicted.ts'
import { weightedTotal } from './total.ts'

/** Losses of a row that are averaged over rows, all at least 0. */
export type Loss = 'absolute' | 'squared' | 'percentage'

/** scikit-learn's guard against a truth of 0: the float64 epsilon. */
const epsilon = 2 ** -52

/** Per row: |error|, error² or |error| / max(|truth|, 2^-52). */
export function losses(loss: Loss, { truth, errors }: PredictedRows): Float64Array {
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

/** The weighted mean of losses, with Hall's interval. */
export function meanLoss(loss: Loss, rows: PredictedRows, confidence: number): DefinedEstimate {
  return (rows.meanLosses[loss] ??= measuredLoss(loss, rows, confidence))
}

function measuredLoss(loss: Loss, rows: PredictedRows, confidence: number): DefinedEstimate {
  const { value, influence } = mean(losses(loss, rows), rows)
  return { value, influence, interval: skewedInterval(value, influence, rows, confidence) }
}

/** The weighted mean of prediction − truth, with Student's interval. */
export function meanError(rows: PredictedRows, confidence: number): DefinedEstimate {
  const { value, influence } = mean(rows.errors, rows)
  const precision = influencePrecision(influence, rows.sampling)
  const half = studentT(confidence, precision) * precision.standardError
  return { value, influence, interval: half > 0 ? finiteInterval(value - half, value + half, 't') : null }
}

function mean(values: Float64Array, { sampling, weight }: PredictedRows): { value: number; influence: Float64Array } {
  const value = weightedTotal(values, sampling.weights) / weight
  const influence = new Float64Array(values.length)
  for (let row = 0; row < values.length; row++) influence[row] = (values[row] - value) / weight
  return { value, influence }
}

/**
 * Student's interval for the mean of a skewed loss, by Hall's monotone transformation of t (J. R. Statist. Soc. B 1992):
 * g(t) = t + λt²/3 + λ²t³/27 + λ/6 is nearly normal, λ being the skewness of the mean. A sample shows too little of it:
 * enlarged by 1 + 8.5/n (Bobée & Robitaille, Water Resources Research 1975). Cut at 0; null without variance.
 */
function skewedInterval(value: number, influence: Float64Array, { sampling }: PredictedRows, confidence: number): Interval | null {
  const precision = influencePrecision(influence, sampling)
  const t = studentT(confidence, precision)
  if (!(t * precision.standardError > 0)) return null
  const size = precision.degreesOfFreedom + 1
  const skewness = influenceSkewness(influence, sampling) * (1 + 8.5 / size)
  const end = (level: number) => value - precision.standardError * inverseHall(level, skewness)
  return finiteInterval(Math.max(0, end(t)), end(-t), 't')
}

function inverseHall(level: number, skewness: number): number {
  const slope = skewness / 3
  // The limit of the formula below, which would cancel.
  if (Math.abs(slope) < 1e-6) return level
  return (cubeRoot(1 + 3 * slope * (level - skewness / 6)) - 1) / slope
}

/** The root of a mean of squares: value, interval and influence, each brought to that scale. */
export function rooted({ value, interval, influence }: DefinedEstimate): DefinedEstimate {
  const root = Math.sqrt(value)
  return {
    value: root,
    interval: interval === null ? null : { ...interval, low: Math.sqrt(interval.low), high: Math.sqrt(interval.high) },
    influence: influence === null || root === 0 ? null : scaled(influence, 1 / (2 * root)),
  }
}

export function halved({ value, interval, influence }: DefinedEstimate): DefinedEstimate {
  return {
    value: value / 2,
    interval: interval === null ? null : { ...interval, low: interval.low / 2, high: interval.high / 2 },
    influence: influence === null ? null : scaled(influence, 1 / 2),
  }
}
