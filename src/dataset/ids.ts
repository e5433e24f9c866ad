import type { Utf8Column } from '../table/column.ts'

/** Rows by id: exact (bytes are compared, nothing is rounded or hashed away), 8 to 16 bytes a row. */
export interface IdIndex {
  /** First row of this index whose id is the given row's of `column`; -1 where none is. */
  find(column: Utf8Column, row: number): number
  /** Rows whose id an earlier row has, with that earlier row; in row order. */
  duplicates: { row: number; firstRow: number }[]
  /** How many there are (`duplicates` holds the first 20). */
  duplicateCount: number
}

const exampleLimit = 20

/** Indexes a column of ids by open addressing. */
export function indexIds(ids: Utf8Column, rowCount: number): IdIndex {
  let capacity = 16
  while (capacity < rowCount * 2) capacity *= 2
  // One above the row, so that 0 is an empty slot.
  const slots = new Uint32Array(capacity)
  const mask = capacity - 1
  const duplicates: { row: number; firstRow: number }[] = []
  let duplicateCount = 0

  const slotOf = (column: Utf8Column, row: number): number => {
    let slot = hashOfId(column, row) & mask
    while (slots[slot] !== 0 && !isSameId(ids, slots[slot] - 1, column, row)) slot = (slot + 1) & mask
    return slot
  }
  for (let row = 0; row < rowCount; row++) {
    const slot = slotOf(ids, row)
    if (slots[slot] === 0) {
      slots[slot] = row + 1
      continue
    }
    duplicateCount++
    if (duplicates.length < exampleLimit) duplicates.push({ row, firstRow: slots[slot] - 1 })
  }
  return { find: (column, row) => slots[slotOf(column, row)] - 1, duplicates, duplicateCount }
}

/** The id of a row as text. */
export function idText(ids: Utf8Column, row: number): string {
  return new TextDecoder().decode(ids.bytes.subarray(ids.offsets[row], ids.offsets[row + 1]))
}

/** FNV-1a over the bytes, then mixed so that the low bits depend on all of them (Murmur3's finaliser). */
export function hashOfId(column: Utf8Column, row: number): number {
  const { bytes, offsets } = column
  let hash = 0x811c9dc5
  for (let i = offsets[row]; i < offsets[row + 1]; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Whether two rows have the same id, byte for byte. */
export function isSameId(a: Utf8Column, aRow: number, b: Utf8Column, bRow: number): boolean {
  const aStart = a.offsets[aRow]
  const bStart = b.offsets[bRow]
  const length = a.offsets[aRow + 1] - aStart
  if (length !== b.offsets[bRow + 1] - bStart) return false
  for (let i = 0; i < length; i++) if (a.bytes[aStart + i] !== b.bytes[bStart + i]) return false
  return true
}
