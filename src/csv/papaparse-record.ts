import Papa from '#papaparse'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/**
 * Cells of one record as PapaParse reads them. `record` is its bytes without the line break that ends it; only quoted
 * cells hold line breaks.
 */
export function recordCells(record: Uint8Array, delimiter: string): string[] {
  const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', header: false })
  // A last line break, as white space after a closing quote counts only before one.
  const rows = parser.parse(`${decodeUtf8(record)}\n`, 0, false).data
  return rows[0]
}

/**
 * The same cells as bytes of UTF-8. In a record that is not UTF-8, a cell with U+FFFD gets a byte that no UTF-8 has,
 * so that it is found to be invalid as it would be elsewhere.
 */
export function recordCellBytes(record: Uint8Array, delimiter: string, valid: boolean): Uint8Array[] {
  return recordCells(record, delimiter).map((cell) =>
    valid || !cell.includes('\ufffd') ? encodeUtf8(cell) : withInvalidByte(encodeUtf8(cell)),
  )
}

function withInvalidByte(cell: Uint8Array): Uint8Array {
  const marked = new Uint8Array(cell.length + 1)
  marked.set(cell)
  marked[cell.length] = 0xff
  return marked
}
