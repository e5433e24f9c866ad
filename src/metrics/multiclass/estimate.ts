import type { Settings } from '../settings.ts'
import type { DefinedMeasure, Measure, UndefinedMeasure } from '../measure.ts'
import type { Subject } from './subject.ts'
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

/** A metric's value on one model, with what it takes to compare it with another model's on the same rows. */
export type ClassEstimate = DefinedClassEstimate | UndefinedMeasure

/** A value with its interval, and what each row or cell adds to it. */
export interface DefinedClassEstimate extends DefinedMeasure {
  /** null where no method here gives one. */
  influence: Influence | null
  /** Where the metric is a share of all rows: per cell, 1 where its rows count in the numerator. */
  hits?: Uint8Array
}

/** Estimates a metric of several classes for one model. */
export type ClassEstimator = (subject: Subject, settings: Settings) => ClassEstimate

/** An estimate without what it takes to compare it. */
export function measureOf(estimate: ClassEstimate): Measure {
  return 'undefinedBecause' in estimate ? estimate : { value: estimate.value, interval: estimate.interval }
}

/** "a", "a and b", "a, b and 3 more". */
export function listed(names: string[]): string {
  if (names.length > 3) return `${names[0]}, ${names[1]} and ${names.length - 2} more`
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
}

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
      : { rowCount: weights.length, weights: { kind: 'frequency', values: weights }, groups: null }
  const precision = influencePrecision(values, tallied)
  if (test === 't') return precision
  const carried = carriedDegreesOfFreedom(values, tallied.weights?.values ?? null, sampleSize(tallied))
  return { ...precision, degreesOfFreedom: Math.min(precision.degreesOfFreedom, carried) }
}
