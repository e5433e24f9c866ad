import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import { readTable } from '../../src/csv/read.ts'
import type { ReadOptions, Reading } from '../../src/csv/read.ts'
import type { ColumnKind, DictionaryColumn, Float64Column, Utf8Column } from '../../src/table/column.ts'
import { comparable, scannersOf } from './everywhere.ts'
import { bytesSource, diskSource, gzipped, textSource } from './sources.ts'
import { runs } from '../property-runs.ts'

interface Trial extends Partial<ReadOptions> {
  /** Make the reader believe that the file's start has no quoted line breaks. */
  optimistic?: boolean
  /** Let scanners read the file by themselves. */
  ranged?: boolean
}

async function read(text: string, kinds: (ColumnKind | null)[], trial: Trial = {}, pieceBytes = 7): Promise<Reading> {
  const { optimistic = false, ranged = false, ...options } = trial
  const source = ranged ? diskSource(new TextEncoder().encode(text), pieceBytes) : textSource(text, pieceBytes)
  const head = await readHead(source)
  if (optimistic) head.dialect.quotedBreaks = false
  const requests = kinds.flatMap((kind, column) => (kind === null ? [] : [{ column, kind, allowEmpty: false }]))
  return readTable(source, head, requests, { scanners: scannersOf(1), ...options })
}

const texts = ({ bytes, offsets }: Utf8Column): string[] =>
  Array.from(offsets.subarray(1), (end, row) => new TextDecoder().decode(bytes.subarray(offsets[row], end)))

describe('readTable', () => {
  test('gives each kind of column', async () => {
    const { table } = await read('id,label,p\nü,no,.5\n"b,",yes,1\nc,no,0\n', ['utf8', 'dictionary', 'float64'])
    const [id, label, p] = table.columns
    expect(table.rowCount).toBe(3)
    expect(texts(id as Utf8Column)).toEqual(['ü', 'b,', 'c'])
    expect(label).toEqual({ kind: 'dictionary', codes: Uint32Array.of(0, 1, 0), values: ['no', 'yes'] })
    expect((p as Float64Column).values).toEqual(Float64Array.of(0.5, 1, 0))
  })

  test('is the same for any chunks, pieces and scanners', async () => {
    const cell = fc.constantFrom('a', 'b', '"c\n"', '""""', 'é', '1', '2.5', 'x', '', '0.12345678901234567')
    const records = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 40 })
    const size = fc.integer({ min: 1, max: 200 })
    await fc.assert(
      fc.asyncProperty(records, size, size, async (rows, chunkBytes, pieceBytes) => {
        const text = `w,u,n\n${rows.map((row) => `${row.join()}\n`).join('')}z,z,1\n`
        const kinds: ColumnKind[] = ['dictionary', 'utf8', 'float64']
        const whole = await read(text, kinds, {}, 1e6)
        expect(comparable(await read(text, kinds, { chunkBytes, scanners: scannersOf(3) }, pieceBytes))).toEqual(
          comparable(whole),
        )
        expect(comparable(await read(text, kinds, { chunkBytes, optimistic: true }, pieceBytes))).toEqual(
          comparable(whole),
        )
        expect(
          comparable(
            await read(
              text,
              kinds,
              { chunkBytes, optimistic: true, ranged: true, scanners: scannersOf(3) },
              pieceBytes,
            ),
          ),
        ).toEqual(comparable(whole))
        const { columns, rowCount } = whole.table
        expect((columns[0] as DictionaryColumn).values.length).toBeLessThanOrEqual(rowCount)
        expect(whole.rejected.reduce((sum, { count }) => sum + count, rowCount)).toBe(whole.recordCount)
      }),
      { numRuns: runs(300) },
    )
  })

  test("line numbers are the file's, across chunks and quoted line breaks", async () => {
    const text = '\na,"b\r\n2"\r\n"x\ny",1\rz,??\n\n"x\r\ny\n",1\nz,?!\n'
    for (const chunkBytes of [1, 5, 9, 16, 1000]) {
      const { rejected, lineCount } = await read(text, [null, 'float64'], { chunkBytes, scanners: scannersOf(3) })
      expect(rejected).toEqual([
        {
          code: 'not_a_number',
          column: 'b\r\n2',
          count: 2,
          examples: [
            { lineNumber: 6, rowNumber: 2, found: '??' },
            { lineNumber: 11, rowNumber: 4, found: '?!' },
          ],
        },
      ])
      expect(lineCount).toBe(11)
    }
  })

  test('quotes that come late in a file are read as early ones are', async () => {
    const text = `id,p\n${'a,0.5\n'.repeat(400000)}${'"b\n\n",1\n'.repeat(1000)}`
    const { table, lineCount } = await read(text, ['dictionary', 'float64'], { chunkBytes: 1 << 16 }, 1 << 16)
    expect([table.rowCount, lineCount]).toEqual([401000, 403001])
    expect((table.columns[0] as DictionaryColumn).values).toEqual(['a', 'b\n\n'])
  })

  test('examples are the first 20 in file order, long texts cut', async () => {
    const text = `p\n${Array.from({ length: 60 }, (_, k) => `bad ${k} ${'x'.repeat(k * 3)}\n`).join('')}`
    const { rejected } = await read(text, ['float64'], { chunkBytes: 50, scanners: scannersOf(3) })
    expect(rejected[0].count).toBe(60)
    expect(rejected[0].examples.map(({ rowNumber }) => rowNumber)).toEqual(Array.from({ length: 20 }, (_, k) => k + 1))
    expect((await read(`p\n${'9'.repeat(500)}x\n`, ['float64'])).rejected[0].examples[0].found).toBe(
      `${'9'.repeat(79)}…`,
    )
  })

  test('reports progress in stored bytes', async () => {
    const bytes = gzipped(new TextEncoder().encode(`p\n${'0.5\n'.repeat(20000)}`))
    const source = bytesSource(bytes, 50)
    const progress: { rowCount: number; bytesRead: number }[] = []
    await readTable(source, await readHead(source), [{ column: 0, kind: 'float64', allowEmpty: false }], {
      scanners: scannersOf(1),
      chunkBytes: 4096,
      onProgress: (one) => progress.push(one),
    })
    expect(progress.length).toBeGreaterThan(10)
    expect(progress.at(-1)).toEqual({ rowCount: 20000, bytesRead: bytes.length })
    for (let k = 1; k < progress.length; k++) expect(progress[k].rowCount).toBeGreaterThan(progress[k - 1].rowCount)
  })

  test('keeps a few chunks in flight, however long the file', async () => {
    let inFlight = 0
    let most = 0
    const [scanner] = scannersOf(1)
    const counting = {
      scan: async (...args: Parameters<typeof scanner.scan>) => {
        most = Math.max(most, ++inFlight)
        await new Promise((resolve) => setTimeout(resolve, 0))
        return scanner.scan(...args).finally(() => inFlight--)
      },
    }
    const { table } = await read(`p\n${'0.5\n'.repeat(2000)}`, ['float64'], {
      scanners: [counting, counting],
      chunkBytes: 64,
    })
    expect(table.rowCount).toBe(2000)
    expect(most).toBeLessThanOrEqual(4)
  })

  test('abort rejects with the reason and stops the source, also one that gives nothing', async () => {
    const stop = new AbortController()
    const head = await readHead(textSource('p\n1\n'))
    let opened = 0
    const silent = {
      name: 'silent.csv',
      byteLength: null,
      open: () => new ReadableStream<Uint8Array>({ start: () => void opened++ }),
    }
    const reading = readTable(silent, head, [], { scanners: scannersOf(1), signal: stop.signal })
    setTimeout(() => stop.abort(new Error('enough')), 1)
    await expect(reading).rejects.toThrow('enough')
    await expect(readTable(silent, head, [], { scanners: scannersOf(1), signal: stop.signal })).rejects.toThrow(
      'enough',
    )
    expect(opened).toBe(1)
  })

  test('passes on what a scanner throws', async () => {
    const broken = { scan: () => Promise.reject(new Error('worker gone')) }
    await expect(read('p\n1\n', ['float64'], { scanners: [broken] })).rejects.toThrow('worker gone')
  })

  test.each([
    ['p\n', 'test.csv: found a header and no rows'],
    ['p,q\n1,2\n"3\n4",5\n6,"7\n', 'test.csv, line 5: found a quoted cell that is never closed'],
  ])('%j is an error', async (text, message) => {
    for (const chunkBytes of [1, 6, 1000]) {
      for (const optimistic of [false, true]) {
        await expect(read(text, ['float64'], { chunkBytes, optimistic })).rejects.toThrow(message)
      }
    }
  })
})
