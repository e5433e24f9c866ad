import type { Sampling } from '../../dataset/sampling.ts'
import { cubeRoot } from '../elementary.ts'
import { influencePrecision, influenceSkewness, studentT, type Precision } from './delta.ts'
import type { Interval } from '../measure.ts'

/** How sure a mean is, and how lopsided. */
export interface MeanPrecision extends Precision {
  /** Of the mean: for n independent rows the rows' skewness over √n. */
  skewness: number
}

/** @param influence per row, of the mean (see `influencePrecision`) */
export function meanPrecision(influence: Float64Array, sampling: Sampling): MeanPrecision {
  return { ...influencePrecision(influence, sampling), skewness: influenceSkewness(influence, sampling) }
}

/**
 * Student's interval for the mean of a skewed loss, by Hall's monotone transformation of t (J. R. Statist. Soc. B 1992):
 * g(t) = t + λt²/3 + λ²t³/27 + λ/6 is nearly normal, λ being the skewness of the mean. A sample shows too little of it:
 * enlarged by 1 + 8.5/n (Bobée & Robitaille, Water Resources Research 1975). Cut at 0; null without variance, or where it
 * has no end.
 */
export function hallInterval(value: number, precision: MeanPrecision, confidence: number): Interval | null {
  const { standardError, degreesOfFreedom } = precision
  const t = studentT(confidence, precision)
  if (!(standardError > 0) || Number.isNaN(t)) return null
  const skewness = precision.skewness * (1 + 8.5 / (degreesOfFreedom + 1))
  const low = Math.max(0, value - standardError * inverseHall(t, skewness))
  const high = value - standardError * inverseHall(-t, skewness)
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high, method: 't' } : null
}

function inverseHall(level: number, skewness: number): number {
  const slope = skewness / 3
  // The limit of the formula below, which would cancel.
  if (Math.abs(slope) < 1e-6) return level
  return (cubeRoot(1 + 3 * slope * (level - skewness / 6)) - 1) / slope
}
