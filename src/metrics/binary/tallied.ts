import type { BinarySplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import type { SliceColumn } from '../../dataset/slices.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { rankScores, type OrderedScores } from '../../tally/rank.ts'
import { reorderedRows, sliceRows, tallyScores, type RowSet, type ScoreTally } from '../../tally/rows.ts'
import type { Settings } from '../settings.ts'
import { whereOf } from '../slices.ts'
import { measureScores, scoreMetrics } from './catalogue.ts'
import { compareScores } from './compare.ts'
import { isTallied, sampledRows } from './influence-table.ts'
import { logLossTable } from './probability.ts'
import type { NamedRows } from './resampling.ts'
import { withScoreBootstrap, type ScoreResults } from './score-results.ts'
import { measureSlices, type SliceMeasurer } from './slice-measures.ts'
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
  /** Other threads that measure slices beside this one. */
  others: SliceMeasurer[]
}

/** Rows of all slices together that are worth another thread. */
const fewestShared = 2 ** 19

/** Ranks, tallies and measures one split and its slices. */
export async function tallySplit(kernels: Kernels, split: BinarySplit, options: TallyOptions): Promise<TalliedSplit> {
  const { hardModels } = options
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
  const whole = await wholeResults(kernels, { name: split.name, rows: inScoreOrder(rows, ordered), tallies }, options)
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
  if (counted.length > 0) await measureParts(counted, ordered, rows, tallies, options)
  for (const tally of tallies.values()) delete tally.logLosses
  return { name: split.name, rows, tallies, hardModels, slices, ...whole }
}

/** Two models are compared row by row: fastest in the order of one of them. The order leaves no trace in the results. */
function inScoreOrder(rows: RowSet, ordered: Map<ModelName, OrderedScores>): RowSet {
  return ordered.size === 1 ? rows : reorderedRows(rows, ordered.get('candidate')!.order)
}

function wholeResults(
  kernels: Kernels,
  named: NamedRows,
  { settings, hardModels }: TallyOptions,
): Promise<ScoreResults> {
  return withScoreBootstrap(
    kernels,
    named,
    scoreResults(named.rows, named.tallies, hardModels, settings, true),
    hardModels,
    settings,
  )
}

/** Slices whose rows have to be looked at one by one: row sets of their own. */
async function slicedRows(
  kernels: Kernels,
  { columns, values, codes }: SliceColumn,
  split: Pick<NamedRows, 'name' | 'rows'>,
  wants: SliceWants,
  { settings, hardModels }: TallyOptions,
): Promise<ScoreResults[]> {
  const parts: ScoreResults[] = []
  for (const [code, rows] of sliceRows(split.rows, codes(), values.length).entries()) {
    const tallies = await tallyModels(kernels, rows)
    const results = scoreResults(rows, tallies, hardModels, settings, wants.differences)
    const name = JSON.stringify([split.name, whereOf(columns, values[code])])
    parts.push(
      wants.bootstrap && rows.classes.length > 0
        ? await withScoreBootstrap(kernels, { name, rows, tallies }, results, hardModels, settings)
        : results,
    )
  }
  return parts
}

/** Slices that counts by score and class say all about, not yet measured. */
function sizedParts(slice: SliceColumn, { classes, sampling }: RowSet): ScoreResults[] {
  const codes = slice.codes()
  const sizes = new Uint32Array(2 * slice.values.length)
  for (let row = 0; row < codes.length; row++) sizes[2 * codes[row] + classes[row]]++
  const weights = sampling.weights && sumsByCode(sampling.weights.values, codes, slice.values.length)
  return slice.values.map((_, code) => ({
    rowCount: sizes[2 * code] + sizes[2 * code + 1],
    weight: weights && weights[code],
    positives: sizes[2 * code + 1],
    measures: new Map<ModelName, Map<string, Measure>>(),
    differences: null,
  }))
}

/** Measures every model on every part, models side by side where others take part. */
async function measureParts(
  slices: TalliedSlices[],
  ordered: Map<ModelName, OrderedScores>,
  { classes, sampling }: RowSet,
  tallies: Map<ModelName, ScoreTally>,
  { settings, hardModels, others }: TallyOptions,
): Promise<void> {
  const columns = [...new Set(slices.flatMap(({ singles }) => singles))]
  const shapes = slices.map(({ singles, sizes }) => ({
    columns: singles.map((single) => columns.indexOf(single)),
    sizes,
  }))
  const measurers = classes.length * slices.length < fewestShared ? [measureHere] : [...others, measureHere]
  const measureModel = (model: ModelName, i: number) =>
    measurers[i % measurers.length]({
      ordered: ordered.get(model)!,
      logLosses: tallies.get(model)!.logLosses!,
      classes,
      counts: sampling.weights?.values ?? null,
      columns,
      slices: shapes,
      settings,
    })
  const ofModels = await Promise.all(
    [...ordered.keys()]
      .filter((model) => !hardModels.has(model))
      .map(async (model, i) => [model, await measureModel(model, i)] as const),
  )
  const measured = new Map(ofModels)
  slices.forEach(({ parts }, i) =>
    parts.forEach(({ measures }, code) => {
      for (const model of ordered.keys()) measures.set(model, measured.get(model)?.[i][code] ?? withoutScores())
    }),
  )
}

const measureHere: SliceMeasurer = async (job) => measureSlices(job)

/** Sums of whole numbers. */
function sumsByCode(values: Float64Array, codes: Uint32Array, codeCount: number): Float64Array {
  const sums = new Float64Array(codeCount)
  for (let row = 0; row < codes.length; row++) sums[codes[row]] += values[row]
  return sums
}

async function tallyModels(kernels: Kernels, rows: RowSet): Promise<Map<ModelName, ScoreTally>> {
  const tallies = new Map<ModelName, ScoreTally>()
  for (const [model, ranked] of rows.models)
    tallies.set(model, await tallyScores(kernels, ranked, rows.classes, rows.sampling))
  return tallies
}

function scoreResults(
  rows: RowSet,
  tallies: Map<ModelName, ScoreTally>,
  hardModels: Set<ModelName>,
  settings: Settings,
  isCompared: boolean,
): ScoreResults {
  const { classes, sampling } = rows
  const measures = new Map(
    [...tallies].map(([model, tally]) => {
      if (hardModels.has(model)) return [model, withoutScores()]
      return [model, measureScores(tally, settings, sampledRows(rows, model))]
    }),
  )
  const [candidate, production] = [tallies.get('candidate'), tallies.get('production')]
  return {
    rowCount: classes.length,
    weight: sampling.weights === null ? null : exactSum(sampling.weights.values),
    positives: classes.reduce((sum, oneClass) => sum + oneClass, 0),
    measures,
    differences:
      !isCompared || candidate === undefined || production === undefined
        ? null
        : compareScores(scoreMetrics, { rows, candidate, production, measures, settings }),
  }
}

/** Of hard predictions: nothing that takes scores is defined. */
function withoutScores(): Map<string, Measure> {
  return new Map(scoreMetrics.map(({ id }) => [id, { undefinedBecause: 'hard predictions, no scores' }]))
}
