import betainc from '@stdlib/math-base-special-betainc'
import gammainc from '@stdlib/math-base-special-gammainc'
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import { exp } from '../arithmetic.ts'

/** The z of a two-sided normal interval: 1.959964 at confidence 0.95. */
export function twoSidedZ(confidence: number): number {
  return normalQuantile(0.5 + confidence / 2, 0, 1)
}

/** The t of a two-sided interval with the given degrees of freedom (at least 1). */
export function twoSidedT(confidence: number, degreesOfFreedom: number): number {
  return tQuantile(0.5 + confidence / 2, degreesOfFreedom)
}

/** Two-sided p-value of Student's t: the regularised incomplete beta function I_x(k/2, 1/2) at x = k/(k + t²). */
export function twoSidedTP(statistic: number, degreesOfFreedom: number): number {
  return betainc(degreesOfFreedom / (degreesOfFreedom + statistic * statistic), degreesOfFreedom / 2, 0.5, true, false)
}

/** The standard normal statistic, at least 0, that has a two-sided p-value; infinite where that is 0. */
export function zOfTwoSidedP(p: number): number {
  return p >= 1 ? 0 : -normalQuantile(p / 2, 0, 1)
}

/** Probability of an F variable at or above a statistic: the regularised incomplete beta function I_x(n/2, m/2), x = n/(n + m·f). */
export function fTail(statistic: number, degreesOfFreedom: number, ofDenominator: number): number {
  const x = ofDenominator / (ofDenominator + degreesOfFreedom * statistic)
  return betainc(x, ofDenominator / 2, degreesOfFreedom / 2, true, false)
}

/** The standard normal value below which a share of the distribution lies (above 0, below 1). */
export function normalValue(share: number): number {
  return normalQuantile(share, 0, 1)
}

/** Probability of a standard normal variable at or above a value. */
export function normalTail(value: number): number {
  return normalCdf(-value, 0, 1)
}

/** Two-sided p-value of a standard normal statistic. */
export function twoSidedP(statistic: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(statistic), 0, 1))
}

/**
 * Probability of a chi-squared variable at or above a statistic: the regularised upper incomplete gamma function
 * Q(k/2, x/2).
 * @param degreesOfFreedom at least 1
 */
export function chiSquaredTail(statistic: number, degreesOfFreedom: number): number {
  return gammainc(statistic / 2, degreesOfFreedom / 2, true, true)
}

/** Probability of at least `count` successes in `total` trials: the regularised incomplete beta function I_p(k, n − k + 1). */
export function binomialTail(count: number, total: number, probability: number): number {
  if (count === 0 || probability === 1) return 1
  return betainc(probability, count, total - count + 1, true, false)
}

/**
 * Probability that Kolmogorov's limiting distribution exceeds λ. Below 1.18 by the theta series, else by the
 * alternating one (Marsaglia, Tsang & Wang, Journal of Statistical Software 2003): few terms of either suffice there.
 */
export function kolmogorovTail(lambda: number): number {
  if (!(lambda > 0)) return 1
  if (lambda < 1.18) {
    const terms = [1, 9, 25, 49].map((k) => exp((-Math.PI * Math.PI * k) / (8 * lambda * lambda)))
    return 1 - (Math.sqrt(2 * Math.PI) / lambda) * terms.reduceRight((sum, term) => sum + term, 0)
  }
  const terms = [1, 4, 9, 16].map((k) => exp(-2 * k * lambda * lambda))
  return 2 * (terms[0] - terms[1] + terms[2] - terms[3])
}
