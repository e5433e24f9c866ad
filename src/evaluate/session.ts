import type { ModelName } from '../dataset/roles.ts'
import type { BandOptions } from '../metrics/binary/bands.ts'
import type { SliceCurve } from '../metrics/binary/curve.ts'
import type { ScoredSplit } from '../metrics/binary/split-scores.ts'
import {
  suggestedThresholds,
  type SuggestedThresholds,
  type ThresholdTargets,
} from '../metrics/binary/suggested-thresholds.ts'
import type { MeasuredSplit } from '../metrics/measured.ts'
import { canCarry } from '../metrics/intervals/percentile.ts'
import type { Settings } from '../metrics/settings.ts'
import type { Pause } from '../metrics/slice-comparison.ts'
import type { ValueCounts } from '../metrics/value-bins.ts'
import type { Baseline } from '../policy/baseline.ts'
import { judge } from '../policy/judge.ts'
import { isGating, withWaivers } from '../policy/judgement.ts'
import type { CountedLook, LedgerEntry, Uncounted } from '../policy/ledger.ts'
import { requireThreshold, type OperatingPoint } from '../policy/operating-point.ts'
import { passingThreshold, type PassingThreshold } from '../policy/passing-threshold.ts'
import type { Policy } from '../policy/policy.ts'
import { shiftsSince } from '../policy/shift-since-baseline.ts'
import { requireTaskMetrics } from '../policy/task-metrics.ts'
import { triviality } from '../policy/trivial.ts'
import { withBaseline } from '../policy/versus-baseline.ts'
import { evaluationDocument } from '../report/document.ts'
import type { EvaluationDocument, RowSetResult } from '../result/evaluation.ts'
import { generalisationFindings } from '../split/check/generalisation.ts'
import type { Engine } from '../tally/kernels.ts'
import type { EvaluationNotice } from '../words/warnings.ts'
import { takesSameMeasures } from './policy-wants.ts'
import type { ReadDataset } from './read.ts'
import { splitsTooSmall } from './splitting/check-splits.ts'
import { named, thresholdsOf, type CompareSlices, type CurveBands, type MeasuredTask } from './tasks/task.ts'
import type { Views } from './views.ts'
import { findWorseSlices, type WorseQuestion, type WorseSlices } from './worse-slices.ts'

/** A finished evaluation: its document, and what else can be asked of it without reading the rows again. */
export interface Evaluation {
  document: EvaluationDocument
  /** What the ledger is to gain, except the date; null where the policy names no ledger, and where this look is in it already. */
  entry: Omit<LedgerEntry, 'date'> | null
  /** What thresholds move over; empty where the task has none. */
  splits: ScoredSplit[]
  /** The candidate's rows by score on every split, for a baseline of it. */
  counts(): Map<string, ValueCounts>
  /** One model's exact metrics at another threshold, every split: no pass over the rows. */
  at(model: ModelName, threshold: number): Record<string, RowSetResult>
  /** The whole document as it would be with the candidate at another threshold. */
  judgeAt(threshold: number): EvaluationDocument
  /**
   * The whole document as another policy would have it, from what is measured already; null where that would not do, or where
   * a ledger counts looks: then it takes an evaluation. Throws InputError where the policy asks for what is not there.
   */
  judgeBy(policy: Policy): EvaluationDocument | null
  /** Bands of decision metrics along the thresholds of one of `splits`. It takes a while: `options` say when to pause. */
  bands(split: string, metrics: readonly string[], options?: BandOptions): Promise<CurveBands>
  /** The candidate's threshold by each usual way to choose one, on the rows of one of `splits`. */
  suggestThresholds(split: string, targets: ThresholdTargets): SuggestedThresholds
  /** On which slices the candidate is worse than production, or than itself on all rows. `pause` lets other work go first. */
  worse(question: WorseQuestion, pause?: Pause): Promise<WorseSlices>
  /** The curves of every model that gives scores, on the rows of one slice alone; thinned for drawing. */
  sliceCurves(split: string, where: Record<string, string>): SliceCurve[]
  /** What there is to draw of several classes, or of numbers. */
  views: Views
}

/** Everything that an evaluation knows once its rows are measured. */
export interface Measured {
  engine: Engine
  read: ReadDataset
  task: MeasuredTask
  /** With the confidence at which this look is judged. */
  policy: Policy
  settings: Settings
  /** The baseline as it was given; it stands for production where there is no production model. */
  baseline: Baseline | null
  /** Null where looks are not counted. */
  counted: CountedLook | null
}

/** Judges what is measured by its policy, and answers further questions about it. */
export function evaluationSession({
  engine,
  read,
  task,
  policy,
  settings,
  baseline: given,
  counted,
}: Measured): Evaluation {
  const { told, dataset } = read
  const hasProduction = task.models.includes('production')
  const baseline = hasProduction ? null : given
  const against = (splits: MeasuredSplit[]) => (baseline === null ? splits : withBaseline(splits, baseline, settings))
  const counts = once(task.counts)
  const splits = against(task.splits)

  // Only the candidate's scores and production's own threshold decide this: moving the candidate's threshold changes nothing.
  const passingBy = (rules: Policy) => once(() => passingOnValidation(rules, task.tallied, splits))
  const passing = passingBy(policy)

  const documentOf = (
    measured: MeasuredSplit[],
    points: Map<ModelName, OperatingPoint>,
    rules = policy,
    search = passing,
  ): EvaluationDocument => {
    const judgements = judge(rules, {
      splits: measured,
      hasProduction: hasProduction || baseline !== null,
      isCounted: dataset.splits[0].sampling.weights?.kind === 'frequency',
      chosenOn: rules.threshold.kind === 'best' && task.points.has('candidate') ? rules.threshold.on : null,
    })
    const isOpen = judgements.some((judgement) => isGating(judgement) && judgement.outcome !== 'pass')
    const findings = [
      ...read.findings,
      ...generalisationFindings(told.task, measured, settings.confidence),
      ...splitsTooSmall(judgements),
    ]
    return evaluationDocument({
      engine,
      rowCount: dataset.rowCount,
      told,
      labels: task.labels,
      models: task.models,
      baseline,
      shifts: baseline === null ? [] : shiftsSince(baseline, measured, counts(), dataset.splits[0].sampling),
      splits: measured,
      calibrations: task.calibrations,
      operatingPoints: points,
      judgements,
      trivial: triviality(rules, judgements, { task: told.task, labels: task.labels, splits: measured }),
      passingThreshold: isOpen ? search() : null,
      policy: rules,
      roles: read.roles,
      reading: read.reading,
      madeBy: read.madeBy,
      findings: withWaivers(findings, rules.waive),
      looks: counted ?? uncounted(rules),
      notices: [
        ...read.notices,
        ...task.notices,
        ...baselineNotices(rules, given, hasProduction),
        ...replicatesNotice(rules, counted),
        ...(baseline !== null && dataset.splits[0].sampling.groups !== null
          ? [{ code: 'shift_not_tested' as const }]
          : []),
      ],
    })
  }
  const document = documentOf(splits, task.points)
  const pointsAt = (threshold: number): Map<ModelName, OperatingPoint> =>
    new Map([...task.points, ['candidate', { value: threshold, chosen: 'moved by hand', predicts: null }]])
  const compareSlices = remembered(task.compareSlices)
  return {
    document,
    entry: entryOf(counted, document),
    splits: task.tallied,
    counts,
    at: task.at,
    judgeAt(threshold) {
      const points = pointsAt(threshold)
      return documentOf(against(task.measureAt(points)), points)
    },
    judgeBy(other) {
      requireTaskMetrics(other, told)
      if (task.tallied.length > 0) requireThreshold(other, task.tallied)
      const isMeasured = counted === null && other.ledger === null && takesSameMeasures(policy, other)
      return isMeasured ? documentOf(splits, task.points, other, passingBy(other)) : null
    },
    bands: task.bands,
    suggestThresholds: (split, targets) =>
      suggestedThresholds(named(task.tallied, split).tallies.get('candidate')!, targets),
    worse: (question, pause = async () => {}) => {
      const { split, against: other, threshold } = question
      const thresholds = thresholdsOf(task.models, threshold === null ? task.points : pointsAt(threshold))
      return findWorseSlices(question, {
        task: told.task,
        policy,
        measured: named(task.splits, split),
        compare: (metric) => compareSlices({ split, metric, against: other, thresholds }, pause),
      })
    },
    sliceCurves: task.sliceCurves,
    views: task.views,
  }
}

/** Answers the last question again without working it out again: the same slices are looked at in several ways. */
function remembered(compare: CompareSlices): CompareSlices {
  let last: { key: string; comparisons: ReturnType<CompareSlices> } | null = null
  return (question, pause) => {
    const key = JSON.stringify({ ...question, thresholds: [...question.thresholds] })
    if (last?.key !== key) last = { key, comparisons: compare(question, pause) }
    return last.comparisons
  }
}

function passingOnValidation(policy: Policy, tallied: ScoredSplit[], splits: MeasuredSplit[]): PassingThreshold | null {
  const at = tallied.findIndex(({ name }) => name === 'validation')
  return at < 0 ? null : passingThreshold(policy, tallied[at], splits[at])
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}

function entryOf(counted: CountedLook | null, { verdict, sha256 }: EvaluationDocument): Evaluation['entry'] {
  if (counted === null || counted.look.isKnown || verdict === null) return null
  return { ...counted.key, verdict, result: sha256 }
}

/** Why looks are not counted; null where nothing is required, so that there is nothing to count. */
function uncounted({ ledger, requirements }: Policy): { uncounted: Uncounted } | null {
  if (requirements.length === 0) return null
  return { uncounted: ledger === null ? 'no_ledger' : 'no_test_split' }
}

/** What the replicates cannot carry: only looks come to it, as a written confidence beyond them is refused. */
function replicatesNotice({ confidence, replicates }: Policy, counted: CountedLook | null): EvaluationNotice[] {
  if (counted === null || canCarry(replicates, confidence)) return []
  return [{ code: 'too_few_replicates', look: counted.look.judgedAs, confidence, replicates }]
}

function baselineNotices(
  { baseline: named }: Policy,
  given: Baseline | null,
  hasProduction: boolean,
): EvaluationNotice[] {
  const baseline = given?.file ?? named
  if (hasProduction) return baseline === null ? [] : [{ code: 'baseline_not_used', baseline }]
  return named === null || given !== null ? [] : [{ code: 'baseline_not_read', baseline: named }]
}
