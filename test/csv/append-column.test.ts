import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendColumn, type AddedColumn } from '../../src/csv/append-column.ts'
import { appendCells, cellsToAppend } from '../../src/csv/append.ts'
import { readHead } from '../../src/csv/head.ts'
import { readTable } from '../../src/csv/read.ts'
import { decodeUtf8, encodeUtf8 } from '../../src/csv/utf8.ts'
import type { Utf8Column } from '../../src/table/column.ts'
import { InputError } from '../../src/table/input-error.ts'
import { rejectionOf, type Refusal } from '../helpers/fault.ts'
import { scannersOf } from './everywhere.ts'
import { bytesSource, gzipped } from './sources.ts'
import { runs } from '../property-runs.ts'

const texts = ['§a', '§b', '§c']

/** Row r gets the text r modulo 3. */
const column: AddedColumn = {
  name: '§split',
  texts,
  requests: [],
  codesOf: ({ rowCount }, firstRow) => Uint8Array.from({ length: rowCount }, (_, row) => (firstRow + row) % 3),
}

async function appended(
  bytes: Uint8Array,
  { chunkBytes = 1 << 20, pieceBytes = bytes.length || 1, count = 1 as 1 | 3, name = column.name } = {},
): Promise<Uint8Array> {
  const source = bytesSource(bytes, pieceBytes)
  const pieces: Uint8Array[] = []
  await appendColumn(
    source,
    await readHead(source),
    { ...column, name },
    {
      scanners: scannersOf(count),
      chunkBytes,
      write: async (piece) => void pieces.push(piece.slice()),
    },
  )
  return new Uint8Array(Buffer.concat(pieces))
}

const appendedText = async (text: string): Promise<string> => decodeUtf8(await appended(encodeUtf8(text)))

const refusal = (text: string, name?: string): Promise<Refusal> => rejectionOf(appended(encodeUtf8(text), { name }))

async function rows(bytes: Uint8Array): Promise<string[][]> {
  const source = bytesSource(bytes)
  const head = await readHead(source)
  const { table, rejected } = await readTable(
    source,
    head,
    head.columns.map((_, index) => ({ column: index, kind: 'utf8', allowEmpty: true })),
    { scanners: scannersOf(1) },
  )
  expect(rejected).toEqual([])
  const cells = (row: number) =>
    (table.columns as Utf8Column[]).map(({ bytes: all, offsets }) =>
      decodeUtf8(all.subarray(offsets[row], offsets[row + 1])),
    )
  return [head.columns, ...Array.from({ length: table.rowCount }, (_, row) => cells(row))]
}

const cell = fc.constantFrom(
  '',
  'a',
  '0.5',
  '-1',
  'né',
  '€',
  ' x ',
  'a"b',
  '""',
  '"a"',
  '" a,b "',
  '"a""b"',
  '"a\nb"',
  '"a\r\nb,"',
  '"\r"',
  '"a" ',
  '"a\n"\t',
  '"a"b"',
  '"#"',
  '#12',
  '# 1',
)
const lineBreak = fc.constantFrom('\n', '\r\n', '\r')
const between = fc.constantFrom('', '', '\n', '\r\n\r\n')
const comment = fc.constantFrom(
  '',
  '',
  '',
  '# a comment\n',
  '#a,comment;with\tmore,fields;than\tany,of;the\tall,rows;there\tare\r\n',
)

/** Files of all sorts of records. */
const file = fc
  .tuple(
    fc.integer({ min: 2, max: 4 }),
    fc.constantFrom(',', ';', '\t'),
    fc.constantFrom('', '\ufeff', '# made\n', '\n\n'),
  )
  .chain(([width, delimiter, start]) =>
    fc
      .tuple(
        fc.array(
          fc.tuple(
            start.startsWith('#') ? comment : between,
            fc.array(cell, { minLength: width, maxLength: width }),
            lineBreak,
          ),
          { minLength: 1, maxLength: 12 },
        ),
        lineBreak,
        fc.boolean(),
      )
      .map(([records, headerBreak, isEnded]) => {
        const header = ['id', 'label', 'p', 'q'].slice(0, width).join(delimiter)
        const text = `${start}${header}${headerBreak}${records.map(([before, cells, end]) => `${before}${cells.join(delimiter)}${end}`).join('')}`
        return encodeUtf8(isEnded ? text : text.replace(/(\r\n|\r|\n)$/, ''))
      }),
  )

describe('a column is added', () => {
  test('and no other byte changes: without it the file is the one that was given, and with it its rows have a cell more', async () => {
    let refused = 0
    const count = runs(1500)
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 1, max: 80 }), async (bytes, chunkBytes) => {
        const given = await rows(bytes).catch(() => null)
        const made = await appended(bytes, { chunkBytes }).catch((error: Error) => {
          expect(error).toBeInstanceOf(InputError)
          return null
        })
        if (given === null || made === null) return void refused++
        expect(decodeUtf8(made).replaceAll(/[,;\t]§[a-z]+/g, '')).toBe(decodeUtf8(bytes))
        expect(await rows(made)).toEqual(
          given.map((cells, row) => [...cells, row === 0 ? '§split' : texts[(row - 1) % 3]]),
        )
      }),
      { numRuns: count },
    )
    expect(refused).toBeLessThan(count / 3)
  })

  test('the same at every size of chunks and pieces, at any number of scanners', async () => {
    const bytes = encodeUtf8('\ufeff# title\nid,text\r\n1,"a\r\nb"\r2,"c""d" \n\n# note\n3,"é, ""\n""€"\n4,last')
    const made = await appended(bytes)
    expect(decodeUtf8(made)).toBe(
      '\ufeff# title\nid,text,§split\r\n1,"a\r\nb",§a\r2,"c""d" ,§b\n\n# note\n3,"é, ""\n""€",§c\n4,last,§a',
    )
    for (let chunkBytes = 1; chunkBytes <= 90; chunkBytes++) {
      expect(
        await appended(bytes, {
          chunkBytes,
          pieceBytes: 1 + ((chunkBytes * 7) % 31),
          count: chunkBytes % 2 === 0 ? 1 : 3,
        }),
      ).toEqual(made)
    }
  })

  test('in UTF-16 of the order that the file has, with its mark', async () => {
    const text = '\ufeffid;náme\r\n1;"😀"\r\n2;x'
    const wanted = '\ufeffid;náme;§split\r\n1;"😀";§a\r\n2;x;§b'
    const little = (all: string) => new Uint8Array(Buffer.from(all, 'utf16le'))
    const big = (all: string) => new Uint8Array(Buffer.from(all, 'utf16le').swap16())
    expect(await appended(little(text), { pieceBytes: 3, chunkBytes: 8 })).toEqual(little(wanted))
    expect(await appended(big(text), { pieceBytes: 3, chunkBytes: 8 })).toEqual(big(wanted))
  })

  test('to the text of a compressed file', async () => {
    expect(decodeUtf8(await appended(gzipped(encodeUtf8('a,b\n1,2\n'))))).toBe('a,b,§split\n1,2,§a\n')
  })

  test('to one column, and behind the last delimiter of a file all of whose lines end with one', async () => {
    expect(await appendedText('id\n1\n2\n')).toBe('id,§split\n1,§a\n2,§b\n')
    expect(await appendedText('a,b,\n1,2,\n3,4,\n')).toBe('a,b,,§split\n1,2,,§a\n3,4,,§b\n')
  })

  test('under lines that stand before the header', async () => {
    expect(await appendedText('Predictions of May\n\nid,p\na,0.1\nb,0.2\n')).toBe(
      'Predictions of May\n\nid,p,§split\na,0.1,§a\nb,0.2,§b\n',
    )
  })

  test('quoted where its text holds the delimiter, a quote or a line break', () => {
    expect(cellsToAppend(['test', 'a;b', 'say "a"', 'a\nb', 'a,b'], ';').map(decodeUtf8)).toEqual([
      ';test',
      ';"a;b"',
      ';"say ""a"""',
      ';"a\nb"',
      ';a,b',
    ])
  })

  test('to rows of every length', () => {
    for (let length = 0; length < 20; length++) {
      const chunk = encodeUtf8(`${'x'.repeat(length)}\n${'y'.repeat(length)}`)
      const made = appendCells(chunk, Uint32Array.of(length, chunk.length), Uint8Array.of(1, 0), [
        encodeUtf8(',a'),
        encodeUtf8(',bc'),
      ])
      expect(decodeUtf8(made)).toBe(`${'x'.repeat(length)},bc\n${'y'.repeat(length)},a`)
    }
  })
})

describe('a column is refused', () => {
  test('whose name the header has', async () => {
    expect(await refusal('id,p\n1,2\n', 'p')).toEqual({
      code: 'column_exists',
      message:
        'test.csv, line 1: found a column "p" in the header, expected a name that is free. Name the new column: --column NAME.',
    })
  })

  test('where rows end with a delimiter and the header does not', async () => {
    expect(await refusal('a,b\n1,2,\n3,4,\n')).toEqual({
      code: 'no_place_for_column',
      message:
        'test.csv: found rows that end with a delimiter under a header that does not, expected a header and rows that one ' +
        'more column can be added to. Take out what stands before the header, or save the table anew as CSV.',
    })
  })

  test('where a comment before the header would then have as many fields as it', async () => {
    expect(await refusal('# made by x, y\nid\n1\n2\n')).toEqual({
      code: 'no_place_for_column',
      message:
        'test.csv: found a header on line 2 that, with a column more, would be looked for on line 1, expected a header and ' +
        'rows that one more column can be added to. Take out what stands before the header, or save the table anew as CSV.',
    })
  })

  test('where a comment would then have as many fields as a row', async () => {
    expect((await refusal('# title\nid,p\n1,2\n#3,4,5\n')).message).toMatch(
      /^test.csv, line 4: found a comment that has the fields of a row with a column more, "#3,4,5" \(row 1; the only such row\), /,
    )
    expect(await appendedText('# title\nid,p\n1,2\n# 3,4,5\n')).toBe('# title\nid,p,§split\n1,2,§a\n# 3,4,5\n')
  })

  test('where a row has too many fields or too few', async () => {
    expect((await refusal('a,b\n1,2\n3\n4,5,6\n')).message).toBe(
      'test.csv, line 3: found too few fields, "1 field" (row 2; 2 rows cannot be read), expected as many fields as the header has. Mend the file, or leave such rows out of it.',
    )
  })

  test('where there are no rows', async () => {
    expect((await refusal('a,b\n')).message).toMatch(/found a header and no rows/)
  })
})
