import type { Place } from '../table/input-error.ts'

/** Something that a check of the splits found. */
export interface SplitFinding {
  code: FindingCode
  /** The splits that it is about: one, or those that are compared, the earliest (train) first. */
  splits: string[]
  /** Rows that it concerns, of the splits but the first of several; null where it is of no rows in particular. */
  rows: number | null
  /** Some of them. */
  examples: Place[]
  /** What was found, in a sentence. */
  message: string
  /** Of a shift: how sure, and how large. */
  test: ShiftTest | null
  /** `undecided`: what is measured on these splits cannot be a pass, unless the policy waives this finding by its code. */
  effect: 'undecided' | 'none'
}

export interface ShiftTest {
  name: 'chi_squared' | 'kolmogorov_smirnov'
  statistic: number
  p: number
  /** `cramers_v`, or the Kolmogorov–Smirnov distance `d`; 0 is no shift and 1 the largest. */
  effectSize: { name: 'cramers_v' | 'd'; value: number }
}

export const findingCodes = [
  'shared_id',
  'shared_group',
  'shared_row',
  'twin_rows',
  'times_overlap',
  'missing_class',
  'missing_slice',
  'label_shift',
  'score_shift',
  'rule_disagrees',
  'split_too_small',
  'overfitting',
  'validation_used_up',
] as const

export type FindingCode = (typeof findingCodes)[number]
