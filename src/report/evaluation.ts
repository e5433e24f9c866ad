import type { Task } from '../dataset/roles.ts'
import type { Warning } from '../table/warning.ts'
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
  comparison: { splits: Record<string, ComparisonResult> } | null
  requirements: RequirementResult[]
  warnings: Warning[]
  /** Of all the above but `backend`: see `digest.ts`. */
  sha256: string
}

export type Verdict = 'pass' | 'fail' | 'undecided'

export interface ModelResult {
  /** Binary models that give scores only. */
  threshold?: { value: number; chosen: string }
  splits: Record<string, SplitResult>
}

export interface RowSetResult {
  rows: number
  /** Sum of the rows' weights, where they have any. */
  weight?: number
  /** Rows of the positive class; binary only. */
  positives?: number
  metrics: Record<string, MetricResult>
  /** Precision, recall and F1 of each class; multiclass only. */
  classes?: Record<string, Record<string, MetricResult>>
  /** A row per true class, a column per predicted class; binary labels are negative, positive. Not in regression. */
  confusion?: { labels: string[]; counts: number[][] }
}

export interface SplitResult extends RowSetResult {
  slices: SliceResult[]
}

export interface SliceResult extends RowSetResult {
  where: Record<string, string>
}

/** A metric with its interval; `interval` names the method. */
export type MetricResult =
  | { value: number; low: number | null; high: number | null; interval: string | null }
  | { value: null; undefined: string }

export interface ComparisonResult {
  rows: number
  metrics: Record<string, DifferenceResult>
}

/** Candidate minus production on the same rows, each at its own threshold. */
export type DifferenceResult =
  | { difference: number; low: number | null; high: number | null; p: number | null; test: string | null }
  | { difference: null; undefined: string }

export interface RequirementResult {
  metric: string
  /** The class whose metric it is; multiclass only. */
  class?: string
  split: string
  slice: Record<string, string> | null
  bound: BoundResult
  value: number | null
  low: number | null
  high: number | null
  outcome: Verdict
  reason: string
  /** Rows, in all, that would settle an undecided requirement. */
  rows_needed: number | null
  positives_needed: number | null
}

/** As written in the policy: `{at_least}`, `{at_most}`, `{versus_production: {…}}` or `{gap: {from, …}}`. */
export type BoundResult = Record<string, unknown>
