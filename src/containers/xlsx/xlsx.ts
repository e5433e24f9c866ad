import type { ColumnRequest } from '../../csv/plan.ts'
import type { ByteSource } from '../../csv/source.ts'
import { InputError } from '../../table/input-error.ts'
import type { HeadNotice } from '../../csv/head.ts'
import type { Batch } from '../batch.ts'
import { inWords, unsupported } from '../damaged.ts'
import { counted } from '../random-access.ts'
import { readBatches } from '../read-batches.ts'
import { numberText } from '../stored-column.ts'
import type { OpenOptions, TableSource } from '../table-source.ts'
import { openZip } from '../zip.ts'
import { CellError, columnLetters, type SheetCell } from './cells.ts'
import { sheetRows, type SheetRow } from './sheet.ts'
import { isBinaryWorkbook, readWorkbook, type Workbook } from './workbook.ts'

const format = 'an Excel workbook'
const headRows = 1000
const batchRows = 4096

/** A sheet, and where its table lies. */
interface OpenSheet {
  name: string
  source: ByteSource
  book: Workbook
  /** 1-based row of the sheet that holds the names. */
  headerRow: number
  columns: string[]
}

/**
 * Opens a workbook: the sheet that is named, or the only one with cells; without a header, columns are `1`, `2` and so on.
 * InputError where several sheets have cells.
 */
export async function openXlsx(source: ByteSource, { sheet = null, header = null }: OpenOptions): Promise<TableSource> {
  const { source: read, bytesRead } = counted(source)
  const archive = await openZip(read)
  if (isBinaryWorkbook(archive))
    throw unsupported(
      source.name,
      'a binary Excel workbook (.xlsb)',
      'a workbook of the usual kind (.xlsx)',
      'Save it as .xlsx or as CSV.',
    )
  const book = await inWords(source.name, format, () => readWorkbook(archive))
  const chosen = await chosenSheet(source.name, book, sheet)
  const { rows, isWhole } = await inWords(source.name, format, () => firstRows(chosen.source, book))
  const { names, records, notices } = tableOf(source.name, rows, header ?? true)
  const columns = namesOf(names, records)
  const headerLine = names?.number ?? null
  const placesBefore = headerLine ?? records[0].number - 1
  const open: OpenSheet = { name: source.name, source: chosen.source, book, headerRow: placesBefore, columns }
  return {
    name: source.name,
    container: 'xlsx',
    columns,
    records: records.slice(0, headRows).map(({ cells }) => columns.map((_, k) => cellText(cells[k] ?? null))),
    isWhole,
    rowCount: isWhole ? records.length : null,
    notices,
    headerLine,
    places: 'sheet row',
    read(requests, options) {
      const before = bytesRead()
      return readBatches(
        {
          file: source.name,
          format,
          columns,
          batches: batchesOf(open, requests),
          rowCount: isWhole ? records.length : null,
          placesBefore,
          bytesRead: () => bytesRead() - before,
        },
        requests,
        options,
      )
    },
  }
}

async function chosenSheet(file: string, book: Workbook, name: string | null): Promise<Workbook['sheets'][number]> {
  const names = (sheets: Workbook['sheets']) => sheets.map((sheet) => JSON.stringify(sheet.name)).join(', ')
  if (name !== null) {
    const named = book.sheets.find((sheet) => sheet.name === name)
    if (named !== undefined) return named
    throw new InputError({
      code: 'no_such_sheet',
      place: { file, option: '--sheet' },
      found: JSON.stringify(name),
      expected: `one of its sheets: ${names(book.sheets)}`,
      remedy: 'Write its name as the workbook has it.',
    })
  }
  const filled: Workbook['sheets'] = []
  for (const sheet of book.sheets)
    if (!sheet.isHidden && (await inWords(file, format, () => hasRows(sheet.source, book)))) filled.push(sheet)
  if (filled.length === 1) return filled[0]
  throw new InputError({
    code: filled.length === 0 ? 'empty_file' : 'several_sheets',
    place: { file },
    found: filled.length === 0 ? 'no sheet with cells' : `${filled.length} sheets with cells: ${names(filled)}`,
    expected: filled.length === 0 ? 'a sheet with a header and rows' : 'one sheet',
    remedy:
      filled.length === 0
        ? 'Check that the export finished.'
        : `Name the one to read (--sheet ${JSON.stringify(filled[0].name)}), or save it as a file of its own.`,
    ...(filled.length === 0 ? {} : { choices: filled.map(({ name: each }) => each) }),
  })
}

async function hasRows(source: ByteSource, book: Workbook): Promise<boolean> {
  for await (const _ of sheetRows(source, book)) return true
  return false
}

/** The first rows of a sheet, enough for the records of the head and what stands before them. */
async function firstRows(source: ByteSource, book: Workbook): Promise<{ rows: SheetRow[]; isWhole: boolean }> {
  const rows: SheetRow[] = []
  for await (const row of sheetRows(source, book)) {
    if (rows.length === headRows + PREAMBLE_LIMIT + 1) return { rows, isWhole: false }
    rows.push(row)
  }
  return { rows, isWhole: rows.length <= headRows + 1 }
}

/** The most rows that may stand before a table. */
const PREAMBLE_LIMIT = 20

/** Rows of one cell before rows of several, such as a title, are no header. */
function tableOf(
  file: string,
  rows: SheetRow[],
  hasHeader: boolean,
): { names: SheetRow | null; records: SheetRow[]; notices: HeadNotice[] } {
  if (!hasHeader && rows.length > 0) return { names: null, records: rows, notices: [] }
  const filled = ({ cells }: SheetRow) => cells.reduce<number>((count, cell) => count + (cell === null ? 0 : 1), 0)
  const first = rows.slice(0, PREAMBLE_LIMIT + 1).findIndex((row) => filled(row) > 1)
  const at = first > 0 && rows.length > first + 1 ? first : 0
  const header = rows[at] as SheetRow | undefined
  if (header === undefined || rows.length === at + 1) {
    throw new InputError({
      code: header === undefined ? 'empty_file' : 'no_rows',
      place: { file },
      found: header === undefined ? 'a sheet without cells' : 'a header and no rows',
      expected: 'a header and at least one row',
      remedy: 'Check that the export finished.',
    })
  }
  const before: HeadNotice = {
    code: 'lines_before_header',
    firstLine: rows[0].number,
    headerLine: header.number,
    places: 'sheet row',
  }
  return { names: header, records: rows.slice(at + 1), notices: at === 0 ? [] : [before] }
}

/** Names of the columns; one that has cells and no name has an empty one. Without a row of names, their numbers. */
function namesOf(names: SheetRow | null, records: SheetRow[]): string[] {
  const width = records.reduce((most, record) => Math.max(most, record.cells.length), names?.cells.length ?? 0)
  return Array.from({ length: width }, (_, k) => (names === null ? String(k + 1) : cellText(names.cells[k] ?? null)))
}

function cellText(cell: SheetCell): string {
  return cell === null
    ? ''
    : cell instanceof CellError
      ? cell.text
      : typeof cell === 'number'
        ? numberText(cell, false)
        : cell
}

async function* batchesOf(sheet: OpenSheet, requests: ColumnRequest[]): AsyncGenerator<Batch, void, void> {
  let placesBefore = sheet.headerRow
  let rows: SheetRow[] = []
  const batch = (): Batch => {
    const last = rows[rows.length - 1].number
    const made = {
      rowCount: rows.length,
      columns: requests.map((request) => [
        { kind: 'cells' as const, cells: rows.map((row) => cellOf(sheet, row, request)) },
      ]),
      places: Uint32Array.from(rows, ({ number }) => number - placesBefore - 1),
      placeCount: last - placesBefore,
    }
    placesBefore = last
    rows = []
    return made
  }
  for await (const row of sheetRows(sheet.source, sheet.book)) {
    if (row.number <= sheet.headerRow) continue
    if (rows.push(row) === batchRows) yield batch()
  }
  if (rows.length > 0) yield batch()
}

/** A cell's value; InputError where it is an error. A number's error is left to the check of numbers, which counts such rows. */
function cellOf(
  { name, columns }: OpenSheet,
  { number, cells }: SheetRow,
  { column, kind }: ColumnRequest,
): string | number | null {
  const cell = cells[column] ?? null
  if (!(cell instanceof CellError)) return cell
  if (kind === 'float64') return cell.text
  throw new InputError({
    code: 'error_value',
    place: { file: name, rowNumber: number, column: columns[column] },
    found: cell.text.startsWith('=')
      ? `the formula ${JSON.stringify(cell.text)} in cell ${columnLetters(column)}${number}, which nothing has computed`
      : `${cell.text}, the error of a formula in cell ${columnLetters(column)}${number}`,
    expected: 'a value',
    remedy: 'Mend the formula, or write its value into the cell, and save the workbook.',
  })
}
