import type { Sampling } from '../dataset/sampling.ts'
import { cubeRoot } from './elementary.ts'
import { influencePrecision, influenceSkewness } from './influence.ts'
import type { Interval } from './measure.ts'
import { twoSidedT } from './quantile.ts'

/**
 * Student's interval for the mean of a skewed loss, by Hall's monotone transformation of t (J. R. Statist. Soc. B 1992):
 * g(t) = t + λt²/3 + λ²t³/27 + λ/6 is nearly normal, λ being the skewness of the mean. A sample shows too little of it:
 * enlarged by 1 + 8.5/n (Bobée & Robitaille, Water Resources Research 1975). Cut at 0; null without variance, or where it
 * has no end.
 * @param influence per row, of the mean (see `influencePrecision`)
 */
export function hallInterval(value: number, influence: Float64Array, sampling: Sampling, confidence: number): Interval | null {
  const { standardError, degreesOfFreedom } = influencePrecision(influence, sampling)
  if (!(standardError > 0) || !(degreesOfFreedom >= 1)) return null
  const t = twoSidedT(confidence, degreesOfFreedom)
  const skewness = influenceSkewness(influence, sampling) * (1 + 8.5 / (degreesOfFreedom + 1))
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
