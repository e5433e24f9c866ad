import { readHead, type Head } from './csv/head.ts'
import type { Scanner } from './csv/plan.ts'
import { readTable } from './csv/read.ts'
import { readingWarnings, rejectedRows } from './csv/refuse.ts'
import type { ByteSource } from './csv/source.ts'
import { assembleDataset, type LoadedFile } from './dataset/assemble.ts'
import type { BinaryDataset } from './dataset/dataset.ts'
import { columnUses, planColumns, type RolePlace } from './dataset/plan.ts'
import type { ModelName } from './dataset/roles.ts'
import type { Settings } from './metrics/catalogue.ts'
import { measureModelAt, measureSplit } from './metrics/measured.ts'
import { tallySplit, type TalliedSplit } from './metrics/tallied.ts'
import { scoreWarnings } from './metrics/warnings.ts'
import { judge } from './policy/judge.ts'
import { operatingPoints, type OperatingPoint } from './policy/operating-point.ts'
import type { Policy } from './policy/policy.ts'
import { completeRoles } from './policy/roles.ts'
import { evaluationDocument, rowSetResult } from './report/document.ts'
import type { EvaluationDocument, RowSetResult } from './report/evaluation.ts'
import type { Warning } from './table/warning.ts'
import type { Kernels } from './tally/kernels.ts'

export interface EvaluateOptions {
  kernels: Kernels
  /** Where the parts of a file are scanned; the result does not depend on how many. */
  scanners: Scanner[]
  /** Where the user named a role, for errors; by default the policy's `columns`. */
  placeOf?: RolePlace
  signal?: AbortSignal
  onProgress?: (progress: EvaluationProgress) => void
}

export interface EvaluationProgress {
  stage: 'reading' | 'evaluating'
  /** Name of the file being read, or the split being evaluated. */
  name: string
  rowCount: number
  bytesRead: number
}

/** A finished evaluation, with what it takes to move a threshold. */
export interface Evaluation {
  document: EvaluationDocument
  splits: TalliedSplit[]
  /** One model's exact metrics at another threshold, every split: no pass over the rows. */
  at(model: ModelName, threshold: number): Record<string, RowSetResult>
  /** The whole document as it would be with the candidate at another threshold. */
  judgeAt(threshold: number): EvaluationDocument
}

/**
 * The whole product in one function: files and a policy become an evaluation. Throws InputError on bad input, and the
 * signal's reason when aborted.
 */
export async function evaluate(sources: ByteSource[], policy: Policy, options: EvaluateOptions): Promise<Evaluation> {
  const { dataset, warnings } = await readDataset(sources, policy, options)
  const settings: Settings = { confidence: policy.confidence, costs: policy.costs }
  const splits: TalliedSplit[] = []
  for (const split of dataset.splits) {
    options.signal?.throwIfAborted()
    options.onProgress?.({ stage: 'evaluating', name: split.name, rowCount: dataset.rowCount, bytesRead: 0 })
    splits.push(await tallySplit(options.kernels, split, settings))
  }
  const chosen = operatingPoints(policy.threshold, splits, policy.costs)
  warnings.push(...scoreWarnings(splits))
  if (policy.ledger !== null) {
    const name = JSON.stringify(policy.ledger)
    warnings.push({ code: 'ledger_not_kept', message: `The policy names the ledger ${name}, which this version does not keep: looks at the test set are not counted.` })
  }

  const documentAt = (points: Map<ModelName, OperatingPoint>): EvaluationDocument => {
    const thresholds = new Map([...points].map(([model, { value }]) => [model, value]))
    const measured = splits.map((split) => measureSplit(split, thresholds, settings))
    return evaluationDocument({
      engine: options.kernels.engine,
      rowCount: dataset.rowCount,
      labels: dataset.labels,
      splits: measured,
      operatingPoints: points,
      judgements: judge(policy.requirements, measured, points.has('production')),
      warnings,
    })
  }
  return {
    document: documentAt(chosen),
    splits,
    at: (model, threshold) => Object.fromEntries(splits.map((split) => {
      const { positives, negatives } = split.tallies.get(model)!
      return [split.name, rowSetResult(positives + negatives, positives, measureModelAt(split, model, threshold, settings), dataset.labels)]
    })),
    judgeAt: (threshold) => documentAt(new Map([...chosen, ['candidate', { value: threshold, chosen: 'moved by hand' }]])),
  }
}

/** Reads the columns in use of every file and puts them in their roles. */
async function readDataset(
  sources: ByteSource[], policy: Policy, options: EvaluateOptions,
): Promise<{ dataset: BinaryDataset; warnings: Warning[] }> {
  const placeOf = options.placeOf ?? ((role) => ({ policyPath: `columns.${role}` }))
  const roles = completeRoles(policy, placeOf)
  const heads: Head[] = []
  for (const source of sources) heads.push(await readHead(source))
  const headers = heads.map(({ columns }, i) => ({ file: sources[i].name, columns }))
  const plan = planColumns(headers, roles, placeOf)
  const uses = columnUses(plan, sources.length)
  const warnings: Warning[] = []
  const files: LoadedFile[] = []
  for (const [i, source] of sources.entries()) {
    const reading = await readTable(source, heads[i], uses[i], {
      scanners: options.scanners,
      signal: options.signal,
      onProgress: ({ rowCount, bytesRead }) => options.onProgress?.({ stage: 'reading', name: source.name, rowCount, bytesRead }),
    })
    warnings.push(...heads[i].warnings.map((warning) => ({ ...warning, message: `${source.name}: ${warning.message}.` })))
    if (reading.rejected.length > 0 && policy.invalidRows === 'refuse') throw rejectedRows(source.name, reading.rejected)
    warnings.push(...readingWarnings(source.name, reading.rejected, reading.notices))
    files.push({ file: source.name, columns: heads[i].columns, uses: uses[i], table: reading.table, lineNumberOf: reading.lineNumberOf })
  }
  const assembled = assembleDataset(files, plan, roles, placeOf, policy.invalidRows)
  return { dataset: assembled.dataset, warnings: [...warnings, ...assembled.warnings] }
}
