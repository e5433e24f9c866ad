import { square } from '../arithmetic.ts'
import type { Interval } from '../measure.ts'
import { hallInterval, integerMoments, type MeanPrecision } from './delta.ts'

/** Fewer rows than this that carry a mean tell next to nothing of the rows that were not drawn. */
const fewestCarriers = 30
/** Rows that are no more uneven than so many for each that carries a mean are even, as are the sizes of normal errors. */
const evenRows = 2
/** So many times as uneven as the rows are is the square of the number of carriers that it takes, over the number of rows. */
const carriersPerUnevenness = 17
/** So many rows more as bad as the worst are taken to be possible where few carry a mean. */
const worstRows = 3

/** Few rows carry a mean of losses: how many, of how many that it takes, and how large the mean may be. */
export interface FewCarriers {
  reason: string
  high: number
}

/**
 * What is not known of a mean of losses that few rows carry, as with skewed errors or heavy tails: null where rows are enough. They
 * count as (Σ x)²/Σ x² (Kish, Survey Sampling, 1965), which of n rows with normal errors' squares is n/3. Fewer than 30 are too few; and so are
 * fewer than 17·n over their number, since the more uneven rows are, the more of them it takes until those seen tell of those that were not.
 * The mean may be as large as the upper end of Hall's interval with three more rows as bad as the worst, or, of fewer than 30, with twice as many
 * more as there are. Simulated with lognormal, exponential and t errors, a bound that is not met passes by it in 0 to 4 % of 50 to
 * 1,000 rows, else in 4 to 23 %; squares of t with 3 degrees of freedom, which have no variance, in about 13 %.
 */
export function fewCarriers(
  value: number,
  precision: MeanPrecision,
  { parts, counts }: { parts: Float64Array; counts: Float64Array | null },
  confidence: number,
): FewCarriers | null {
  const rows = precision.degreesOfFreedom + 1
  const { sum, squares } = integerMoments(parts, counts)
  if (!(precision.standardError > 0) || !(rows > 1) || squares === 0) return null
  const carriers = square(sum) / squares
  const isUneven = rows > evenRows * carriers
  const wanted = Math.max(isUneven ? fewestCarriers : 0, (carriersPerUnevenness * rows) / carriers)
  if (carriers >= wanted) return null
  const worst = rows * parts.reduce((most, part) => Math.max(most, part), 0)
  const more = isUneven && carriers < fewestCarriers ? 2 * rows : worstRows
  const high = hallInterval(...withRows(value, precision, worst, more), confidence)?.high ?? Infinity
  const figure = (count: number) => Number(count.toPrecision(2))
  return {
    reason: `the interval may be too short: few rows hold most of the errors, as if ${figure(carriers)} alike were all of them, fewer than ${Math.ceil(figure(wanted))}`,
    high,
  }
}

/** A mean and how sure it is with so many rows more, all of one size (Chan, Golub & LeVeque, The American Statistician 1983). */
function withRows(
  value: number,
  { standardError, degreesOfFreedom, skewness }: MeanPrecision,
  size: number,
  more: number,
): [number, MeanPrecision] {
  const rows = degreesOfFreedom + 1
  const all = rows + more
  const squares = square(standardError) * rows * (rows - 1)
  const cubes = skewness * squares * Math.sqrt(squares)
  const distance = size - value
  const allSquares = squares + (square(distance) * rows * more) / all
  const allCubes =
    cubes +
    (distance * square(distance) * rows * more * (rows - more)) / square(all) -
    (3 * distance * more * squares) / all
  return [
    value + (distance * more) / all,
    {
      standardError: Math.sqrt(allSquares / (all - 1) / all),
      degreesOfFreedom,
      skewness: allCubes / (allSquares * Math.sqrt(allSquares)),
    },
  ]
}

/** The interval of a mean of losses with a caution where few rows carry it. */
export function withFewCarriersCaution(interval: Interval | null, few: FewCarriers | null): Interval | null {
  if (interval === null || few === null || !(few.high > interval.high) || few.high === Infinity) return interval
  return { ...interval, caution: { reason: few.reason, low: interval.low, high: few.high } }
}
