import type { Sampling } from '../../dataset/sampling.ts'
import { sampledPrecision, sampleSize } from '../intervals/delta.ts'
import type { Interval } from '../measure.ts'
import { wilsonInterval } from '../intervals/proportion.ts'
import { twoSidedT, twoSidedZ } from '../intervals/distributions.ts'
import { CompensatedSum } from '../sum.ts'

/** A share of some rows: its interval (null where the rows are too few to tell), and its variance. */
export interface ShareEstimate {
  value: number
  interval: Interval | null
  variance: number
}

/** Of independent rows, by their counts: Wilson's interval. */
export function countedShare(hits: number, total: number, confidence: number): ShareEstimate {
  const value = hits / total
  return {
    value,
    interval: wilsonInterval(hits, total, twoSidedZ(confidence)),
    variance: (value * (1 - value)) / total,
  }
}

/**
 * Of rows that are weighted by importance or belong together: Wilson's interval at the effective size p(1 − p)/SE², with the
 * t quantile of the variance's degrees of freedom (after Korn & Graubard, Survey Methodology 1998). A share of 0 or 1
 * shows no variance: there the size is Kish's, or the number of groups.
 * @param isHit of each of the rows
 * @param sampling of the same rows, at least one
 */
export function sampledShare(isHit: (row: number) => boolean, sampling: Sampling, confidence: number): ShareEstimate {
  const { rowCount, weights } = sampling
  const hits = new CompensatedSum()
  const all = new CompensatedSum()
  for (let row = 0; row < rowCount; row++) {
    const weight = weights === null ? 1 : weights.values[row]
    all.add(weight)
    if (isHit(row)) hits.add(weight)
  }
  const total = all.value
  const value = hits.value / total
  const influence = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) influence[row] = ((isHit(row) ? 1 : 0) - value) / total
  const { standardError, degreesOfFreedom } = sampledPrecision(influence, sampling)
  const variance = standardError * standardError
  const isSpread = value > 0 && value < 1 && variance > 0
  const size = isSpread ? (value * (1 - value)) / variance : effectiveSize(sampling)
  return {
    value,
    interval:
      degreesOfFreedom >= 1 ? wilsonInterval(value * size, size, twoSidedT(confidence, degreesOfFreedom)) : null,
    variance: Number.isNaN(variance) ? 0 : variance,
  }
}

function effectiveSize(sampling: Sampling): number {
  if (sampling.groups === null) return sampleSize(sampling)
  return new Set(sampling.groups.codes).size
}
