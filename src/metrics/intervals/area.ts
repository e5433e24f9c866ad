import { isDefined, type Ends, type Interval, type Measure } from '../measure.ts'
import { logitInterval, type Precision, studentT } from './delta.ts'
import { twoSidedT, twoSidedZ } from './distributions.ts'
import { wilsonInterval } from './proportion.ts'

/** An area, how sure it is, and how many independent rows of each class it is of. */
export interface EstimatedArea {
  area: number
  precision: Precision
  sizes: { positives: number; negatives: number }
}

/**
 * The interval of an area on the logit scale, which has no ends (Pepe, The Statistical Evaluation of Medical Tests, 2003, 5.2),
 * with Student's t; Newcombe's where that is degenerate (perfect separation, one row of a class).
 * @param method what the standard error is of: DeLong's variance (DeLong, DeLong & Clarke-Pearson, Biometrics 1988), or an
 * influence function's
 */
export function areaInterval(
  { area, precision, sizes }: EstimatedArea,
  confidence: number,
  method: 'delong' | 'delta',
): Interval {
  const ends = logitInterval(area, studentT(confidence, precision) * precision.standardError)
  if (ends === null) return newcombeAucInterval(area, sizes.positives, sizes.negatives, twoSidedZ(confidence))
  return { ...ends, method }
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
 * So many times as sure as one row of the rarer class, of which nothing but "above all others" or "below" is known, is the most
 * that a row of it is taken to be.
 */
const surestRow = 3.5

/**
 * The interval of an area with what is known of it: with m rows of the rarer class and an area A, where m·min(A, 1 − A) < 20
 * the variance seen is too small where the area looks good by chance, so that a bound that is not met passes in up to 25 % of
 * the cases instead of 2.5 % (normal scores of equal and unequal spread and exponential ones, areas of 0.8 to 0.99, m = 5 to
 * 100); from 20 on in at most 3 %. The cautious ends are its own or, farther out, Wilson's (after Kottas, Kuss & Zapf, BMC
 * Medical Research Methodology 2014) at the number of rows A(1 − A)/variance that would make a share as sure, at most 3.5·m, with
 * Student's t of m − 1 degrees of freedom: by these 0 to 4 % pass. `npm run simulate -- --promise few-rows` counts it.
 */
export function withAreaCaution(interval: Interval, estimated: EstimatedArea, confidence: number): Interval {
  const {
    area,
    precision: { standardError, degreesOfFreedom },
    sizes: { positives, negatives },
  } = estimated
  if (interval.method === 'newcombe') return interval
  const rarer = Math.min(positives, negatives)
  const weight = rarer * Math.min(area, 1 - area)
  if (weight >= fewestForArea) return interval
  const size = Math.min((area * (1 - area)) / (standardError * standardError), surestRow * rarer)
  const t = twoSidedT(confidence, Math.max(1, Math.min(degreesOfFreedom, rarer - 1)))
  const { low, high } = wilsonInterval(area * size, size, t)
  const reason = `the interval may be too short: independent rows of the rarer class × ${area < 0.5 ? 'area' : '(1 − area)'} are ${Number(weight.toPrecision(3))}, fewer than ${fewestForArea}`
  return {
    ...interval,
    caution: { reason, low: Math.min(interval.low, low), high: Math.max(interval.high, high) },
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
