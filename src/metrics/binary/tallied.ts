import type { BinarySplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { SliceColumn } from '../../dataset/slices.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { rankScores, type OrderedScores } from '../../tally/rank.ts'
import { sliceRows, tallyScores, type RowSet, type ScoreTally } from '../../tally/rows.ts'
import { sliceTallies } from '../../tally/slice-tallies.ts'
import type { Difference } from '../difference.ts'
import type { Settings } from '../settings.ts'
import { measureScores, scoreMetrics } from './catalogue.ts'
import { compareScores } from './compare.ts'
import { isTallied, sampledRows } from './influence-table.ts'
import { logLossTable } from './probability.ts'
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
export async function tallySplit(kernels: Kernels, split: BinarySplit, options: TallyOptions): Promise<TalliedSplit> {
  const { settings, hardModels } = options
  const ordered = new Map<ModelName, OrderedScores>()
  for (const [model, scores] of split.scores) {
    ordered.set(model, rankScores(scores))
    // The ranks and their table hold the scores from here on.
    split.scores.delete(model)
  }
  const models = new Map([...ordered].map(([model, { scores, ranks }]) => [model, { scores, ranks }]))
  const rows: RowSet = { classes: split.classes, models, sampling: split.sampling }
  const tallies = await tallyModels(kernels, rows)
  for (const [model, tally] of tallies) if (!hardModels.has(model)) tally.logLosses = logLossTable(tally.scores)
  const whole = scoreResults(rows, tallies, hardModels, settings, true)
  const slices: TalliedSlices[] = []
  for (const slice of split.slices) {
    const isOneByOne = !isTallied(split.sampling) || options.isCompared(slice.columns)
    const parts = isOneByOne
      ? await slicedRows(kernels, slice, rows, options)
      : countedSlices(slice, { ...rows, models: ordered }, tallies, options)
    slices.push({ ...slice, parts })
  }
  for (const tally of tallies.values()) delete tally.logLosses
  return { name: split.name, rows, tallies, hardModels, slices, ...whole }
}

/** Slices whose rows have to be looked at one by one: row sets of their own. */
async function slicedRows(
  kernels: Kernels, { columns, values, codes }: SliceColumn, rows: RowSet, { settings, hardModels, isCompared }: TallyOptions,
): Promise<ScoreResults[]> {
  const parts: ScoreResults[] = []
  for (const part of sliceRows(rows, codes(), values.length)) {
    parts.push(scoreResults(part, await tallyModels(kernels, part), hardModels, settings, isCompared(columns)))
  }
  return parts
}

/** Slices that counts by score and class say all about. */
function countedSlices(
  slice: SliceColumn, { classes, models, sampling }: OrderedRows, tallies: Map<ModelName, ScoreTally>, { settings, hardModels }: TallyOptions,
): ScoreResults[] {
  const codes = slice.codes()
  const counts = sampling.weights?.values ?? null
  const partCount = slice.values.length
  const sizes = new Float64Array(partCount)
  const positives = new Float64Array(partCount)
  const weights = new Float64Array(partCount)
  for (let row = 0; row < codes.length; row++) {
    sizes[codes[row]]++
    positives[codes[row]] += classes[row]
    if (counts !== null) weights[codes[row]] += counts[row]
  }
  const parts = slice.values.map((_, code) => ({
    rowCount: sizes[code],
    weight: counts === null ? null : weights[code],
    positives: positives[code],
    measures: new Map<ModelName, Map<string, Measure>>(),
    differences: null,
  }))
  for (const [model, ordered] of models) {
    const { logLosses } = tallies.get(model)!
    sliceTallies(ordered, classes, counts, codes, partCount).forEach((tally, code) => {
      const measures = hardModels.has(model) ? withoutScores() : measureScores({ ...tally, logLosses: gathered(logLosses!, tally.ranks) }, settings)
      parts[code].measures.set(model, measures)
    })
  }
  return parts
}

interface OrderedRows extends RowSet {
  models: Map<ModelName, OrderedScores>
}

/** The losses at some of the ranks. */
function gathered(losses: Float64Array, ranks: Uint32Array): Float64Array {
  const some = new Float64Array(2 * ranks.length)
  for (let k = 0; k < ranks.length; k++) {
    some[2 * k] = losses[2 * ranks[k]]
    some[2 * k + 1] = losses[2 * ranks[k] + 1]
  }
  return some
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
