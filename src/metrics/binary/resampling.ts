import type { ModelName } from '../../dataset/roles.ts'
import { isTallied } from './influence-table.ts'
import { firstRank, rankOfThreshold } from '../../tally/rank.ts'
import { ExactSums, largestOf } from '../../tally/exact-sums.ts'
import type { CountedCells } from '../../tally/kernels.ts'
import { type SampledEntries, streamOf } from '../../tally/replicates.ts'
import type { RowSet, ScoreTally } from '../../tally/rows.ts'

/** A model's distinct scores cut into groups of neighbours, each treated as one score. */
export interface ScoreGroups {
  /** The first rank of each group, ascending; the first group starts at 0. */
  starts: Uint32Array
  /** The least score of each group: the thresholds at which groups part. */
  thresholds: Float64Array
}

/**
 * Cuts the distinct scores into about `groupLimit` groups at most: where there are no more scores than that, into
 * themselves; else so that each group holds about the same mass, that is the mean of its shares of the positives and of the
 * negatives (so that both rates of a ROC curve move in small steps at any prevalence).
 * @param kept thresholds that start a group, whatever its mass; they come on top of the limit
 */
export function groupScores(tally: ScoreTally, groupLimit: number, kept: ArrayLike<number> = []): ScoreGroups {
  const { scores } = tally
  const starts =
    scores.length <= groupLimit
      ? Uint32Array.from(scores.keys())
      : joined(equalMassStarts(tally, groupLimit), keptStarts(scores, kept))
  return { starts, thresholds: Float64Array.from(starts, (rank) => scores[rank]) }
}

/** Both without repetition, ascending. */
function joined(some: number[], others: number[]): Uint32Array {
  return Uint32Array.from(new Set([0, ...some, ...others])).sort()
}

function keptStarts(scores: Float64Array, kept: ArrayLike<number>): number[] {
  return Array.from(kept, (threshold) => rankOfThreshold(scores, threshold)).filter((rank) => rank < scores.length)
}

/** The mass from a rank up never grows with the rank, so that each start is found by bisection. */
function equalMassStarts(tally: ScoreTally, groupLimit: number): number[] {
  const { truePositives, falsePositives, positives, negatives } = tally
  const massFrom = (rank: number) =>
    (positives > 0 ? truePositives[rank] / positives : 0) + (negatives > 0 ? falsePositives[rank] / negatives : 0)
  const step = massFrom(0) / groupLimit
  const starts: number[] = []
  for (let rank = 0; rank < truePositives.length;) {
    starts.push(rank)
    const mass = massFrom(rank)
    rank = firstRank(truePositives.length, (next) => mass - massFrom(next) >= step, rank + 1)
  }
  return starts
}

/** Per rank, the group that it belongs to. */
function groupOfRank({ starts }: ScoreGroups, scoreCount: number): Uint32Array {
  const groups = new Uint32Array(scoreCount)
  for (let group = 0; group < starts.length; group++) {
    groups.fill(group, starts[group], group + 1 < starts.length ? starts[group + 1] : scoreCount)
  }
  return groups
}

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
/** Cells worth counting in a table. */
const mostTabledCells = 2 ** 22

/**
 * How the rows are drawn anew, such that the order of the rows leaves no trace:
 * - Rows that count once each, or stand for a whole number of rows alike: by cells of rows of one class and one score with
 *   each model, a Poisson number for each cell whose mean is its rows.
 * - With importance weights the same, a drawn row weighing the cell's mean weight. Where a cell has rows of several weights, its
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
  { name, rows, tallies }: NamedRows,
  models: ModelName[],
  kept: (model: ModelName, groupLimit: number) => ArrayLike<number> = () => [],
  groupLimit = mostGroups,
): Resampling {
  const groupsAt = (limit: number) => models.map((model) => groupScores(tallies.get(model)!, limit, kept(model, limit)))
  if (rows.sampling.groups !== null) {
    const groups = groupsAt(groupLimit)
    return { models, groups, sample: groupedEntries(rows, models, groups), stream: streamOf('groups') }
  }
  // Models drawn alone take the same words, so that equal scores have equal replicates.
  const stream = models.length === 1 ? streamOf('rows', name) : streamOf('rows', name, ...models)
  if (models.length === 1 && isTallied(rows.sampling)) {
    const groups = groupsAt(groupLimit)
    return { models, groups, sample: talliedCells(tallies.get(models[0])!, groups[0]), stream }
  }
  for (let limit = groupLimit; ; limit /= 2) {
    const groups = groupsAt(limit)
    const mostCells = models.length === 1 || limit <= 64 ? Infinity : mostJointCells
    const cells = rowCells(rows, models, groups, mostCells)
    if (cells !== null) return { models, groups, sample: countedCells(cells, rows, groups), stream }
  }
}

/** A model's rows by class and group, of which the counts say all. */
function talliedCells({ truePositives, falsePositives }: ScoreTally, { starts }: ScoreGroups): CountedCells {
  const counts: number[] = []
  const places: number[] = []
  for (const [oneClass, from] of [falsePositives, truePositives].entries()) {
    for (let group = 0; group < starts.length; group++) {
      const count = from[starts[group]] - (group + 1 < starts.length ? from[starts[group + 1]] : 0)
      if (count === 0) continue
      counts.push(count)
      places.push(2 * group + oneClass)
    }
  }
  return {
    counts: Uint32Array.from(counts),
    tallies: [{ scoreCount: starts.length, places: Uint32Array.from(places) }],
  }
}

/** Rows by cell: the keys of the cells that have rows, ascending, and each row's cell among them (of rows without weight: any). */
interface RowCells {
  keys: Float64Array
  cells: Uint32Array
}

/** A cell's key is the class, then each model's group, as digits of a number. Null where more than `mostCells` have rows. */
function rowCells(rows: RowSet, models: ModelName[], groups: ScoreGroups[], mostCells: number): RowCells | null {
  const digits = models.map((model, i) => {
    const { ranks, scores } = rows.models.get(model)!
    return { ranks, radix: groups[i].starts.length, groupOf: groupOfRank(groups[i], scores.length) }
  })
  const keyCount = digits.reduce((product, { radix }) => product * radix, 2)
  if (keyCount > mostTabledCells && rows.classes.length > mostCells) return null
  const numbers = cellNumbers(keyCount)
  const weights = rows.sampling.weights?.values ?? null
  const cells = new Uint32Array(rows.classes.length)
  for (let row = 0; row < cells.length; row++) {
    if (weights !== null && weights[row] === 0) continue
    let key = rows.classes[row]
    for (let i = 0; i < digits.length; i++) key = key * digits[i].radix + digits[i].groupOf[digits[i].ranks[row]]
    cells[row] = numbers.of(key)
    if (numbers.keys.length > mostCells) return null
  }
  return inKeyOrder(numbers.keys, cells)
}

/** Numbers keys as they come, in a table where that is not too large. */
function cellNumbers(keyCount: number): { keys: number[]; of(key: number): number } {
  const keys: number[] = []
  if (keyCount > mostTabledCells) {
    const numbers = new Map<number, number>()
    return { keys, of: (key) => numbers.get(key) ?? (numbers.set(key, keys.length), keys.push(key) - 1) }
  }
  // 0 is none.
  const numbers = new Uint32Array(keyCount)
  return { keys, of: (key) => (numbers[key] !== 0 ? numbers[key] : (numbers[key] = keys.push(key))) - 1 }
}

/** Cells numbered by their keys' order, so that the order of the rows leaves no trace. */
function inKeyOrder(found: number[], cells: Uint32Array): RowCells {
  const keys = Float64Array.from(found).sort()
  const places = new Map(Array.from(keys, (key, place) => [key, place]))
  const placeOf = Uint32Array.from(found, (key) => places.get(key)!)
  for (let row = 0; row < cells.length; row++) cells[row] = placeOf[cells[row]]
  return { keys, cells }
}

function countedCells(
  { keys, cells }: RowCells,
  { sampling: { weights } }: RowSet,
  groups: ScoreGroups[],
): CountedCells | SampledEntries {
  const tallies = groups.map(({ starts }, i) => {
    const below = groups.slice(i + 1).reduce((product, later) => product * later.starts.length, 1)
    const perClass = groups.reduce((product, each) => product * each.starts.length, 1)
    const places = Uint32Array.from(
      keys,
      (key) => 2 * (Math.floor(key / below) % starts.length) + Math.floor(key / perClass),
    )
    return { scoreCount: starts.length, places }
  })
  if (weights?.kind === 'importance')
    return { ...effectiveRows(cells, keys.length, weights.values), units: null, tallies }
  const counts = new Uint32Array(keys.length)
  for (let row = 0; row < cells.length; row++) counts[cells[row]] += weights === null ? 1 : weights.values[row]
  return { counts, tallies }
}

/** Kish's effective number of each cell's rows, at least 1, and what each of them weighs. */
function effectiveRows(
  cells: Uint32Array,
  cellCount: number,
  weights: Float64Array,
): { counts: Uint32Array; weights: Float64Array } {
  const largest = largestOf(weights)
  const sums = new ExactSums(cellCount, largest, cells.length)
  const squares = new ExactSums(cellCount, largest * largest, cells.length)
  for (let row = 0; row < cells.length; row++) {
    sums.add(cells[row], weights[row])
    squares.add(cells[row], weights[row] * weights[row])
  }
  const sum = sums.values()
  const counts = Uint32Array.from(squares.values(), (square, cell) =>
    square > 0 ? Math.max(1, Math.round((sum[cell] * sum[cell]) / square)) : 1,
  )
  return { counts, weights: sum.map((weight, cell) => weight / counts[cell]) }
}

/** Every row an entry of its group; shares as whole multiples of 2^-26 of the largest, whose sums are exact. */
function groupedEntries(
  { classes, models: ranked, sampling }: RowSet,
  models: ModelName[],
  groups: ScoreGroups[],
): SampledEntries {
  const { codes, groupCount } = sampling.groups!
  const tallies = models.map((model, i) => {
    const { ranks, scores } = ranked.get(model)!
    const groupOf = groupOfRank(groups[i], scores.length)
    const places = new Uint32Array(ranks.length)
    for (let row = 0; row < places.length; row++) places[row] = 2 * groupOf[ranks[row]] + classes[row]
    return { scoreCount: groups[i].starts.length, places }
  })
  return { counts: new Uint32Array(groupCount).fill(1), units: codes, weights: wholeWeights(sampling.weights), tallies }
}

function wholeWeights(weights: RowSet['sampling']['weights']): Float64Array | null {
  if (weights === null || weights.kind === 'frequency') return weights?.values ?? null
  const scale = 2 ** 26 / (largestOf(weights.values) || 1)
  return weights.values.map((weight) => Math.round(weight * scale))
}
