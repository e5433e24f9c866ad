import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/table/input-error.ts'
import { encodeUtf8 } from '../../src/csv/utf8.ts'
import { runs } from '../property-runs.ts'
import { open, read, rowsOf } from './reading.ts'

const opened = (text: string, name = 'p.jsonl') => open(encodeUtf8(text), name)

async function said(text: string): Promise<string> {
  try {
    await read(await opened(text), 'utf8')
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return 'read'
}

describe('JSON lines and arrays', () => {
  test('keys of objects are joined, lists are texts, numbers stay as they are written', async () => {
    const records = [
      String.raw`{"id": 12345678901234567890, "a": {"b": 1.50, "c": {"d": true}}, "v": [0.9, "x \" ]", {"k" : null}], "t": "a\u00e9\n\ud83d\ude00"}`,
      '{"t": "ü", "id": -0, "v": [ ], "a": {"b": null, "c": {}}, "new": 1e-7}',
      '{"id": NaN, "a": {"c": {"d": false}}}',
    ]
    const columns = ['id', 'a.b', 'a.c.d', 'v', 't', 'new']
    const rows = [
      ['12345678901234567890', '1.50', 'true', '[0.9,"x \\" ]",{"k":null}]', 'aé\n😀', ''],
      ['-0', '', '', '[]', 'ü', '1e-7'],
      ['', '', 'false', '', '', ''],
    ]
    for (const [text, container, places] of [
      [records.join('\n'), 'jsonl', 'line'],
      [`\ufeff\n${records.join('\r\n\r\n')}\n`, 'jsonl', 'line'],
      [`[${records.join(',')}]`, 'json', 'row'],
      [` [\n  ${records.join(',\n  ')}\n]\n`, 'json', 'row'],
    ]) {
      const table = await opened(text)
      expect(table).toMatchObject({ container, places, columns, records: rows, isWhole: true, rowCount: 3 })
      expect(rowsOf(await read(table, 'utf8'))).toEqual(rows)
      expect(rowsOf(await read(table, 'dictionary', { columns: ['t', 'id'] }))).toEqual(
        rows.map((row) => [row[4], row[0]]),
      )
    }
  })

  test('a row is found by its line, in an array by its number', async () => {
    const texts = ['{"p":1}', '{"p":"x"}', '{"p":3}']
    const lines = await read(await opened(`\n${texts.join('\n\n')}`), 'float64')
    expect(lines.rejected).toMatchObject([
      { code: 'not_a_number', column: 'p', examples: [{ lineNumber: 4, found: 'x' }] },
    ])
    expect([lines.lineNumberOf(0), lines.lineNumberOf(1)]).toEqual([2, 6])
    const array = await read(await opened(`[${texts.join(',\n')}]`), 'float64')
    expect(array.rejected).toMatchObject([{ examples: [{ lineNumber: 2 }] }])
    expect([array.lineNumberOf(0), array.lineNumberOf(1)]).toEqual([1, 3])
  })

  const remedy = 'Write it as JSON: one object for each row, a value for each column.'
  test.each<[string, string, string]>([
    [
      'a line that is no object',
      '{"a":1}\n17\n',
      `p.jsonl, line 2: found "17", expected an object with a value for each column on each line. ${remedy}`,
    ],
    [
      'an element that is no object',
      '[{"a":1},\n[2]]',
      `p.jsonl, line 2, row 2: found "[2]]", expected an object with a value for each column. ${remedy}`,
    ],
    [
      'lists of lists',
      '[[1,2],[3,4]]',
      `p.jsonl, line 1, row 1: found "[1,2],[3,4]]", expected an object with a value for each column. ${remedy}`,
    ],
    [
      'no comma',
      '{"a":1}\n{"a":1 "b":2}',
      `p.jsonl, line 2: found "\\"b\\":2}", expected a comma or the end of the object. ${remedy}`,
    ],
    ['no value', '{"a":}', `p.jsonl, line 1: found "}", expected a value. ${remedy}`],
    [
      'a number that is none',
      '{"a":01}',
      `p.jsonl, line 1: found "1}", expected a comma or the end of the object. ${remedy}`,
    ],
    [
      'a key twice',
      '{"a":1}\n{"a":1,"a":2}',
      'p.jsonl, line 2: found the key "a" twice in one object, expected each key once. Give each value a name of its own.',
    ],
    [
      'a key twice, once nested',
      '{"a":{"b":1},"a.b":2}',
      'p.jsonl, line 1: found the key "a.b" twice in one object, expected each key once. Give each value a name of its own.',
    ],
    [
      'a line that is cut off',
      '{"a":1}\n{"a":',
      'p.jsonl, line 2: found the end of the file, expected a value. It may have been cut off: copy or export it again.',
    ],
    [
      'an array that is cut off',
      '[{"a":1},',
      'p.jsonl, line 1, row 2: found the end of the file, expected an object with a value for each column. It may have been cut off: copy or export it again.',
    ],
    [
      'more behind an array',
      '[{"a":1}] x',
      `p.jsonl, line 1, row 2: found "x", expected the end of the file. ${remedy}`,
    ],
    [
      'an array of nothing',
      '[]',
      'p.jsonl: found JSON without any object, expected at least one row. Check that the export finished.',
    ],
    [
      'a list for each column',
      '{"a":[1,2],"b":[3,4]}',
      "p.jsonl: found one object with a list for each column, expected one object for each row: a list of them, or one on each line. Write the rows alone, such as with df.to_json(path, orient='records', lines=True).",
    ],
    [
      'an object for each column',
      '{"a":{"0":1,"1":2},"b":{"0":3,"1":4}}',
      "p.jsonl: found one object with an object for each column, expected one object for each row: a list of them, or one on each line. Write the rows alone, such as with df.to_json(path, orient='records', lines=True).",
    ],
    [
      'a table under a key',
      '{"predictions":[{"a":1}]}',
      'p.jsonl: found one object with a list under "predictions", expected one object for each row: a list of them, or one on each line. Write the rows alone, such as with df.to_json(path, orient=\'records\', lines=True).',
    ],
  ])('%s is refused', async (_, text, message) => expect(await said(text)).toBe(message))

  test('long records and many of them are read, however they are cut', async () => {
    const rows = Array.from({ length: 3000 }, (_, row) => [
      String(row),
      row % 500 === 7 ? 'x'.repeat(700_000) : 'é"\\',
      `${row / 8}`,
    ])
    const text = rows.map(([id, word, p]) => JSON.stringify({ id: Number(id), word, p: Number(p) })).join('\n')
    const table = await opened(text)
    expect(table).toMatchObject({ isWhole: false, rowCount: null, columns: ['id', 'word', 'p'] })
    expect(rowsOf(await read(table, 'utf8'))).toEqual(rows)
  })
})

describe('the same table as CSV and as JSON lines', () => {
  const word = fc.oneof(
    fc.constantFrom('a', 'b', '', 'NA', 'true', '0.5', ' x ', '"q"', 'é\n', '1e3', 'a,b'),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  )
  const cell = fc.oneof(
    word,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const tables = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 30 }))

  test.each(['utf8', 'dictionary', 'float64'] as const)('gives the same reading of %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(tables, fc.boolean(), fc.boolean(), async (rows, allowEmpty, isArray) => {
        const names = rows[0].map((_, k) => `c${k}`)
        const objects = rows.map((row) =>
          JSON.stringify(Object.fromEntries(row.map((value, k) => [names[k], value]))).replace(/:-0([,}])/g, ':0$1'),
        )
        const texts = rows.map((row) => row.map((value) => (value === null ? '' : String(value))))
        // Every cell is quoted, so that a row of empty cells is no blank line.
        const csv = [names, ...texts]
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join())
          .join('\r\n')
        const asCsv = await read(await open(encodeUtf8(csv), 'p.csv'), kind, { allowEmpty })
        const json = isArray ? `[${objects.join()}]` : objects.join('\n')
        const asJson = await read(await open(encodeUtf8(json), 'p.json'), kind, { allowEmpty })
        expect(asJson.table).toEqual(asCsv.table)
        const counts = ({ rejected }: typeof asCsv) =>
          rejected.map(({ code, column, count, examples }) => ({
            code,
            column,
            count,
            found: examples.map((each) => [each.rowNumber, each.found]),
          }))
        expect(counts(asJson)).toEqual(counts(asCsv))
      }),
      { numRuns: runs(300) },
    )
  })
})
