import type { OpenedTable } from '../../worker/protocol.ts'
import { bytesText, countText } from '../../words/numbers.ts'
import { roleOfColumn, type RolesDraft } from './roles-draft.ts'

/** Before files that are larger together are evaluated, the page says what it will take. */
export const largeBytes = 1e9

/** How fast a page gets from a file to its results where it has not been measured: an ordinary computer, with two cores. */
const usualBytesPerSecond = 60e6
/** What a row takes beside its columns while models are ranked and counted. */
const workBytesPerRow = 24
/** Smaller files do not show how fast others will be. */
const tellingBytes = 100e6
/** A page that wants more than this may be ended by its browser. */
const muchMemory = 4e9

/** What evaluating files will take. */
export interface Forecast {
  byteLength: number
  seconds: number
  /** The seconds go by files that were evaluated on this page. */
  isMeasured: boolean
  /** About how many rows, and the memory for the columns in use and for ranking; null where a file is compressed. */
  rows: number | null
  memoryBytes: number | null
}

/** @param bytesPerSecond as measured on this page; null before anything was */
export function forecastOf(files: OpenedTable[], roles: RolesDraft, bytesPerSecond: number | null): Forecast {
  const byteLength = files.reduce((sum, file) => sum + file.byteLength, 0)
  const perFile = files.map((file) => {
    const rows = rowsOf(file)
    return { rows, memoryBytes: rows === null ? null : rows * (workBytesPerRow + bytesPerRow(file, roles)) }
  })
  return {
    byteLength,
    seconds: byteLength / (bytesPerSecond ?? usualBytesPerSecond),
    isMeasured: bytesPerSecond !== null,
    rows: sumOf(perFile.map(({ rows }) => rows)),
    memoryBytes: sumOf(perFile.map(({ memoryBytes }) => memoryBytes)),
  }
}

/** Bytes a second; null where files are so small that starting took longer than reading. */
export function speedOf(files: { size: number }[], elapsedMs: number): number | null {
  const byteLength = files.reduce((sum, { size }) => sum + size, 0)
  return byteLength < tellingBytes ? null : (1000 * byteLength) / elapsedMs
}

/** "All 10.4 GB are read once, about 217 million rows. That takes about 3 minutes, …" */
export function forecastWords({ byteLength, seconds, isMeasured, rows, memoryBytes }: Forecast): string {
  const read = `All ${bytesText(byteLength)} are read once${rows === null ? '' : `, about ${roughCount(rows)} rows`}`
  const time = `That takes about ${roughTime(seconds)}, ${isMeasured ? 'as fast as the files before' : 'on an ordinary computer'}, and can be cancelled at any time`
  if (memoryBytes === null) return `${read}. ${time}.`
  const memory = `The columns in use take about ${bytesText(memoryBytes)} of memory`
  const warning =
    memoryBytes > muchMemory
      ? ', more than some browsers give to a page: if this one ends early, the command evaluates the same files'
      : ''
  return `${read}. ${time}. ${memory}${warning}.`
}

/** The number of rows, from the length of the first records; null for a compressed file. */
function rowsOf({ name, byteLength, records }: OpenedTable): number | null {
  if (records.length === 0 || /\.gz$/i.test(name)) return null
  const bytes = records.reduce((sum, record) => sum + record.reduce((length, cell) => length + cell.length + 1, 0), 0)
  return byteLength / (bytes / records.length)
}

/** Numbers are kept in 8 bytes, values that come again as codes of 4, ids as they are. */
function bytesPerRow({ name, columns, records }: OpenedTable, roles: RolesDraft): number {
  return columns.reduce((sum, column, index) => {
    const role = roleOfColumn(column, name, roles)
    if (role === null) return sum
    if (role === 'id') return sum + 8 + meanLength(records.map((record) => record[index] ?? ''))
    return sum + (role === 'split' || role === 'slice' || role === 'group' ? 4 : 8)
  }, 0)
}

function meanLength(cells: string[]): number {
  return cells.length === 0 ? 0 : cells.reduce((sum, { length }) => sum + length, 0) / cells.length
}

function sumOf(sizes: (number | null)[]): number | null {
  return sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0)
}

/** A count rounded to two digits, as it is an estimate. */
function roughCount(count: number): string {
  const rough = Number(count.toPrecision(2))
  return rough >= 1e9
    ? `${countText(rough / 1e9)} billion`
    : rough >= 1e6
      ? `${countText(rough / 1e6)} million`
      : countText(rough)
}

function roughTime(seconds: number): string {
  if (seconds < 100) return `${Math.max(5, Math.ceil(seconds / 5) * 5)} seconds`
  return seconds < 90 * 60 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`
}
