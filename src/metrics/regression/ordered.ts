import { rankScores } from '../../tally/rank.ts'
import { sampleSize } from '../intervals/delta.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import { magnitudeOf } from '../../tally/exact-sums.ts'

/** Rows in ascending order of some value, as masses (weights) of the distinct values: exact integers. */
export interface RowsByValue {
  /** Distinct values, ascending. */
  values: Float64Array
  /** Per row, the 0-based index of its value. */
  ranks: Uint32Array
  /** Per distinct value, the mass up to and with it; the last is the total. */
  through: Float64Array
  /** What the masses of importance weights may have lost by rounding; 0 for frequency weights. */
  tolerance: number
  /** The mass of one row: 1 for frequency weights; for importance weights the total over Kish's effective size. */
  unit: number
}

/**
 * Orders rows by a value. Counts are their own masses; shares are taken in units of 2^-52 of their sum (rounded up to
 * a power of two), so that sums of masses are exact and no order of the rows shows.
 */
export function orderRows(values: Float64Array, sampling: Sampling, weight: number): RowsByValue {
  const { weights, rowCount } = sampling
  const { scores, ranks } = rankScores(values)
  const through = new Float64Array(scores.length)
  const isImportance = weights?.kind === 'importance'
  const scale = massScale(sampling, weight)
  for (let row = 0; row < rowCount; row++) {
    through[ranks[row]] += weights === null ? 1 : Math.round(weights.values[row] * scale)
  }
  for (let k = 1; k < through.length; k++) through[k] += through[k - 1]
  const total = massOf(through)
  return {
    values: scores,
    ranks,
    through,
    tolerance: isImportance ? 2 * rowCount : 0,
    unit: isImportance ? total / sampleSize(sampling) : 1,
  }
}

/** How many units of mass a weight of 1 is. */
export function massScale({ weights }: Sampling, weight: number): number {
  return weights?.kind === 'importance' ? 2 ** 52 / magnitudeOf(weight) : 1
}

function massOf(through: Float64Array): number {
  return through.length === 0 ? 0 : through[through.length - 1]
}

/** The mass of all rows. */
export function totalMass(rows: RowsByValue): number {
  return massOf(rows.through)
}

/** The first distinct value up to which the mass is at least `mass`. */
export function indexAtMass({ through }: RowsByValue, mass: number): number {
  let low = 0
  let high = through.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (through[middle] < mass) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The value below which a mass lies, interpolated: within half a row's mass on both sides of the step from one distinct
 * value to the next the quantile moves linearly, elsewhere it is the inverse of the distribution function. For distinct
 * values of one row each these are Hazen's quantiles.
 */
export function quantileAtMass(rows: RowsByValue, mass: number): number {
  const { values, through, unit } = rows
  const k = indexAtMass(rows, mass)
  const halfStep = (index: number) => Math.min(unit, through[index] - (index === 0 ? 0 : through[index - 1])) / 2
  const between = (lower: number) => {
    const start = through[lower] - halfStep(lower)
    const share = (mass - start) / (halfStep(lower) + halfStep(lower + 1))
    return values[lower] + share * (values[lower + 1] - values[lower])
  }
  if (k > 0 && mass < through[k - 1] + halfStep(k)) return between(k - 1)
  if (k + 1 < values.length && mass > through[k] - halfStep(k)) return between(k)
  return values[k]
}

/** Per row, its midrank as a share of the mass: the mass below its value and half of that at it. */
export function midRanks({ ranks, through }: RowsByValue): Float64Array {
  const total = massOf(through)
  const shares = new Float64Array(ranks.length)
  for (let row = 0; row < shares.length; row++) {
    const rank = ranks[row]
    shares[row] = ((rank === 0 ? 0 : through[rank - 1]) + through[rank]) / (2 * total)
  }
  return shares
}
