import type { ModelName } from '../../../src/dataset/roles.ts'
import { wholeOrShares } from '../../dataset/whole-weights.ts'
import { independentRows } from '../../dataset/independent-rows.ts'
import { rankScores } from '../../../src/tally/rank.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import { tallyScores, type RowSet, type ScoreTally } from '../../../src/tally/rows.ts'

/** A row set and its tallies from plain lists, by the reference kernels. */
export async function tallied(
  classes: readonly number[],
  scores: Partial<Record<ModelName, readonly number[]>>,
  sampling = independentRows(classes.length),
): Promise<{ rows: RowSet; tallies: Map<ModelName, ScoreTally> }> {
  const rows: RowSet = { classes: Uint8Array.from(classes), models: new Map(), sampling }
  const tallies = new Map<ModelName, ScoreTally>()
  for (const model of ['candidate', 'production'] as const) {
    const values = scores[model]
    if (values === undefined) continue
    const ranked = rankScores(Float64Array.from(values))
    rows.models.set(model, ranked)
    tallies.set(model, await tallyScores(referenceKernels(), ranked, rows.classes, sampling))
  }
  return { rows, tallies }
}

export async function tallyOf(classes: readonly number[], scores: readonly number[]): Promise<ScoreTally> {
  return (await tallied(classes, { candidate: scores })).tallies.get('candidate')!
}

/** The tally of one model's scores on weighted rows. */
export async function weightedTally(
  classes: readonly number[],
  scores: readonly number[],
  weights: readonly number[],
): Promise<ScoreTally> {
  const sampling = { ...independentRows(classes.length), weights: wholeOrShares(Float64Array.from(weights)) }
  return (await tallied(classes, { candidate: scores }, sampling)).tallies.get('candidate')!
}
