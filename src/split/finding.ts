import type { ModelName } from '../dataset/roles.ts'
import type { Place } from '../table/input-error.ts'

/** Something that a check of the splits found, with the fields that a sentence about it needs. */
export type SplitFinding = AnyFinding &
  (
    | ({ code: 'shared_id' } & OfTwoSplits)
    | ({ code: 'shared_group'; groups: number } & OfTwoSplits)
    /** More rows are alike in every column in use than chance makes alike, and there are no ids. */
    | ({
        code: 'shared_row'
        /** How many of them chance explains. */
        byChance: number
      } & OfTwoSplits)
    /** There are no ids, and so many rows are alike by chance that a leak would not be seen. */
    | ({
        code: 'shared_row_unseen'
        /** All rows of the later split. */
        rowCount: number
        /** The number of its rows that would be seen if they were in the earlier one too; null: not even all of them. */
        visible: number | null
      } & OfTwoSplits)
    /** Rows with different ids seem to be the same cases: more of them than chance explains. */
    | ({ code: 'twin_rows'; within: TwinsWithin } & OfTwoSplits)
    | {
        code: 'times_overlap'
        /** Rows that are not later than all rows of the splits before theirs, by their split. */
        early: RowsOfSplit[]
        /** When each split but the latest ends, as the file writes times. */
        ends: { split: string; at: string }[]
      }
    | { code: 'missing_class'; values: string[]; others: RowsOfSplit[] }
    | {
        code: 'missing_slice'
        column: string
        values: string[]
        /** Rows of these values in the splits that have any. */
        others: RowsOfSplit[]
      }
    | { code: 'label_shift'; splits: [earlier: string, later: string]; test: ShiftTest }
    | {
        code: 'score_shift'
        splits: [earlier: string, later: string]
        model: ModelName
        /** The class whose scores have shifted most, where a model has scores for each; else null. */
        ofClass: string | null
        test: ShiftTest
      }
    | {
        code: 'rule_disagrees'
        rows: number
        rowCount: number
        /** Which rows are in another split than the rule gives them; the most first. */
        misplaced: { from: string; to: string; rows: number }[]
      }
    | {
        code: 'split_too_small'
        /** The number of requirements that the split is too small to decide. */
        requirements: number
        /** The metric of the one that takes the most rows, and how many these are. */
        hardest: string
        rowsNeeded: number
      }
    | {
        code: 'overfitting' | 'validation_used_up'
        splits: [from: string, to: string]
        model: ModelName
        /** The metrics that are better on the first split by more than chance explains. */
        gaps: MetricGap[]
      }
  )

/** What all findings have. */
interface AnyFinding {
  code: string
  /** The names of the splits that the finding is about: one, or those that are compared, the earliest (train) first. */
  splits: string[]
  /**
   * The number of rows concerned, without those of the first of several splits; null where no rows in particular are.
   */
  rows: number | null
  /** Where some of these rows are. */
  examples: Place[]
  /** The test of a finding of shift: how sure it is, and how large; null for other findings. */
  test: ShiftTest | null
  /**
   * `undecided`: what is measured on these splits cannot be a pass, unless the policy waives this finding by its code.
   */
  effect: 'undecided' | 'none'
}

interface OfTwoSplits {
  splits: [earlier: string, later: string]
  rows: number
}

/** How many rows of a split are concerned. */
export interface RowsOfSplit {
  split: string
  rows: number
}

/** How many of a split's rows have a twin in it. */
export interface TwinsWithin {
  twins: number
  rows: number
}

/** A metric on two splits, and the difference with its interval. */
export interface MetricGap {
  metric: string
  from: number
  to: number
  gap: number
  low: number
  high: number
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
  'shared_row_unseen',
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
] as const satisfies SplitFinding['code'][]

/** The kind of a finding. */
export type FindingCode = (typeof findingCodes)[number]
