import type { ByteSource } from '../csv/source.ts'
import type { ModelName } from '../dataset/roles.ts'
import type { BandOptions } from '../metrics/binary/bands.ts'
import { measureModelAt } from '../metrics/binary/measure.ts'
import type { SliceMeasurer } from '../metrics/binary/slice-measures.ts'
import type { TalliedSplit } from '../metrics/binary/tallied.ts'
import type { Settings } from '../metrics/settings.ts'
import { judge } from '../policy/judge.ts'
import { isGating } from '../policy/judgement.ts'
import type { OperatingPoint } from '../policy/operating-point.ts'
import { passingThreshold, type PassingThreshold } from '../policy/passing-threshold.ts'
import type { Policy } from '../policy/policy.ts'
import { generalisationFindings } from '../split/check/generalisation.ts'
import { withWaivers } from '../policy/waivers.ts'
import { evaluationDocument, rowSetResult } from '../report/document.ts'
import type { EvaluationDocument, RowSetResult } from '../report/evaluation.ts'
import type { Warning } from '../table/warning.ts'
import type { Kernels } from '../tally/kernels.ts'
import { curveBands, type CurveBands } from './bands.ts'
import { measurements, type Measurements } from './measurements.ts'
import { splitsTooSmall } from './split-findings.ts'
import { readDataset, type ReadOptions } from './read.ts'

export interface EvaluateOptions extends ReadOptions {
  kernels: Kernels
  /** Other threads that measure slices beside this one; the result does not depend on them. */
  sliceMeasurers?: SliceMeasurer[]
}

/** A finished evaluation, with what it takes to move a threshold. */
export interface Evaluation {
  document: EvaluationDocument
  /** What thresholds move over; empty where the task has none. */
  splits: TalliedSplit[]
  /** One model's exact metrics at another threshold, every split: no pass over the rows. */
  at(model: ModelName, threshold: number): Record<string, RowSetResult>
  /** The whole document as it would be with the candidate at another threshold. */
  judgeAt(threshold: number): EvaluationDocument
  /** Bands of decision metrics along the thresholds of one of `splits`. It takes a while: `options` say when to pause. */
  bands(split: string, metrics: readonly string[], options?: BandOptions): Promise<CurveBands>
}

/**
 * The whole product in one function: files and a policy become an evaluation. Throws InputError on bad input, and the
 * signal's reason when aborted.
 */
export async function evaluate(sources: ByteSource[], policy: Policy, options: EvaluateOptions): Promise<Evaluation> {
  const { kernels, sliceMeasurers = [], signal, onProgress } = options
  const { dataset, told, findings, madeBy, warnings } = await readDataset(sources, policy, kernels, options)
  const { confidence, costs, replicates, seed } = policy
  const settings: Settings = { confidence, costs, replicates, seed }
  const onSplit = (name: string): void => {
    signal?.throwIfAborted()
    onProgress?.({ stage: 'evaluating', name, rowCount: dataset.rowCount, bytesRead: 0 })
  }
  const measured = await measurements(dataset, { kernels, others: sliceMeasurers, policy, settings, onSplit })
  warnings.push(...measured.warnings, ...ledgerWarnings(policy))

  const isCounted = dataset.splits[0].sampling.weights?.kind === 'counts'
  const passing = once(() => passingOnValidation(policy, measured))

  const documentAt = (points: Map<ModelName, OperatingPoint>): EvaluationDocument => {
    const splits = measured.measure(points)
    const judgements = judge(policy, { splits, hasProduction: measured.models.includes('production'), isCounted })
    const isOpen = judgements.some((judgement) => isGating(judgement) && judgement.outcome !== 'pass')
    return evaluationDocument({
      engine: kernels.engine,
      rowCount: dataset.rowCount,
      told,
      labels: measured.labels,
      models: measured.models,
      splits,
      calibrations: measured.calibrations,
      operatingPoints: points,
      judgements,
      plans: policy,
      abstain: policy.abstain,
      passingThreshold: isOpen ? passing() : null,
      splitRule: policy.split,
      madeBy,
      findings: withWaivers([...findings, ...generalisationFindings(told.task, splits, confidence), ...splitsTooSmall(judgements)], policy.waive),
      warnings,
    })
  }
  return {
    document: documentAt(measured.points),
    splits: measured.tallied,
    at: (model, threshold) => Object.fromEntries(measured.tallied.map((split) =>
      [split.name, rowSetResult(split, measureModelAt(split, model, threshold, settings), measured.labels)])),
    judgeAt: (threshold) => documentAt(new Map([...measured.points, ['candidate', { value: threshold, chosen: 'moved by hand' }]])),
    bands: (split, metrics, bandOptions) =>
      curveBands(kernels, measured.tallied.find(({ name }) => name === split)!, metrics, settings, bandOptions),
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

function ledgerWarnings({ ledger }: Policy): Warning[] {
  if (ledger === null) return []
  const name = JSON.stringify(ledger)
  return [{ code: 'ledger_not_kept', message: `The policy names the ledger ${name}, which this version does not keep: looks at the test set are not counted.` }]
}
