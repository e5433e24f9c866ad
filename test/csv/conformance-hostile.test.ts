import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import type { Head } from '../../src/csv/head.ts'
import { readTable } from '../../src/csv/read.ts'
import type { Reading } from '../../src/csv/read.ts'
import type { DictionaryColumn, Float64Column } from '../../src/table/column.ts'
import { writeCsv } from '../../src/csv/write.ts'
import { cellsEverywhere, chunkSizes, comparable, scannersOf } from './everywhere.ts'
import { describeFixtures } from './fixtures.ts'
import { bytesSource } from './sources.ts'

/** What `expected.json` says of each file, where it is about reading. */
describeFixtures('hostile', (path) => {
  const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(`${path}/${file}`))
  const headOf = (file: string): Promise<Head> => readHead(bytesSource(bytesOf(file), 3, file))

  /** Reads scores as numbers and everything else as words, at every chunk size and with one and three scanners. */
  async function read(file: string): Promise<Reading> {
    const head = await headOf(file)
    const requests = head.columns.map((name, column) => ({
      column,
      kind: /^(prob|pred)$/.test(name) ? ('float64' as const) : ('dictionary' as const),
      allowEmpty: false,
    }))
    const once = (chunkBytes: number, count: 1 | 3): Promise<Reading> =>
      readTable(bytesSource(bytesOf(file), 5, file), head, requests, { scanners: scannersOf(count), chunkBytes })
    const reading = await once(1 << 20, 1)
    for (const size of chunkSizes(0))
      expect(comparable(await once(size, size % 2 === 0 ? 1 : 3))).toEqual(comparable(reading))
    return reading
  }
  const words = (reading: Reading, column: number): string[] => {
    const { codes, values } = reading.table.columns[column] as DictionaryColumn
    return Array.from(codes, (code) => values[code])
  }
  const numbers = (reading: Reading, column: number): number[] =>
    Array.from((reading.table.columns[column] as Float64Column).values)

  const same = ['ok', 'utf8_bom', 'utf16le_bom', 'utf16be_bom', 'crlf', 'cr_only', 'mixed_eol']
  test.each(same)('%s.csv is the same four rows', async (name) => {
    const reading = await read(`${name}.csv`)
    expect((await headOf(`${name}.csv`)).columns).toEqual(['id', 'label', 'prob'])
    expect(words(reading, 0)).toEqual(['1', '2', '3', '4'])
    expect(words(reading, 1)).toEqual(['1', '0', '1', '0'])
    expect(numbers(reading, 2)).toEqual([0.9, 0.2, 0.6, 0.4])
    expect([reading.recordCount, reading.lineCount, reading.rejected]).toEqual([4, 5, []])
  })

  test('utf8_bom_quoted.csv: the header is read behind the byte order mark', async () => {
    expect((await headOf('utf8_bom_quoted.csv')).columns).toEqual(['id', 'label', 'prob'])
    expect((await read('utf8_bom_quoted.csv')).table.rowCount).toBe(2)
  })

  test('latin1.csv warns of byte offset 17, and metrics do not need that column', async () => {
    const { warnings } = await headOf('latin1.csv')
    expect(warnings.map(({ message }) => message).join()).toContain('invalid UTF-8 at byte offset 17')
    expect((await read('latin1.csv')).rejected.map(({ code, count }) => [code, count])).toEqual([['invalid_utf8', 2]])
  })

  test('invalid_utf8.csv names row 2 and no key has U+FFFD', async () => {
    const { rejected, table } = await read('invalid_utf8.csv')
    expect(table.rowCount).toBe(0)
    expect(rejected.map(({ code, column, examples }) => [code, column, examples[0].lineNumber])).toEqual([
      ['invalid_utf8', 'id', 2],
      ['not_a_number', 'prob', 3],
    ])
  })

  test('nul.csv: a NUL in a number is counted with its row', async () => {
    const { rejected } = await read('nul.csv')
    expect(rejected).toEqual([
      {
        code: 'not_a_number',
        column: 'prob',
        count: 1,
        examples: [{ lineNumber: 4, rowNumber: 3, found: '0.\u00006' }],
      },
    ])
  })

  test('unterminated_quote.csv: an error with the line where the quote opened', async () => {
    await expect(read('unterminated_quote.csv')).rejects.toThrow('unterminated_quote.csv, line 3: found a quoted cell')
  })

  test('ragged.csv: two records counted by kind and line', async () => {
    const { rejected, table } = await read('ragged.csv')
    expect(table.rowCount).toBe(1)
    expect(rejected).toEqual([
      {
        code: 'too_few_fields',
        column: null,
        count: 1,
        examples: [{ lineNumber: 3, rowNumber: 2, found: '2 fields' }],
      },
      {
        code: 'too_many_fields',
        column: null,
        count: 1,
        examples: [{ lineNumber: 4, rowNumber: 3, found: '4 fields' }],
      },
    ])
  })

  test('dup_headers.csv keeps both names', async () => {
    expect((await headOf('dup_headers.csv')).columns).toEqual(['id', 'label', 'prob', 'prob'])
    expect(numbers(await read('dup_headers.csv'), 3)).toEqual([0.1, 0.8])
  })

  test('proto_header.csv: all seven columns are read, and nothing is polluted', async () => {
    const reading = await read('proto_header.csv')
    expect((await headOf('proto_header.csv')).columns[0]).toBe('__proto__')
    expect(reading.table.columns).toHaveLength(7)
    expect(words(reading, 0)).toEqual(['{"x":1}', 'z'])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  test('xss_header.csv: names are text', async () => {
    expect((await headOf('xss_header.csv')).columns[1]).toBe('<img src=x onerror=window.__pwn=1>')
  })

  test('formula_cells.csv: text that starts a formula is guarded on the way out, numbers are not', async () => {
    const cells = (await cellsEverywhere(bytesOf('formula_cells.csv'), ',')) as string[][]
    const texts = cells.map((record) => record[3])
    expect(texts.slice(1)).toEqual(["=cmd|'/C calc'!A0", '+1+1', '-2+3', '@SUM(A1)', '\t=1+1', '\r=1+1'])
    expect(writeCsv(texts.slice(1, 5).map((text) => [text, -0.5]))).toBe(
      ["'=cmd|'/C calc'!A0", "'+1+1", "'-2+3", "'@SUM(A1)"].map((text) => `${text},-0.5`).join('\r\n'),
    )
    expect(writeCsv([[texts[6]]])).toBe('"\'\r=1+1"')
  })

  test('decimal_comma.csv, thousands.csv: not numbers, with their text', async () => {
    const found = async (file: string): Promise<string[]> =>
      (await read(file)).rejected.flatMap(({ examples }) => examples.map((example) => example.found))
    expect(await found('decimal_comma.csv')).toEqual(['0,9', '0,2'])
    expect(await found('thousands.csv')).toEqual(['1,200'])
  })

  test('numbers.csv: rows 9, 11 to 15 and 18 are numbers, row 9 is 0 with a notice', async () => {
    const reading = await read('numbers.csv')
    expect(words(reading, 0).map(Number)).toEqual([9, 11, 12, 13, 14, 15, 18])
    expect(numbers(reading, 2)).toEqual([0, 0.5, 0.25, 0.75, 0.5, 5, 0.30000000000000004])
    expect(reading.notices).toEqual([
      { code: 'underflow', column: 'prob', count: 1, examples: [{ lineNumber: 10, rowNumber: 9, found: '1e-400' }] },
    ])
    const counts = Object.fromEntries(reading.rejected.map(({ code, count }) => [code, count]))
    expect(counts).toEqual({ not_finite: 2, not_a_number: 8, missing: 1 })
  })

  test('labels are exact text: 1.0, " 1" and 1 differ', async () => {
    expect(words(await read('labels_mixed.csv'), 1)).toEqual(['1', '0', 'true', 'No', '1.0', ' 1'])
  })

  test('id_precision.csv: ids beyond 2^53 stay two', async () => {
    expect(words(await read('id_precision.csv'), 0)).toEqual(['9007199254740993', '9007199254740992'])
  })

  test('f32_ties.csv: scores that only float64 tells apart', async () => {
    const [high, low] = numbers(await read('f32_ties.csv'), 2)
    expect(high).toBeGreaterThan(low)
  })

  test('empty.csv and header_only.csv are errors', async () => {
    await expect(headOf('empty.csv')).rejects.toThrow('empty.csv: found an empty file')
    await expect(read('header_only.csv')).rejects.toThrow('header_only.csv: found a header and no rows')
  })
})
