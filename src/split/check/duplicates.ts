import { hashOfId, isSameId } from '../../dataset/ids.ts'
import type { Utf8Column } from '../../table/column.ts'
import { type MixedCells, MixedCellCounter } from './mixed-cells.ts'
import { type CheckedRows, exampleLimit } from './rows.ts'

/** When two rows are equal, and which rows are compared. */
export interface RowEquality {
  /** Per row a hash, the same for equal rows. Rows with the same hash may still differ. */
  hashes: Uint32Array
  isEqual(row: number, other: number): boolean
  /** The owner of each row: rows of one owner are not twins of each other. Null: every row is its own owner. */
  owners: Uint32Array | null
}

/** Rows that are equal to others, within each split and across two. */
export interface Duplicates {
  /** For each split, the number of its rows that have a twin in it: an equal row of another owner. */
  within: number[]
  /** `across[a][b]` is the number of rows of split b that have a twin in split a. */
  across: number[][]
  /** `examples[a][b]` are the first rows of split b that have a twin in split a. */
  examples: number[][][]
  /** For every two splits, at the smaller and then the larger index: how their rows are spread over cells; owners do not count. */
  cells: MixedCells[][]
  /** Per row, the first row that is equal to it; null where no two rows are equal. */
  firsts: Uint32Array | null
}

/** The number of rows that a partition is meant to hold, so that its table stays in the cache. */
const rowsPerPart = 8192
const mostParts = 4096

/**
 * Finds rows that are alike, exactly, in about 12 bytes a row: rows are partitioned by the high bits of their hashes,
 * and each partition has an open-addressing table of its own, in which rows of one hash are compared.
 * @param splits per row, the index of its split
 */
export function findDuplicates(splits: Uint8Array, splitCount: number, equality: RowEquality): Duplicates {
  const { order, ends, largest } = partitionedRows(equality.hashes)
  const tally = new DuplicateCounter(splits, splitCount, equality.owners)
  const mixed = new MixedCellCounter(splits, splitCount)
  const slots = new Uint32Array(slotCount(largest))
  const cells = {
    firsts: new Uint32Array(largest),
    hashes: new Uint32Array(largest),
    sizes: new Uint32Array(largest),
    ofRows: new Uint32Array(largest),
  }
  let firsts: Uint32Array | null = null
  for (let part = 0; part < ends.length; part++) {
    const rows = order.subarray(part === 0 ? 0 : ends[part - 1], ends[part])
    const cellCount = fillCells(rows, equality, slots, cells)
    if (cellCount === rows.length) continue
    firsts ??= rowNumbers(splits.length)
    for (let i = 0; i < rows.length; i++) {
      const first = cells.firsts[cells.ofRows[i]]
      if (first !== rows[i]) firsts[rows[i]] = first
    }
    tally.add(rows, cells, cellCount)
    mixed.add(rows, cells.sizes, cells.ofRows, cellCount)
  }
  return { within: tally.within, across: tally.across, examples: tally.examples, cells: mixed.pairs, firsts }
}

function rowNumbers(rowCount: number): Uint32Array {
  const rows = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) rows[row] = row
  return rows
}

interface Cells {
  /** Per cell its first row, the hash of its rows, and how many rows it has. */
  firsts: Uint32Array
  hashes: Uint32Array
  sizes: Uint32Array
  /** Per row of the partition its cell. */
  ofRows: Uint32Array
}

function slotCount(rowCount: number): number {
  let count = 16
  while (count < rowCount * 2) count *= 2
  return count
}

/** Row numbers by the high bits of their hashes, ascending in each part, and where each part ends. */
function partitionedRows(hashes: Uint32Array): { order: Uint32Array; ends: Uint32Array; largest: number } {
  let bits = 0
  while (1 << bits < mostParts && hashes.length > rowsPerPart << bits) bits++
  const partOf = (hash: number) => (bits === 0 ? 0 : hash >>> (32 - bits))
  const ends = new Uint32Array(1 << bits)
  for (let row = 0; row < hashes.length; row++) ends[partOf(hashes[row])]++
  const largest = ends.reduce((most, size) => Math.max(most, size), 0)
  let start = 0
  for (let part = 0; part < ends.length; part++) {
    const size = ends[part]
    ends[part] = start
    start += size
  }
  const order = new Uint32Array(hashes.length)
  for (let row = 0; row < hashes.length; row++) order[ends[partOf(hashes[row])]++] = row
  return { order, ends, largest }
}

/** Puts the rows of a part into cells of rows that are alike; returns how many cells there are. */
function fillCells(rows: Uint32Array, { hashes, isEqual }: RowEquality, slots: Uint32Array, cells: Cells): number {
  const { firsts, sizes, ofRows } = cells
  const capacity = slotCount(rows.length)
  const mask = capacity - 1
  slots.fill(0, 0, capacity)
  let cellCount = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]
    const hash = hashes[row]
    let slot = hash & mask
    // One above the cell, so that 0 is an empty slot.
    for (;;) {
      const cell = slots[slot] - 1
      if (cell < 0) {
        slots[slot] = cellCount + 1
        firsts[cellCount] = row
        cells.hashes[cellCount] = hash
        sizes[cellCount] = 1
        ofRows[i] = cellCount++
        break
      }
      if (cells.hashes[cell] === hash && isEqual(firsts[cell], row)) {
        sizes[cell]++
        ofRows[i] = cell
        break
      }
      slot = (slot + 1) & mask
    }
  }
  return cellCount
}

const nobody = 0xffffffff
const several = 0xfffffffe

/** Counts rows with twins, cell by cell, by the owners of a cell's rows in each split: none, one, or several. */
class DuplicateCounter {
  readonly within: number[]
  readonly across: number[][]
  readonly examples: number[][][]
  private ownersOfCells = new Uint32Array(0)

  constructor(
    private readonly splits: Uint8Array,
    private readonly splitCount: number,
    private readonly owners: Uint32Array | null,
  ) {
    const perSplit = <T>(make: () => T) => Array.from({ length: splitCount }, make)
    this.within = perSplit(() => 0)
    this.across = perSplit(() => perSplit(() => 0))
    this.examples = perSplit(() => perSplit(() => []))
  }

  add(rows: Uint32Array, { sizes, ofRows }: Cells, cellCount: number): void {
    const { splits, splitCount, owners } = this
    if (this.ownersOfCells.length < cellCount * splitCount)
      this.ownersOfCells = new Uint32Array(2 * cellCount * splitCount)
    const { ownersOfCells } = this
    ownersOfCells.fill(nobody, 0, cellCount * splitCount)
    for (let i = 0; i < rows.length; i++) {
      if (sizes[ofRows[i]] === 1) continue
      const at = ofRows[i] * splitCount + splits[rows[i]]
      const owner = owners === null ? rows[i] : owners[rows[i]]
      ownersOfCells[at] = ownersOfCells[at] === nobody || ownersOfCells[at] === owner ? owner : several
    }
    for (let i = 0; i < rows.length; i++) {
      if (sizes[ofRows[i]] === 1) continue
      const owner = owners === null ? rows[i] : owners[rows[i]]
      for (let split = 0; split < splitCount; split++) {
        const other = ownersOfCells[ofRows[i] * splitCount + split]
        if (other !== nobody && other !== owner) this.count(rows[i], split)
      }
    }
  }

  /** Counts a row that has a twin in a split. */
  private count(row: number, split: number): void {
    const own = this.splits[row]
    if (split === own) {
      this.within[own]++
      return
    }
    this.across[split][own]++
    const examples = this.examples[split][own]
    if (examples.length === exampleLimit && row > examples[exampleLimit - 1]) return
    examples.push(row)
    examples.sort((a, b) => a - b).splice(exampleLimit)
  }
}

/** A column of codes below `size`. */
interface Coded {
  codes: Uint32Array | Uint8Array
  size: number
}

type ComparedColumn = { values: Float64Array; round(value: number): number } | Uint32Array | Uint8Array

/** Two rows are equal where they have the same id. */
export function sameId(ids: Utf8Column, rowCount: number): RowEquality {
  const hashes = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) hashes[row] = hashOfId(ids, row)
  return { hashes, isEqual: (row, other) => isSameId(ids, row, ids, other), owners: null }
}

/** Two rows are equal where every column in use is: truth, scores to their last digit, slices and group. */
export function sameRow(rows: CheckedRows): RowEquality {
  const { groups } = rows
  return sameValues(
    rows,
    groups === null ? [] : [{ codes: groups.codes, size: groups.names.length }],
    (value) => value,
    null,
  )
}

/**
 * Two rows of different owners are equal where truth and slices are, and scores agree to about ten significant digits.
 */
export function nearlySameRow(rows: CheckedRows, owners: Uint32Array | null): RowEquality {
  return sameValues(rows, [], tenDigits, owners)
}

/**
 * The number rounded to 34 significant bits, which are ten decimal digits (Veltkamp's splitting; Dekker, Numerische
 * Mathematik 1971). Two numbers that close may still be rounded apart, where they lie on both sides of a boundary.
 */
export function tenDigits(value: number): number {
  const scaled = value * (2 ** 19 + 1)
  const rounded = scaled - (scaled - value)
  return Number.isFinite(rounded) ? rounded : value
}

function sameValues(
  { rowCount, truth, models, slices }: CheckedRows,
  others: Coded[],
  round: (score: number) => number,
  owners: Uint32Array | null,
): RowEquality {
  const coded: Coded[] = slices.map(({ codes, values }) => ({ codes, size: values.length }))
  if (truth.kind === 'classes') coded.push({ codes: truth.codes, size: truth.labels.length })
  const columns: ComparedColumn[] = [
    ...[...models.values()].flat().map((values) => (values instanceof Float64Array ? { values, round } : values)),
    ...(truth.kind === 'numbers' ? [{ values: truth.values, round: (value: number) => value }] : []),
    ...packed([...coded, ...others], rowCount),
  ]
  const hashes = new Uint32Array(rowCount)
  for (const column of columns) addHashes(hashes, column)
  const same = columns.map(comparison)
  return { hashes, isEqual: (row, other) => same.every((isSame) => isSame(row, other)), owners }
}

/** Columns of codes packed into fewer: codes are combined into one number while it fits into 32 bits. */
function packed(columns: Coded[], rowCount: number): Uint32Array[] {
  const packs: Uint32Array[] = []
  let room = 0
  for (const { codes, size } of columns) {
    if (room < size) {
      packs.push(new Uint32Array(rowCount))
      room = 2 ** 32
    }
    const pack = packs[packs.length - 1]
    for (let row = 0; row < rowCount; row++) pack[row] = pack[row] * size + codes[row]
    room = Math.floor(room / size)
  }
  return packs
}

function comparison(column: ComparedColumn): (row: number, other: number) => boolean {
  if (!('round' in column)) return (row, other) => column[row] === column[other]
  const { values, round } = column
  return (row, other) => round(values[row]) === round(values[other])
}

const number = new Float64Array(1)
const words = new Uint32Array(number.buffer)

function addHashes(hashes: Uint32Array, column: ComparedColumn): void {
  if (!('round' in column)) {
    for (let row = 0; row < hashes.length; row++) hashes[row] = mixed(hashes[row], column[row])
    return
  }
  const { values, round } = column
  for (let row = 0; row < hashes.length; row++) {
    // Adding 0 makes −0 one with 0.
    number[0] = round(values[row]) + 0
    hashes[row] = mixed(mixed(hashes[row], words[0]), words[1])
  }
}

/** One round of Murmur3's finaliser over a word. */
function mixed(hash: number, word: number): number {
  const sum = Math.imul(hash ^ word, 0x85ebca6b)
  const next = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35)
  return next ^ (next >>> 16)
}
