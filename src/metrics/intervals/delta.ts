import type { RowGroups, RowWeights, Sampling } from '../../dataset/sampling.ts'
import { CompensatedSum, cubeRoot, exp } from '../arithmetic.ts'
import { twoSidedT, twoSidedZ } from './distributions.ts'
import type { Ends, Interval } from '../measure.ts'
import { exactSum } from '../../tally/exact-sums.ts'

/** Sums over rows are sums of integers at 2^-26 of the largest. */
const limb = 2 ** 26

/** The standard error of an estimate, and the degrees of freedom of its variance. */
export interface Precision {
  standardError: number
  degreesOfFreedom: number
  /**
   * Of rows that belong to groups, by the groups that carry the estimate (`groupDegreesOfFreedom`): a test takes Student's t
   * of so many to its tails.
   */
  ofTest?: number
}

/**
 * The delta method (infinitesimal jackknife) from an estimate's influence function: with φ such that, near the truth,
 * estimate − truth ≈ Σ wᵢ·φᵢ and Σ wᵢ·φᵢ = 0 over the rows, the variance is
 * - n/(n − 1)·Σ wᵢ·φᵢ² for frequency weights (each row standing for wᵢ alike; n = Σ wᵢ), wᵢ = 1 without weights;
 * - n/(n − 1)·Σ (wᵢ·φᵢ)² for importance weights, n = (Σ w)²/Σ w² being Kish's effective size;
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
  const { squares } =
    weights?.kind === 'importance'
      ? integerMoments(weighted(influence, weights))
      : integerMoments(influence, weights?.values)
  return corrected(squares, size)
}

/** The t quantile of a two-sided interval; NaN where there are too few rows or groups for one. */
export function studentT(confidence: number, { degreesOfFreedom }: Precision): number {
  if (degreesOfFreedom === Infinity) return twoSidedZ(confidence)
  return degreesOfFreedom >= 1 ? twoSidedT(confidence, degreesOfFreedom) : NaN
}

/**
 * Degrees of freedom of a variance V = Σ c² that few rows may carry (a rare class, few rows on which two models differ, few
 * of great weight), by Satterthwaite's rule (Biometrics Bulletin 1946): 2V²/Var V with Var V ≈ Σ c⁴ − V²/n. At least 1.
 * @param terms what each row adds to the estimate
 * @param counts how many rows each term stands for; one where they are left out
 * @param size n
 */
export function carriedDegreesOfFreedom(terms: Float64Array, counts: Float64Array | null, size: number): number {
  const { sum, squares } = integerMoments(
    terms.map((term) => term * term),
    counts,
  )
  const spread = squares - (sum * sum) / size
  return spread > 0 ? Math.max(1, (2 * sum * sum) / spread) : Infinity
}

/** `influencePrecision` of rows that are weighted by importance or belong together; no more degrees of freedom than their weights carry. */
export function sampledPrecision(influence: Float64Array, sampling: Sampling): Precision {
  const { weights, groups, rowCount } = sampling
  const precision = influencePrecision(influence, sampling)
  if (groups !== null) return precision
  const terms = weights === null ? influence : weighted(influence, weights)
  const degreesOfFreedom = Math.min(precision.degreesOfFreedom, carriedDegreesOfFreedom(terms, null, rowCount))
  return { ...precision, degreesOfFreedom }
}

/**
 * The skewness of an estimate from its influence function: Σ c³ / (Σ c²)^1.5 over what each row (each of a count, each
 * group) contributes; for the mean of n rows the rows' skewness over √n. 0 where there is no variance.
 */
function influenceSkewness(influence: Float64Array, { weights, groups }: Sampling): number {
  const isCounted = weights?.kind === 'frequency' && groups === null
  const parts =
    groups !== null
      ? groupSums(influence, weights, groups.codes, groups.groupCount).sums
      : weights === null || isCounted
        ? influence
        : weighted(influence, weights)
  let largest = 0
  for (let i = 0; i < parts.length; i++) largest = Math.max(largest, Math.abs(parts[i]))
  if (largest === 0) return 0
  const scale = limb / largest
  const squares = new CompensatedSum()
  const highCubes = new CompensatedSum()
  const lowCubes = new CompensatedSum()
  for (let i = 0; i < parts.length; i++) {
    const units = Math.round(parts[i] * scale)
    const square = units * units
    const high = Math.floor(square / limb)
    const counted = isCounted ? weights.values[i] * units : units
    squares.add(counted * units)
    // In two parts that are exact integers, so that the order of the rows leaves no trace.
    highCubes.add(counted * high)
    lowCubes.add(counted * (square - high * limb))
  }
  return (highCubes.value * limb + lowCubes.value) / (squares.value * Math.sqrt(squares.value))
}

/** Per row, w·φ. */
function weighted(influence: Float64Array, { values }: RowWeights): Float64Array {
  return influence.map((value, row) => values[row] * value)
}

/** n as variances take it: Σ w of frequency weights, Kish's effective size of importance weights, the rows where there are no weights. */
export function sampleSize({ rowCount, weights }: Sampling): number {
  if (weights === null) return rowCount
  if (weights.kind === 'frequency') return exactSum(weights.values)
  const { sum, squares } = integerMoments(weights.values)
  return squares === 0 ? 0 : (sum * sum) / squares
}

function corrected(squares: number, size: number): Precision {
  return { standardError: size > 1 ? Math.sqrt((squares * size) / (size - 1)) : NaN, degreesOfFreedom: size - 1 }
}

function groupedPrecision(
  influence: Float64Array,
  weights: RowWeights | null,
  { codes, groupCount }: RowGroups,
): Precision {
  const { sums, present } = groupSums(influence, weights, codes, groupCount)
  const precision = corrected(integerMoments(sums).squares, present)
  const { sum, squares } = integerMoments(groupSums(influence.map(Math.abs), weights, codes, groupCount).sums)
  return { ...precision, ofTest: groupDegreesOfFreedom(sum, squares, present) }
}

/**
 * Degrees of freedom of a test by a cluster-robust variance: the groups that carry the estimate, (Σ m)²/Σ m² of what each has
 * at stake in it (m: the sum of its rows' |w·φ|), less one. They are those of Bell and McCaffrey (Survey Methodology 2002)
 * in spirit: a few large groups among many small ones count as few, and so do the few that have a rare class, or rows on which
 * two models differ. At least 1, where there are two groups.
 */
export function groupDegreesOfFreedom(sum: number, squares: number, groupCount: number): number {
  if (groupCount < 2 || !(squares > 0)) return groupCount - 1
  return Math.min(groupCount - 1, Math.max(1, (sum * sum) / squares - 1))
}

/** So many units to the largest of the terms that sums of them are exact, and rounding errors of the terms no unit. */
function finestUnits(termCount: number): number {
  let units = 2 ** 40
  while (units * termCount > 2 ** 53) units /= 2
  return units
}

/**
 * Sums of w·φ of each group, of integers so that the order of rows leaves no trace; a sum no larger than the rounding of
 * its terms is 0.
 */
function groupSums(
  influence: Float64Array,
  weights: RowWeights | null,
  codes: Uint32Array,
  groupCount: number,
): { sums: Float64Array; present: number } {
  const term = (row: number) => (weights === null ? influence[row] : weights.values[row] * influence[row])
  let largest = 0
  for (let row = 0; row < codes.length; row++) largest = Math.max(largest, Math.abs(term(row)))
  const scale = largest === 0 ? 0 : finestUnits(codes.length) / largest
  const sums = new Float64Array(groupCount)
  const sizes = new Uint32Array(groupCount)
  for (let row = 0; row < codes.length; row++) {
    sums[codes[row]] += Math.round(term(row) * scale)
    sizes[codes[row]]++
  }
  let present = 0
  for (let group = 0; group < groupCount; group++) {
    if (sizes[group] > 0) present++
    if (scale > 0) sums[group] = Math.abs(sums[group]) <= sizes[group] / 2 ? 0 : sums[group] / scale
  }
  return { sums, present }
}

/** The sum of some values and the sum of their squares. */
export interface Moments {
  sum: number
  squares: number
}

/**
 * Sum and sum of squares of the values as sums of integers, at 2^-26 of the largest: the same in any order of the
 * values, and within 2^-26 of it for each. For variances and the like; an estimate itself deserves all its digits.
 * @param counts how many times each value counts: whole numbers; once where they are left out
 */
export function integerMoments(values: Float64Array, counts: Float64Array | null = null): Moments {
  let largest = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i])
    if (size > largest) largest = size
  }
  if (largest === 0) return { sum: 0, squares: 0 }
  const unit = largest / 2 ** 26
  const scale = 2 ** 26 / largest
  const sum = new CompensatedSum()
  const squares = new CompensatedSum()
  for (let i = 0; i < values.length; i++) {
    const units = Math.round(values[i] * scale)
    const count = counts === null ? 1 : counts[i]
    sum.add(count * units)
    squares.add(count * units * units)
  }
  return { sum: sum.value * unit, squares: squares.value * unit * unit }
}

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

/**
 * What each independent row or group adds to a mean, and how many rows each of these stands for (of frequency weights; null: one).
 * @param losses per row
 * @param total Σ of the rows' weights
 */
export function meanParts(
  losses: Float64Array,
  { weights, groups }: Sampling,
  total: number,
): { parts: Float64Array; counts: Float64Array | null } {
  const terms = losses.map((loss) => loss / total)
  if (groups !== null) return { parts: groupSums(terms, weights, groups.codes, groups.groupCount).sums, counts: null }
  if (weights?.kind === 'importance') return { parts: weighted(terms, weights), counts: null }
  return { parts: terms, counts: weights?.values ?? null }
}

/** How sure a mean is, and how lopsided. */
export interface MeanPrecision extends Precision {
  /** Of the mean: for n independent rows the rows' skewness over √n. */
  skewness: number
}

/** A standard error below this share of a mean is what rounding leaves of none. */
const roundingShare = 2 ** -40

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
  if (!(standardError > roundingShare * value) || Number.isNaN(t)) return null
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
