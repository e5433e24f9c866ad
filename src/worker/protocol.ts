import type { Fault } from '../table/input-error.ts'
import type { ScoreHistogram } from '../metrics/binary/histogram.ts'
import type { SuggestedThresholds, ThresholdTargets } from '../metrics/binary/suggested-thresholds.ts'
import type { ThresholdCurve } from '../metrics/binary/curve.ts'
import type { CurveBands } from '../evaluate/tasks/task.ts'
import type { EditedPolicy, PolicyChange } from '../policy/file/edit.ts'
import type { PolicyChoices } from '../policy/task-metrics.ts'
import type { ReadPolicy } from '../policy/file/parse.ts'
import type { WorseSlices, WorseQuestion } from '../evaluate/worse-slices.ts'
import type { Views } from '../evaluate/views.ts'
import type { Policy } from '../policy/policy.ts'
import type { Stakes } from '../policy/stakes/stakes.ts'
import type { ModelName, Task } from '../dataset/roles.ts'
import type { AnswerPatch, Answers, Inspection } from '../inspect/inspection.ts'
import type { Preview } from '../inspect/preview.ts'
import type { Attempt } from './lock.ts'
import type { EvaluationDocument, RowSetResult } from '../result/evaluation.ts'
import type { Format } from '../report/formats.ts'
import type { SplitRule } from '../split/rule.ts'
import type { TitledSnippet } from '../split/snippet/snippet.ts'
import type { TimeKind } from '../split/time.ts'
import type { Engine } from '../tally/kernels.ts'

/** What the page asks of the engine; `client.ts` implements it over workers. Rejects with InputError on bad input. */
export interface EngineClient {
  /** Starts the engine ahead of the first question. */
  prepare(): void
  /**
   * Reads the start of every file: its columns and first rows, or why it cannot be read.
   * @param sheet of workbooks that have several; null: of none that has
   */
  open(files: File[], sheet: string | null): Promise<OpenedFiles>
  /**
   * Which column plays which part and why, and what is open, as the first rows show it under the answers given so far. Throws
   * InputError where a file cannot be read.
   * @param threshold for the preview: a row is positive from this score on
   */
  inspect(files: File[], answers: Answers, threshold: number, sheet: string | null): Promise<InspectedFiles>
  /** The first rows as each of several answers would have them read; null for one that leaves it open. */
  previews(
    files: File[],
    answers: Answers,
    threshold: number,
    patches: readonly AnswerPatch[],
    sheet: string | null,
  ): Promise<(Preview | null)[]>
  /** Checks a policy file's text; throws InputError with path, line and column. */
  parsePolicy(name: string, text: string): Promise<Policy>
  /** Checks a policy file's text, and gives the file as it is written too; throws InputError with path, line and column. */
  readPolicy(name: string, text: string): Promise<ReadPolicy>
  /** A policy's text with one change, which nothing else in it feels; throws InputError where no policy would come of it. */
  editPolicy(name: string, text: string, change: PolicyChange): Promise<EditedPolicy>
  /** What a policy of a task can be made of. */
  policyChoices(task: Task): Promise<PolicyChoices>
  /** A policy's text for what is at stake. */
  policyFrom(stakes: Stakes): Promise<string>
  /** Lets the worker that reads files try to send a message out; gives what the browser reported. */
  testLock(): Promise<Attempt[]>
  /**
   * Reads all rows and evaluates. Every call has workers of its own: abort ends them at once (rejects with an
   * AbortError) and leaves earlier sessions as they were.
   */
  evaluate(
    request: EvaluationRequest,
    options?: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
  ): Promise<Session>
}

/** Files of which the start was read. */
export interface OpenedFiles {
  tables: OpenedTable[]
  /** Of the files that cannot be read, by their place among those that were given. */
  faults: { file: number; fault: Fault }[]
}

/** One table as its start shows it. */
export interface OpenedTable {
  name: string
  byteLength: number
  /** Names in the order of the file, duplicates kept. */
  columns: string[]
  /** The first records (up to 100), as cells. */
  records: string[][]
  /** What should be known of the start of the file: no full sentences. */
  warnings: string[]
}

/** What the first rows of files show. */
export interface InspectedFiles {
  inspection: Inspection
  /** null where it is open how rows are read. */
  preview: Preview | null
  /** The task as an evaluation would tell it where none is named; null where it would not. */
  told: Task | null
}

export type { AnswerPatch, Answers, Inspection, Question, QuestionId, QuestionOption } from '../inspect/inspection.ts'
export type { Preview, PreviewedModel, PreviewRow, PreviewValue } from '../inspect/preview.ts'
export type { PolicyChange } from '../policy/file/edit.ts'
export type { MetricChoice, PolicyChoices } from '../policy/task-metrics.ts'
export type { EditedPolicy } from '../policy/file/edit.ts'
export type { ReadPolicy } from '../policy/file/parse.ts'
export type { PolicyFile, RequirementFile, ThresholdFile } from '../policy/file/schema.ts'
export type { CurveBands } from '../evaluate/tasks/task.ts'
export type { WorseSlices, WorseQuestion } from '../evaluate/worse-slices.ts'
export type { ClassCurveView, ErrorBinView, TopLabelView } from '../evaluate/views.ts'
export type { Density } from '../metrics/regression/density.ts'
export type { ModelResiduals, ResidualBin, Residuals } from '../metrics/regression/residuals.ts'
export type { BinnedWeights } from '../metrics/regression/bins.ts'
export type { Format } from '../report/formats.ts'
export type { TitledSnippet } from '../split/snippet/snippet.ts'

/** What is to be evaluated, and how. */
export interface EvaluationRequest {
  files: File[]
  /** The sheet to read of workbooks that have several; null: of none that has. */
  sheet: string | null
  policy: Policy
  engine: 'auto' | Engine
  /** The ledger as loaded; null where none is. Read only where the policy names one. */
  ledger: TextFile | null
  /** What the policy was read from, so that errors name its lines; null where there is none. */
  policyFile: TextFile | null
  /** A model that passed before, as `--baseline` names it; null where none is loaded. */
  baseline: TextFile | null
}

/** A text file that was loaded. */
export interface TextFile {
  fileName: string
  text: string
}

/** How far an evaluation has got. */
export interface Progress {
  stage: 'reading' | 'evaluating'
  /** Name of the file being read. */
  file: string
  rowCount: number
  bytesRead: number
  bytesTotal: number
}

/** A finished evaluation whose tallies stay in its worker, so that a threshold can be moved; and its `Views`. */
export interface Session extends AnswersOf<Views> {
  document: EvaluationDocument
  /** The ledger's text with this look in it; null where the policy names none, or there is no look to count. */
  ledger: string | null
  /** Which engine computed, and why, in words that do not name it. */
  engine: { engine: Engine; reason: string }
  /** Confusion counts along each model's and split's threshold, thinned for drawing. */
  curves: Curve[]
  /** Rows of each class by score, exact, in the same bins for each model and split. */
  histograms: Histogram[]
  /** Exact metrics of one model at another threshold, every split, no slices: under 1 ms of engine time. */
  at(model: ModelName, threshold: number): Promise<Record<string, RowSetResult>>
  /** The whole document as it would be with the candidate at another threshold: slices and requirements too. */
  judgeAt(threshold: number): Promise<EvaluationDocument>
  /**
   * The whole document as another policy would have it; null where that takes an evaluation. Throws InputError, with the line of
   * the policy's file, where it asks for what is not there.
   */
  judgeBy(policy: Policy, file: TextFile): Promise<EvaluationDocument | null>
  /** The candidate as a baseline of those to come, as `--promote` writes it. */
  baseline(): Promise<string>
  /** Bands of decision metrics along the thresholds of one split: a second's work or more, `at` and `judgeAt` go first. */
  bands(split: string, metrics: readonly string[]): Promise<CurveBands>
  /** The result in a format: the bytes that the command prints, kept where they are until they are read or saved. */
  report(format: Format): Promise<Blob>
  /** The same split elsewhere; `times` as the column of times has them. */
  splitSnippets(rule: SplitRule, times: TimeKind): Promise<TitledSnippet[]>
  /** On which slices the candidate is worse; a second's work or more on many rows, `at` and `judgeAt` go first. */
  worse(question: WorseQuestion): Promise<WorseSlices>
  /** The candidate's threshold by each usual way to choose one, on the rows of one split. */
  suggestThresholds(split: string, targets: ThresholdTargets): Promise<SuggestedThresholds>
  /** The curves on the rows of one slice alone; empty where models give no scores. */
  sliceCurves(split: string, where: Record<string, string>): Promise<Curve[]>
  /** Ends the workers, whatever they are at, and frees the rows. */
  close(): void
}

/** The same questions, answered by a worker. */
type AnswersOf<Questions> = {
  [Name in keyof Questions]: Questions[Name] extends (...question: infer Question) => infer Answer
    ? (...question: Question) => Promise<Answer>
    : never
}

/** One model's curve on one split. */
export interface Curve extends ThresholdCurve {
  model: ModelName
  split: string
}

/** One model's scores on one split. */
export interface Histogram extends ScoreHistogram {
  model: ModelName
  split: string
}

/** Errors cross the worker boundary as values. */
export type WorkerResult<T> =
  | { ok: true; value: T }
  | { ok: false; fault: Fault }
  | { ok: false; message: string }
  /** The files are no CSV, and this worker cannot read others. */
  | { ok: false; needsReaders: true }
