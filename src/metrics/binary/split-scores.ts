import type { BinarySplit } from '../../dataset/dataset.ts'
import type { ModelName } from '../../dataset/roles.ts'
import { presentGroups } from '../../dataset/sampling.ts'
import type { SliceColumn } from '../../dataset/slices.ts'
import { measureScores, scoreMetrics } from './catalogue.ts'
import { compareScores } from './compare.ts'
import { isTallied, sampledRows } from './influence-table.ts'
import { logLossTable } from './probability.ts'
import type { NamedRows } from './resampling.ts'
import { type ScoreResults, withScoreBootstrap } from './score-bootstrap.ts'
import { measureSlices, type SliceMeasurer } from './slice-measures.ts'
import type { Measure } from '../measure.ts'
import { whereOf } from '../measured.ts'
import type { Settings } from '../settings.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import type { Kernels } from '../../tally/kernels.ts'
import { type OrderedScores, rankScores } from '../../tally/rank.ts'
import { reorderedRows, type RowSet, type ScoreTally, sliceRows, tallyScores } from '../../tally/rows.ts'

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
async function tallyModels(kernels: Kernels, rows: RowSet): Promise<Map<ModelName, ScoreTally>> {
  const tallies = new Map<ModelName, ScoreTally>()
  for (const [model, ranked] of rows.models)
    tallies.set(model, await tallyScores(kernels, ranked, rows.classes, rows.sampling))
  return tallies
}

/** A split with everything measured that does not depend on a threshold. What is left to measure is quick. */
export interface ScoredSplit extends ScoreResults {
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

/** What is wanted of the slices of some columns besides their measures. */
export interface SliceWants {
  /** Two models are compared. */
  differences: boolean
  /** KS and ECE have intervals. */
  bootstrap: boolean
}

/** How the scores of a split are measured. */
export interface ScoreOptions {
  settings: Settings
  /** What the slices of these columns are wanted for besides their measures, which costs a look at their rows one by one. */
  sliceWants(columns: string[]): SliceWants
  /** Other threads that measure slices beside this one. */
  others: SliceMeasurer[]
}

/** Rows of all slices together that are worth another thread. */
const fewestShared = 2 ** 19

/** Measures the metrics of the scores on a split and on each of its slices. */
export async function measureSplitScores(
  kernels: Kernels,
  split: SplitTally,
  options: ScoreOptions,
): Promise<ScoredSplit> {
  const { name, rows, hardModels } = split
  const tallies = withLogLosses(split.tallies)
  const whole = await wholeResults(kernels, { ...split, tallies }, options)
  const isOneByOne = split.slices.map(({ columns }) => {
    const wants = options.sliceWants(columns)
    return !isTallied(rows.sampling) || wants.differences || wants.bootstrap
  })
  const oneByOne: ScoreResults[][] = []
  for (const slice of split.slices.filter((_, i) => isOneByOne[i]))
    oneByOne.push(await slicedRows(kernels, slice, split, options))
  const counted = split.slices.filter((_, i) => !isOneByOne[i])
  const byCounts = counted.length === 0 ? [] : await countedResults(counted, { ...split, tallies }, options)
  let [nextOneByOne, nextByCounts] = [0, 0]
  const slices = split.slices.map((slice, i): TalliedSlices => {
    const parts = isOneByOne[i] ? oneByOne[nextOneByOne++] : byCounts[nextByCounts++]
    return { ...slice, parts }
  })
  return { name, rows, tallies: split.tallies, hardModels, slices, ...whole }
}

/** The tallies with the log loss of every distinct score, which whole and slices share. */
function withLogLosses(tallies: Map<ModelName, ScoreTally>): Map<ModelName, ScoreTally> {
  return new Map([...tallies].map(([model, tally]) => [model, { ...tally, logLosses: logLossTable(tally.scores) }]))
}

function wholeResults(
  kernels: Kernels,
  { name, rows, tallies, hardModels, ordered }: SplitTally,
  { settings }: ScoreOptions,
): Promise<ScoreResults> {
  const inOrder = { name, rows: inScoreOrder(rows, ordered), tallies }
  const results = scoreResults(inOrder, hardModels, settings, true)
  return withScoreBootstrap(kernels, inOrder, results, hardModels, settings)
}

/** Two models are compared row by row: fastest in the order of one of them. The order leaves no trace in the results. */
function inScoreOrder(rows: RowSet, ordered: Map<ModelName, OrderedScores>): RowSet {
  return ordered.size === 1 ? rows : reorderedRows(rows, ordered.get('candidate')!.order)
}

/** Slices whose rows have to be looked at one by one: row sets of their own. */
async function slicedRows(
  kernels: Kernels,
  { columns, values, codes }: SliceColumn,
  split: SplitTally,
  { settings, sliceWants }: ScoreOptions,
): Promise<ScoreResults[]> {
  const wants = sliceWants(columns)
  const { hardModels } = split
  const parts: ScoreResults[] = []
  for (const [code, rows] of sliceRows(split.rows, codes(), values.length).entries()) {
    const name = JSON.stringify([split.name, whereOf(columns, values[code])])
    const named = { name, rows, tallies: await tallyModels(kernels, rows) }
    const results = scoreResults(named, hardModels, settings, wants.differences)
    parts.push(
      wants.bootstrap && rows.classes.length > 0
        ? await withScoreBootstrap(kernels, named, results, hardModels, settings)
        : results,
    )
  }
  return parts
}

/** The results of slices that counts by score and class say all about, models side by side where other threads take part. */
async function countedResults(
  slices: SliceColumn[],
  { rows: { classes, sampling }, tallies, hardModels, ordered }: SplitTally,
  { settings, others }: ScoreOptions,
): Promise<ScoreResults[][]> {
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
  const measured = new Map(
    await Promise.all(
      [...ordered.keys()]
        .filter((model) => !hardModels.has(model))
        .map(async (model, i) => [model, await measureModel(model, i)] as const),
    ),
  )
  return slices.map((slice, i) =>
    sliceSizes(slice, classes, sampling.weights?.values ?? null).map((size, code) => ({
      ...size,
      measures: new Map([...ordered.keys()].map((model) => [model, measured.get(model)?.[i][code] ?? withoutScores()])),
      differences: null,
    })),
  )
}

const measureHere: SliceMeasurer = async (job) => measureSlices(job)

/** The rows of every value of a slice column, the whole-number weights that they have, and the positives among them. */
function sliceSizes(
  { codes, values }: SliceColumn,
  classes: Uint8Array,
  weights: Float64Array | null,
): Pick<ScoreResults, 'rowCount' | 'weight' | 'positives'>[] {
  const ofRows = codes()
  const sizes = new Uint32Array(2 * values.length)
  const sums = new Float64Array(values.length)
  for (let row = 0; row < ofRows.length; row++) sizes[2 * ofRows[row] + classes[row]]++
  if (weights !== null) for (let row = 0; row < ofRows.length; row++) sums[ofRows[row]] += weights[row]
  return values.map((_, code) => ({
    rowCount: sizes[2 * code] + sizes[2 * code + 1],
    weight: weights && sums[code],
    positives: sizes[2 * code + 1],
  }))
}

function scoreResults(
  { rows, tallies }: Pick<NamedRows, 'rows' | 'tallies'>,
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
    ...presentGroups(sampling),
    measures,
    differences:
      !isCompared || candidate === undefined || production === undefined
        ? null
        : compareScores(scoreMetrics, { rows, candidate, production, measures, settings }),
  }
}

/** The measures of hard predictions: nothing that takes scores is defined. */
function withoutScores(): Map<string, Measure> {
  return new Map(scoreMetrics.map(({ id }) => [id, { undefinedBecause: 'hard predictions, no scores' }]))
}
