import type { ColumnKind } from '../table/column.ts'
import { codeOf, createDictionary, grown, truncateDictionary } from '../table/dictionary.ts'
import type { ByteDictionary } from '../table/dictionary.ts'
import { QUOTE } from './grammar.ts'
import { isMissing, parseNumber, writesNonZero } from './number.ts'
import type { CellFault, ColumnRequest, ScannedColumn } from './plan.ts'
import { invalidUtf8At } from './utf8.ts'

/** One requested column while a chunk is scanned: row r is written before it is known that the record is kept. */
export interface Step {
  column: number
  kind: ColumnKind
  allowEmpty: boolean
  floats: Float64Array
  codes: Uint32Array
  dictionary: ByteDictionary
  /** Code + 1 of the entry seen last among those whose first two bytes fall here (`recentSlot`); 0 for none. */
  recent: Uint32Array
  /** The last row that brought a new entry; -1 for none. */
  newWordRow: number
  text: Uint8Array
  textOffsets: Uint32Array
}

/**
 * One step for each request, in file order, with no row yet.
 * @param spare columns of the same requests that are no longer used: their memory is written over (fresh memory is slow
 *   to touch); none is fine
 */
export function createSteps(requests: ColumnRequest[], spare: ScannedColumn[]): Step[] {
  return fileOrder(requests).map((index) => {
    const { column, kind, allowEmpty } = requests[index]
    const old = spare.at(index)
    return {
      column,
      kind,
      allowEmpty,
      floats: old?.kind === 'float64' ? new Float64Array(old.values.buffer) : new Float64Array(0),
      codes: old?.kind === 'dictionary' ? new Uint32Array(old.codes.buffer) : new Uint32Array(0),
      dictionary: createDictionary(),
      recent: new Uint32Array(256),
      newWordRow: -1,
      text: old?.kind === 'utf8' ? new Uint8Array(old.bytes.buffer) : new Uint8Array(0),
      textOffsets: old?.kind === 'utf8' ? new Uint32Array(old.offsets.buffer) : new Uint32Array(1),
    }
  })
}

function fileOrder(requests: ColumnRequest[]): number[] {
  return requests.map((_, index) => index).sort((a, b) => requests[a].column - requests[b].column || a - b)
}

/** Rows that there is room for in all columns; 0 where there are none. */
export function roomOf(steps: Step[]): number {
  const rooms = steps.map(({ kind, floats, codes, textOffsets }) =>
    kind === 'float64' ? floats.length : kind === 'dictionary' ? codes.length : textOffsets.length - 1,
  )
  return rooms.length === 0 ? 0 : Math.min(...rooms)
}

/** Makes room for `capacity` rows. */
export function growSteps(steps: Step[], capacity: number): void {
  for (const step of steps) {
    if (step.floats.length >= capacity || step.codes.length >= capacity || step.textOffsets.length > capacity) continue
    if (step.kind === 'float64') {
      const floats = new Float64Array(capacity)
      floats.set(step.floats)
      step.floats = floats
    } else if (step.kind === 'dictionary') {
      step.codes = longer(step.codes, capacity)
    } else {
      step.textOffsets = longer(step.textOffsets, capacity + 1)
    }
  }
}

/** A copy with room for `length` elements. */
export function longer(values: Uint32Array, length: number): Uint32Array {
  const copy = new Uint32Array(length)
  copy.set(values)
  return copy
}

/** Writes the cell `bytes[start … end - 1]` as row `row`, or says what is wrong with it. */
export function takeCell(step: Step, row: number, bytes: Uint8Array, start: number, end: number): CellFault | null {
  if (step.kind === 'float64') return takeNumber(step, row, bytes, start, end)
  if (start === end && !step.allowEmpty) return 'missing'
  return step.kind === 'dictionary' ? takeWord(step, row, bytes, start, end) : takeText(step, row, bytes, start, end)
}

function takeNumber(step: Step, row: number, bytes: Uint8Array, start: number, end: number): CellFault | null {
  const value = parseNumber(bytes, start, end)
  step.floats[row] = value
  if (value !== value) {
    if (!isMissing(bytes, start, end)) return 'not_a_number'
    return step.allowEmpty ? null : 'missing'
  }
  if (value === Infinity || value === -Infinity) return 'not_finite'
  return value === 0 && writesNonZero(bytes, start, end) ? 'underflow' : null
}

/** Where `Step.recent` keeps a word that starts with these two bytes (the second may be behind its end). */
export function recentSlot(first: number, second: number): number {
  return (first ^ (second << 3)) & 0xff
}

/**
 * The unquoted word at `start`, if it is the one of its kind seen last: writes its code as row `row` and gives the index
 * behind it, else -1. Spares looking for the field's end and hashing.
 */
export function takeRecentWord(step: Step, row: number, bytes: Uint8Array, start: number, stops: Uint8Array): number {
  const code = step.recent[recentSlot(bytes[start], bytes[start + 1])]
  // A quote opens a quoted cell, whatever word may begin with one.
  if (code === 0 || code > step.dictionary.size || bytes[start] === QUOTE) return -1
  const { bytes: known, offsets } = step.dictionary
  const end = offsets[code]
  let at = start
  for (let k = offsets[code - 1]; k < end; k++, at++) if (known[k] !== bytes[at]) return -1
  if (at === start || stops[bytes[at]] === 0) return -1
  step.codes[row] = code - 1
  return at
}

function takeWord(step: Step, row: number, bytes: Uint8Array, start: number, end: number): CellFault | null {
  const dictionary = step.dictionary
  const size = dictionary.size
  const code = codeOf(dictionary, bytes, start, end)
  step.codes[row] = code
  if (end > start) step.recent[recentSlot(bytes[start], bytes[start + 1])] = code + 1
  if (dictionary.size === size) return null
  step.newWordRow = row
  return invalidUtf8At(bytes, start, end) < 0 ? null : 'invalid_utf8'
}

function takeText(step: Step, row: number, bytes: Uint8Array, start: number, end: number): CellFault | null {
  const used = step.textOffsets[row]
  const needed = used + end - start
  if (needed > step.text.length) step.text = grown(step.text, needed)
  const text = step.text
  let union = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    union |= byte
    text[used + at - start] = byte
  }
  step.textOffsets[row + 1] = needed
  return union >= 0x80 && invalidUtf8At(bytes, start, end) >= 0 ? 'invalid_utf8' : null
}

/** Forgets what row `row` wrote: the word that it brought, if any. Its numbers and texts are written over. */
export function dropRow(steps: Step[], row: number): void {
  for (const step of steps) {
    if (step.newWordRow !== row) continue
    truncateDictionary(step.dictionary, step.dictionary.size - 1)
    step.newWordRow = -1
  }
}

/** The columns of `rowCount` rows, in the order of the requests: views of the memory written, no two of the same. */
export function finishSteps(steps: Step[], requests: ColumnRequest[], rowCount: number): ScannedColumn[] {
  const columns = new Array<ScannedColumn>(steps.length)
  fileOrder(requests).forEach((index, k) => {
    columns[index] = finishStep(steps[k], rowCount)
  })
  return columns
}

function finishStep({ kind, floats, codes, dictionary, text, textOffsets }: Step, rowCount: number): ScannedColumn {
  if (kind === 'float64') return { kind, values: floats.subarray(0, rowCount) }
  if (kind === 'utf8') {
    return { kind, bytes: text.subarray(0, textOffsets[rowCount]), offsets: textOffsets.subarray(0, rowCount + 1) }
  }
  const { bytes, offsets, size } = dictionary
  return {
    kind,
    codes: codes.subarray(0, rowCount),
    bytes: bytes.slice(0, offsets[size]),
    offsets: offsets.slice(0, size + 1),
  }
}
