import { taken } from '../dataset/columns.ts'
import { takeSampling, type Sampling } from '../dataset/sampling.ts'
import { isDefinedDifference, moverDifference, type Difference } from './difference.ts'
import {
  carriedDegreesOfFreedom,
  influencePrecision,
  sampleSize,
  type Precision,
  integerMoments,
} from './intervals/delta.ts'
import type { DefinedMeasure, Interval, UndefinedMeasure } from './measure.ts'
import { fisherExact, wilsonInterval } from './intervals/proportion.ts'
import { moverInterval } from './intervals/mover.ts'
import { twoSidedP, twoSidedZ } from './intervals/distributions.ts'

/** A metric on some rows, with what each of them adds to it (see `influencePrecision`). */
export type RowsEstimate = DefinedRowsEstimate | UndefinedMeasure

/** A metric that has a value on the rows. */
export interface DefinedRowsEstimate extends DefinedMeasure {
  /** Per row; null where there is none to speak of. */
  influence: Float64Array | null
  /** By which a difference is tested. */
  test: 'delta' | 't'
  /** What it is a share of, where it is one of independent rows. */
  count?: Count
}

/** So many successes of so many. */
export interface Count {
  count: number
  total: number
}

/** An estimate on all rows, ready to be compared with those on some of them. */
export interface WholeEstimate {
  measure: DefinedMeasure
  influence: Float64Array
  sampling: Sampling
  standardError: number
  /** Σ of the influences' squares, as the sampling weighs them. */
  squares: number
}

/** Why a slice of all rows has no difference from all rows. */
export const allRowsInside: UndefinedMeasure = { undefinedBecause: 'all rows are in it' }

/** An estimate on all rows, made ready for many comparisons. */
export function wholeEstimate(
  { value, interval }: DefinedMeasure,
  influence: Float64Array,
  sampling: Sampling,
): WholeEstimate {
  const { standardError } = influencePrecision(influence, sampling)
  return { measure: { value, interval }, influence, sampling, standardError, squares: squaresOf(influence, sampling) }
}

/**
 * An estimate on some rows minus that on all of them, by the delta method: what a row adds to the difference is its
 * influence on the first, where it is among them, less its influence on the second. The interval is MOVER's from both
 * estimates' own, where they have one.
 * @param rows their numbers, ascending
 * @param part the estimate on them
 */
export function nestedDifference(
  whole: WholeEstimate,
  rows: Uint32Array,
  part: DefinedRowsEstimate,
  confidence: number,
): Difference {
  if (rows.length === whole.influence.length) return allRowsInside
  if (part.influence === null)
    return { difference: part.value - whole.measure.value, interval: null, p: null, test: null }
  const sampling = takeSampling(whole.sampling, rows)
  const errors = {
    first: influencePrecision(part.influence, sampling).standardError,
    second: whole.standardError,
    difference: nestedPrecision(whole, rows, part.influence, sampling, part.test),
  }
  return cautious(moverDifference(part, whole.measure, errors, confidence, part.test), confidence)
}

/**
 * The difference with a p-value no smaller than its interval says, read as normal on the side towards 0: where few rows show
 * hardly any variance, as at a value of 0, only the interval knows how little they tell.
 */
export function cautious(difference: Difference, confidence: number): Difference {
  if (!isDefinedDifference(difference) || difference.interval === null || difference.p === null) return difference
  const {
    difference: value,
    interval: { low, high },
  } = difference
  const side = value > 0 ? value - low : high - value
  return {
    ...difference,
    p: side > 0 ? Math.max(difference.p, twoSidedP((value / side) * twoSidedZ(confidence))) : difference.p,
  }
}

function nestedPrecision(
  whole: WholeEstimate,
  rows: Uint32Array,
  influence: Float64Array,
  sampling: Sampling,
  test: 'delta' | 't',
): Precision {
  if (sampling.groups !== null) {
    const subtracted = whole.influence.map((value) => -value)
    rows.forEach((row, i) => {
      subtracted[row] += influence[i]
    })
    return {
      ...influencePrecision(subtracted, whole.sampling),
      degreesOfFreedom: new Set(sampling.groups.codes).size - 1,
      // The variance is the part's, all but for little: no surer than that of its groups.
      ofTest: influencePrecision(influence, sampling).ofTest,
    }
  }
  const own = taken(whole.influence, rows)
  const size = sampleSize(sampling)
  const all = sampleSize(whole.sampling)
  const subtracted = influence.map((value, i) => value - own[i])
  const outside = Math.max(0, whole.squares - squaresOf(own, sampling))
  const variance = (squaresOf(subtracted, sampling) * size) / (size - 1) + (outside * all) / (all - 1)
  const carried = test === 't' ? Infinity : carriedBy(influence, sampling, size)
  return { standardError: size > 1 ? Math.sqrt(variance) : NaN, degreesOfFreedom: Math.min(size - 1, carried) }
}

function carriedBy(influence: Float64Array, { weights }: Sampling, size: number): number {
  if (weights?.kind === 'importance')
    return carriedDegreesOfFreedom(
      influence.map((value, row) => weights.values[row] * value),
      null,
      influence.length,
    )
  return carriedDegreesOfFreedom(influence, weights?.values ?? null, size)
}

/** Of independent rows. */
function squaresOf(influence: Float64Array, { weights }: Sampling): number {
  if (weights?.kind === 'importance')
    return integerMoments(influence.map((value, row) => weights.values[row] * value)).squares
  return integerMoments(influence, weights?.values ?? null).squares
}

/**
 * A share of some independent rows minus that of all: as the latter is a mean of the share inside and that outside, the
 * difference is that of those two times the part of the total outside. Fisher's exact test, Newcombe's interval.
 */
export function nestedShareDifference(inside: Count, all: Count, confidence: number): Difference {
  const outside = { count: all.count - inside.count, total: all.total - inside.total }
  if (outside.total === 0) return allRowsInside
  const scale = outside.total / all.total
  const difference = inside.count / inside.total - all.count / all.total
  const { low, high } = moverInterval(scale, withWilson(inside, confidence), -scale, withWilson(outside, confidence))
  return { difference, interval: { low, high }, p: fisherExact(inside, outside), test: 'fisher' }
}

function withWilson({ count, total }: Count, confidence: number): Interval & { value: number } {
  return { value: count / total, ...wilsonInterval(count, total, twoSidedZ(confidence)) }
}
