import Papa from '#papaparse'
import { CR, LF } from './grammar.ts'
import { encodeUtf8 } from './utf8.ts'

/**
 * The bytes that add a cell at the end of a record, for each text: the delimiter and the text, quoted where PapaParse
 * quotes it.
 */
export function cellsToAppend(texts: string[], delimiter: string): Uint8Array[] {
  return texts.map((text) => encodeUtf8(Papa.unparse([['', text]], { delimiter })))
}

/**
 * A copy of a chunk with a further cell at the end of every row. All other bytes stay, comments and blank lines too.
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
    // Copies four bytes at a time, faster than a call would. The last copy may go too far; what follows overwrites it.
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

/** The most bytes that `appendCells` writes beyond the end of what it copies. */
const SLACK = 4

function addedBytes(codes: Uint8Array, cells: Uint8Array[]): number {
  const counts = new Uint32Array(cells.length)
  for (let row = 0; row < codes.length; row++) counts[codes[row]]++
  return cells.reduce((sum, { length }, code) => sum + length * counts[code], 0)
}

/** The text before the records, which ends with the header, with a further cell at its end. */
export function appendToHeader(text: Uint8Array, cell: Uint8Array): Uint8Array<ArrayBuffer> {
  const last = text[text.length - 1]
  const breakLength = last === LF && text[text.length - 2] === CR ? 2 : last === LF || last === CR ? 1 : 0
  return appendCells(text, Uint32Array.of(text.length - breakLength), Uint8Array.of(0), [cell])
}
