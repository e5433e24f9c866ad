import type { RowGroups, RowWeights, Sampling } from '../dataset/sampling.ts'
import { exactSum } from '../tally/exact-sums.ts'
import { integerMoments } from './moments.ts'

/** The standard error of an estimate, and the degrees of freedom of its variance. */
export interface Precision {
  standardError: number
  degreesOfFreedom: number
}

/**
 * The delta method (infinitesimal jackknife) from an estimate's influence function: with φ such that, near the truth,
 * estimate − truth ≈ Σ wᵢ·φᵢ and Σ wᵢ·φᵢ = 0 over the rows, the variance is
 * - n/(n − 1)·Σ wᵢ·φᵢ² for counts (each row standing for wᵢ alike; n = Σ wᵢ), wᵢ = 1 without weights;
 * - n/(n − 1)·Σ (wᵢ·φᵢ)² for shares, n = (Σ w)²/Σ w² being Kish's effective size;
 * - G/(G − 1)·Σ over the G groups of (Σ of the group's wᵢ·φᵢ)² where rows belong together (the cluster-robust variance;
 *   Obuchowski, Biometrics 1997, for areas under curves).
 *
 * For a mean, φᵢ = (xᵢ − mean)/Σ w and this is the usual standard error with n − 1 degrees of freedom.
 * The same whatever the order of rows and groups. NaN where there are fewer than two rows or groups.
 * @param influence per row, per unit of weight
 * @param sampling of the same rows
 */
export function influencePrecision(influence: Float64Array, sampling: Sampling): Precision {
  const { weights, groups } = sampling
  if (groups !== null) return groupedPrecision(influence, weights, groups)
  const size = sampleSize(sampling)
  const { squares } = weights?.kind === 'shares'
    ? integerMoments(influence.map((value, row) => weights.values[row] * value))
    : integerMoments(influence, weights?.values)
  return corrected(squares, size)
}

/** n as variances take it: Σ w of counts, Kish's effective size of shares, the rows where there are no weights. */
export function sampleSize({ rowCount, weights }: Sampling): number {
  if (weights === null) return rowCount
  if (weights.kind === 'counts') return exactSum(weights.values)
  const { sum, squares } = integerMoments(weights.values)
  return squares === 0 ? 0 : (sum * sum) / squares
}

function corrected(squares: number, size: number): Precision {
  return { standardError: size > 1 ? Math.sqrt((squares * size) / (size - 1)) : NaN, degreesOfFreedom: size - 1 }
}

function groupedPrecision(influence: Float64Array, weights: RowWeights | null, { codes, groupCount }: RowGroups): Precision {
  const { sums, present } = groupSums(influence, weights, codes, groupCount)
  return corrected(integerMoments(sums).squares, present)
}

/** Sums of w·φ of each group, as integers at 2^-26 of the largest so that the order of rows leaves no trace. */
function groupSums(
  influence: Float64Array, weights: RowWeights | null, codes: Uint32Array, groupCount: number,
): { sums: Float64Array; present: number } {
  const term = (row: number) => (weights === null ? influence[row] : weights.values[row] * influence[row])
  let largest = 0
  for (let row = 0; row < codes.length; row++) largest = Math.max(largest, Math.abs(term(row)))
  const scale = largest === 0 ? 0 : 2 ** 26 / largest
  const sums = new Float64Array(groupCount)
  const isPresent = new Uint8Array(groupCount)
  for (let row = 0; row < codes.length; row++) {
    sums[codes[row]] += Math.round(term(row) * scale)
    isPresent[codes[row]] = 1
  }
  let present = 0
  for (let group = 0; group < groupCount; group++) {
    present += isPresent[group]
    if (scale > 0) sums[group] /= scale
  }
  return { sums, present }
}
