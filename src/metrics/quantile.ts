import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

/** The z of a two-sided normal interval: 1.959964 at confidence 0.95. */
export function twoSidedZ(confidence: number): number {
  return normalQuantile(0.5 + confidence / 2, 0, 1)
}

/** The t of a two-sided interval with the given degrees of freedom (at least 1). */
export function twoSidedT(confidence: number, degreesOfFreedom: number): number {
  return tQuantile(0.5 + confidence / 2, degreesOfFreedom)
}

/** The standard normal value below which a share of the distribution lies (above 0, below 1). */
export function normalValue(share: number): number {
  return normalQuantile(share, 0, 1)
}

/** Two-sided p-value of a standard normal statistic. */
export function twoSidedP(statistic: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(statistic), 0, 1))
}
