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
 * How sure an estimate is. Where few rows carry its variance (a rare class, few rows on which two models differ), that
 * variance is itself unsure: the degrees of freedom of the delta method for independent rows are then those that
 * Satterthwaite's rule (Biometrics Bulletin 1946) gives, 2V²/Var V for V = Σ wᵢ·φᵢ² and Var V ≈ Σ wᵢ·φᵢ⁴ − V²/n.
 */
export function estimatePrecision({ over, values, test }: Influence, { ofRows, weights, sampling }: DecisionCells): Precision {
  if (!isTallied(sampling)) {
    return sampledPrecision(over === 'rows' ? values : perRow(ofRows.length, (row) => values[ofRows[row]]), sampling)
  }
  const tallied = over === 'rows' ? sampling
    : { rowCount: weights.length, weights: { kind: 'counts' as const, values: weights }, groups: null }
  const precision = influencePrecision(values, tallied)
  if (test === 't') return precision
  const { sum, squares } = integerMoments(values.map((value) => value * value), tallied.weights?.values)
  const spread = squares - (sum * sum) / sampleSize(tallied)
  const carried = spread > 0 ? Math.max(1, (2 * sum * sum) / spread) : Infinity
  return { ...precision, degreesOfFreedom: Math.min(precision.degreesOfFreedom, carried) }
}

/**
 * `influencePrecision` of rows that are weighted by shares or belong together, with a standard error of exactly 0 where
 * the influences of every group cancel: its sums are whole multiples of 2^-26 of the largest, and leave that much.
 */
export function sampledPrecision(influence: Float64Array, sampling: Sampling): Precision {
  const precision = influencePrecision(influence, sampling)
  const { weights, rowCount } = sampling
  let largest = 0
  for (let row = 0; row < rowCount; row++) {
    largest = Math.max(largest, Math.abs(influence[row]) * (weights === null ? 1 : weights.values[row]))
  }
  return precision.standardError <= largest * 2 ** -24 * Math.sqrt(rowCount) ? { ...precision, standardError: 0 } : precision
}

/** The t quantile of a two-sided interval; NaN where there are too few rows or groups for one. */
export function quantileOf({ degreesOfFreedom }: Precision, confidence: number): number {
  return degreesOfFreedom >= 1 ? twoSidedT(confidence, degreesOfFreedom) : NaN
}
