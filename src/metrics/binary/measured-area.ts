import type { ScoreTally } from '../../tally/rows.ts'
import type { DefinedMeasure, Interval } from '../measure.ts'
import { twoSidedZ } from '../quantile.ts'
import { classSizes, precisionOf, type SampledRows } from './influence-table.ts'
import {
  aucInterval,
  delongError,
  delongInterval,
  newcombeAucInterval,
  rocAuc,
  rocAucInfluence,
  type EstimatedArea,
} from './roc-auc.ts'

/**
 * The area under the ROC curve with its interval: DeLong's, or where rows belong together or have shares for weights that of
 * its influence function.
 * @param tally with at least one row of each class
 * @param rows where they have to be looked at one by one
 */
export function measuredArea(tally: ScoreTally, confidence: number, rows?: SampledRows): DefinedMeasure {
  const area = rocAuc(tally)
  const estimated =
    rows === undefined
      ? { area, precision: { standardError: delongError(tally, area), degreesOfFreedom: Infinity }, sizes: tally }
      : { area, precision: precisionOf(rocAucInfluence(tally, area), rows), sizes: classSizes(rows) }
  const interval = (rows === undefined ? delongInterval : aucInterval)(estimated, confidence)
  return { value: area, interval: withAreaCaution(interval, estimated, confidence) }
}

/** Rows of the rarer class × (1 − area), or × area below one half, from which on the intervals of an area hold. */
export const fewestForArea = 20

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
