import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import { readTable } from '../../src/csv/read.ts'
import type { Utf8Column } from '../../src/table/column.ts'
import { scannersOf } from './everywhere.ts'

const line = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('plain', '"quoted"') },
  { weight: 1, arbitrary: fc.constantFrom('"two\nlines"', '"three\r\n\nlines"', '', 'too,many', '""', '"odd""\n"') },
)

describe('line and record numbers of rows', () => {
  it('are those of the records that the rows are, through quoted line breaks, blank lines and rejected records', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 60 }),
        async (cells, chunkBytes) => {
          fc.pre(cells.some((cell) => cell !== ''))
          // The id is the line on which its row begins.
          let lineNumber = 2
          let recordCount = 0
          const records: string[] = []
          const begins: number[] = []
          const numbers: number[] = []
          for (const cell of cells) {
            records.push(cell === '' ? '' : `${lineNumber},${cell}`)
            if (cell !== '') recordCount++
            if (cell !== '' && cell !== 'too,many') {
              begins.push(lineNumber)
              numbers.push(recordCount)
            }
            lineNumber += records.at(-1)!.split(/\r\n|\n/).length
          }
          const bytes = new TextEncoder().encode(`id,text\n${records.join('\n')}\n`)
          const source = { name: 'a.csv', byteLength: bytes.length, open: () => new Blob([bytes]).stream() }
          const head = await readHead(source)
          const reading = await readTable(source, head, [{ column: 0, kind: 'utf8', allowEmpty: false }], {
            scanners: scannersOf(1),
            chunkBytes,
          })
          const ids = reading.table.columns[0] as Utf8Column
          const text = new TextDecoder().decode(ids.bytes)
          const found = begins.map((_, row) => [
            text.slice(ids.offsets[row], ids.offsets[row + 1]),
            reading.lineNumberOf(row),
          ])
          expect(reading.table.rowCount).toBe(begins.length)
          expect(found).toEqual(begins.map((begin) => [String(begin), begin]))
          expect(begins.map((_, row) => reading.rowNumberOf(row))).toEqual(numbers)
        },
      ),
    )
  })
})
