/**
 * Whether a column's cells are the values that DuckDB printed for them. It prints typed values: NULL for an empty cell, numbers,
 * dates, times, instants and booleans in a form of its own, and NUL as `\0`. The cells are the file's text.
 */
export function sameColumn(printed: string[], cells: string[]): boolean {
  const dates = dateReading(cells)
  return printed.length === cells.length && printed.every((text, row) => sameCell(text, cells[row], dates))
}

type Reading = (cell: string) => string | null

function sameCell(printed: string, cell: string, dates: Reading): boolean {
  if (printed === cell || printed.replaceAll('\\0', '\0') === cell || (printed === 'NULL' && cell === '')) return true
  if (cell.trim() !== '' && Number(printed) === Number(cell)) return true
  const readings: [Reading, Reading][] = [
    [isoDate, dates],
    [timeOf, timeOf],
    [instantOf, instantOf],
    [printedBoolean, booleanOf],
  ]
  return readings.some(([printedReading, cellReading]) => {
    const value = printedReading(printed)
    return value !== null && value === cellReading(cell)
  })
}

/** 10/08/2008 is 10 August where every cell of its column can be read so (DuckDB tries the day first), else 8 October. */
function dateReading(cells: string[]): Reading {
  const dayFirst: Reading = (cell) => slashed(cell, 0, 1)
  const monthFirst: Reading = (cell) => slashed(cell, 1, 0)
  return cells.every((cell) => cell === '' || dayFirst(cell) !== null) ? dayFirst : monthFirst
}

function slashed(cell: string, day: number, month: number): string | null {
  const found = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(cell)
  return found === null ? null : isoDate(`${found[3]}-${found[1 + month]}-${found[1 + day]}`)
}

function isoDate(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null
}

function timeOf(text: string): string | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  return found === null ? null : `${found[1]}:${found[2]}:${found[3] ?? '00'}`
}

const ZONES: Record<string, string> = { UTC: '+00:00', EST: '-05:00' }

/** An instant to the microsecond; without a time zone it is in UTC, as the session was that printed the values. */
function instantOf(text: string): string | null {
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))? ?(Z|UTC|EST|[+-]\d\d(?::\d\d)?)?$/.exec(text)
  if (found === null) return null
  const [, date, time, fraction = '', zone = 'UTC'] = found
  const offset = ZONES[zone] ?? (zone.length === 3 ? `${zone}:00` : zone)
  const seconds = Date.parse(`${date}T${time}${offset}`) / 1000
  return Number.isNaN(seconds) ? null : `${seconds}.${fraction.padEnd(6, '0')}`
}

/** DuckDB prints booleans in full. */
function printedBoolean(text: string): string | null {
  return text === 'true' || text === 'false' ? text : null
}

function booleanOf(cell: string): string | null {
  if (/^(t|true)$/i.test(cell)) return 'true'
  return /^(f|false)$/i.test(cell) ? 'false' : null
}
