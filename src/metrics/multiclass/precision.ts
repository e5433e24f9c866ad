import type { Sampling } from '../../dataset/sampling.ts'
import { isTallied } from '../binary/influence-table.ts'
import {
  carriedDegreesOfFreedom,
  influencePrecision,
  sampledPrecision,
  sampleSize,
  type Precision,
} from '../intervals/delta.ts'
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
 * How sure an estimate is. Where few rows carry its variance, that variance is itself unsure: the delta method has no more
 * degrees of freedom than they leave. All NaN where an influence is not known.
 */
export function estimatePrecision(
  { over, values, test }: Influence,
  { ofRows, weights, sampling }: DecisionCells,
): Precision {
  if (values.includes(NaN)) return { standardError: NaN, degreesOfFreedom: NaN }
  if (!isTallied(sampling)) {
    return sampledPrecision(over === 'rows' ? values : perRow(ofRows.length, (row) => values[ofRows[row]]), sampling)
  }
  const tallied: Sampling =
    over === 'rows'
      ? sampling
      : { rowCount: weights.length, weights: { kind: 'counts', values: weights }, groups: null }
  const precision = influencePrecision(values, tallied)
  if (test === 't') return precision
  const carried = carriedDegreesOfFreedom(values, tallied.weights?.values ?? null, sampleSize(tallied))
  return { ...precision, degreesOfFreedom: Math.min(precision.degreesOfFreedom, carried) }
}
