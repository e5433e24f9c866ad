import Papa from 'papaparse'
import { CR, LF } from './grammar.ts'
import { encodeUtf8 } from './utf8.ts'

/**
 * Texts as they are put at the end of a record: the delimiter and the text, quoted where it has to be (PapaParse's
 * rules).
 */
export function cellsToAppend(texts: string[], delimiter: string): Uint8Array[] {
  return texts.map((text) => encodeUtf8(Papa.unparse([['', text]], { delimiter })))
}

/**
 * A copy of a chunk with a cell more at the end of every row; all other bytes stay as they are, comments and blank
 * lines among them.
 * @param rowEnds where each row ends in the chunk (`ScannedChunk.rowEnds`)
 * @param codes for each row, the index of its cell in `cells`
 * @param memory no longer used, to be written over where it is large enough: fresh memory is slow to touch
 */
export function appendCells(
  chunk: Uint8Array,
  rowEnds: Uint32Array,
  codes: Uint8Array,
  cells: Uint8Array[],
  memory: ArrayBuffer | null = null,
): Uint8Array<ArrayBuffer> {
  const added = addedBytes(codes, cells)
  const size = chunk.length + added + SLACK
  const bytes = new Uint8Array(memory !== null && memory.byteLength >= size ? memory : new ArrayBuffer(size))
  const from = new DataView(chunk.buffer, chunk.byteOffset, chunk.length)
  const to = new DataView(bytes.buffer)
  const lastFour = chunk.length - 4
  let read = 0
  let written = 0
  for (let row = 0; row < rowEnds.length; row++) {
    const end = rowEnds[row]
    // Four at a time, a few too many at the end, which are written over: faster than any call for so few bytes.
    while (read < end && read <= lastFour) {
      to.setInt32(written, from.getInt32(read, true), true)
      read += 4
      written += 4
    }
    while (read < end) bytes[written++] = chunk[read++]
    written -= read - end
    read = end
    const cell = cells[codes[row]]
    for (let k = 0; k < cell.length; k++) bytes[written++] = cell[k]
  }
  bytes.set(chunk.subarray(read), written)
  return bytes.subarray(0, chunk.length + added)
}

/** How far `appendCells` writes beyond what it has copied, at most. */
const SLACK = 4

function addedBytes(codes: Uint8Array, cells: Uint8Array[]): number {
  const counts = new Uint32Array(cells.length)
  for (let row = 0; row < codes.length; row++) counts[codes[row]]++
  return cells.reduce((sum, { length }, code) => sum + length * counts[code], 0)
}

/** The text up to the records, whose last line is the header's, with a cell more at its end. */
export function appendToHeader(text: Uint8Array, cell: Uint8Array): Uint8Array<ArrayBuffer> {
  const last = text[text.length - 1]
  const breakLength = last === LF && text[text.length - 2] === CR ? 2 : last === LF || last === CR ? 1 : 0
  return appendCells(text, Uint32Array.of(text.length - breakLength), Uint8Array.of(0), [cell])
}
