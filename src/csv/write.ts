import Papa from '#papaparse'

/** What a cell is written from; null is an empty cell. */
export type Cell = string | number | boolean | null

/**
 * CSV text, one record per array, CRLF between records (RFC 4180). Text that a spreadsheet would run as a formula
 * (it starts with = + - @, tab or CR) gets a ' in front; numbers, also numerals given as text, stay as they are.
 */
export function writeCsv(records: Cell[][], delimiter = ','): string {
  return Papa.unparse(
    records.map((record) => record.map(guarded)),
    { delimiter },
  )
}

const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

function guarded(cell: Cell): Cell {
  if (typeof cell !== 'string' || !/^[=+\-@\t\r]/.test(cell) || NUMERAL.test(cell)) return cell
  return `'${cell}`
}
