import { taken } from '../dataset/columns.ts'
import type { ModelName } from '../dataset/roles.ts'
import { takeSampling, type Sampling } from '../dataset/sampling.ts'
import { ExactSums, largestOf } from './exact-sums.ts'
import type { Kernels } from './kernels.ts'
import type { RankedScores } from './rank.ts'

/** A set of rows (a split, or one value of a slice in it): each row's class, and its rank with each model. */
export interface RowSet {
  /** 1 for the positive class, else 0. */
  classes: Uint8Array
  models: Map<ModelName, RankedScores>
  sampling: Sampling
}

/**
 * One model's confusion counts at every distinct score of a row set, cumulated from the highest score down: rows, or
 * sums of weights where rows have some.
 */
export interface ScoreTally {
  /** Distinct scores, ascending. `truePositives[k]` and `falsePositives[k]` count the rows with score ≥ `scores[k]`. */
  scores: Float64Array
  truePositives: Uint32Array | Float64Array
  falsePositives: Uint32Array | Float64Array
  positives: number
  negatives: number
  /** Log loss of a negative row with `scores[k]` at 2k, of a positive one at 2k + 1, where that has been worked out. */
  logLosses?: Float64Array
}

/** Positive rows (or their weight) whose score is the rank-th smallest distinct one. */
export function positivesAt({ truePositives }: ScoreTally, rank: number): number {
  return rank + 1 < truePositives.length ? truePositives[rank] - truePositives[rank + 1] : truePositives[rank]
}

/** Negative rows (or their weight) whose score is the rank-th smallest distinct one. */
export function negativesAt({ falsePositives }: ScoreTally, rank: number): number {
  return rank + 1 < falsePositives.length ? falsePositives[rank] - falsePositives[rank + 1] : falsePositives[rank]
}

/** Counts one model's rows by score and class. */
export async function tallyScores(
  kernels: Kernels,
  ranked: RankedScores,
  classes: Uint8Array,
  { weights }: Pick<Sampling, 'weights'>,
): Promise<ScoreTally> {
  const counts =
    weights === null
      ? await kernels.sweep(ranked.ranks, classes, ranked.scores.length)
      : weightedSweep(ranked, classes, weights.values)
  return swept(ranked, counts)
}

/** Counts one model's rows by score and class, synchronously by plain loops on this thread. */
export function tallyScoresHere(
  ranked: RankedScores,
  classes: Uint8Array,
  { weights }: Pick<Sampling, 'weights'>,
): ScoreTally {
  return swept(ranked, weights === null ? plainSweep(ranked, classes) : weightedSweep(ranked, classes, weights.values))
}

function swept(
  { scores }: RankedScores,
  { truePositives, falsePositives }: Pick<ScoreTally, 'truePositives' | 'falsePositives'>,
): ScoreTally {
  const isEmpty = scores.length === 0
  return {
    scores,
    truePositives,
    falsePositives,
    positives: isEmpty ? 0 : truePositives[0],
    negatives: isEmpty ? 0 : falsePositives[0],
  }
}

function plainSweep({ ranks, scores }: RankedScores, classes: Uint8Array) {
  const truePositives = new Uint32Array(scores.length)
  const falsePositives = new Uint32Array(scores.length)
  for (let row = 0; row < ranks.length; row++) (classes[row] === 1 ? truePositives : falsePositives)[ranks[row]]++
  for (let k = scores.length - 2; k >= 0; k--) {
    truePositives[k] += truePositives[k + 1]
    falsePositives[k] += falsePositives[k + 1]
  }
  return { truePositives, falsePositives }
}

/** `Kernels.sweep` with sums of weights for counts. */
function weightedSweep({ ranks, scores }: RankedScores, classes: Uint8Array, weights: Float64Array) {
  const sums = new ExactSums(2 * scores.length, largestOf(weights), weights.length)
  for (let row = 0; row < ranks.length; row++) sums.add(2 * ranks[row] + classes[row], weights[row])
  const cells = sums.values()
  const truePositives = new Float64Array(scores.length)
  const falsePositives = new Float64Array(scores.length)
  let [positives, negatives] = [0, 0]
  for (let k = scores.length - 1; k >= 0; k--) {
    truePositives[k] = positives += cells[2 * k + 1]
    falsePositives[k] = negatives += cells[2 * k]
  }
  return { truePositives, falsePositives }
}

/**
 * The row set cut into one row set for each value of a slice column, in one walk in rank order (no sorting again).
 * Rows keep their order; each part has score tables of its own.
 * @param codes per row, its value's code, below `valueCount`
 */
export function sliceRows(rows: RowSet, codes: Uint32Array, valueCount: number): RowSet[] {
  const rowCount = rows.classes.length
  const starts = new Uint32Array(valueCount + 1)
  for (let row = 0; row < rowCount; row++) starts[codes[row] + 1]++
  for (let code = 0; code < valueCount; code++) starts[code + 1] += starts[code]
  const heads = starts.slice(0, valueCount)
  const places = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) places[row] = heads[codes[row]]++
  const classes = moved(rows.classes, places)
  const weights = rows.sampling.weights === null ? null : moved(rows.sampling.weights.values, places)
  const groups = rows.sampling.groups === null ? null : moved(rows.sampling.groups.codes, places)
  const parts: RowSet[] = []
  for (let code = 0; code < valueCount; code++) {
    const [start, end] = [starts[code], starts[code + 1]]
    parts.push({
      classes: classes.subarray(start, end),
      models: new Map(),
      sampling: {
        rowCount: end - start,
        weights: weights && { kind: rows.sampling.weights!.kind, values: weights.subarray(start, end) },
        groups: groups && { groupCount: rows.sampling.groups!.groupCount, codes: groups.subarray(start, end) },
      },
    })
  }
  for (const [model, ranked] of rows.models) {
    sliceRanks(ranked, codes, starts, places).forEach((part, code) => parts[code].models.set(model, part))
  }
  return parts
}

/**
 * The same rows in another order. In that of a model's scores, looking up what lies by that model's ranks is straight
 * through memory, and by another's not far from it.
 * @param order row numbers
 */
export function reorderedRows({ classes, models, sampling }: RowSet, order: Uint32Array): RowSet {
  return {
    classes: taken(classes, order),
    models: new Map([...models].map(([model, { scores, ranks }]) => [model, { scores, ranks: taken(ranks, order) }])),
    sampling: takeSampling(sampling, order),
  }
}

function moved<A extends Uint8Array | Uint32Array | Float64Array>(values: A, places: Uint32Array): A {
  const there = values.slice() as A
  for (let row = 0; row < places.length; row++) there[places[row]] = values[row]
  return there
}

function sliceRanks(
  ranked: RankedScores,
  codes: Uint32Array,
  starts: Uint32Array,
  places: Uint32Array,
): RankedScores[] {
  const rowCount = codes.length
  const valueCount = starts.length - 1
  const scores = new Float64Array(rowCount)
  const ranks = new Uint32Array(rowCount)
  const sizes = new Uint32Array(valueCount)
  // One above the last rank seen in each part; 0 is none.
  const lastRanks = new Float64Array(valueCount)
  const order = rowsByRank(ranked)
  for (let i = 0; i < order.length; i++) {
    const row = order[i]
    const code = codes[row]
    const rank = ranked.ranks[row]
    if (lastRanks[code] !== rank + 1) {
      lastRanks[code] = rank + 1
      scores[starts[code] + sizes[code]++] = ranked.scores[rank]
    }
    ranks[places[row]] = sizes[code] - 1
  }
  return Array.from(sizes, (size, code) => ({
    scores: scores.subarray(starts[code], starts[code] + size),
    ranks: ranks.subarray(starts[code], starts[code + 1]),
  }))
}

/** Row numbers in ascending order of rank. */
function rowsByRank(ranked: RankedScores): Uint32Array {
  const heads = new Uint32Array(ranked.scores.length + 1)
  for (let row = 0; row < ranked.ranks.length; row++) heads[ranked.ranks[row] + 1]++
  for (let rank = 0; rank < ranked.scores.length; rank++) heads[rank + 1] += heads[rank]
  const rows = new Uint32Array(ranked.ranks.length)
  for (let row = 0; row < rows.length; row++) rows[heads[ranked.ranks[row]]++] = row
  return rows
}
