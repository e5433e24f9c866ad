import type { ByteSource } from '../csv/source.ts'
import type { Dataset } from '../dataset/dataset.ts'
import type { SliceMeasurer } from '../metrics/binary/slice-measures.ts'
import { canCarry } from '../metrics/intervals/percentile.ts'
import type { Settings } from '../metrics/settings.ts'
import { requireComparable, type Baseline } from '../policy/baseline.ts'
import { type CountedLook, emptyLedger, type Ledger, lookOf, policyDigest } from '../policy/ledger.ts'
import { replicatesFor } from '../policy/enough-replicates.ts'
import type { Policy } from '../policy/policy.ts'
import { InputError } from '../table/input-error.ts'
import type { Kernels } from '../tally/kernels.ts'
import { readDataset, type ReadDataset, type ReadDatasetOptions } from './read.ts'
import { evaluationSession, type Evaluation } from './session.ts'
import { measureBinary } from './tasks/binary.ts'
import { measureMulticlassTask } from './tasks/multiclass.ts'
import { measureRegressionTask } from './tasks/regression.ts'
import type { MeasuredTask, MeasureOptions } from './tasks/task.ts'

/** What an evaluation takes besides files and a policy. */
export interface EvaluateOptions extends ReadDatasetOptions {
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

/**
 * The whole product in one function: files and a policy become an evaluation. Throws InputError on bad input, and the
 * signal's reason when aborted.
 */
export async function evaluate(sources: ByteSource[], asked: Policy, options: EvaluateOptions): Promise<Evaluation> {
  const { kernels, sliceMeasurers = [], baseline = null, signal, onProgress } = options
  requireCarried(asked)
  const read = await readDataset(sources, asked, kernels, options)
  const { dataset, told } = read
  const counted = await countedLook(asked, read, options.ledger ?? (() => emptyLedger))
  const policy: Policy = counted === null ? asked : { ...asked, confidence: counted.look.confidence }
  const { confidence, costs, replicates, seed } = policy
  const settings: Settings = { confidence, costs, replicates, seed }
  const task = await measureTask(dataset, {
    kernels,
    others: sliceMeasurers,
    policy,
    settings,
    onSplit(name) {
      signal?.throwIfAborted()
      onProgress?.({ stage: 'evaluating', name, rowCount: dataset.rowCount, bytesRead: 0 })
    },
  })
  if (baseline !== null && !task.models.includes('production')) requireComparable(baseline, told, task.labels)
  return evaluationSession({
    engine: kernels.engine,
    read: withoutRows(read),
    task,
    policy,
    settings,
    baseline,
    counted,
  })
}

/** Throws InputError where the bootstrap has too few replicates for the confidence: not one of them would be outside an interval. */
function requireCarried({ confidence, replicates }: Policy): void {
  if (canCarry(replicates, confidence)) return
  const enough = replicatesFor(confidence)
  throw new InputError({
    code: 'too_few_replicates',
    place: { policyPath: 'confidence' },
    found: `confidence ${confidence} with ${replicates} replicates of the bootstrap`,
    expected: `at most ${Number((1 - 1 / replicates).toFixed(9))}: else not one replicate is outside an interval`,
    remedy:
      enough === null
        ? 'Lower it: no number of replicates that a policy may ask for carries it.'
        : `Lower it, or draw at least ${enough} replicates (--replicates, or replicates in the policy).`,
  })
}

/** The one place that tells the tasks apart once rows are read: after it all are a `MeasuredTask`. */
async function measureTask(dataset: Dataset, options: MeasureOptions): Promise<MeasuredTask> {
  switch (dataset.task) {
    case 'binary':
      return measureBinary(dataset, options)
    case 'multiclass':
      return measureMulticlassTask(dataset, options)
    case 'regression':
      return measureRegressionTask(dataset, options)
  }
}

/** What was read, without what would keep the rows of its test set. */
function withoutRows(read: ReadDataset): ReadDataset {
  return { ...read, tested: null }
}

async function countedLook(
  asked: Policy,
  { tested, told }: ReadDataset,
  ledger: () => Ledger | Promise<Ledger>,
): Promise<CountedLook | null> {
  if (tested === null) return null
  const { partPrints, ...identity } = tested
  const key = { ...identity, policy: policyDigest(asked, told.task), name: asked.name }
  const looks = await ledger()
  const counts = looks.entries.map(({ rows }) => rows)
  return { key, look: lookOf(looks, key, asked.confidence, looks.version === 1 ? undefined : partPrints(counts)) }
}
