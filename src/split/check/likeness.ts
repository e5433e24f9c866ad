import { hashOfId, isSameId } from '../../dataset/ids.ts'
import type { Utf8Column } from '../../table/column.ts'
import type { Likeness } from './alike.ts'
import type { CheckedRows } from './rows.ts'

/** Codes below `size`. */
interface Coded {
  codes: Uint32Array | Uint8Array
  size: number
}

type ComparedColumn = { values: Float64Array; round(value: number): number } | Uint32Array | Uint8Array

/** Rows of one id. */
export function sameId(ids: Utf8Column, rowCount: number): Likeness {
  const hashes = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) hashes[row] = hashOfId(ids, row)
  return { hashes, isAlike: (row, other) => isSameId(ids, row, ids, other), owners: null }
}

/** Rows that are alike in every column in use: truth, scores to their last digit, slices and group. */
export function sameRow(rows: CheckedRows): Likeness {
  const { groups } = rows
  return sameValues(
    rows,
    groups === null ? [] : [{ codes: groups.codes, size: groups.names.length }],
    (value) => value,
    null,
  )
}

/** Rows of different owners that are alike in truth and slices, and in scores to about ten significant digits. */
export function nearlySameRow(rows: CheckedRows, owners: Uint32Array | null): Likeness {
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
): Likeness {
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
  return { hashes, isAlike: (row, other) => same.every((isSame) => isSame(row, other)), owners }
}

/** Columns of codes as few: each the number whose digits are theirs, while it fits into 32 bits. */
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
