import type { BinarySplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { SliceColumn } from '../../dataset/slices.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { rankScores, type OrderedScores } from '../../tally/rank.ts'
import { tallyScores, type RowSet, type ScoreTally } from '../../tally/rows.ts'

/** A split whose rows have been ranked and counted by score and class. Nothing is measured yet. */
export interface SplitTally {
  name: string
  rows: RowSet
  tallies: Map<ModelName, ScoreTally>
  /** Models that give decisions and no scores. */
  hardModels: Set<ModelName>
  slices: SliceColumn[]
  /** Each model's distinct scores, with the order of the rows by them. */
  ordered: Map<ModelName, OrderedScores>
}

/**
 * Ranks a split's rows by each model's scores and counts them by score and class: the work that grows with the rows.
 * @param hardModels models that give decisions and no scores
 */
export async function tallySplit(
  kernels: Kernels,
  split: BinarySplit,
  hardModels: Set<ModelName>,
): Promise<SplitTally> {
  const ordered = new Map([...split.scores].map(([model, scores]) => [model, rankScores(scores)]))
  const models = new Map([...ordered].map(([model, { scores, ranks }]) => [model, { scores, ranks }]))
  const rows: RowSet = { classes: split.classes, models, sampling: split.sampling }
  const tallies = await tallyModels(kernels, rows)
  return { name: split.name, rows, tallies, hardModels, slices: split.slices, ordered }
}

/** Each model's counts by score and class. */
export async function tallyModels(kernels: Kernels, rows: RowSet): Promise<Map<ModelName, ScoreTally>> {
  const tallies = new Map<ModelName, ScoreTally>()
  for (const [model, ranked] of rows.models)
    tallies.set(model, await tallyScores(kernels, ranked, rows.classes, rows.sampling))
  return tallies
}
