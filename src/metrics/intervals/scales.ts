import { exp } from '../elementary.ts'
import type { Ends } from '../measure.ts'

/** Intervals carried out on a scale on which the metric has no ends, so that they stay within its range. */

/** value ± half on the scale of ln(x/(1 − x)), by the delta method; null without a width, and at 0 and 1. */
export function logitInterval(value: number, half: number): Ends | null {
  if (!(half > 0) || value <= 0 || value >= 1) return null
  const step = exp(half / (value * (1 - value)))
  const odds = value / (1 - value)
  return { low: odds / (odds + step), high: 1 - 1 / (1 + odds * step) }
}

/** value ± half on the scale of Fisher's z, ½·ln((1 + x)/(1 − x)), by the delta method; null without a width, and at −1 and 1. */
export function fisherInterval(value: number, half: number): Ends | null {
  if (!(half > 0) || value <= -1 || value >= 1) return null
  const step = exp((2 * half) / (1 - value * value))
  const odds = (1 + value) / (1 - value)
  return { low: 1 - 2 / (odds / step + 1), high: 1 - 2 / (odds * step + 1) }
}
