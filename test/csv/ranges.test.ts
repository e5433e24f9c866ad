import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import type { Scanner } from '../../src/csv/plan.ts'
import { readTable } from '../../src/csv/read.ts'
import type { Reading } from '../../src/csv/read.ts'
import { localScanner } from '../../src/csv/scanner.ts'
import type { ByteSource } from '../../src/csv/source.ts'
import type { ColumnKind } from '../../src/table/column.ts'
import { comparable, scannersOf } from './everywhere.ts'
import { bytesSource, diskSource, gzipped, openDiskPart } from './sources.ts'
import { runs } from '../property-runs.ts'

const kinds: ColumnKind[] = ['utf8', 'float64', 'dictionary']
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

async function read(source: ByteSource, scanners: Scanner[], chunkBytes?: number): Promise<Reading> {
  const head = await readHead(source)
  const requests = kinds.map((kind, column) => ({ column, kind, allowEmpty: false }))
  return readTable(source, head, requests, { scanners, chunkBytes })
}

/** Three scanners, and what they were asked for. */
function counted(): { scanners: Scanner[]; asked: { scan: number; scanRange: number } } {
  const asked = { scan: 0, scanRange: 0 }
  const scanners = scannersOf(3).map(({ scan, scanRange }): Scanner => ({
    scan: (...args) => (asked.scan++, scan(...args)),
    scanRange: (...args) => (asked.scanRange++, scanRange!(...args)),
  }))
  return { scanners, asked }
}

describe('ranges that scanners read by themselves', () => {
  const line = fc.constantFrom(
    'a,1,x',
    'é,2.5,y',
    '',
    ' ',
    `${'long '.repeat(12)},0.123456789,z`,
    'bad,?,x',
    'short',
    'a"b,3,c"',
    '"q",4,"w, w"',
    ',,',
    '😀,1e-400,x',
  )
  const lineBreak = fc.constantFrom('\n', '\r', '\r\n')
  const lines = fc.array(fc.tuple(line, lineBreak), { minLength: 1, maxLength: 20 })
  const size = fc.integer({ min: 1, max: 100 })

  test('give what chunks give, wherever they are cut: at CR and LF, within records, with and without a last line break and BOM', async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        size,
        size,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (all, rangeBytes, pieceBytes, isMarked, isEnded, isByteStream) => {
          const text = `${isMarked ? '\ufeff' : ''}t,n,w\r\n${all.flat().join('')}last,7,w${isEnded ? '\n' : ''}`
          const { scanners, asked } = counted()
          const ranged = await read(diskSource(bytesOf(text), pieceBytes, isByteStream), scanners, rangeBytes)
          expect(comparable(ranged)).toEqual(comparable(await read(bytesSource(bytesOf(text)), scannersOf(1))))
          expect(asked.scan).toBe(0)
        },
      ),
      { numRuns: runs(200) },
    )
  })

  test('give way to chunks where a line break turns out to be quoted, however late', async () => {
    const text = `t,n,w,other\n${`a,0.5,x,${'long '.repeat(20)}\n`.repeat(12000)}${'"b\r\n\n",1,y,""\n'.repeat(2000)}`
    const { scanners, asked } = counted()
    const ranged = await read(diskSource(bytesOf(text), 1 << 16), scanners, 10000)
    expect(comparable(ranged)).toEqual(comparable(await read(bytesSource(bytesOf(text)), scannersOf(1))))
    expect([ranged.table.rowCount, ranged.lineCount]).toEqual([14000, 18001])
    expect([asked.scanRange > 1, asked.scan > 0]).toEqual([true, true])
  })

  test('are not for text that is stored otherwise', async () => {
    const text = `t,n,w\n${'a,0.5,x\n'.repeat(100)}`
    const plain = comparable(await read(bytesSource(bytesOf(text)), scannersOf(1)))
    for (const bytes of [gzipped(bytesOf(text)), new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))]) {
      const { scanners, asked } = counted()
      expect(comparable(await read(diskSource(bytes), scanners, 50))).toEqual(plain)
      expect(asked.scanRange).toBe(0)
    }
  })

  test('give way to chunks where a record passes what is looked through for its end', async () => {
    const text = `t,n,w\n${'a,0.5,x\n'.repeat(99)}${'long '.repeat(300)},1,y\n`
    let scanned = 0
    const { scan, scanRange } = localScanner(openDiskPart, 1000)
    const scanner: Scanner = { scan: (...args) => (scanned++, scan(...args)), scanRange }
    const ranged = await read(diskSource(bytesOf(text), 64), [scanner], 100)
    expect(comparable(ranged)).toEqual(comparable(await read(bytesSource(bytesOf(text)), scannersOf(1))))
    expect(scanned).toBeGreaterThan(0)
  })

  test('are few at a time, however long the file', async () => {
    let atWork = 0
    let most = 0
    const local = localScanner(openDiskPart)
    const counting: Scanner = {
      ...local,
      scanRange: (...args) => {
        most = Math.max(most, ++atWork)
        return local.scanRange(...args).finally(() => atWork--)
      },
    }
    const { table } = await read(diskSource(bytesOf(`t,n,w\n${'a,0.5,x\n'.repeat(2000)}`)), [counting, counting], 64)
    expect([table.rowCount, most]).toEqual([2000, 4])
  })

  test('pass on what keeps the file from being read', async () => {
    const source = diskSource(bytesOf('t,n,w\na,1,x\n'))
    const scanner = localScanner(
      () => new ReadableStream({ start: (controller) => controller.error(new Error('no longer there')) }),
    )
    await expect(read(source, [scanner])).rejects.toThrow('no longer there')
  })
})
