import type { BinarySplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { SliceColumn } from '../../dataset/slices.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { rankScores } from '../../tally/rank.ts'
import { sliceRows, tallyScores, type RowSet, type ScoreTally } from '../../tally/rows.ts'
import type { Difference } from '../difference.ts'
import type { Settings } from '../settings.ts'
import { measureScores, scoreMetrics } from './catalogue.ts'
import { compareScores } from './compare.ts'
import { sampledRows } from './influence-table.ts'
import type { Measure } from '../measure.ts'

/** A split after the work that grows with its rows: what is left depends on thresholds, and is instant. */
export interface TalliedSplit extends ScoreResults {
  name: string
  rows: RowSet
  tallies: Map<ModelName, ScoreTally>
  /** Models that give decisions and no scores. */
  hardModels: Set<ModelName>
  slices: TalliedSlices[]
}

/** The slices of one column, or of the pairs of two: their rows' codes, and the results of each. */
export interface TalliedSlices extends SliceColumn {
  parts: ScoreResults[]
}

/** What does not depend on a threshold: the metrics of the scores, and their differences where there are two models. */
export interface ScoreResults {
  rowCount: number
  /** Sum of the rows' weights; null where they have none. */
  weight: number | null
  positives: number
  measures: Map<ModelName, Map<string, Measure>>
  /** Candidate minus production; null with one model, or where nobody asks. */
  differences: Map<string, Difference> | null
}

/** What to make of the rows besides counting them. */
export interface TallyOptions {
  settings: Settings
  /** Models that give decisions and no scores. */
  hardModels: Set<ModelName>
  /** Slices on which two models are to be compared, not only measured. */
  isCompared(columns: string[]): boolean
}

/** Ranks, tallies and measures one split and its slices. */
export async function tallySplit(
  kernels: Kernels, split: BinarySplit, { settings, hardModels, isCompared }: TallyOptions,
): Promise<TalliedSplit> {
  const rows: RowSet = { classes: split.classes, models: new Map(), sampling: split.sampling }
  for (const [model, scores] of split.scores) {
    rows.models.set(model, rankScores(scores))
    // The ranks and their table hold the scores from here on.
    split.scores.delete(model)
  }
  const tallies = await tallyModels(kernels, rows)
  const slices: TalliedSlices[] = []
  for (const slice of split.slices) {
    const parts: ScoreResults[] = []
    for (const part of sliceRows(rows, slice.codes(), slice.values.length)) {
      parts.push(scoreResults(part, await tallyModels(kernels, part), hardModels, settings, isCompared(slice.columns)))
    }
    slices.push({ ...slice, parts })
  }
  return { name: split.name, rows, tallies, hardModels, slices, ...scoreResults(rows, tallies, hardModels, settings, true) }
}

async function tallyModels(kernels: Kernels, rows: RowSet): Promise<Map<ModelName, ScoreTally>> {
  const tallies = new Map<ModelName, ScoreTally>()
  for (const [model, ranked] of rows.models) tallies.set(model, await tallyScores(kernels, ranked, rows.classes, rows.sampling))
  return tallies
}

function scoreResults(
  rows: RowSet, tallies: Map<ModelName, ScoreTally>, hardModels: Set<ModelName>, settings: Settings, isCompared: boolean,
): ScoreResults {
  const { classes, sampling } = rows
  const measures = new Map([...tallies].map(([model, tally]) => {
    if (hardModels.has(model)) return [model, withoutScores()]
    return [model, measureScores(tally, settings, sampledRows(rows, model))]
  }))
  const [candidate, production] = [tallies.get('candidate'), tallies.get('production')]
  return {
    rowCount: classes.length,
    weight: sampling.weights === null ? null : exactSum(sampling.weights.values),
    positives: classes.reduce((sum, oneClass) => sum + oneClass, 0),
    measures,
    differences: !isCompared || candidate === undefined || production === undefined
      ? null
      : compareScores(scoreMetrics, { rows, candidate, production, measures, settings }),
  }
}

/** Of hard predictions: nothing that takes scores is defined. */
function withoutScores(): Map<string, Measure> {
  return new Map(scoreMetrics.map(({ id }) => [id, { undefined: 'hard predictions, no scores' }]))
}
