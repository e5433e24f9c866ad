import { isDefined, type Ends, type Interval, type Measure } from '../measure.ts'
import { logitInterval, type Precision, studentT } from './delta.ts'
import { twoSidedZ } from './distributions.ts'

/** An area, how sure it is, and how many independent rows of each class it is of. */
export interface EstimatedArea {
  area: number
  precision: Precision
  sizes: { positives: number; negatives: number }
}

/**
 * DeLong's interval (DeLong, DeLong & Clarke-Pearson, Biometrics 1988, by Sun & Xu's ranks, IEEE SPL 2014), as pROC and
 * others give it: area ± z·error, cut to 0 … 1. Where the variance is zero or undefined (perfect separation, one row of a
 * class) Newcombe's. Near 1, and with few rows of a class, it misses the truth too often: `withAreaCaution`.
 */
export function delongInterval({ area, precision, sizes }: EstimatedArea, confidence: number): Interval {
  const z = twoSidedZ(confidence)
  const half = z * precision.standardError
  if (!(half > 0)) return newcombeAucInterval(area, sizes.positives, sizes.negatives, z)
  return { low: Math.max(0, area - half), high: Math.min(1, area + half), method: 'delong' }
}

/**
 * The interval of an area from any standard error, on the logit scale (Pepe, The Statistical Evaluation of Medical Tests,
 * 2003, 5.2) with Student's t; Newcombe's where that is degenerate.
 */
export function aucInterval({ area, precision, sizes }: EstimatedArea, confidence: number): Interval {
  const ends = logitInterval(area, studentT(confidence, precision) * precision.standardError)
  if (ends === null) return newcombeAucInterval(area, sizes.positives, sizes.negatives, twoSidedZ(confidence))
  return { ...ends, method: 'delta' }
}

/**
 * Newcombe's score-like interval for an AUC (Statistics in Medicine 2006, method 5): the areas θ with
 * |θ̂ − θ| ≤ z·√V(θ), V being Hanley & McNeil's variance with (P + N)/2 − 1 for both P − 1 and N − 1.
 */
export function newcombeAucInterval(auc: number, positives: number, negatives: number, z: number): Interval {
  const pooled = (positives + negatives) / 2 - 1
  const standardError = (area: number) => {
    const spread = 1 + (pooled * (1 - area)) / (2 - area) + (pooled * area) / (1 + area)
    return Math.sqrt((area * (1 - area) * spread) / (positives * negatives))
  }
  const solve = (outside: number) => {
    // Bisection between a point surely inside (the estimate) and one surely outside (0 or 1).
    let inside = auc
    for (let step = 0; step < 200 && inside !== outside; step++) {
      const middle = (inside + outside) / 2
      if (middle === inside || middle === outside) break
      if (Math.abs(auc - middle) <= z * standardError(middle)) inside = middle
      else outside = middle
    }
    return inside
  }
  return { low: auc === 0 ? 0 : solve(0), high: auc === 1 ? 1 : solve(1), method: 'newcombe' }
}

/** Rows of the rarer class × (1 − area), or × area below one half, from which on the intervals of an area hold. */
const fewestForArea = 20

/**
 * The interval of an area with what is known of it: with m rows of the rarer class and an area A, where
 * m·min(A, 1 − A) < 20 DeLong's is too short, and the shorter the better the area looks by chance, so that a bound that is
 * not met passes in up to 40 % of the cases instead of 2.5 % (normal and exponential scores of equal and unequal spread,
 * areas of 0.7 to 0.995, m = 5 to 1,000); from 20 on in at most 5 %. The cautious ends are the outermost of its own, of the
 * logit scale's with Student's t of m − 1 degrees of freedom, and of Newcombe's: by these at most 5 % pass anywhere there
 * (but 6 to 8 % where m is 5 and some scores of one class lie wholly beyond the other's). `npm run simulate -- --metric
 * roc_auc` counts it.
 */
export function withAreaCaution(interval: Interval, estimated: EstimatedArea, confidence: number): Interval {
  const {
    area,
    precision,
    sizes: { positives, negatives },
  } = estimated
  if (interval.method === 'newcombe') return interval
  const rarer = Math.min(positives, negatives)
  const weight = rarer * Math.min(area, 1 - area)
  if (weight >= fewestForArea) return interval
  const degreesOfFreedom = Math.min(precision.degreesOfFreedom, rarer - 1)
  const all = [
    interval,
    aucInterval({ ...estimated, precision: { ...precision, degreesOfFreedom } }, confidence),
    newcombeAucInterval(area, positives, negatives, twoSidedZ(confidence)),
  ]
  const reason = `the interval may be too short: independent rows of the rarer class × ${area < 0.5 ? 'area' : '(1 − area)'} are ${Number(weight.toPrecision(3))}, fewer than ${fewestForArea}`
  return {
    ...interval,
    caution: { reason, low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) },
  }
}

/** An area A as it is (factor 1), or 2A − 1 (factor 2): what it is above chance, of what it could be. */
export function rescaledArea(measure: Measure, factor: 1 | 2): Measure {
  if (!isDefined(measure)) return measure
  const rescaled = (area: number) => factor * area - (factor - 1)
  const ends = <Of extends Ends>(of: Of): Of => ({ ...of, low: rescaled(of.low), high: rescaled(of.high) })
  const { value, interval } = measure
  return {
    value: rescaled(value),
    interval: interval && { ...ends(interval), ...(interval.caution && { caution: ends(interval.caution) }) },
  }
}
