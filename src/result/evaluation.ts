import type { Task } from '../dataset/roles.ts'
import type { Engine } from '../tally/kernels.ts'

/** The result of an evaluation as other programs read it; keys and their order are the contract's. */
export interface EvaluationDocument {
  format: 'good-enough/evaluation'
  version: 1
  verdict: Verdict | null
  task: Task
  /** What told the task, in words. */
  task_evidence: string
  backend: Engine
  rows: number
  models: { candidate: ModelResult; production?: ModelResult }
  /** Comparison with production on the same rows or, where `unpaired_with` is present, with its baseline. Null without either. */
  comparison: { unpaired_with?: UnpairedResult; splits: Record<string, ComparisonResult> } | null
  /** What is known of the splits; null where rows are not split. */
  splitting: SplittingResult | null
  requirements: RequirementResult[]
  /**
   * That a constant or a coin meets all requirements on these rows, so that meeting them is no pass: who, and in words. Absent where
   * none does.
   */
  trivial?: { met_by: 'anything' | 'nobody' | 'everybody' | 'coin' | 'class' | 'mean'; message: string }
  /** How the level of autonomy that the policy declares stands; absent where it declares none, or nothing was required. */
  autonomy?: AutonomyResult
  /** The policy's rollout; absent where it plans none. */
  stages?: StageResult[]
  /** Whether some threshold would do; null where nothing is open, nothing depends on one, or there is no validation split. */
  threshold_search: ThresholdSearchResult | null
  /** Which look at the test set this is; null where nothing was required. */
  looks: LooksResult | null
  warnings: Warning[]
  setup: SetupResult
  /** Digest of all the above except `backend`, `setup`, earlier looks and the lines of examples: see `digest.ts`. */
  sha256: string
}

/** What the requirements come to together. */
export type Verdict = 'pass' | 'fail' | 'undecided'

/** One model on every split. */
export interface ModelResult {
  /** Only of binary models that give scores. */
  threshold?: {
    value: number
    chosen: string
    /** Where it was chosen, and predicts nobody or everybody positive. */
    predicts?: 'nobody' | 'everybody'
  }
  splits: Record<string, SplitResult>
  /** What recalibrating on validation would do on test: a report, never applied. */
  recalibrations?: RecalibrationResult[]
}

/** One model on a set of rows. */
export interface RowSetResult {
  rows: number
  /** Sum of the rows' weights, where they have any. */
  weight?: number
  /** Rows of the positive class; binary only. */
  positives?: number
  metrics: Record<string, MetricResult>
  /** Where the policy has an abstain band; on slices where a requirement asks for it. */
  abstain?: AbstainResult
  /** Precision, recall and F1 of each class; multiclass only. */
  classes?: Record<string, Record<string, MetricResult>>
  /** A row per true class, a column per predicted class; binary labels are negative, positive. Not in regression. */
  confusion?: { labels: string[]; counts: number[][] }
}

/** One model on the rows of a split. */
export interface SplitResult extends RowSetResult {
  /** How far the scores are right as probabilities; binary models that give scores only. */
  calibration?: CalibrationResult
  slices: SliceResult[]
  /** Slices with fewer rows than the policy's `smallest_group`: what they are, without their numbers. Only where there are any. */
  small_slices?: { where: Record<string, string> }[]
}

/** One model's decisions outside and inside the policy's abstain band: rows with from <= score < to go to a human. */
export interface AbstainResult {
  from: number
  to: number
  /** Share of the rows that are decided. */
  coverage: MetricResult
  decided: Record<string, MetricResult>
  abstained: Record<string, MetricResult>
}

/** One model on the rows of a slice. */
export interface SliceResult extends RowSetResult {
  where: Record<string, string>
}

/** A metric with its interval; `interval` names the method. */
export type MetricResult =
  | {
      value: number
      low: number | null
      high: number | null
      interval: string | null
      caution?: CautionResult
      with_choice?: WithChoiceResult
      /** How much too high the value is, by the bootstrap, where the threshold was chosen on these rows; in the metric's own units. */
      optimism?: number
    }
  | { value: null; undefined: string }

/**
 * Where a threshold was chosen on other rows and the interval takes it as it is: the interval with the choice in it, of whatever
 * threshold such rows would have chosen.
 */
export interface WithChoiceResult {
  low: number
  high: number
}

/** That the interval is known to be too short here, and why; the cautious one, which encloses it, is from `low` to `high`. */
export interface CautionResult {
  reason: string
  low: number
  high: number
}

/** The baseline that stands for production, as it was measured when it passed: its rows are not these, or not known to be. */
export interface UnpairedResult {
  /** Name of its column of scores. */
  model: string
  rows: number
  threshold: number | null
  /** The number of looks at its test set among which it was chosen; absent where it was the only one, or not counted. */
  selected_from?: number
  /** Level at which its intervals were measured; they count at the policy's. */
  confidence: number
  /** The policy that it passed. */
  policy: { name: string | null; sha256: string }
  /** SHA-256 of the result that it comes from. */
  result: { sha256: string }
}

/** Candidate minus production on a split. */
export interface ComparisonResult {
  rows: number
  /** The baseline's, where it stands for production; null where it lacks the split. */
  baseline_rows?: number | null
  metrics: Record<string, DifferenceResult>
  /** Decisions of the two that differ, one of them being right; not of numbers, and not against a baseline. */
  changes?: ChangesResult
  /** Where these rows are not like the baseline's: told, and no part of the verdict. Only where there is any. */
  shifts?: ShiftResult[]
}

/** How the rows of a split differ from those of the baseline. */
export interface ShiftResult {
  of: 'labels' | 'scores'
  message: string
  test: ShiftTestResult
}

/** The test of a difference between two distributions. */
export interface ShiftTestResult {
  name: string
  statistic: number
  p: number
  effect_size: { name: string; value: number }
}

/** Rows that the candidate gets right and production wrong, and the other way round; by slice where there are any. */
export interface ChangesResult {
  better: number
  worse: number
  slices: { where: Record<string, string>; rows: number; better: number; worse: number }[]
}

/** Candidate minus production, each at its own threshold; `test` is `unpaired` where production is a baseline. */
export type DifferenceResult =
  | {
      difference: number
      low: number | null
      high: number | null
      p: number | null
      test: string | null
      caution?: CautionResult
      with_choice?: WithChoiceResult
    }
  | { difference: null; undefined: string }

/** What is known of the splits. */
export interface SplittingResult {
  /** The policy's rule, as its `split:` says it; null without. */
  rule: Record<string, unknown> | null
  /** The rule that made the file's column of splits, where ids tell it; a guess that was followed on every row. */
  made_by: MadeByResult | null
  findings: SplitFindingResult[]
  /** How much better or worse the candidate is on one split than on another. */
  gaps: SplitGapResult[]
}

/** A rule that makes the splits of the file as they are. */
export interface MadeByResult {
  words: string
  /** As a policy's `split:` says it; null where it cannot. */
  rule: Record<string, unknown> | null
  /** Rows that the rule puts elsewhere. */
  disagreeing_rows: number
}

/** What a check of the splits found. */
export interface SplitFindingResult {
  code: string
  /** One, or two of which the rows are the last one's. */
  splits: string[]
  rows: number | null
  examples: { file: string; line: number }[]
  message: string
  /** The test of a shift; absent for other findings. */
  test?: ShiftTestResult
  /** `undecided`: the verdict cannot be a pass, unless `waived`. */
  effect: 'undecided' | 'none'
  waived: boolean
}

/** Metrics on `from` minus those on `to`, from different rows. */
export interface SplitGapResult {
  from: string
  to: string
  metrics: Record<string, { difference: number; low: number | null; high: number | null }>
}

/** How the level of autonomy that the policy declares stands: see `policy/autonomy.ts`. */
export interface AutonomyResult {
  level: number
  of: number
  /** `not_judged`: the policy does not contain what the level has to, so that meeting it says nothing of the level. */
  standing: 'met' | 'not_met' | 'not_judged'
  /** What the level has to contain, and whether the policy does. */
  checklist: { item: string; there: boolean; what: string }[]
  /** What is not shown as surely as the level asks; null where all is. */
  missing: string | null
}

/** A stage of the policy's rollout, and whether the evidence shows what it asks for. */
export interface StageResult {
  name: string
  share: number
  confidence: number
  shown: boolean
  /** Rows of the split, in all, that show it with a chance of 80 %; null where rows would not do. */
  rows_needed: number | null
  /** The fewest and the most that it may take, as the values may be off; null: no end. */
  rows_range?: [fewest: number, most: number | null]
}

/** What one requirement comes to on one set of rows. */
export interface RequirementResult {
  metric: string
  /** The class whose metric it is; multiclass only. */
  class?: string
  /** Measured on the rows that the abstain band leaves to the model, or to a human, alone. */
  where?: 'decided' | 'abstained'
  split: string
  slice: Record<string, string> | null
  bound: BoundResult
  value: number | null
  low: number | null
  high: number | null
  caution?: CautionResult
  /**
   * Where a threshold was chosen: `as_chosen`: the interval takes it as it is, and how it was chosen is not in it; `with_choice`: it is
   * (`threshold_interval: with_choice`); `chosen_here`: it was chosen on these very rows, which is never a pass.
   */
  threshold?: 'as_chosen' | 'with_choice' | 'chosen_here'
  /** How much too high the value is, by the bootstrap, where the threshold was chosen on these rows; in the metric's own units. */
  optimism?: number
  outcome: Verdict
  reason: string
  /** Rows, in all, that would settle an undecided requirement with a chance of 80 %. */
  rows_needed: number | null
  positives_needed: number | null
  /** Those of them that there are not yet, to label. */
  more_rows?: {
    rows: number
    positives?: number
    /** The fewest and the most that it may take, as the value may be off; null: no end. */
    range: [fewest: number, most: number | null]
  }
  /** Reported, and no part of the verdict: by the policy, or as it was skipped. */
  advisory?: true
  /** Why it was not judged, its outcome being undecided; the policy says to go on without it. */
  skipped?: 'no_production' | 'missing_slice'
  /** Why it is undecided though its interval alone would decide, or why it has none. */
  doubt?:
    | 'suspicious_improvement'
    | 'many_slices'
    | 'many_requirements'
    | 'short_interval'
    | 'chosen_here'
    | 'too_few_replicates'
}

/** Looks at the test set, as the policy's ledger counts them. */
export type LooksResult =
  | {
      /** 1 is the first. */
      number: number
      /** The look at whose level it is judged, where that is a later one: this look was made before, and others since. */
      judged_as?: number
      /** Level of every interval of this result, by the rule of its ledger (`policy/ledger.ts`). */
      confidence: number
      /** spending: look k spends α/(k(k + 1)); bonferroni, in ledgers of version 1: look k has α/k, the first none. */
      correction: 'none' | 'bonferroni' | 'spending'
      earlier: EarlierLookResult[]
    }
  | { number: null; reason: string }

/** A look at the same test set before this one. */
export interface EarlierLookResult {
  date: string
  model: string
  /** Whether what was demanded is what is demanded now. */
  policy: 'same' | 'other'
  /** Its rows: the same, a part of these (which have grown), or not to be told. Absent in ledgers of version 1: the same. */
  rows?: 'same' | 'grown' | 'unknown'
  verdict: Verdict
}

/** By values on validation alone, over every distinct score of the candidate there and a threshold above them all. */
export interface ThresholdSearchResult {
  on: 'validation'
  /** At which all requirements judged by are met, the worst of them the farthest within its bound; null: none. */
  passes: number | null
  /** Where no threshold passes: the one at which the worst requirement is the least outside of its bound. */
  closest: number | null
  /** Where that predicts nobody or everybody positive on these rows. */
  predicts?: 'nobody' | 'everybody'
  /** The worst requirement's distance from its bound at `closest`, in its own units; below 0: outside. */
  margin: number | null
  /** Requirements that change with the threshold, each slice counted. */
  judged: number
  left_out: { requirement: string; slice: Record<string, string> | null; reason: string }[]
}

/** Something the user should know that does not stop an evaluation. */
export interface Warning {
  /** Stable snake_case name, such as `duplicate_id`. */
  code: string
  message: string
  /** The number of rows left out for this reason; absent where none are. */
  rows_left_out?: number
  /** The model that it is about; absent where it is about none, or both. */
  model?: 'candidate' | 'production'
}

/** What was asked, as far as it shows what the numbers are of. */
export interface SetupResult {
  /** The policy's name. */
  policy: string | null
  /**
   * The columns in their roles, as a policy's `columns` names them; `positive` is the positive class, `candidate_of` the column
   * of the class that the candidate's score is of.
   */
  columns: Record<string, string | string[]>
  /** How files were read, as the policy's keys say it; absent where nothing was said. */
  reading?: ReadingResult
  /** Confidence level of every interval, two-sided. */
  confidence: number
  /** The same, one-sided: one less the chance of a result like this where a requirement is just not met. */
  assurance: number
  /** Number of replicates of every bootstrap. */
  replicates: number
  seed: number
  costs: { false_positive: number; false_negative: number }
  /** Slices and calibration bins of fewer rows are shown without numbers. */
  smallest_group: number
}

/** How files were read, where that is not plain from them. */
export interface ReadingResult {
  /** Whether the first line holds names. */
  header?: boolean
  /** Words that mean missing, by column; * is every other column. */
  missing?: Record<string, string[]>
  /** How numbers are written, by column. */
  number_format?: Record<string, string | string[]>
  /** Columns of classes in which case and outer blanks do not count (`fold`), or each spelling is a class (`exact`). */
  spelling?: Record<string, 'fold' | 'exact'>
  weights?: 'frequency' | 'importance'
  join?: 'id' | 'row_order'
  time_unit?: 's' | 'ms' | 'us' | 'days'
}

/** As written in the policy: `{at_least}`, `{at_most}`, `{versus_production: {…}}` or `{gap: {from, …}}`. */
export type BoundResult = Record<string, unknown>

/** How one model's scores keep what they promise on one split; binary only. */
export interface CalibrationResult {
  bins: { equal_width: CalibrationBinResult[] | UndefinedResult; equal_mass: CalibrationBinResult[] }
  /** Brier score = reliability − resolution + uncertainty, over distinct scores. */
  brier: { reliability: number; resolution: number; uncertainty: number } | UndefinedResult
}

/** Why there is no number. */
export interface UndefinedResult {
  undefined: string
}

/** Rows with scores from `lowest_score` to `highest_score`; `share` of positives with its interval. */
export interface CalibrationBinResult {
  lowest_score: number
  highest_score: number
  rows: number
  mean_score: number
  positives: number
  share: number
  low: number
  high: number
}

/** What a recalibration fitted on one split would do on another; it has not been applied. */
export type RecalibrationResult =
  | { method: string; fitted_on: string; judged_on: string; undefined: string }
  | {
      method: string
      fitted_on: string
      judged_on: string
      /** What the map from score to probability is a function of: the score or its log odds. */
      on: 'score' | 'logit'
      parameters: Record<string, number>
      log_loss: BeforeAfter
      brier: BeforeAfter
      ece: BeforeAfter
      /** At the threshold of least expected cost on `fitted_on`, chosen anew for the recalibrated scores. */
      chosen_threshold: CostBeforeAfter
      /** At false positives' share of the costs, the best threshold for probabilities that are right. */
      optimal_threshold: CostBeforeAfter
    }

/** A metric before and after recalibration. */
export interface BeforeAfter {
  before: MetricResult
  after: MetricResult
}

/** The expected cost at a threshold, before and after recalibration. */
export interface CostBeforeAfter {
  threshold: { before: number | null; after: number | null }
  expected_cost: BeforeAfter
}
