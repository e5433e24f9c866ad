import type { InvalidRows, Roles, Task } from '../dataset/roles.ts'
import type { AbstainBand } from '../metrics/binary/abstain.ts'
import type { AbstainPart } from '../metrics/measured.ts'
import type { Costs } from '../metrics/settings.ts'
import type { FindingCode } from '../split/finding.ts'
import type { SplitRule } from '../split/rule.ts'
import type { Stage } from './stages.ts'

/** What is good enough here, written down once. As parsed and checked; the file's form is in `parse.ts`. */
export interface Policy {
  name: string | null
  task: Task | null
  columns: Partial<Roles>
  /** Assigns rows to splits; beside `columns.split`, says what that column must be. */
  split: SplitRule | null
  /** What a check of the splits may find without making the verdict undecided. */
  waive: FindingCode[]
  threshold: ThresholdRule
  costs: Costs
  /** Level of every interval, such as 0.95. */
  confidence: number
  /** Replicates and seed of every bootstrap: the same seed gives the same numbers. */
  replicates: number
  seed: number
  invalidRows: InvalidRows
  /** Scores from `from` up to `to` go to a human; null: every row is decided. Binary only. */
  abstain: AbstainBand | null
  correction: Correction
  /** What becomes of a requirement on a metric that is not defined on its rows. */
  onUndefined: 'undecided' | 'fail'
  /** What an interval is worth that meets the bound and is known to be too short: `undecided` unless the cautious one meets it too. */
  onShortInterval: 'pass' | 'undecided'
  /** What becomes of a requirement where a slice has no rows; `ignore` reports it, and does not let it gate. */
  onMissingSlice: 'undecided' | 'fail' | 'ignore'
  /** Likewise where there is no production model to compare with: `refuse` is an error, `skip` reports it ungated. */
  onNoProduction: 'refuse' | 'skip'
  /** File of the baseline that stands for production where its scores are not there, relative to the policy. */
  baseline: string | null
  /** The file in which looks at the test set are counted, by its path from the policy's; null: they are not. */
  ledger: string | null
  /** The level of the ladder (`autonomy.ts`) that the model is meant for; null: not said. */
  autonomy: number | null
  /** Steps of the rollout, in their order; empty: none are planned. */
  stages: Stage[]
  /** Groups of fewer rows are reported without numbers. */
  smallestGroup: number
  /** Empty only where no policy was given: measured, not judged. */
  requirements: Requirement[]
}

/** How a requirement on every value of a slice is corrected for how many are looked at: see `holm.ts`. */
export type Correction = 'holm' | 'none'

/** A row is called positive where its score is at least the threshold. */
export type ThresholdRule =
  | { kind: 'fixed'; value: number }
  | {
      kind: 'best'
      direction: 'maximise' | 'minimise'
      metric: string
      subjectTo: { metric: string; bound: Bound }[]
      on: string
    }

/** A threshold that is to be chosen. */
export type ChoosingRule = Extract<ThresholdRule, { kind: 'best' }>

/** Inclusive, in the metric's own units. At least one of the two is given. */
export interface Bound {
  atLeast?: number
  atMost?: number
}

/** A bound on a metric, or on how many rows there are. */
export interface Requirement {
  /** An id of the catalogue; `coverage`; or a count: `rows`, `positives`. */
  metric: string
  /** The class whose precision, recall or F1 it is, in a multiclass task; null: of all classes. */
  ofClass: string | null
  /** `value`: the candidate's; `versus_production`: candidate minus production; `gap`: `from` minus `split`. */
  of: 'value' | 'versus_production' | 'gap'
  bound: Bound
  /**
   * Of `versus_production`: an improvement that may be larger than this is no pass. Above 0, in the metric's own units
   * and its better direction: where lower is better, a drop by more than this.
   */
  suspiciousAbove: number | null
  /** Measured on the rows that the abstain band leaves to the model, or to a human; null: on all. */
  where: AbstainPart | null
  /** null: on test, or on all rows where there are no splits. */
  split: string | null
  gapFrom: string | null
  /** Slice column (or two, for their intersections) of which every value must meet the bound. */
  slices: string[] | null
  /** Values (of each column) that must be there: without rows they are missing. */
  values: string[][]
  /** Judged and reported, and no part of the verdict. */
  isAdvisory: boolean
  /** Path in the policy, such as `requirements[0]`. */
  path: string
}

/** What holds where no policy says otherwise. */
export const defaultPolicy: Policy = {
  name: null,
  task: null,
  columns: {},
  split: null,
  waive: [],
  threshold: { kind: 'fixed', value: 0.5 },
  costs: { falsePositive: 1, falseNegative: 1 },
  confidence: 0.95,
  replicates: 2000,
  seed: 1,
  invalidRows: 'refuse',
  abstain: null,
  correction: 'holm',
  onUndefined: 'undecided',
  onShortInterval: 'pass',
  onMissingSlice: 'undecided',
  onNoProduction: 'refuse',
  baseline: null,
  ledger: null,
  autonomy: null,
  stages: [],
  smallestGroup: 1,
  requirements: [],
}
