import type { DatasetSplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { rankScores } from '../../tally/rank.ts'
import { sliceRows, tallyScores, type RowSet, type ScoreTally } from '../../tally/rows.ts'
import type { Difference } from '../difference.ts'
import type { Settings } from '../settings.ts'
import { measureScores, scoreMetrics } from './catalogue.ts'
import { compareLosses, compareScores, type LossDifferences } from './compare.ts'
import type { Measure } from '../measure.ts'

/** A split after the work that grows with its rows: what is left depends on thresholds, and is instant. */
export interface TalliedSplit extends ScoreResults {
  name: string
  rows: RowSet
  tallies: Map<ModelName, ScoreTally>
  slices: TalliedSlices[]
}

/** One slice column: its values, each row's, and the results of each value's rows. */
export interface TalliedSlices {
  column: string
  values: string[]
  codes: Uint32Array
  parts: ScoreResults[]
}

/** What does not depend on a threshold: the metrics of the scores, and their differences where there are two models. */
export interface ScoreResults {
  rowCount: number
  measures: Map<ModelName, Map<string, Measure>>
  differences: Map<string, Difference> | null
}

/** Ranks, tallies and measures one split and its slices. */
export async function tallySplit(kernels: Kernels, split: DatasetSplit, settings: Settings): Promise<TalliedSplit> {
  const rows: RowSet = { classes: split.classes, models: new Map() }
  const losses = comparedLosses(split.scores, split.classes)
  for (const [model, scores] of split.scores) {
    rows.models.set(model, rankScores(scores))
    // The ranks and their table hold the scores from here on.
    split.scores.delete(model)
  }
  const tallies = await tallyModels(kernels, rows)
  const slices: TalliedSlices[] = []
  for (const { column, dictionary } of split.slices) {
    const parts: ScoreResults[] = []
    for (const part of sliceRows(rows, dictionary.codes, dictionary.values.length)) {
      const partLosses = comparedLosses(scoresOf(part), part.classes)
      parts.push(scoreResults(part, await tallyModels(kernels, part), partLosses, settings))
    }
    slices.push({ column, values: dictionary.values, codes: dictionary.codes, parts })
  }
  return { name: split.name, rows, tallies, slices, ...scoreResults(rows, tallies, losses, settings) }
}

async function tallyModels(kernels: Kernels, rows: RowSet): Promise<Map<ModelName, ScoreTally>> {
  const tallies = new Map<ModelName, ScoreTally>()
  for (const [model, ranked] of rows.models) tallies.set(model, await tallyScores(kernels, ranked, rows.classes))
  return tallies
}

/** Each model's scores in the order of the rows. */
function scoresOf(rows: RowSet): Map<ModelName, Float64Array> {
  return new Map([...rows.models].map(([model, { scores, ranks }]) => {
    const values = new Float64Array(ranks.length)
    for (let row = 0; row < values.length; row++) values[row] = scores[ranks[row]]
    return [model, values]
  }))
}

function comparedLosses(scores: Map<ModelName, Float64Array>, classes: Uint8Array): LossDifferences | null {
  const candidate = scores.get('candidate')
  const production = scores.get('production')
  return candidate === undefined || production === undefined ? null : compareLosses(candidate, production, classes)
}

function scoreResults(
  rows: RowSet, tallies: Map<ModelName, ScoreTally>, losses: LossDifferences | null, settings: Settings,
): ScoreResults {
  const measures = new Map([...tallies].map(([model, tally]) => [model, measureScores(tally, settings)]))
  const candidate = tallies.get('candidate')
  const production = tallies.get('production')
  const differences = candidate === undefined || production === undefined || losses === null
    ? null
    : compareScores(scoreMetrics, { rows, candidate, production, measures, losses, settings })
  return { rowCount: rows.classes.length, measures, differences }
}
