import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import { readTable } from '../../src/csv/read.ts'
import type { Reading } from '../../src/csv/read.ts'
import { InputError } from '../../src/table/input-error.ts'
import { cellsEverywhere, scannersOf } from './everywhere.ts'
import { describeFixtures, readJson } from './fixtures.ts'
import { bytesSource } from './sources.ts'

interface DuckdbCase {
  file: string
  query: string
  options: string | null
  count_only: boolean
  expected_rows: string[][]
}

const HEADER = 'the first record is the header; DuckDB guesses whether there is one'
const PREAMBLE = 'lines before the header are DuckDB\'s guess; here they are records with a number of fields of their own'
const MID_LINE = 'a # within a record is text'
const TYPES = 'cells are text; DuckDB converts dates, times and booleans'

/** Cases whose cells differ, and why. */
const DEVIATIONS: Record<string, string> = {
  'empty.csv': 'an empty file is an error, not an empty table',
  'null_terminator.csv': HEADER,
  'empty_space_start_value.csv': 'a quote after a space is text, as in PapaParse',
  'inconsistent_cells.csv': PREAMBLE,
  'inconsistencies/line_with_spaces.csv': PREAMBLE,
  'inconsistencies/inconsistent_columns_6.csv': 'the delimiter is PapaParse\'s guess; the long record is counted',
  'unescaped_quotes/stops.csv': 'quoted cells lose their quotes in every record alike',
  'bad_escape.csv': 'a backslash is text, as in RFC 4180',
  'headers/single_line.csv': 'a header without rows is an error, not an empty table',
  'test_apple_financial.csv.gz': PREAMBLE,
  'comments/only_midline.csv': MID_LINE,
  'comments/mid_line.csv': MID_LINE,
  'comments/mid_line_header.csv': MID_LINE,
  'comments/mid_line_quote.csv': MID_LINE,
  'comments/mid_line_null.csv': MID_LINE,
  'comments/simple_mid_line.csv': MID_LINE,
  'comments/midline_empty_space.csv': MID_LINE,
  'comments/simple_comma.csv': 'only # starts a comment',
  'comments/big.csv': 'three of its comments (# 20;7) have as many fields as a record, and are kept',
  'comments/empty_space.csv': HEADER,
  'comments/invalid_rows.csv': PREAMBLE,
  'dates.csv': TYPES,
  'timestamp_timezone.csv': TYPES,
  'timestamp_with_tz.csv': TYPES,
  'test/date.csv': HEADER,
  'test/dateformat.csv': TYPES,
  'issue5077_aligned.csv': TYPES,
  'auto/time.csv': TYPES,
  'auto/various_time_formats.csv': TYPES,
}

/** Cases without header, whose first record DuckDB counts. */
const HEADERLESS = new Set(['real/lineitem_sample.csv'])

const nameOf = ({ file }: DuckdbCase): string => file.replace(/^data\/csv\//, '')
const optionFree = ({ options }: DuckdbCase): boolean => (options ?? '').trim() === ''

/** DuckDB prints NULL for an empty cell, numbers in its own form and NUL as \0. */
function sameCell(printed: string, cell: string): boolean {
  if (printed === cell || printed.replaceAll('\\0', '\0') === cell || (printed === 'NULL' && cell === '')) return true
  return cell.trim() !== '' && Number(printed) === Number(cell)
}

function sameRecords(printed: string[][], records: string[][]): boolean {
  return printed.length === records.length && printed.every((row, r) =>
    row.length === records[r].length && row.every((text, c) => sameCell(text, records[r][c])))
}

describeFixtures('duckdb', (path) => {
  const bytesOf = (one: DuckdbCase): Uint8Array => new Uint8Array(readFileSync(`${path}/files/${nameOf(one)}`))
  const read = async (one: DuckdbCase): Promise<Reading> => {
    const source = bytesSource(bytesOf(one))
    const head = await readHead(source)
    const requests = head.columns.map((_, column) => ({ column, kind: 'utf8' as const, allowEmpty: true }))
    return readTable(source, head, requests, { scanners: scannersOf(3), chunkBytes: 500 })
  }
  const queries = readJson<DuckdbCase[]>(`${path}/query_cases.json`).filter(optionFree)
  test('61 cases need no options', () => expect(queries).toHaveLength(61))

  test.each(queries)('$file: the same cells at every chunk size', async (one) => {
    const bytes = bytesOf(one)
    const head = await readHead(bytesSource(bytes)).catch((reason: Error) => reason)
    if (head instanceof Error) {
      expect(head).toBeInstanceOf(InputError)
      expect(DEVIATIONS).toHaveProperty([nameOf(one)])
      return
    }
    const all = await cellsEverywhere(bytes, head.dialect.delimiter)
    if (typeof all === 'string') return expect.fail(all)
    const isComment = (record: string[]): boolean => record.length !== head.columns.length && /^\s*#/.test(record[0])
    const cells = head.dialect.comments ? all.filter((record) => !isComment(record)) : all
    if (nameOf(one) in DEVIATIONS) return
    if (one.count_only) {
      expect(cells.length - (HEADERLESS.has(nameOf(one)) ? 0 : 1)).toBe(Number(one.expected_rows[0][0]))
      return
    }
    const rows = one.expected_rows
    const after = cells.slice(cells.length - rows.length)
    expect(cells.length - rows.length, 'no more than a header before the rows').toBeLessThanOrEqual(1)
    expect(sameRecords(rows, after), JSON.stringify({ rows, after })).toBe(true)
  })

  test('each deviation differs: none is listed in vain', async () => {
    for (const one of queries.filter((query) => nameOf(query) in DEVIATIONS)) {
      const head = await readHead(bytesSource(bytesOf(one))).catch(() => null)
      if (head === null) continue
      const same = sameRecords(one.expected_rows, head.records) && one.expected_rows.length > 0
      expect(same, `${nameOf(one)} is the same`).toBe(false)
    }
  })

  test('full-line comments are left out, and counted', async () => {
    const reading = await read(queries.find((one) => nameOf(one) === 'comments/simple.csv') as DuckdbCase)
    expect(reading.table.rowCount).toBe(2)
    expect(reading.rejected).toEqual([])
    expect(reading.notices.map(({ code, count }) => [code, count])).toEqual([['comment_line', 2]])
  })

  /** Error cases that are no error here, and why. */
  const ACCEPTED: Record<string, string> = {
    'test/date.csv': 'DuckDB was forbidden to open files; the file has a header and no rows',
    'issue_8320_3.csv.gz': 'records of 2 MiB are read; DuckDB\'s limit is 2,000,000 bytes',
    'auto/multi_column_string_mix.csv': 'CRLF and LF may be mixed',
    'encodings/utf16.csv': 'UTF-16 is read by its byte order mark',
  }
  const errors = readJson<DuckdbCase[]>(`${path}/error_cases.json`).filter(optionFree)
  test('eleven error cases need no options', () => expect(errors).toHaveLength(11))
  test.each(errors)('$file: an error or counted records, never silence', async (one) => {
    const outcome = await read(one).catch((reason: Error) => reason)
    if (outcome instanceof Error) return void expect(outcome).toBeInstanceOf(InputError)
    const counted = outcome.rejected.reduce((sum, { count }) => sum + count, 0)
    expect(outcome.table.rowCount + counted).toBe(outcome.recordCount)
    if (nameOf(one) in ACCEPTED) expect(counted).toBe(0)
    else expect(counted).toBeGreaterThan(0)
  })
})
