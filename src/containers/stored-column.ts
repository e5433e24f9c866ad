/** Columns as containers store them, for some rows that follow each other. */

/** Typed arrays of numbers that JavaScript reads as numbers. */
export type NumberArray =
  Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array

/** Numbers; NaN is a missing value. */
export interface StoredNumbers {
  kind: 'numbers'
  values: NumberArray
  /** 1 where a row has a value; null where all have. */
  valid: Uint8Array | null
}

/** Integers of 64 bits. */
export interface StoredIntegers {
  kind: 'integers'
  /** Two elements a row, the lower half first. */
  halves: Int32Array
  isUnsigned: boolean
  valid: Uint8Array | null
}

/** Texts in UTF-8: row r is `bytes[starts[r]] … bytes[ends[r] - 1]`. */
export interface StoredTexts {
  kind: 'texts'
  bytes: Uint8Array
  starts: ArrayLike<number>
  ends: ArrayLike<number>
  valid: Uint8Array | null
}

/** Codes of entries; entries may repeat, and some may be in no row. */
export interface StoredCodes {
  kind: 'codes'
  codes: ArrayLike<number>
  entries: StoredColumn
  valid: Uint8Array | null
}

/** Values one by one; null and NaN are missing. */
export interface StoredCells {
  kind: 'cells'
  cells: ArrayLike<string | number | null>
}

/** One column of some rows. */
export type StoredColumn = StoredNumbers | StoredIntegers | StoredTexts | StoredCodes | StoredCells

/** How many rows a column has. */
export function rowsOf(column: StoredColumn): number {
  switch (column.kind) {
    case 'numbers':
      return column.values.length
    case 'integers':
      return column.halves.length / 2
    case 'texts':
      return column.ends.length
    case 'codes':
      return column.codes.length
    case 'cells':
      return column.cells.length
  }
}

/** An integer of 64 bits as its exact text. */
export function integerText(low: number, high: number, isUnsigned: boolean): string {
  if ((high === 0 && low >= 0) || (high === -1 && low < 0 && !isUnsigned)) return String(low)
  const top = isUnsigned ? high >>> 0 : high
  // Exact while 53 bits hold it.
  if (top < 0x200000 && top >= -0x200000) return String(top * 4294967296 + (low >>> 0))
  return String((BigInt(top) << 32n) | BigInt(low >>> 0))
}

/**
 * Writes the digits of an integer of 64 bits before `end`; gives where they start, or -1 (and writes nothing) where it takes more than
 * 53 bits.
 */
export function digitsBefore(bytes: Uint8Array, end: number, low: number, high: number, isUnsigned: boolean): number {
  const top = isUnsigned ? high >>> 0 : high
  if (top >= 0x200000 || top < -0x200000) return -1
  const value = top * 4294967296 + (low >>> 0)
  let rest = Math.abs(value)
  let at = end
  while (rest >= 0x80000000) {
    const tenth = Math.floor(rest / 10)
    bytes[--at] = 0x30 + rest - tenth * 10
    rest = tenth
  }
  do {
    const tenth = (rest / 10) | 0
    bytes[--at] = 0x30 + rest - tenth * 10
    rest = tenth
  } while (rest > 0)
  if (value < 0) bytes[--at] = 0x2d
  return at
}

/** An integer of 64 bits as the nearest float64. */
export function integerNumber(low: number, high: number, isUnsigned: boolean): number {
  return (isUnsigned ? high >>> 0 : high) * 4294967296 + (low >>> 0)
}

/** A number as the shortest text that gives it back; of a float32 the shortest that gives that back. */
export function numberText(value: number, isSingle: boolean): string {
  if (!isSingle || Number.isInteger(value)) return String(value === 0 ? 0 : value)
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits))
    if (Math.fround(text) === value) return String(text)
  }
  return String(Number(value.toPrecision(9)))
}

/** The value of one row as text; an empty text where it is missing. */
export function textAt(column: StoredColumn, row: number): string {
  if (column.kind === 'cells') {
    const cell = column.cells[row]
    return cell === null ? '' : typeof cell === 'string' ? cell : Number.isNaN(cell) ? '' : numberText(cell, false)
  }
  if (column.valid !== null && column.valid[row] === 0) return ''
  switch (column.kind) {
    case 'numbers': {
      const value = column.values[row]
      return Number.isNaN(value) ? '' : numberText(value, column.values instanceof Float32Array)
    }
    case 'integers':
      return integerText(column.halves[2 * row], column.halves[2 * row + 1], column.isUnsigned)
    case 'texts':
      return decoder.decode(column.bytes.subarray(column.starts[row], column.ends[row]))
    case 'codes':
      return textAt(column.entries, column.codes[row])
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** `true` and `false`, for codes 1 and 0. */
export const booleans: StoredTexts = {
  kind: 'texts',
  bytes: new TextEncoder().encode('falsetrue'),
  starts: Int32Array.of(0, 5),
  ends: Int32Array.of(5, 9),
  valid: null,
}

/** 1 where a bitmap (lowest bit first, from `firstBit` on) has a 1. */
export function expandedBits(bits: Uint8Array, count: number, firstBit = 0): Uint8Array {
  const expanded = new Uint8Array(count)
  for (let row = 0; row < count; row++) {
    const bit = row + firstBit
    expanded[row] = (bits[bit >> 3] >> (bit & 7)) & 1
  }
  return expanded
}
