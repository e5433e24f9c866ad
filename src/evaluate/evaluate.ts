import type { ByteSource } from '../csv/source.ts'
import type { ModelName } from '../dataset/roles.ts'
import type { BandOptions } from '../metrics/binary/bands.ts'
import { measureModelAt } from '../metrics/binary/measure.ts'
import type { SliceMeasurer } from '../metrics/binary/slice-measures.ts'
import { sliceCurves, type SliceCurve } from '../metrics/binary/slice-curves.ts'
import type { TalliedSplit } from '../metrics/binary/tallied.ts'
import type { Settings } from '../metrics/settings.ts'
import type { Pause } from '../metrics/slice-comparison.ts'
import type { ValueCounts } from '../metrics/value-bins.ts'
import { requireComparable, type Baseline } from '../policy/baseline.ts'
import { judge } from '../policy/judge.ts'
import { isGating } from '../policy/judgement.ts'
import { policyDigest } from '../policy/digest.ts'
import { emptyLedger, type Ledger, type LedgerEntry } from '../policy/ledger.ts'
import { lookOf } from '../policy/look.ts'
import type { OperatingPoint } from '../policy/operating-point.ts'
import { passingThreshold, type PassingThreshold } from '../policy/passing-threshold.ts'
import type { Policy } from '../policy/policy.ts'
import { requireTaskMetrics } from '../policy/task-metrics.ts'
import { generalisationFindings } from '../split/check/generalisation.ts'
import { shiftsSince } from '../policy/shift-since-baseline.ts'
import { withBaseline } from '../policy/versus-baseline.ts'
import { withWaivers } from '../policy/waivers.ts'
import { evaluationDocument, rowSetResult } from '../report/document.ts'
import type { EvaluationDocument, LooksResult, RowSetResult } from '../report/evaluation.ts'
import { looksResult } from '../report/looks.ts'
import type { Warning } from '../table/warning.ts'
import type { Kernels } from '../tally/kernels.ts'
import { curveBands, type CurveBands } from './bands.ts'
import type { CompareSlices } from './compare-slices.ts'
import { measurements, thresholdsOf, type Measurements } from './measurements.ts'
import { splitsTooSmall } from './split-findings.ts'
import { readDataset, type ReadOptions } from './read.ts'
import type { Views } from './views.ts'
import { takesSameMeasures } from './same-measures.ts'
import { worseForWhom, type WorseForWhom, type WorseQuestion } from './worse.ts'

export interface EvaluateOptions extends ReadOptions {
  kernels: Kernels
  /** What the candidate is compared with where there is no production model. */
  baseline?: Baseline | null
  /** Other threads that measure slices beside this one; the result does not depend on them. */
  sliceMeasurers?: SliceMeasurer[]
  /**
   * The looks so far, where the policy names a ledger: asked for once the rows are read and before anything is measured,
   * so that it can be kept from others from then on. By default there are none.
   */
  ledger?: () => Ledger | Promise<Ledger>
}

/** A finished evaluation, with what it takes to move a threshold. */
export interface Evaluation {
  document: EvaluationDocument
  /** What the ledger is to gain, but for the date; null where the policy names none, and where this look is in it. */
  entry: Omit<LedgerEntry, 'date'> | null
  /** What thresholds move over; empty where the task has none. */
  splits: TalliedSplit[]
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
  /** On which slices the candidate is worse than production, or than itself on all rows. `pause` lets other work go first. */
  worse(question: WorseQuestion, pause?: Pause): Promise<WorseForWhom>
  /** The curves of every model that gives scores, on the rows of one slice alone; thinned for drawing. */
  sliceCurves(split: string, where: Record<string, string>): SliceCurve[]
  /** What there is to draw of several classes, or of numbers. */
  views: Views
}

/**
 * The whole product in one function: files and a policy become an evaluation. Throws InputError on bad input, and the
 * signal's reason when aborted.
 */
export async function evaluate(sources: ByteSource[], asked: Policy, options: EvaluateOptions): Promise<Evaluation> {
  const { kernels, sliceMeasurers = [], signal, onProgress } = options
  const { dataset, roles, told, findings, madeBy, tested, warnings } = await readDataset(
    sources,
    asked,
    kernels,
    options,
  )
  const key = tested && { ...tested, policy: policyDigest(asked, told.task) }
  const look = key && lookOf(await (options.ledger ?? noLooks)(), key, asked.confidence)
  const policy: Policy = look === null ? asked : { ...asked, confidence: look.confidence }
  const { confidence, costs, replicates, seed } = policy
  const settings: Settings = { confidence, costs, replicates, seed }
  const onSplit = (name: string): void => {
    signal?.throwIfAborted()
    onProgress?.({ stage: 'evaluating', name, rowCount: dataset.rowCount, bytesRead: 0 })
  }
  const measured = await measurements(dataset, { kernels, others: sliceMeasurers, policy, settings, onSplit })
  const counts = once(measured.counts)
  const hasProduction = measured.models.includes('production')
  const baseline = hasProduction ? null : (options.baseline ?? null)
  if (baseline !== null) requireComparable(baseline, told, measured.labels)
  const measure: Measurements['measure'] = (points) =>
    baseline === null ? measured.measure(points) : withBaseline(measured.measure(points), baseline, settings)

  const isCounted = dataset.splits[0].sampling.weights?.kind === 'counts'
  const passingBy = (rules: Policy) => once(() => passingOnValidation(rules, { ...measured, measure }))
  const passing = passingBy(policy)

  const documentAt = (points: Map<ModelName, OperatingPoint>, rules = policy, search = passing): EvaluationDocument => {
    const splits = measure(points)
    const judgements = judge(rules, { splits, hasProduction: hasProduction || baseline !== null, isCounted })
    const isOpen = judgements.some((judgement) => isGating(judgement) && judgement.outcome !== 'pass')
    return evaluationDocument({
      engine: kernels.engine,
      rowCount: dataset.rowCount,
      told,
      labels: measured.labels,
      models: measured.models,
      baseline,
      shifts: baseline === null ? [] : shiftsSince(baseline, splits, counts()),
      splits,
      calibrations: measured.calibrations,
      operatingPoints: points,
      judgements,
      passingThreshold: isOpen ? search() : null,
      policy: rules,
      roles,
      madeBy,
      findings: withWaivers(
        [...findings, ...generalisationFindings(told.task, splits, confidence), ...splitsTooSmall(judgements)],
        rules.waive,
      ),
      looks: look === null ? uncounted(rules) : looksResult(look, key!.policy),
      warnings: [
        ...warnings,
        ...measured.warnings,
        ...baselineWarnings(rules, options.baseline ?? null, hasProduction),
      ],
    })
  }
  const document = documentAt(measured.points)
  const pointsAt = (threshold: number): Map<ModelName, OperatingPoint> =>
    new Map([...measured.points, ['candidate', { value: threshold, chosen: 'moved by hand' }]])
  const tallied = (name: string) => measured.tallied.find((split) => split.name === name)
  const compareSlices = remembered(measured.compareSlices)
  return {
    document,
    entry: look === null || look.isKnown ? null : { ...key!, verdict: document.verdict!, result: document.sha256 },
    splits: measured.tallied,
    counts,
    at: (model, threshold) =>
      Object.fromEntries(
        measured.tallied.map((split) => [
          split.name,
          rowSetResult(split, measureModelAt(split, model, threshold, settings), measured.labels),
        ]),
      ),
    judgeAt: (threshold) => documentAt(pointsAt(threshold)),
    judgeBy(other) {
      requireTaskMetrics(other, told)
      const isMeasured = look === null && other.ledger === null && takesSameMeasures(policy, other)
      return isMeasured ? documentAt(measured.points, other, passingBy(other)) : null
    },
    bands: (split, metrics, bandOptions) => curveBands(kernels, tallied(split)!, metrics, settings, bandOptions),
    worse: (question, pause = async () => {}) => {
      const { split, against, threshold } = question
      const thresholds = thresholdsOf(measured.models, threshold === null ? measured.points : pointsAt(threshold))
      return worseForWhom(question, {
        task: told.task,
        policy,
        measured: measured.measure(measured.points).find(({ name }) => name === split)!,
        compare: (metric) => compareSlices({ split, metric, against, thresholds }, pause),
      })
    },
    sliceCurves: (split, where) => sliceCurves(tallied(split)!, where),
    views: measured.views,
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

/** What only the candidate's scores and production's own threshold decide: the same wherever the candidate's is moved. */
function passingOnValidation(policy: Policy, { tallied, measure, points }: Measurements): PassingThreshold | null {
  const at = tallied.findIndex(({ name }) => name === 'validation')
  return at < 0 ? null : passingThreshold(policy, tallied[at], measure(points)[at])
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}

function noLooks(): Ledger {
  return emptyLedger
}

/** Why looks are not counted; null where nothing is required, so that there is nothing to count. */
function uncounted({ ledger, requirements }: Policy): LooksResult | null {
  if (requirements.length === 0) return null
  return { number: null, reason: ledger === null ? 'the policy names no ledger' : 'there is no test split' }
}

function baselineWarnings({ baseline: named }: Policy, given: Baseline | null, hasProduction: boolean): Warning[] {
  if (hasProduction && (given !== null || named !== null)) {
    const name = JSON.stringify(given?.file ?? named)
    return [
      {
        code: 'baseline_not_used',
        message: `The baseline ${name} is not used: production’s own scores are there, on the same rows.`,
      },
    ]
  }
  if (named === null || given !== null) return []
  return [
    {
      code: 'baseline_not_read',
      message: `The policy names the baseline ${JSON.stringify(named)}, which was not read: nothing is compared with it.`,
    },
  ]
}
