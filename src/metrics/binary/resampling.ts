import type { ModelName } from '../../dataset/roles.ts'
import { ExactSums, largestOf } from '../../tally/exact-sums.ts'
import type { CountedCells } from '../../tally/kernels.ts'
import { streamOf, type SampledEntries } from '../../tally/replicates.ts'
import type { RowSet, ScoreTally } from '../../tally/rows.ts'
import { isTallied } from './influence-table.ts'
import { groupOfRank, groupScores, type ScoreGroups } from './score-groups.ts'

/** Rows to resample, under a name that tells their draws from those of other rows: a split, or a slice of one. */
export interface NamedRows {
  name: string
  rows: RowSet
  tallies: Map<ModelName, ScoreTally>
}

/** Rows of one model or two, as they are drawn in replicates. */
export interface Resampling {
  models: ModelName[]
  /** Each model's groups of scores, as many as its tally of `sample` has. */
  groups: ScoreGroups[]
  sample: CountedCells | SampledEntries
  stream: number
}

/** Groups of scores of a model drawn alone. */
const mostGroups = 4096
/** Cells of two models drawn together: the most draws of a replicate. */
const mostJointCells = 2 ** 15
/** Cells worth counting in a table; beyond, the rows are sorted by cell. */
const mostTabledCells = 2 ** 22

/**
 * How the rows are drawn anew, such that the order of the rows leaves no trace:
 * - Rows that count once each, or stand for a whole number of rows alike: by cells of rows of one class and one score with
 *   each model, a Poisson number for each cell whose mean is its rows.
 * - Shares as weights: likewise, a drawn row weighing the cell's mean weight. Where a cell has rows of several weights, its
 *   mean is Kish's effective number of them, (Σw)²/Σw², so that the variance is right.
 * - Rows that belong together: Poisson(1) for each group, all its rows as often as that; a group's draws are the same in
 *   every split, with every model.
 *
 * For the bootstrap alone a model's scores are grouped (`groupScores`): at most 4,096 groups; for two models together
 * fewer, until their rows lie in at most 32,768 cells. With fewer distinct scores (or pairs of them) nothing is grouped.
 * @param models one, or both, whose rows are then drawn alike
 * @param kept per model, thresholds at which groups part in any case
 * @param groupLimit of one model's scores
 */
export function resampling(
  { name, rows, tallies }: NamedRows, models: ModelName[],
  kept: (model: ModelName, groupLimit: number) => ArrayLike<number> = () => [], groupLimit = mostGroups,
): Resampling {
  const groupsAt = (limit: number) => models.map((model) => groupScores(tallies.get(model)!, limit, kept(model, limit)))
  if (rows.sampling.groups !== null) {
    const groups = groupsAt(groupLimit)
    return { models, groups, sample: groupedEntries(rows, models, groups), stream: streamOf('groups') }
  }
  const stream = streamOf('rows', name, ...models)
  if (models.length === 1 && isTallied(rows.sampling)) {
    const groups = groupsAt(groupLimit)
    return { models, groups, sample: talliedCells(tallies.get(models[0])!, groups[0]), stream }
  }
  for (let limit = groupLimit; ; limit /= 2) {
    const groups = groupsAt(limit)
    const cellCount = groups.reduce((product, { starts }) => product * starts.length, 2)
    const isSorted = cellCount > mostTabledCells
    if (isSorted && rows.classes.length > mostJointCells) continue
    const cells = rowCells(rows, models, groups, isSorted)
    const sample = countedCells(cells, rows, groups)
    if (models.length === 1 || limit <= 64 || sample.counts.length <= mostJointCells) return { models, groups, sample, stream }
  }
}

/** The cells of one model's rows, which its tally has counted already: negatives by group, then positives. */
function talliedCells({ truePositives, falsePositives }: ScoreTally, { starts }: ScoreGroups): CountedCells {
  const counts: number[] = []
  const places: number[] = []
  for (const [oneClass, above] of [falsePositives, truePositives].entries()) {
    starts.forEach((start, group) => {
      const count = above[start] - (group + 1 < starts.length ? above[starts[group + 1]] : 0)
      if (count === 0) return
      counts.push(count)
      places.push(2 * group + oneClass)
    })
  }
  return { counts: Uint32Array.from(counts), tallies: [{ scoreCount: starts.length, places: Uint32Array.from(places) }] }
}

/** Rows by cell: the keys of the cells that have rows, ascending, and each row's cell among them. */
interface RowCells {
  keys: Float64Array
  cells: Uint32Array
}

/** A cell's key is the class, then each model's group, as digits of a number. */
function rowCells(rows: RowSet, models: ModelName[], groups: ScoreGroups[], isSorted: boolean): RowCells {
  const rowKeys = Float64Array.from(rows.classes)
  models.forEach((model, i) => {
    const { ranks, scores } = rows.models.get(model)!
    const groupOf = groupOfRank(groups[i], scores.length)
    const radix = groups[i].starts.length
    for (let row = 0; row < rowKeys.length; row++) rowKeys[row] = rowKeys[row] * radix + groupOf[ranks[row]]
  })
  const keys = isSorted ? sortedKeys(rowKeys) : tabledKeys(rowKeys)
  const cells = new Uint32Array(rowKeys.length)
  if (isSorted) {
    const places = new Map(Array.from(keys, (key, cell) => [key, cell]))
    for (let row = 0; row < cells.length; row++) cells[row] = places.get(rowKeys[row])!
  } else {
    const places = new Uint32Array((keys.at(-1) ?? -1) + 1)
    keys.forEach((key, cell) => {
      places[key] = cell
    })
    for (let row = 0; row < cells.length; row++) cells[row] = places[rowKeys[row]]
  }
  return { keys, cells }
}

function sortedKeys(rowKeys: Float64Array): Float64Array {
  return Float64Array.from(new Set(rowKeys.slice().sort()))
}

function tabledKeys(rowKeys: Float64Array): Float64Array {
  let last = -1
  for (let row = 0; row < rowKeys.length; row++) if (rowKeys[row] > last) last = rowKeys[row]
  const isThere = new Uint8Array(last + 1)
  for (let row = 0; row < rowKeys.length; row++) isThere[rowKeys[row]] = 1
  const keys: number[] = []
  isThere.forEach((there, key) => {
    if (there === 1) keys.push(key)
  })
  return Float64Array.from(keys)
}

function countedCells({ keys, cells }: RowCells, { sampling: { weights } }: RowSet, groups: ScoreGroups[]): CountedCells | SampledEntries {
  const tallies = groups.map(({ starts }, i) => {
    const below = groups.slice(i + 1).reduce((product, later) => product * later.starts.length, 1)
    const perClass = groups.reduce((product, each) => product * each.starts.length, 1)
    const places = Uint32Array.from(keys, (key) =>
      2 * (Math.floor(key / below) % starts.length) + Math.floor(key / perClass))
    return { scoreCount: starts.length, places }
  })
  if (weights?.kind === 'shares') return { ...effectiveRows(cells, keys.length, weights.values), units: null, tallies }
  const counts = new Uint32Array(keys.length)
  for (let row = 0; row < cells.length; row++) counts[cells[row]] += weights === null ? 1 : weights.values[row]
  return { counts, tallies }
}

/** Kish's effective number of each cell's rows, at least 1, and what each of them weighs. */
function effectiveRows(cells: Uint32Array, cellCount: number, weights: Float64Array): { counts: Uint32Array; weights: Float64Array } {
  const largest = largestOf(weights)
  const sums = new ExactSums(cellCount, largest)
  const squares = new ExactSums(cellCount, largest * largest)
  for (let row = 0; row < cells.length; row++) {
    sums.add(cells[row], weights[row])
    squares.add(cells[row], weights[row] * weights[row])
  }
  const sum = sums.values()
  const counts = Uint32Array.from(squares.values(), (square, cell) =>
    square > 0 ? Math.max(1, Math.round((sum[cell] * sum[cell]) / square)) : 1)
  return { counts, weights: sum.map((weight, cell) => weight / counts[cell]) }
}

/** Every row an entry of its group; shares as whole multiples of 2^-26 of the largest, whose sums are exact. */
function groupedEntries({ classes, models: ranked, sampling }: RowSet, models: ModelName[], groups: ScoreGroups[]): SampledEntries {
  const { codes, groupCount } = sampling.groups!
  const tallies = models.map((model, i) => {
    const { ranks, scores } = ranked.get(model)!
    const groupOf = groupOfRank(groups[i], scores.length)
    return { scoreCount: groups[i].starts.length, places: Uint32Array.from(ranks, (rank, row) => 2 * groupOf[rank] + classes[row]) }
  })
  return { counts: new Uint32Array(groupCount).fill(1), units: codes, weights: wholeWeights(sampling.weights), tallies }
}

function wholeWeights(weights: RowSet['sampling']['weights']): Float64Array | null {
  if (weights === null || weights.kind === 'counts') return weights?.values ?? null
  const scale = 2 ** 26 / (largestOf(weights.values) || 1)
  return weights.values.map((weight) => Math.round(weight * scale))
}
