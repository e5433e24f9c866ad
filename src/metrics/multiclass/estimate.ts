import type { Settings } from '../settings.ts'
import type { DefinedMeasure, Measure, UndefinedMeasure } from '../measure.ts'
import type { Influence } from './precision.ts'
import type { Subject } from './subject.ts'

/** A metric's value on one model, with what it takes to compare it with another model's on the same rows. */
export type ClassEstimate = DefinedClassEstimate | UndefinedMeasure

export interface DefinedClassEstimate extends DefinedMeasure {
  /** null where no method here gives one. */
  influence: Influence | null
  /** Where the metric is a share of all rows: per cell, 1 where its rows count in the numerator. */
  hits?: Uint8Array
}

export type ClassEstimator = (subject: Subject, settings: Settings) => ClassEstimate

export function measureOf(estimate: ClassEstimate): Measure {
  return 'undefinedBecause' in estimate ? estimate : { value: estimate.value, interval: estimate.interval }
}

/** "a", "a and b", "a, b and 3 more". */
export function listed(names: string[]): string {
  if (names.length > 3) return `${names[0]}, ${names[1]} and ${names.length - 2} more`
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
}
