import { roundStep, thresholdAbove } from '../../metrics/binary/threshold.ts'
import type { Curve } from '../../worker/protocol.ts'

/** What the threshold slider spans, and how far one key press goes. */
export interface ThresholdRange {
  low: number
  high: number
  step: number
  fineStep: number
  pageStep: number
}

/**
 * The slider's range: 0 to 1 where all scores lie there (so that two models compare), else the scores' own; a little more where
 * a score is at its upper end, so that nobody can be predicted positive; with the frozen threshold always inside.
 */
export function thresholdRange(curves: Curve[], frozen: number): ThresholdRange {
  let [low, high] = [0, 1]
  let reached = -Infinity
  for (const { thresholds } of curves) {
    for (const threshold of thresholds) {
      if (threshold === null || !Number.isFinite(threshold)) continue
      if (threshold < low) low = threshold
      if (threshold > high) high = threshold
      if (threshold > reached) reached = threshold
    }
  }
  // Both ends treat all rows alike: at the lowest everybody is predicted positive, at the highest nobody.
  if (reached >= high) high = thresholdAbove(low, high)
  low = Math.min(low, frozen)
  high = Math.max(high, frozen)
  const step = roundStep((high - low) / 100)
  return { low, high, step, fineStep: step / 10, pageStep: step * 10 }
}

/** A threshold moved by whole steps, kept inside the range and rounded to its finest step. */
export function steppedThreshold(from: number, by: number, range: ThresholdRange): number {
  return Math.min(range.high, Math.max(range.low, snapped(from + by, range)))
}

/** The nearest multiple of the fine step: a pointer cannot be more precise. */
export function snapped(threshold: number, range: ThresholdRange): number {
  const steps = Math.round(threshold / range.fineStep)
  const decimals = Math.max(0, Math.ceil(-Math.log10(range.fineStep)))
  return Number((steps * range.fineStep).toFixed(Math.min(decimals, 20)))
}
