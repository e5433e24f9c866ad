import type { Place } from '../table/input-error.ts'

/** Something that a check of the splits found. */
export interface SplitFinding {
  code: FindingCode
  /** The names of the splits that the finding is about: one, or those that are compared, the earliest (train) first. */
  splits: string[]
  /**
   * The number of rows concerned, without those of the first of several splits; null where no rows in particular are.
   */
  rows: number | null
  /** Where some of these rows are. */
  examples: Place[]
  /** What was found, in a sentence. */
  message: string
  /** The test of a finding of shift: how sure it is, and how large; null for other findings. */
  test: ShiftTest | null
  /**
   * `undecided`: what is measured on these splits cannot be a pass, unless the policy waives this finding by its code.
   */
  effect: 'undecided' | 'none'
}

/** The result of a test of shift between two splits. */
export interface ShiftTest {
  name: 'chi_squared' | 'kolmogorov_smirnov'
  statistic: number
  p: number
  /** `cramers_v`, or the Kolmogorov–Smirnov distance `d`; 0 is no shift and 1 the largest. */
  effectSize: { name: 'cramers_v' | 'd'; value: number }
}

/** The codes of all findings, as policies name them to waive one. */
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

/** The kind of a finding. */
export type FindingCode = (typeof findingCodes)[number]
