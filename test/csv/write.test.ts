import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCells } from './cells.ts'
import { writeCsv } from '../../src/csv/write.ts'
import { scannersOf } from './everywhere.ts'
import { textSource } from './sources.ts'

test('what is written is read back', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', 'é', '0', "'") })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), async (records) => {
      const safe = records.map((record) => record.map((text) => (text.startsWith('\r') ? `a${text}` : text)))
      const cells = await readCells(textSource(writeCsv(safe)), ',', { scanners: scannersOf(1), chunkBytes: 9 })
      expect(cells).toEqual(safe)
    }),
  )
})

test('text that would run as a formula gets a quote mark in front', () => {
  const texts = ['=1+1', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '-x']
  for (const text of texts) expect(writeCsv([[text]]).replace(/^"|"$/g, '')).toBe(`'${text}`)
})

test('numbers stay numbers, given as such or as text', () => {
  expect(writeCsv([[-0.5, '-0.5', '+1', '-1e-3', '-.5', true, null, 1e21]])).toBe('-0.5,-0.5,+1,-1e-3,-.5,true,,1e+21')
})

test('records end with CRLF, and cells are quoted where they must be', () => {
  expect(
    writeCsv([
      ['a', 'b;c'],
      ['d"e', 'f,g'],
    ]),
  ).toBe('a,b;c\r\n"d""e","f,g"')
  expect(writeCsv([['a', 'b;c']], ';')).toBe('a;"b;c"')
})

test('cells of a file that start a formula are guarded on the way out, the numbers beside them are not', () => {
  const texts = ["=cmd|'/C calc'!A0", '+1+1', '-2+3', '@SUM(A1)']
  const expected = texts.map((text) => `'${text},-0.5`).join('\r\n')
  expect(writeCsv(texts.map((text) => [text, -0.5]))).toBe(expected)
  expect(writeCsv([['\r=1+1']])).toBe('"\'\r=1+1"')
})

test('cells with a space at either end, a quote, a delimiter or a line end are quoted; others are not', () => {
  expect(writeCsv([[' a', 'b ', 'c d', 'e\nf', 'g\r\nh', 'i"j', '""', '', ',']])).toBe(
    '" a","b ",c d,"e\nf","g\r\nh","i""j","""""",,","',
  )
  expect(writeCsv([['a\tb', 'c,d']], '\t')).toBe('"a\tb"\tc,d')
  expect(writeCsv([])).toBe('')
})
