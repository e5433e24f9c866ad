import type { BinarySplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { SliceColumn } from '../../dataset/slices.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { rankScores, type OrderedScores } from '../../tally/rank.ts'
import { sliceRows, tallyScores, type RowSet, type ScoreTally } from '../../tally/rows.ts'
import { orderedRows, partCells, sliceTallies } from '../../tally/slice-tallies.ts'
import type { Settings } from '../settings.ts'
import { whereOf } from '../slices.ts'
import { measureScores, scoreMetrics } from './catalogue.ts'
import { compareScores } from './compare.ts'
import { isTallied, sampledRows } from './influence-table.ts'
import { logLossTable } from './probability.ts'
import type { NamedRows } from './resampling.ts'
import { withScoreBootstrap, type ScoreResults } from './score-results.ts'
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

export interface SliceWants {
  /** Two models are compared. */
  differences: boolean
  /** KS and ECE have intervals. */
  bootstrap: boolean
}

/** What to make of the rows besides counting them. */
export interface TallyOptions {
  settings: Settings
  /** Models that give decisions and no scores. */
  hardModels: Set<ModelName>
  /** What the slices of these columns are wanted for besides their measures, which costs a look at their rows one by one. */
  sliceWants(columns: string[]): SliceWants
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
  for (const tally of tallies.values()) tally.logLosses = logLossTable(tally.scores)
  const named = { name: split.name, rows, tallies }
  const whole = await withScoreBootstrap(kernels, named, scoreResults(rows, tallies, hardModels, settings, true), hardModels, settings)
  const slices: TalliedSlices[] = []
  const counted: TalliedSlices[] = []
  for (const slice of split.slices) {
    const wants = options.sliceWants(slice.columns)
    const isOneByOne = !isTallied(split.sampling) || wants.differences || wants.bootstrap
    const parts = isOneByOne
      ? await slicedRows(kernels, slice, { name: split.name, rows }, wants, options)
      : sizedParts(slice, rows)
    slices.push({ ...slice, parts })
    if (!isOneByOne) counted.push({ ...slice, parts })
  }
  for (const [model, scores] of ordered) {
    measureParts(counted, model, { ordered: scores, rows, logLosses: tallies.get(model)!.logLosses! }, options)
    ordered.delete(model)
  }
  for (const tally of tallies.values()) delete tally.logLosses
  return { name: split.name, rows, tallies, hardModels, slices, ...whole }
}

/** Slices whose rows have to be looked at one by one: row sets of their own. */
async function slicedRows(
  kernels: Kernels, { columns, values, codes }: SliceColumn, split: Pick<NamedRows, 'name' | 'rows'>, wants: SliceWants,
  { settings, hardModels }: TallyOptions,
): Promise<ScoreResults[]> {
  const parts: ScoreResults[] = []
  for (const [code, rows] of sliceRows(split.rows, codes(), values.length).entries()) {
    const tallies = await tallyModels(kernels, rows)
    const results = scoreResults(rows, tallies, hardModels, settings, wants.differences)
    const name = JSON.stringify([split.name, whereOf(columns, values[code])])
    parts.push(wants.bootstrap && rows.classes.length > 0
      ? await withScoreBootstrap(kernels, { name, rows, tallies }, results, hardModels, settings)
      : results)
  }
  return parts
}

/** Slices that counts by score and class say all about, not yet measured. */
function sizedParts(slice: SliceColumn, { classes, sampling }: RowSet): ScoreResults[] {
  const codes = slice.codes()
  const { sizes } = partCells(codes, classes, slice.values.length)
  const weights = sampling.weights && sumsByCode(sampling.weights.values, codes, slice.values.length)
  return slice.values.map((_, code) => ({
    rowCount: sizes[2 * code] + sizes[2 * code + 1],
    weight: weights && weights[code],
    positives: sizes[2 * code + 1],
    measures: new Map<ModelName, Map<string, Measure>>(),
    differences: null,
  }))
}

/** Measures one model on every part. */
function measureParts(
  slices: TalliedSlices[], model: ModelName,
  { ordered, rows: { classes, sampling }, logLosses }: { ordered: OrderedScores; rows: RowSet; logLosses: Float64Array },
  { settings, hardModels }: TallyOptions,
): void {
  if (hardModels.has(model)) {
    for (const { parts } of slices) parts.forEach(({ measures }) => measures.set(model, withoutScores()))
    return
  }
  const columns = [...new Set(slices.flatMap(({ singles }) => singles))]
  const rows = orderedRows(ordered, logLosses, classes, sampling.weights?.values ?? null, columns)
  for (const { singles, codesFrom, values, parts } of slices) {
    const codes = codesFrom(singles.map((single) => rows.codes.get(single)!))
    sliceTallies(rows, partCells(codes, rows.classes, values.length))
      .forEach((tally, code) => parts[code].measures.set(model, measureScores(tally, settings)))
  }
}

/** Sums of whole numbers. */
function sumsByCode(values: Float64Array, codes: Uint32Array, codeCount: number): Float64Array {
  const sums = new Float64Array(codeCount)
  for (let row = 0; row < codes.length; row++) sums[codes[row]] += values[row]
  return sums
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
