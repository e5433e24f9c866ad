import type { Utf8Column } from '../../src/table/column.ts'

/** A column of texts. */
export function utf8Column(texts: string[]): Utf8Column {
  const cells = texts.map((text) => new TextEncoder().encode(text))
  const offsets = new Float64Array(texts.length + 1)
  cells.forEach((cell, row) => (offsets[row + 1] = offsets[row] + cell.length))
  const bytes = new Uint8Array(offsets[texts.length])
  cells.forEach((cell, row) => bytes.set(cell, offsets[row]))
  return { kind: 'utf8', bytes, offsets }
}
