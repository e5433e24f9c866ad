import type { Sampling } from '../../dataset/sampling.ts'
import { isTallied } from '../binary/influence-table.ts'
import { influencePrecision, sampleSize, type Precision } from '../influence.ts'
import { integerMoments } from '../moments.ts'
import { twoSidedT } from '../quantile.ts'
import type { DecisionCells } from './cells.ts'
import { perRow } from './rows.ts'

/** What each row changes in an estimate, per unit of weight (see `influencePrecision`): by cell, or row by row. */
export interface Influence {
  over: 'cells' | 'rows'
  values: Float64Array
  /** The test that compares two estimates by it. */
  test: 'delta' | 't'
}

/**
 * How sure an estimate is. Where few rows carry its variance (a rare class, few rows on which two models differ, few of
 * great weight), that variance is itself unsure: the degrees of freedom of the delta method for independent rows are
 * then those that Satterthwaite's rule (Biometrics Bulletin 1946) gives, 2V²/Var V for V = Σ wᵢ·φᵢ² and
 * Var V ≈ Σ wᵢ·φᵢ⁴ − V²/n. All NaN where an influence is not known.
 */
export function estimatePrecision({ over, values, test }: Influence, { ofRows, weights, sampling }: DecisionCells): Precision {
  if (values.includes(NaN)) return { standardError: NaN, degreesOfFreedom: NaN }
  if (!isTallied(sampling)) {
    return sampledPrecision(over === 'rows' ? values : perRow(ofRows.length, (row) => values[ofRows[row]]), sampling)
  }
  const tallied: Sampling = over === 'rows' ? sampling
    : { rowCount: weights.length, weights: { kind: 'counts', values: weights }, groups: null }
  const precision = influencePrecision(values, tallied)
  return test === 't' ? precision : carried(precision, values, tallied.weights?.values ?? null, sampleSize(tallied))
}

/** Likewise of rows that are weighted by shares or belong together. */
export function sampledPrecision(influence: Float64Array, sampling: Sampling): Precision {
  const { weights, groups, rowCount } = sampling
  const terms = weights === null ? influence : influence.map((value, row) => weights.values[row] * value)
  const precision = influencePrecision(influence, sampling)
  if (groups === null) return carried(precision, terms, null, rowCount)
  // Sums of groups are whole multiples of 2^-26 of the largest term: what cancels leaves that much, which is nothing.
  const largest = terms.reduce((size, term) => Math.max(size, Math.abs(term)), 0)
  return precision.standardError > largest * 2 ** -24 * Math.sqrt(rowCount) ? precision : { ...precision, standardError: 0 }
}

/** The precision with no more degrees of freedom than the terms' fourth powers leave. */
function carried(precision: Precision, terms: Float64Array, counts: Float64Array | null, size: number): Precision {
  const { sum, squares } = integerMoments(terms.map((term) => term * term), counts)
  const spread = squares - (sum * sum) / size
  const degreesOfFreedom = spread > 0 ? Math.max(1, (2 * sum * sum) / spread) : Infinity
  return { ...precision, degreesOfFreedom: Math.min(precision.degreesOfFreedom, degreesOfFreedom) }
}

/** The t quantile of a two-sided interval; NaN where there are too few rows or groups for one. */
export function quantileOf({ degreesOfFreedom }: Precision, confidence: number): number {
  return degreesOfFreedom >= 1 ? twoSidedT(confidence, degreesOfFreedom) : NaN
}
