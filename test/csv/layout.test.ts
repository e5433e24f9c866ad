import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import type { Head } from '../../src/csv/head.ts'
import { headNoticeText } from '../../src/words/warnings.ts'
import { tableEverywhere } from './everywhere.ts'
import type { TableCells } from './everywhere.ts'
import { textSource } from './sources.ts'

const TABLE = 'id,label,score\na,1,0.9\nb,0,0.25\n"c\nc",1,"0.5"\n'

const headOf = (text: string): Promise<Head> => readHead(textSource(text))
const tableOf = (text: string): Promise<TableCells> => tableEverywhere(new TextEncoder().encode(text))
const linesOf = ({ reading }: TableCells): number[] =>
  Array.from({ length: reading?.table.rowCount ?? 0 }, (_, row) => reading!.lineNumberOf(row))

describe('lines before the header', () => {
  test.each([
    ['a title', 'Churn model, March\n', ',', 1],
    ['a title and a blank line', 'Churn model\r\n\r\n', ',', 2],
    ['names and values', 'Model,churn\nMade on,2026-03-01\nBy,"Ada\nLovelace"\n', ',', 4],
    ['comments and a title', '# made by x\nChurn model\n# more\n', ',', 3],
    ['comments alone', '# made by x\n#\n', ',', 2],
  ])('%s: left out and said, the table is as without, line by line', async (_, before, delimiter, lines) => {
    const [alone, table] = [await tableOf(TABLE), await tableOf(before + TABLE)]
    expect(table.head).toMatchObject({
      columns: ['id', 'label', 'score'],
      dialect: { delimiter, headerLine: lines + 1, firstDataLine: lines + 2 },
    })
    expect(table.rows).toEqual(alone.rows)
    expect(table.reading!.rejected).toEqual([])
    expect(linesOf(table)).toEqual(linesOf(alone).map((line) => line + lines))
    expect(table.head.notices.map(({ code }) => code)).toEqual(['lines_before_header'])
    expect(alone.head.notices).toEqual([])
  })

  test("the warning names the lines, the first of them, and the header's", async () => {
    const messages = async (text: string): Promise<string[]> => (await headOf(text)).notices.map(headNoticeText)
    expect(await messages(`\nChurn "model"\nv2\n${TABLE}`)).toEqual([
      'lines 2 to 3 were left out, as the header is on line 4',
    ])
    expect(await messages(`${'x'.repeat(100)}\n${TABLE}`)).toEqual(['line 1 was left out, as the header is on line 2'])
    expect(await messages(`\n\n${TABLE}`)).toEqual([])
  })

  test.each([
    [';', 'Report, made on Monday\nid;score\n1;0,5\n2;0,7\n'],
    ['\t', 'Report\nid\tscore\n1\t0.5\n2\t0.7\n'],
    ['|', 'Report\nPart 1|2\n\nid|y|score\n1|a|0.5\n2|b|0.7\n'],
  ])('the delimiter %j is that of the table', async (delimiter, text) => {
    const { dialect, columns, records } = await headOf(text)
    expect([dialect.delimiter, columns[0], records.map(([id]) => id)]).toEqual([delimiter, 'id', ['1', '2']])
  })

  test('any lines with fewer fields before any table with numbers in it', async () => {
    const word = fc.stringMatching(/^[a-z]{1,5}$/)
    const line = fc.oneof(
      word,
      fc.tuple(word, word).map((cells) => cells.join()),
      fc.constantFrom('"two\nlines"', '', '1,2', '# x'),
    )
    const row = fc
      .tuple(word, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([text, score]) => `"${text}\n",${text},${score}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 19 }),
        fc.array(row, { minLength: 2, maxLength: 200 }),
        fc.constantFrom('\n', '\r\n'),
        async (before, rows, lineBreak) => {
          const table = ['id,label,score', ...rows].join(lineBreak)
          const alone = await headOf(table)
          const head = await headOf([...before.map((text) => text + lineBreak), table].join(''))
          expect([head.columns, head.records]).toEqual([alone.columns, alone.records])
          expect(head.notices.length).toBe(before.every((text) => text === '') ? 0 : 1)
        },
      ),
    )
  })

  test('a table longer than what is looked at', async () => {
    const head = await headOf(`Report\n${TABLE}${'d,0,0.125\n'.repeat(200000)}`)
    expect([head.complete, head.columns, head.dialect.headerLine]).toEqual([false, ['id', 'label', 'score'], 2])
  })

  test.each([
    ['no title: a table is a table', TABLE, ['id', 'label', 'score']],
    [
      'a header with too few names above data: names of rows',
      '"label","score"\n"r1",1,0.5\n"r2",0,0.7\n',
      ['label', 'score'],
    ],
    ['the same, all text', 'name,city\nx,Ann,Paris\ny,Bob,Rome\n', ['name', 'city']],
    ['the same, a number missing', 'label,score\nr1,yes,NA\nr2,no,0.5\nr3,yes,0.7\n', ['label', 'score']],
    ['the same, a number left empty', 'label,score\nr1,yes,\nr2,no,0.5\nr3,yes,0.7\n', ['label', 'score']],
    ['a number among the names', 'Report\nid,2024\n1,0.5\n2,0.7\n', ['Report']],
    ['a name twice', 'Report\nid,id\n1,0.5\n2,0.7\n', ['Report']],
    ['no column of numbers', 'Report\nid,label\na,yes\nb,no\n', ['Report']],
    ['one row', 'Report\nid,score\n1,0.5\n', ['Report']],
    ['a line as long as the table is wide', 'x,y,z\nReport\nid,label,score\na,1,0.9\nb,0,0.25\n', ['x', 'y', 'z']],
    ['a line longer than that', 'w,x,y,z\nid,label,score\na,1,0.9\nb,0,0.25\n', ['w', 'x', 'y', 'z']],
    ['a row of another length', `Report\n${TABLE}d,1\n`, ['Report']],
    ['two delimiters that would do', 'Report\na;b,c\n1;x,2\n3;y,4\n', ['Report']],
    ['more than 20 lines', `${'Report\n'.repeat(21)}${TABLE}`, ['Report']],
  ])('not where it is not plain: %s', async (_, text, columns) => {
    const head = await headOf(text)
    expect([head.columns, head.notices]).toEqual([columns, []])
  })
})

describe('a delimiter at the end of every record, not of the header', () => {
  test('makes a column without name, behind lines too', async () => {
    const text = 'id;label;score\na;1;0,5;\nb;0;0,7;\n'
    const [alone, behind] = [await tableOf(text), await tableOf(`Report\n${text}`)]
    expect(alone.head.columns).toEqual(['id', 'label', 'score', ''])
    expect(alone.rows).toEqual([
      ['a', '1', '0,5', ''],
      ['b', '0', '0,7', ''],
    ])
    expect(alone.reading!.rejected).toEqual([])
    expect([behind.head.columns, behind.head.dialect.headerLine]).toEqual([alone.head.columns, 2])
    expect(behind.rows).toEqual(alone.rows)
  })

  test('a record without is counted', async () => {
    const text = `id,score\n${'a,0.5,\n'.repeat(150)}b,0.5\n`
    expect((await tableOf(text)).reading!.rejected).toMatchObject([
      { code: 'too_few_fields', examples: [{ lineNumber: 152 }] },
    ])
  })

  test.each([
    ['a cell in the field', 'id,score\na,0.5,\nb,0.7,x\n'],
    ['a record without', 'id,score\na,0.5,\nb,0.7\n'],
    ['two delimiters', 'id,score\na,0.5,,\nb,0.7,,\n'],
    ['one record', 'id,score\na,0.5,\n'],
  ])('not with %s', async (_, text) => {
    const { head, reading } = await tableOf(text)
    expect(head.columns).toEqual(['id', 'score'])
    expect(reading!.rejected.map(({ code }) => code)).toEqual(['too_many_fields'])
  })
})

describe('comments', () => {
  test('a line with # and a space is one whatever its fields, with # alone where it does not fit; counted, line by line', async () => {
    const text = '# made by x\nid,score\n#1,0.5\n# 2,0.6\n  #\t3,0.7\n#4\n5,0.8\n#,\n# "x,y",\n'
    const table = await tableOf(text)
    expect(table.rows).toEqual([
      ['#1', '0.5'],
      ['5', '0.8'],
      ['#', ''],
    ])
    expect(linesOf(table)).toEqual([3, 7, 8])
    expect(table.head.records).toEqual(table.rows)
    expect(table.reading).toMatchObject({ recordCount: 3, rejected: [] })
    const [{ count, examples }] = table.reading!.notices
    expect([count, examples.map(({ lineNumber }) => lineNumber)]).toEqual([4, [4, 5, 6, 9]])
  })

  test('only where the file starts with one', async () => {
    const { rows } = await tableOf('id,score\n# 2,0.6\n')
    expect(rows).toEqual([['# 2', '0.6']])
  })

  test('a # within a record is text', async () => {
    const { rows } = await tableOf('# made by x\nid,score\na #1,0.5\nb,0.5 # high\nc,"# 3"\n')
    expect(rows).toEqual([
      ['a #1', '0.5'],
      ['b', '0.5 # high'],
      ['c', '# 3'],
    ])
  })

  test('a quote opened in one never hides the rows after it', async () => {
    const { rows, reading } = await tableOf('# made by x\nid,score\n# countFault,"here\na,0.5\nb,0.6"\nc,0.7\n')
    expect(rows).toEqual([
      ['# countFault', 'here\na,0.5\nb,0.6'],
      ['c', '0.7'],
    ])
    expect(reading!.notices).toEqual([])
  })
})
