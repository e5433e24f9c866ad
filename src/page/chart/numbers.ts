import { writeCsv, type Cell } from '../../csv/write.ts'

/** The numbers that a chart draws, in full: its table on the page and its CSV are both made of them. */
export interface ChartNumbers {
  columns: NumberColumn[]
  /** Each row has a cell for each column. */
  rows: NumberCell[][]
  /** The rows that a table has room for, where those are fewer. */
  tableRows?: NumberCell[][]
}

/** A column of a chart's numbers. */
export interface NumberColumn {
  /** Heads the table; in lower case, joined by _, the CSV. */
  title: string
  /** How the table writes a number; without it, as JavaScript does. */
  format?: (value: number) => string
  /** Its cells may have an interval: two more columns in the CSV. */
  hasInterval?: boolean
  /** What the table says where there is no number: the CSV's cell is empty. */
  none?: string
}

/** A cell of a chart's numbers; null where there is nothing. */
export type NumberCell = number | string | null | NumberWithInterval

/** A number with its interval; NaN or null where that is not known. */
export interface NumberWithInterval {
  value: number
  low: number | null
  high: number | null
}

/** The numbers as CSV in full precision; what is not known or not finite is left empty. */
export function numbersCsv({ columns, rows }: ChartNumbers): string {
  const heads = columns.flatMap(({ title, hasInterval }) => {
    const name = fileName(title, '_')
    return hasInterval === true ? [name, `${name}_low`, `${name}_high`] : [name]
  })
  const cellsOf = (cell: NumberCell, { hasInterval }: NumberColumn) =>
    hasInterval === true ? intervalCells(cell) : [plain(isWithInterval(cell) ? cell.value : cell)]
  return `${writeCsv([heads, ...rows.map((row) => row.flatMap((cell, at) => cellsOf(cell, columns[at])))])}\r\n`
}

/** A cell as the table writes it, and its interval, where it has one that is no point. */
export function numberCellWords(
  cell: NumberCell,
  { format = String, none = '\u2013' }: NumberColumn,
): { value: string; interval: string | null } {
  if (cell === null || typeof cell === 'string') return { value: cell ?? none, interval: null }
  const { value, low, high } = isWithInterval(cell) ? cell : { value: cell, low: null, high: null }
  const isWide = low !== null && high !== null && low < high
  return {
    value: Number.isFinite(value) ? format(value) : none,
    interval: isWide ? `${format(low)} to ${format(high)}` : null,
  }
}

/** Words as the name of a file or a column: in lower case, with one separator for whatever is neither letter nor digit. */
export function fileName(words: string, between: '-' | '_' = '-'): string {
  return (
    words
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(between) ?? 'unnamed'
  )
}

function intervalCells(cell: NumberCell): Cell[] {
  return isWithInterval(cell) ? [plain(cell.value), plain(cell.low), plain(cell.high)] : [plain(cell), null, null]
}

function plain(cell: number | string | null): Cell {
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell
}

function isWithInterval(cell: NumberCell): cell is NumberWithInterval {
  return typeof cell === 'object' && cell !== null
}
