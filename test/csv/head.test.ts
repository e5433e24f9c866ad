import { describe, expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import { headNoticeText } from '../../src/words/warnings.ts'
import { bytesSource, gzipped, textSource } from './sources.ts'

describe('readHead', () => {
  test.each([
    [',', 'a,b\n1,2\n'],
    ['\t', 'a\tb\n1\t2\n'],
    [';', 'a;b\n0,1;2\n'],
    ['|', 'a|b\n1|2\n'],
    [',', '"a;b","c;d"\n1,2\n'],
    [',', 'single\n1\n2\n'],
    [';', 'a;b\r0,5;1\r\n0,7;2\n'],
  ])('tells the delimiter %j', async (delimiter, text) => {
    expect((await readHead(textSource(text))).dialect.delimiter).toBe(delimiter)
  })

  test('gives names as written and the first records', async () => {
    const head = await readHead(textSource('\n"a ""x""",__proto__,b,b,\n1,"2\n3",4,5,6\n7\n8,9,10,11,12\n'), 2)
    expect(head.columns).toEqual(['a "x"', '__proto__', 'b', 'b', ''])
    expect(head.records).toEqual([['1', '2\n3', '4', '5', '6'], ['7']])
    expect(head.dialect).toEqual({
      encoding: 'utf-8',
      markBytes: 0,
      compressed: false,
      delimiter: ',',
      quote: '"',
      quotedBreaks: true,
      comments: false,
      extraField: false,
      headerLine: 2,
      firstDataLine: 3,
      firstDataByte: 26,
    })
  })

  test('is the same from gzip and UTF-16, but for saying so', async () => {
    const text = 'a,b\n1,2\n'
    const plain = await readHead(textSource(text))
    const packed = await readHead(bytesSource(gzipped(new TextEncoder().encode(text))))
    const wide = await readHead(bytesSource(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')), 3))
    expect(packed).toEqual({ ...plain, dialect: { ...plain.dialect, compressed: true } })
    expect(wide).toEqual({ ...plain, dialect: { ...plain.dialect, encoding: 'utf-16le', markBytes: 2 } })
  })

  test('a file of one record, unended, is a header', async () => {
    expect(await readHead(textSource('a,b'))).toMatchObject({
      columns: ['a', 'b'],
      records: [],
      dialect: { firstDataByte: 3 },
    })
  })

  test('reads a header longer than what it looks at first', async () => {
    const names = Array.from({ length: 200000 }, (_, k) => `column_${k}`)
    const { columns, records } = await readHead(
      textSource(`${names.join(',')}\n${names.map(() => 1).join(',')}\n`, 65536),
    )
    expect([columns.length, columns[199999], records[0].length]).toEqual([200000, 'column_199999', 200000])
  })

  test('leaves out a record that is not wholly in what it looks at', async () => {
    const { records } = await readHead(textSource(`a,b\n${'12345,67890\n'.repeat(200000)}`, 65536), 1e9)
    expect(records.length).toBeGreaterThan(80000)
    expect(new Set(records.map((record) => record.join()))).toEqual(new Set(['12345,67890']))
  })

  test('reads no further than it must', async () => {
    let given = 0
    const source = {
      name: 'endless.csv',
      byteLength: null,
      open: () =>
        new ReadableStream<Uint8Array>({
          pull(controller) {
            given++
            controller.enqueue(new TextEncoder().encode('a,b\n'.repeat(4096)))
          },
        }),
    }
    expect((await readHead(source, 3)).records).toHaveLength(3)
    expect(given).toBeLessThan(200)
  })

  test('comments before the header are passed over, and those between records', async () => {
    const head = await readHead(textSource('# made by x, on a day, at noon\n  # more\nid;p\n1;2\n# end\n3;4\n'))
    expect(head.columns).toEqual(['id', 'p'])
    expect(head.records).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(head.dialect).toMatchObject({ delimiter: ';', comments: true, headerLine: 3, firstDataLine: 4 })
  })

  test('tells quoted line breaks from quotes alone, also in a cell that is cut off', async () => {
    const holds = async (text: string): Promise<boolean> => (await readHead(textSource(text))).dialect.quotedBreaks
    expect(await holds('a,b\n"1",2\n"3, ""x""",4\nfive 5",6\n')).toBe(false)
    expect(await holds('a,b\n1,2\n3,"4\r\n5"\n')).toBe(true)
    expect(await holds('"a\nb",c\n1,2\n')).toBe(true)
    expect(await holds('a,b\n1,2\n3,"4\n5')).toBe(true)
  })

  test('a header that starts with # is a header', async () => {
    const head = await readHead(textSource('#id,p\n1,2\n#3,4\n'))
    expect(head).toMatchObject({
      columns: ['#id', 'p'],
      records: [
        ['1', '2'],
        ['#3', '4'],
      ],
      dialect: { comments: false },
    })
    expect((await readHead(textSource('#id,p\n'))).columns).toEqual(['#id', 'p'])
  })

  test('warns of the first byte that is not UTF-8, counted from the start of the file', async () => {
    const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
    const warnings = async (text: string): Promise<string[]> =>
      (await readHead(bytesSource(latin1(text)))).notices.map(headNoticeText)
    expect((await warnings('a,caf\u00e9\n1,2\n'))[0]).toContain('invalid UTF-8 at byte offset 5:')
    expect((await warnings('\u00ef\u00bb\u00bfa,b\n1,\u00e9\n'))[0]).toContain('byte offset 9:')
    expect(await warnings('a,b\n1,2\n')).toEqual([])
  })

  test.each([
    ['', 'test.csv: found an empty file'],
    ['\ufeff', 'found an empty file'],
    ['\n\r\n', 'found an empty file'],
    ['"a,b\n1,2\n', 'test.csv, line 1: found a quoted column name that is never closed'],
    ['\0'.repeat(64), 'test.csv: found bytes that are no text'],
    ['a,b\n1,2\n'.split('').join('\0') + '\0', 'as in UTF-16 without a byte order mark'],
  ])('%j is an error', async (text, message) => {
    await expect(readHead(textSource(text))).rejects.toThrow(message)
  })
})
