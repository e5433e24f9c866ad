import { exampleLimit } from './rows.ts'

/** What makes rows alike, and which are to be compared. */
export interface Likeness {
  /** Equal for rows that are alike; nothing is concluded from equal hashes alone. */
  hashes: Uint32Array
  isAlike(row: number, other: number): boolean
  /** Whom each row is of: rows of one owner are no twins of each other. Null: every row is its own. */
  owners: Uint32Array | null
}

export interface AlikeRows {
  /** Of each split, the rows that have a twin in it: another row, of another owner, that is alike. */
  within: number[]
  /** `across[a][b]`: the rows of split b that have a twin in split a. */
  across: number[][]
  /** `examples[a][b]`: the first of them. */
  examples: number[][][]
  /** Per row, the first row that is alike; null where no two rows are. */
  firsts: Uint32Array | null
}

/** Rows that a part is meant to hold, so that its table stays in the cache. */
const rowsPerPart = 8192
const mostParts = 4096

/**
 * Finds rows that are alike, exactly, in about 12 bytes a row: rows are parted by the high bits of their hashes, and each
 * part has an open-addressing table of its own, in which rows of one hash are compared.
 * @param splits per row, the index of its split
 */
export function findAlike(splits: Uint8Array, splitCount: number, likeness: Likeness): AlikeRows {
  const { order, ends, largest } = partedRows(likeness.hashes)
  const tally = new TwinTally(splits, splitCount, likeness.owners)
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
    const cellCount = fillCells(rows, likeness, slots, cells)
    if (cellCount === rows.length) continue
    firsts ??= rowNumbers(splits.length)
    for (let i = 0; i < rows.length; i++) {
      const first = cells.firsts[cells.ofRows[i]]
      if (first !== rows[i]) firsts[rows[i]] = first
    }
    tally.add(rows, cells, cellCount)
  }
  return { within: tally.within, across: tally.across, examples: tally.examples, firsts }
}

function rowNumbers(rowCount: number): Uint32Array {
  const rows = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) rows[row] = row
  return rows
}

interface Cells {
  /** By cell: its first row, the hash of all of them, and how many there are. */
  firsts: Uint32Array
  hashes: Uint32Array
  sizes: Uint32Array
  /** By place of a row in the part, its cell. */
  ofRows: Uint32Array
}

function slotCount(rowCount: number): number {
  let count = 16
  while (count < rowCount * 2) count *= 2
  return count
}

/** Row numbers by the high bits of their hashes, ascending in each part, and where each part ends. */
function partedRows(hashes: Uint32Array): { order: Uint32Array; ends: Uint32Array; largest: number } {
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
function fillCells(rows: Uint32Array, { hashes, isAlike }: Likeness, slots: Uint32Array, cells: Cells): number {
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
      if (cells.hashes[cell] === hash && isAlike(firsts[cell], row)) {
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

/** Counts rows with twins, cell by cell, from whom each cell has in each split: nobody, one owner, or several. */
class TwinTally {
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

  /** A row that has a twin in a split. */
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
