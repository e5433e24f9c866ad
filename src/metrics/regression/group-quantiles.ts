import { taken } from '../../dataset/columns.ts'
import { keyOf, rankScores, firstRank } from '../../tally/rank.ts'

/** Rows in groups, by what each counts for. */
export interface GroupedRows {
  /** Per row, its group; null: all are of one. */
  groups: Uint8Array | null
  groupCount: number
  /** Per row, a whole number; null: 1 each. Their sum stays below 2^53. */
  masses: Float64Array | null
}

/** A share of the mass: `part` of `of`, whole numbers, so that it is met exactly where it can be. */
export interface MassShare {
  part: number
  of: number
}

/** Where axes end: 0.1 % of the mass lies below and above. */
export const ends: readonly MassShare[] = [
  { part: 1, of: 1000 },
  { part: 999, of: 1000 },
]

/** Cells of the histogram: about as many as rows. */
const fewestCells = 1 << 10
const mostCells = 1 << 18

/**
 * Quantiles of every group: the averaged inverse of the distribution function, that is the value up to which the mass is
 * at least the share, or where it is exactly that the mean of it and the next (Hyndman & Fan 1996, type 2; NumPy's
 * `averaged_inverted_cdf`). Exact, in any order of the rows, without sorting them all: a histogram tells in which few
 * neighbouring values a quantile lies, and only those are ranked. NaN where a group has no rows.
 * @param values finite
 * @returns per group, a number for each share
 */
export function groupQuantiles(values: Float64Array, rows: GroupedRows, shares: readonly MassShare[]): Float64Array[] {
  const keys = keyedBy(values, Math.min(mostCells, Math.max(fewestCells, values.length)) / rows.groupCount)
  const cells = cellsOf(values, rows.groups, keys)
  const through = massesThrough(cells, rows, keys.count)
  const soughtOf = Array.from({ length: rows.groupCount }, (_, group) =>
    shares.map((share) => seek(through, keys.count, group, share)),
  )
  const ranked = rankedCells(
    values,
    cells,
    through.length,
    rows.masses,
    new Set(soughtOf.flat().flatMap((sought) => sought?.cells ?? [])),
  )
  return soughtOf.map((ofGroup) =>
    Float64Array.from(ofGroup, (sought) => (sought === null ? NaN : found(sought, ranked))),
  )
}

/** Bins of the high word of the IEEE 754 pattern, whose order is the numbers' order. */
interface Keys {
  lowest: number
  shift: number
  count: number
}

function keyedBy(values: Float64Array, mostKeys: number): Keys {
  let low = Infinity
  let high = -Infinity
  for (let row = 0; row < values.length; row++) {
    if (values[row] < low) low = values[row]
    if (values[row] > high) high = values[row]
  }
  const lowest = keyOf(low)
  const span = keyOf(high) - lowest
  // Between numbers of both signs lie all small ones, of which there are few: most cells stay empty.
  const cellLimit = low < 0 && high > 0 ? 8 * mostKeys : mostKeys
  let shift = 0
  while (span >= cellLimit * 2 ** shift) shift++
  return { lowest, shift, count: (span >>> shift) + 1 }
}

/** Per row, its cell: those of the groups lie one after the other, each group's in ascending order of keys. */
function cellsOf(values: Float64Array, groups: Uint8Array | null, { lowest, shift, count }: Keys): Uint32Array {
  const cells = new Uint32Array(values.length)
  for (let row = 0; row < cells.length; row++) cells[row] = (keyOf(values[row]) - lowest) >>> shift
  if (groups !== null) for (let row = 0; row < cells.length; row++) cells[row] += groups[row] * count
  return cells
}

/** Per cell, the mass of its group up to and with it. */
function massesThrough(cells: Uint32Array, { groupCount, masses }: GroupedRows, keyCount: number): Float64Array {
  const sums = new Float64Array(cells.length === 0 ? 0 : groupCount * keyCount)
  for (let row = 0; row < cells.length; row++) sums[cells[row]] += masses === null ? 1 : masses[row]
  for (let cell = 1; cell < sums.length; cell++) if (cell % keyCount > 0) sums[cell] += sums[cell - 1]
  return sums
}

/** Where a quantile lies: in one cell, or between it and the next that has rows. */
interface Sought {
  cells: number[]
  /** Mass of the group before the first of the cells. */
  before: number
  total: number
  share: MassShare
}

/** @param through per cell, the mass of its group up to and with it */
function seek(through: Float64Array, keyCount: number, group: number, share: MassShare): Sought | null {
  const first = group * keyCount
  const last = first + keyCount - 1
  const total = keyCount === 0 ? 0 : through[last]
  if (total === 0) return null
  const cell = firstRank(last, (at) => through[at] * share.of >= total * share.part, first)
  const next = firstRank(last, (at) => through[at] > through[cell], cell)
  const isWhole = cell < last && through[cell] * share.of === total * share.part
  return { cells: isWhole ? [cell, next] : [cell], before: cell === first ? 0 : through[cell - 1], total, share }
}

/** The distinct values of a cell, ascending, each with its mass. */
interface RankedCell {
  values: Float64Array
  masses: Float64Array
}

function rankedCells(
  values: Float64Array,
  cells: Uint32Array,
  cellCount: number,
  masses: Float64Array | null,
  wanted: Set<number>,
): Map<number, RankedCell> {
  const places = new Uint16Array(cellCount)
  const rowsOf = [...wanted].map((cell, place) => {
    places[cell] = place + 1
    return [] as number[]
  })
  for (let row = 0; row < cells.length; row++) {
    const place = places[cells[row]]
    if (place > 0) rowsOf[place - 1].push(row)
  }
  return new Map([...wanted].map((cell, place) => [cell, rankedCell(Uint32Array.from(rowsOf[place]), values, masses)]))
}

function rankedCell(rows: Uint32Array, values: Float64Array, masses: Float64Array | null): RankedCell {
  const { scores, ranks } = rankScores(taken(values, rows))
  const sums = new Float64Array(scores.length)
  for (let at = 0; at < rows.length; at++) sums[ranks[at]] += masses === null ? 1 : masses[rows[at]]
  return { values: scores, masses: sums }
}

function found({ cells, before, total, share }: Sought, ranked: Map<number, RankedCell>): number {
  let through = before
  let lower: number | null = null
  for (const cell of cells) {
    const { values, masses } = ranked.get(cell)!
    for (let k = 0; k < values.length; k++) {
      if (masses[k] === 0) continue
      if (lower !== null) return lower / 2 + values[k] / 2
      through += masses[k]
      if (through * share.of < total * share.part) continue
      if (through * share.of > total * share.part) return values[k]
      lower = values[k]
    }
  }
  return lower!
}
