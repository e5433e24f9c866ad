import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { readCells } from './cells.ts'
import type { ColumnRequest, ScannedChunk } from '../../src/csv/plan.ts'
import { scanChunk } from '../../src/csv/scan.ts'
import { InputError } from '../../src/table/input-error.ts'
import { cellsEverywhere, scannersOf } from './everywhere.ts'
import { textSource } from './sources.ts'
import { runs } from '../property-runs.ts'

/** PapaParse's reading, for comparison; null where it finds a quote that is never closed. */
function papaCells(text: string, delimiter: string, newline: '\n' | '\r' | '\r\n'): string[][] | null {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline })
  if (errors.some(({ code }) => code === 'MissingQuotes')) return null
  return data.filter((record) => record.length > 1 || record[0] !== '')
}

const read = (text: string, delimiter: string, chunkBytes: number): Promise<string[][] | null> =>
  readCells(textSource(text, 3), delimiter, { scanners: scannersOf(3), chunkBytes }).catch((error: unknown) => {
    if (error instanceof InputError && error.fault.code === 'unterminated_quote') return null
    throw error
  })

/** A line that is only `""` is a record here and a blank line after PapaParse. */
const withoutBlank = (cells: string[][] | null): string[][] | null =>
  cells === null ? null : cells.filter((record) => record.length > 1 || record[0] !== '')

const piece = fc.constantFrom(
  '"',
  '"',
  '"',
  '""',
  ',',
  ',',
  '\u0001',
  '\u0001',
  ' ',
  '\t',
  'a',
  '0',
  'é',
  '€',
  '😀',
  '\u00a0',
  '\ufeff',
  '\u2003',
)
const csvText = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('').replace(/^\ufeff+/, ''))

describe('scanner and PapaParse give the same cells', () => {
  const delimiters = fc.constantFrom(',', ';', '\t', '|')
  for (const newline of ['\n', '\r', '\r\n'] as const) {
    test(`with ${JSON.stringify(newline)}, at any chunk size`, async () => {
      await fc.assert(
        fc.asyncProperty(csvText, delimiters, fc.integer({ min: 1, max: 64 }), async (raw, delimiter, chunkBytes) => {
          // PapaParse does not close a cell by white space before the end of a file; a line break there is the same file.
          const text = raw.replaceAll(',', delimiter).replaceAll('\u0001', newline) + newline
          expect(withoutBlank(await read(text, delimiter, chunkBytes))).toEqual(papaCells(text, delimiter, newline))
        }),
        { numRuns: runs(1500) },
      )
    })
  }

  test('with LF, CR and CRLF mixed: as if all were LF', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvText,
        fc.array(fc.constantFrom('\n', '\r', '\r\n'), { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 1, max: 64 }),
        async (raw, breaks, chunkBytes) => {
          let turn = 0
          const mixed = `${raw}\u0001`.replaceAll('\u0001', () => breaks[turn++ % 40])
          const alike = (text: string): string => text.replace(/\r\n?/g, '\n')
          const cells = withoutBlank(await read(mixed, ',', chunkBytes))
          expect(cells?.map((record) => record.map(alike)) ?? null).toEqual(papaCells(alike(mixed), ',', '\n'))
        },
      ),
      { numRuns: runs(1500) },
    )
  })
})

describe('cells at every chunk size', () => {
  const cases: [string, string, string[][]][] = [
    [
      'quoted delimiters and line breaks',
      'a,"b,\nb"\r\n"c\r\nc",d\r',
      [
        ['a', 'b,\nb'],
        ['c\r\nc', 'd'],
      ],
    ],
    [
      'escaped quotes',
      '"""a""","b""b"\n"""",""\n',
      [
        ['"a"', 'b"b'],
        ['"', ''],
      ],
    ],
    ['quotes inside an unquoted cell', 'a"b,c "d"\n', [['a"b', 'c "d"']]],
    [
      'white space after a closing quote',
      '"a" ,"b"\t\n"c"\u00a0,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['white space after a closing quote at the end', 'a,"b"  ', [['a', 'b']]],
    ['a stray quote within quotes', '"a"b",c\n', [['a"b', 'c']]],
    [
      'blank lines',
      '\n\na,b\r\n\r\n\rc,d\n\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty cells',
      ',,\n"",,""\n',
      [
        ['', '', ''],
        ['', '', ''],
      ],
    ],
    ['records of any length', 'a\nb,c\nd,e,f', [['a'], ['b', 'c'], ['d', 'e', 'f']]],
    [
      'characters of two to four bytes',
      'é,€\n😀,"ü, 中"\n',
      [
        ['é', '€'],
        ['😀', 'ü, 中'],
      ],
    ],
    ['NUL', 'a\0b,\0\n', [['a\0b', '\0']]],
    [
      'no line break at the end',
      'a,b\nc,"d"',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
  ]
  test.each(cases)('%s', async (_, text, cells) => {
    expect(await cellsEverywhere(new TextEncoder().encode(text), ',')).toEqual(cells)
  })
})

describe('scanChunk', () => {
  const scan = (text: string, fieldCount: number, requests: ColumnRequest[], comments = false): ScannedChunk =>
    scanChunk(new TextEncoder().encode(text), { delimiter: 44, fieldCount, comments, requests })
  const words = (column: number, allowEmpty = false): ColumnRequest => ({ column, kind: 'dictionary', allowEmpty })
  const numbers = (column: number, allowEmpty = false): ColumnRequest => ({ column, kind: 'float64', allowEmpty })
  const faults = ({ rejected }: ScannedChunk): unknown[] =>
    rejected.map(({ code, column, examples }) => [code, column, examples.map(({ line, record }) => [line, record])])

  test('answers the requests in their order, also twice for one column', () => {
    const { columns } = scan('1,x,2\n3,y,4\n', 3, [numbers(2), words(1), numbers(0), words(0)])
    expect(columns[0]).toMatchObject({ values: Float64Array.of(2, 4) })
    expect(columns[1]).toMatchObject({ codes: Uint32Array.of(0, 1) })
    expect(columns[2]).toMatchObject({ values: Float64Array.of(1, 3) })
    expect(columns[3]).toMatchObject({ codes: Uint32Array.of(0, 1) })
  })

  test('counts a record once: its number of fields first, then its first wrong cell', () => {
    const chunk = scan('x,y\nx,\n,1\n1,1\n1\n', 2, [numbers(1), words(0)])
    expect(faults(chunk)).toEqual([
      ['not_a_number', 1, [[0, 0]]],
      ['missing', 1, [[1, 1]]],
      ['missing', 0, [[2, 2]]],
      ['too_few_fields', null, [[4, 4]]],
    ])
    expect([chunk.rowCount, chunk.recordCount]).toEqual([1, 5])
  })

  test('words of rejected records leave no trace', () => {
    const { columns } = scan('bad,x\ngood,1\nworse,""\n"b""ad",?\nfine,2\n', 2, [words(0), numbers(1)])
    const { bytes, codes } = columns[0] as { bytes: Uint8Array; codes: Uint32Array }
    expect([new TextDecoder().decode(bytes), [...codes]]).toEqual(['goodfine', [0, 1]])
  })

  test('quoted line breaks count in line numbers', () => {
    const chunk = scan('"a\r\nb\nc\rd",1\n"e""\n",2\nf,x\n', 2, [numbers(1)])
    expect(faults(chunk)).toEqual([['not_a_number', 1, [[6, 2]]]])
    expect(chunk.lineCount).toBe(7)
  })

  test('empty cells are values where they are allowed', () => {
    const { columns, rejected } = scan(',\n1,a\n', 2, [numbers(0, true), words(1, true)])
    expect(rejected).toEqual([])
    expect(columns[0]).toMatchObject({ values: Float64Array.of(NaN, 1) })
  })

  test('UTF-8 is checked in requested cells only, quoted, escaped or plain', () => {
    const bytes = Uint8Array.of(
      ...[0xe9, 44, 49, 10],
      ...[34, 0xe9, 34, 44, 50, 10],
      ...[34, 34, 34, 0xe9, 34, 44, 51, 10],
      ...[97, 44, 52, 10],
    )
    const plan = { delimiter: 44, fieldCount: 2, comments: false }
    for (const kind of ['dictionary', 'utf8'] as const) {
      const chunk = scanChunk(bytes, { ...plan, requests: [{ column: 0, kind, allowEmpty: false }] })
      expect(faults(chunk)).toEqual([
        [
          'invalid_utf8',
          0,
          [
            [0, 0],
            [1, 1],
            [2, 2],
          ],
        ],
      ])
    }
    expect(scanChunk(bytes, { ...plan, requests: [numbers(1)] }).rowCount).toBe(4)
  })

  test('a comment is a line with # that a space follows or that is no whole record', () => {
    const chunk = scan('# by x\n#1,2\n # a,b,c\n', 2, [words(0)], true)
    expect([chunk.rowCount, chunk.recordCount, chunk.lineCount, chunk.rejected]).toEqual([1, 1, 3, []])
    expect(chunk.notices).toMatchObject([{ code: 'comment_line', count: 2, examples: [{ line: 0 }, { line: 2 }] }])
    expect(faults(scan('# by x\n', 2, [words(0)], false))).toEqual([['too_few_fields', null, [[0, 0]]]])
    expect(scan('# 1,2\n', 2, [words(0)], false).rowCount).toBe(1)
  })

  test('a comment leaves nothing behind: no word, no fault, no notice of its cells', () => {
    const { columns, rejected, notices } = scan(
      '# c,1\na,2\n# d,1e-999\n# "d",x\nb,4\n# e,5\n',
      2,
      [words(0), numbers(1)],
      true,
    )
    expect(columns[0]).toMatchObject({ codes: Uint32Array.of(0, 1), bytes: new TextEncoder().encode('ab') })
    expect(columns[1]).toMatchObject({ values: Float64Array.of(2, 4) })
    expect(rejected).toEqual([])
    expect(notices).toMatchObject([{ code: 'comment_line', count: 4 }])
  })

  test('says where a chunk ends inside a quoted cell', () => {
    expect(scan('a,"b\n', 2, []).unclosed).toBe(true)
    expect(scan('a,"b"" "c\n', 2, []).unclosed).toBe(true)
    expect(scan('a,"b" \nc"d,"e""f"\n', 2, []).unclosed).toBe(false)
  })

  test('keeps the first 20 examples of a fault and counts them all', () => {
    const { rejected } = scan('x\n'.repeat(50), 1, [numbers(0)])
    expect([rejected[0].count, rejected[0].examples.length]).toEqual([50, 20])
  })

  test('grows where rows are shorter than the first ones', () => {
    const { rowCount, columns } = scan(`${'x'.repeat(5000)},1\n${'y,2\n'.repeat(5000)}`, 2, [
      numbers(1),
      words(0),
      { column: 0, kind: 'utf8', allowEmpty: false },
    ])
    expect(rowCount).toBe(5001)
    expect((columns[0] as { values: Float64Array }).values.reduce((a, b) => a + b)).toBe(10001)
  })
})

describe('words seen before', () => {
  const words = (text: string): string[] => {
    const scanned = scanChunk(new TextEncoder().encode(text), {
      delimiter: 44,
      fieldCount: 2,
      comments: false,
      requests: [{ column: 0, kind: 'dictionary', allowEmpty: true }],
    })
    const column = scanned.columns[0]
    if (column.kind !== 'dictionary') throw new Error(column.kind)
    const { codes, bytes, offsets } = column
    return Array.from(codes, (code) => new TextDecoder().decode(bytes.subarray(offsets[code], offsets[code + 1])))
  }

  test('are told from longer and shorter ones, empty ones and words that begin with a quote', () => {
    expect(words('train,1\ntest,1\ntrain,1\ntrai,1\ntrains,1\n,1\nt,1\ntest,1\n')).toEqual([
      'train',
      'test',
      'train',
      'trai',
      'trains',
      '',
      't',
      'test',
    ])
    // The first cell's text is "x; the second is x, in quotes; the third holds a delimiter.
    expect(words('"""x",1\n"x",1\n"x,1",2\n')).toEqual(['"x', 'x', 'x,1'])
  })

  test('of a rejected row are forgotten', () => {
    expect(words('new,1\nnew\nold,1\nodd,1,2\nodd,1\nnew,1\n')).toEqual(['new', 'old', 'odd', 'new'])
  })
})
