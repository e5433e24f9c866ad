import type { ModelName } from '../dataset/roles.ts'
import type { RowGroups, Sampling } from '../dataset/sampling.ts'
import { ExactSums, largestOf } from './exact-sums.ts'
import type { RowSet } from './rows.ts'

/**
 * Both models' decisions on the same rows, by cell 4·class + 2·(candidate says positive) + (production says positive),
 * 8 in all. Without a production model it says nothing is positive.
 */
export interface JointDecisions {
  /** Rows in each cell, or the sum of their weights. */
  counts: Float64Array
  /**
   * What variances need beside the counts; null where rows are independent and count once, or have frequency weights.
   */
  spread: Spread | null
}

/** Second moments of cells, where rows belong to groups or have importance weights. */
export interface Spread {
  /**
   * The number of rows in each cell, importance weights aside; with frequency weights, the number of rows they stand
   * for.
   */
  rows: Float64Array
  /** By 8·a + b: the sum over independent units (groups, or rows) of a unit's weight in cell a times that in cell b. */
  moments: Float64Array
  /** n/(n − 1), where n is the number of units (with importance weights, Kish's effective number). */
  correction: number
  /** How many groups the units are; null where they are rows. */
  groupCount: number | null
  /** The greatest weight of a negative row, and of a positive one; null of groups. */
  heaviest: [ofNegatives: number, ofPositives: number] | null
}

/** The number of cells of two models' decisions and the class. */
export const jointCells = 8

/**
 * Counts the decisions of every part of the rows.
 * @param ranks the first rank that each model calls positive
 * @param parts per row its part's code, below `partCount`; null: all rows are part 0
 */
export function jointDecisions(
  rows: RowSet,
  ranks: Map<ModelName, number>,
  parts: Uint32Array | null = null,
  partCount = 1,
): JointDecisions[] {
  return partDecisions(rows.sampling, rowDecisions(rows, ranks), parts, partCount)
}

/**
 * Counts the decisions of every part of the rows, given each row's cell.
 * @param decisions from `rowDecisions`
 */
export function partDecisions(
  sampling: Sampling,
  decisions: Uint8Array,
  parts: Uint32Array | null,
  partCount: number,
): JointDecisions[] {
  const cells = parts === null ? new Uint32Array(decisions) : ownCells(decisions, parts)
  const counts =
    sampling.weights === null
      ? countRows(cells, jointCells * partCount)
      : sumWeights(cells, jointCells * partCount, sampling.weights.values)
  const isSpread = sampling.groups !== null || sampling.weights?.kind === 'importance'
  const rowCounts = !isSpread
    ? null
    : sampling.weights?.kind === 'frequency'
      ? counts
      : countRows(cells, jointCells * partCount)
  const moments = isSpread ? partMoments(cells, partCount, sampling) : null
  return Array.from({ length: partCount }, (_, part) => {
    const own = (values: Float64Array) => values.subarray(jointCells * part, jointCells * (part + 1))
    return { counts: own(counts), spread: rowCounts && moments && { rows: own(rowCounts), ...moments[part] } }
  })
}

/** The cell of every row. */
export function rowDecisions({ classes, models }: RowSet, ranks: Map<ModelName, number>): Uint8Array {
  const cells = new Uint8Array(classes.length)
  for (let row = 0; row < cells.length; row++) cells[row] = 4 * classes[row]
  addPositives(cells, 2, models.get('candidate')!.ranks, ranks.get('candidate')!)
  const production = models.get('production')
  if (production !== undefined) addPositives(cells, 1, production.ranks, ranks.get('production') ?? Infinity)
  return cells
}

function addPositives(cells: Uint8Array, digit: number, ranks: Uint32Array, first: number): void {
  for (let row = 0; row < cells.length; row++) cells[row] += ranks[row] >= first ? digit : 0
}

/** The cell of every row among the cells of all parts: each part has its own eight. */
function ownCells(decisions: Uint8Array, parts: Uint32Array): Uint32Array {
  const cells = new Uint32Array(decisions.length)
  for (let row = 0; row < cells.length; row++) cells[row] = jointCells * parts[row] + decisions[row]
  return cells
}

function countRows(cells: Uint32Array, cellCount: number): Float64Array {
  const counts = new Float64Array(cellCount)
  for (let row = 0; row < cells.length; row++) counts[cells[row]]++
  return counts
}

function sumWeights(cells: Uint32Array, cellCount: number, weights: Float64Array): Float64Array {
  const sums = new ExactSums(cellCount, largestOf(weights), weights.length)
  for (let row = 0; row < cells.length; row++) sums.add(cells[row], weights[row])
  return sums.values()
}

type Moments = Omit<Spread, 'rows'>

function partMoments(cells: Uint32Array, partCount: number, { weights, groups }: Sampling): Moments[] {
  if (groups === null) return shareMoments(cells, partCount, weights!.values)
  return groupMoments(cells, partCount, weights?.values ?? null, groups)
}

/** The spread where rows are the independent units: no row is in two cells. */
function shareMoments(cells: Uint32Array, partCount: number, weights: Float64Array): Moments[] {
  const sums = sumWeights(cells, jointCells * partCount, weights)
  const squares = sumWeights(
    cells,
    jointCells * partCount,
    weights.map((weight) => weight * weight),
  )
  // Of part p's negatives at 2p, of its positives at 2p + 1.
  const heaviest = new Float64Array(2 * partCount)
  for (let row = 0; row < cells.length; row++) {
    const at = Math.floor(cells[row] / (jointCells / 2))
    if (weights[row] > heaviest[at]) heaviest[at] = weights[row]
  }
  return Array.from({ length: partCount }, (_, part) => {
    const moments = new Float64Array(jointCells * jointCells)
    let [sum, square] = [0, 0]
    for (let cell = 0; cell < jointCells; cell++) {
      const at = jointCells * part + cell
      moments[(jointCells + 1) * cell] = squares[at]
      sum += sums[at]
      square += squares[at]
    }
    const correction = correctionOf(square === 0 ? 0 : (sum * sum) / square)
    return { moments, correction, groupCount: null, heaviest: [heaviest[2 * part], heaviest[2 * part + 1]] }
  })
}

/** The spread where groups are the independent units: each part's groups are summed up one after the other. */
function groupMoments(
  cells: Uint32Array,
  partCount: number,
  weights: Float64Array | null,
  { codes: groups, groupCount }: RowGroups,
): Moments[] {
  const order = rowsByPartAndGroup(cells, partCount, groups, groupCount)
  const largest = weights === null ? 1 : largestOf(weights)
  const all = Array.from({ length: partCount }, () => ({
    moments: new Float64Array(jointCells * jointCells),
    units: 0,
  }))
  for (let from = 0; from < order.length;) {
    const part = Math.floor(cells[order[from]] / jointCells)
    const group = groups[order[from]]
    const sums = new ExactSums(jointCells, largest, order.length)
    let at = from
    for (
      ;
      at < order.length && groups[order[at]] === group && Math.floor(cells[order[at]] / jointCells) === part;
      at++
    ) {
      sums.add(cells[order[at]] % jointCells, weights === null ? 1 : weights[order[at]])
    }
    addProducts(all[part].moments, sums.values())
    all[part].units++
    from = at
  }
  return all.map(({ moments, units }) => ({
    moments,
    correction: correctionOf(units),
    groupCount: units,
    heaviest: null,
  }))
}

/** Row numbers by part, within a part by group: two stable counting sorts. */
function rowsByPartAndGroup(
  cells: Uint32Array,
  partCount: number,
  groups: Uint32Array,
  groupCount: number,
): Uint32Array {
  const byGroup = stableOrder(Uint32Array.from(groups.keys()), (row) => groups[row], groupCount)
  return stableOrder(byGroup, (row) => Math.floor(cells[row] / jointCells), partCount)
}

function stableOrder(rows: Uint32Array, keyOf: (row: number) => number, keyCount: number): Uint32Array {
  const next = new Uint32Array(keyCount + 1)
  for (let i = 0; i < rows.length; i++) next[keyOf(rows[i]) + 1]++
  for (let key = 0; key < keyCount; key++) next[key + 1] += next[key]
  const ordered = new Uint32Array(rows.length)
  for (let i = 0; i < rows.length; i++) ordered[next[keyOf(rows[i])]++] = rows[i]
  return ordered
}

function addProducts(moments: Float64Array, sums: Float64Array): void {
  for (let a = 0; a < jointCells; a++) {
    if (sums[a] === 0) continue
    for (let b = 0; b < jointCells; b++) moments[jointCells * a + b] += sums[a] * sums[b]
  }
}

function correctionOf(units: number): number {
  return units > 1 ? units / (units - 1) : NaN
}
