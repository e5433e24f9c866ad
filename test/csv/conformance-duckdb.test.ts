import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import { readTable } from '../../src/csv/read.ts'
import type { Reading } from '../../src/csv/read.ts'
import { InputError } from '../../src/table/input-error.ts'
import { DEVIATIONS, REFUSED } from './duckdb-deviations.ts'
import { sameColumn } from './duckdb-values.ts'
import { cellsEverywhere, scannersOf, tableEverywhere } from './everywhere.ts'
import type { TableCells } from './everywhere.ts'
import { describeFixtures, readJson } from './fixtures.ts'
import { bytesSource } from './sources.ts'

interface DuckdbCase {
  file: string
  query: string
  options: string | null
  /** A letter for each column. */
  column_types: string
  count_only: boolean
  expected_rows: string[][]
}

/** Cases that DuckDB takes to have no header: their first record, a header here, is a row of DuckDB's. */
const HEADERLESS = new Set([
  'auto/various_time_formats.csv',
  'comments/empty_space.csv',
  'headers/integer.csv',
  'real/lineitem_sample.csv',
  'test/date.csv',
  'test/dateformat.csv',
])

const nameOf = ({ file }: DuckdbCase): string => file.replace(/^data\/csv\//, '')
const optionFree = ({ options }: DuckdbCase): boolean => (options ?? '').trim() === ''

function sameRecords(printed: string[][], records: string[][]): boolean {
  return (
    printed.length === records.length &&
    printed.every((row, r) => row.length === records[r].length) &&
    (printed[0] ?? []).every((_, c) =>
      sameColumn(
        printed.map((row) => row[c]),
        records.map((record) => record[c]),
      ),
    )
  )
}

/** Without the unnamed column that a delimiter at the end of every record makes, and nothing else. */
function namedCells({ head: { columns }, rows }: TableCells): string[][] {
  const unnamed = columns.at(-1) === '' && rows.every((row) => row.at(-1) === '')
  return unnamed ? rows.map((row) => row.slice(0, -1)) : rows
}

const linesOf = ({ rejected }: Reading): { code: string; lines: number[] }[] =>
  rejected.map(({ code, examples }) => ({ code, lines: examples.map(({ lineNumber }) => lineNumber) }))

describeFixtures('duckdb', (path) => {
  const bytesOf = (one: DuckdbCase): Uint8Array => new Uint8Array(readFileSync(`${path}/files/${nameOf(one)}`))
  const read = async (one: DuckdbCase): Promise<Reading> => {
    const source = bytesSource(bytesOf(one))
    const head = await readHead(source)
    const requests = head.columns.map((_, column) => ({ column, kind: 'utf8' as const, allowEmpty: true }))
    return readTable(source, head, requests, { scanners: scannersOf(3), chunkBytes: 500 })
  }
  const queries = readJson<DuckdbCase[]>(`${path}/query_cases.json`).filter(optionFree)
  const named = (name: string): DuckdbCase => queries.find((one) => nameOf(one) === name) as DuckdbCase
  test('61 cases need no options', () => expect(queries).toHaveLength(61))

  const same = queries.filter(
    (one) => !(nameOf(one) in DEVIATIONS) && !(nameOf(one) in REFUSED) && bytesOf(one).length > 0,
  )
  test('45 are read with the same cells, one is empty, two are refused with the same cells, 13 differ by a rule', () => {
    expect([same.length, Object.keys(REFUSED).length, Object.keys(DEVIATIONS).length]).toEqual([45, 2, 13])
  })

  test.each(same)('$file: the same cells at every chunk size', async (one) => {
    const table = await tableEverywhere(bytesOf(one))
    const rows = namedCells(table)
    if (table.reading === null)
      expect([table.error, rows]).toEqual([expect.stringContaining('found a header and no rows'), []])
    else expect(table.reading.rejected).toEqual([])
    const all = HEADERLESS.has(nameOf(one)) ? [table.head.columns, ...rows] : rows
    if (one.count_only) return expect(all.length).toBe(Number(one.expected_rows[0][0]))
    expect(table.head.columns.length - (rows === table.rows ? 0 : 1)).toBe(one.column_types.length)
    expect(sameRecords(one.expected_rows, all), JSON.stringify({ duckdb: one.expected_rows, ours: all })).toBe(true)
  })

  test('empty.csv: no cells, and an error that says so', async () => {
    const one = named('empty.csv')
    expect(one.expected_rows).toEqual([])
    await expect(readHead(bytesSource(bytesOf(one)))).rejects.toThrow('found an empty file')
  })

  test.each(Object.entries(REFUSED))(
    '%s: the same cells at every chunk size, and every row refused',
    async (name, lines) => {
      const one = named(name)
      const { head, reading, rows } = await tableEverywhere(bytesOf(one))
      expect([rows, linesOf(reading as Reading)]).toEqual([[], [{ code: 'too_many_fields', lines }]])
      const [first, ...rest] = (await cellsEverywhere(bytesOf(one), head.dialect.delimiter)) as string[][]
      expect(first).toEqual(head.columns)
      expect(sameRecords(one.expected_rows, rest)).toBe(true)
    },
  )

  const deviations = Object.entries(DEVIATIONS).map(([name, deviation]) => ({ name, ...deviation }))
  test.each(deviations)("$name: other cells than DuckDB's ($rule)", async ({ name, columns, rows, rejected }) => {
    const one = named(name)
    const table = await tableEverywhere(bytesOf(one))
    expect([table.head.columns, table.rows, linesOf(table.reading as Reading)]).toEqual([columns, rows, rejected])
    expect(sameRecords(one.expected_rows, table.rows) || sameRecords(one.expected_rows, [columns, ...rows])).toBe(false)
  })

  test("unescaped_quotes/stops.csv: but for the quotes, DuckDB's cells are ours", () => {
    const { rows } = DEVIATIONS['unescaped_quotes/stops.csv']
    const unquoted = named('unescaped_quotes/stops.csv').expected_rows.map((row) =>
      row.map((cell) => cell.replace(/^"(.*)"$/, '$1')),
    )
    expect(unquoted.slice(0, rows.length)).toEqual(rows)
  })

  test('full-line comments are left out, and counted', async () => {
    const reading = await read(named('comments/simple.csv'))
    expect(reading.table.rowCount).toBe(2)
    expect(reading.rejected).toEqual([])
    expect(reading.notices.map(({ code, count }) => [code, count])).toEqual([['comment_line', 2]])
  })

  /** Error cases that are no error here, and why. */
  const ACCEPTED: Record<string, string> = {
    'test/date.csv': 'DuckDB was forbidden to open files; the file has a header and no rows',
    'issue_8320_3.csv.gz': "records of 2 MiB are read; DuckDB's limit is 2,000,000 bytes",
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
