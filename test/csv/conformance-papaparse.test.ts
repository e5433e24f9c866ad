import { readdirSync, readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import { writeCsv } from '../../src/csv/write.ts'
import type { Cell } from '../../src/csv/write.ts'
import { cellsEverywhere } from './everywhere.ts'
import { describeFixtures, readJson } from './fixtures.ts'
import { bytesSource, textSource } from './sources.ts'

interface ParseCase {
  id: string
  description: string
  input: string
  config?: Record<string, unknown>
  expected: { data: unknown[]; errors: { code: string }[] }
  needs_function_config: boolean
}

/** Options that say something about the data, which the reader finds out or is told; all others are PapaParse's own. */
const DATA_OPTIONS = new Set(['delimiter', 'newline', 'skipEmptyLines', 'header', 'fastMode'])

/** Cases that are read otherwise, and why. */
const DEVIATIONS: Record<string, string> = {
  'PARSE_TESTS#9': 'LF, CR and CRLF all end a record, also in one file; PapaParse takes the first kind only',
  'PARSE_TESTS#24': 'a line break as delimiter is an option of PapaParse that falls back to a comma',
  'PARSE_TESTS#25': 'delimiters have one character',
  'PARSE_TESTS#26': 'delimiters have one character',
  'PARSE_TESTS#49': 'an empty file is an error',
  'PARSE_TESTS#62': 'an empty file is an error',
  'PARSE_TESTS#88': 'lines of empty cells are records (skipEmptyLines: greedy is an option)',
  'PARSE_TESTS#89': 'lines of empty cells are records (skipEmptyLines: greedy is an option)',
  'CORE_PARSER_TESTS#59': 'names are kept as written, duplicates too; PapaParse renames them',
  'CORE_PARSER_TESTS#61': 'names are kept as written, duplicates too; PapaParse renames them',
  'CORE_PARSER_TESTS#62': 'names are kept as written, duplicates too; PapaParse renames them',
  'PARSE_TESTS#87': 'names are kept as written, duplicates too; PapaParse renames them',
}

function isAboutCells({ id, config = {}, needs_function_config }: ParseCase): boolean {
  return !needs_function_config && !(id in DEVIATIONS) && Object.keys(config).every((key) => DATA_OPTIONS.has(key))
}

/** Records as PapaParse's `header: true` gives them. */
function keyed(records: string[][]): Record<string, string | string[]>[] {
  const [names, ...rows] = records
  return rows.map((cells) => {
    const record: Record<string, string | string[]> = Object.fromEntries(
      names.slice(0, cells.length).map((name, column) => [name, cells[column]]),
    )
    if (cells.length > names.length) record.__parsed_extra = cells.slice(names.length)
    return record
  })
}

const isBlankLine = (record: unknown): boolean =>
  JSON.stringify(record) === '[""]' || (!Array.isArray(record) && Object.values(record as object).join('') === '')

describeFixtures('papaparse', (path) => {
  for (const file of ['core_parser_tests', 'parse_tests']) {
    const cases = readJson<ParseCase[]>(`${path}/${file}.json`).filter(isAboutCells)
    test(`${file}: most cases are about cells`, () => expect(cases.length).toBeGreaterThan(40))
    test.each(cases)('$id $description: the same cells at every chunk size', async ({ input, config, expected }) => {
      const told = config?.delimiter as string | undefined
      const bytes = new TextEncoder().encode(input)
      if (bytes.length === 0) return void (await expect(readHead(textSource(input))).rejects.toThrow('an empty file'))
      const delimiter = told ?? (file === 'parse_tests' ? (await readHead(textSource(input))).dialect.delimiter : ',')
      const cells = await cellsEverywhere(bytes, delimiter)
      if (expected.errors.some(({ code }) => code === 'MissingQuotes')) {
        expect(cells).toContain('a quoted cell that is never closed')
      } else {
        const records = config?.header === true ? keyed(cells as string[][]) : cells
        expect(records).toEqual(expected.data.filter((record) => !isBlankLine(record)))
      }
    })
  }

  describe('unparse_tests', () => {
    interface WriteCase {
      id: string
      description: string
      input: unknown
      config?: { delimiter?: string }
      expected: string
      needs_function_config: boolean
    }
    const isRecords = (input: unknown): input is Cell[][] =>
      Array.isArray(input) && input.every((record) => Array.isArray(record))
    const cases = readJson<WriteCase[]>(`${path}/unparse_tests.json`).filter(
      ({ input, config = {}, needs_function_config }) =>
        !needs_function_config && isRecords(input) && Object.keys(config).every((key) => key === 'delimiter'),
    )
    test('some are about plain records', () => expect(cases.length).toBeGreaterThan(8))
    test.each(cases)('$id $description', ({ input, config, expected }) => {
      expect(writeCsv(input as Cell[][], config?.delimiter)).toBe(expected)
    })
  })
})

describeFixtures('csv-spectrum', (path) => {
  const names = readdirSync(path).filter((name) => name.endsWith('.csv'))
  test('has eleven pairs', () => expect(names.length).toBeGreaterThanOrEqual(11))
  test.each(names)('%s', async (name) => {
    const bytes = readFileSync(`${path}/${name}`)
    const { dialect } = await readHead(bytesSource(bytes))
    const cells = await cellsEverywhere(bytes, dialect.delimiter)
    expect(keyed(cells as string[][])).toEqual(readJson(`${path}/${name.replace('.csv', '.json')}`))
    expect(Papa.parse(bytes.toString(), { header: true, skipEmptyLines: true }).data).toEqual(
      keyed(cells as string[][]),
    )
  })
})
