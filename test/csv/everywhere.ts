import fc from 'fast-check'
import { expect } from 'vitest'
import { readHead } from '../../src/csv/head.ts'
import type { Head } from '../../src/csv/head.ts'
import { columnBuffers, transferables } from '../../src/csv/plan.ts'
import type { Scanner } from '../../src/csv/plan.ts'
import { readTable } from '../../src/csv/read.ts'
import type { Reading } from '../../src/csv/read.ts'
import { localScanner } from '../../src/csv/scanner.ts'
import type { ByteSource } from '../../src/csv/source.ts'
import { decodeUtf8 } from '../../src/csv/utf8.ts'
import type { Utf8Column } from '../../src/table/column.ts'
import { readCells } from './cells.ts'
import { bytesSource, diskSource, openDiskPart } from './sources.ts'
import { isThorough } from '../property-runs.ts'

/** A scanner as a worker is one: all that it gets and gives is moved, and the answer comes later, not in the order asked. */
export function postedScanner(delay: () => number): Scanner {
  const local = localScanner(openDiskPart)
  const later = async (): Promise<void> => {
    for (let ticks = delay(); ticks > 0; ticks--) await Promise.resolve()
  }
  return {
    async scan(chunk, plan, spare) {
      const posted = structuredClone({ chunk, plan, spare }, { transfer: [chunk.buffer, ...columnBuffers(spare)] })
      await later()
      const scanned = await local.scan(posted.chunk, posted.plan, posted.spare)
      return structuredClone(scanned, { transfer: [...transferables(scanned), scanned.spent] })
    },
    async scanRange(range, plan, spare) {
      const posted = structuredClone({ plan, spare }, { transfer: columnBuffers(spare) })
      await later()
      const scanned = await local.scanRange(range, posted.plan, posted.spare)
      return structuredClone(scanned, { transfer: transferables(scanned) })
    },
  }
}

/** One local scanner, or three that answer out of order. */
export function scannersOf(count: 1 | 3): Scanner[] {
  if (count === 1) return [localScanner(openDiskPart)]
  let turn = 0
  return [0, 1, 2].map(() => postedScanner(() => (turn = (turn * 5 + 3) % 17)))
}

const ALL_SIZES = Array.from({ length: 64 }, (_, k) => k + 1)
const FEW_SIZES = [1, 2, 3, 7, 16, 31, 64]

/**
 * Sizes of chunks in bytes: from 1 to 64, all of them in a thorough run, and some larger ones, four of them random. Files above 8 KiB have many
 * places to cut, and get fewer sizes.
 */
export function chunkSizes(byteLength: number): number[] {
  const larger = [97, 211, 1009, 65536, ...fc.sample(fc.integer({ min: 65, max: 4096 }), 4)]
  if (byteLength > 8192) return [...(isThorough ? FEW_SIZES : [7, 31, 64]), ...larger]
  return [...(isThorough ? ALL_SIZES : [...FEW_SIZES, 4, 5, 9, 23, 48]), ...larger]
}

/** The cells of a file, the same at every chunk size, piece size and number of scanners; or the one error's message. */
export async function cellsEverywhere(bytes: Uint8Array, delimiter: string): Promise<string[][] | string> {
  const read = (chunkBytes: number, pieceBytes: number, count: 1 | 3): Promise<string[][] | string> =>
    readCells(bytesSource(bytes, pieceBytes), delimiter, { scanners: scannersOf(count), chunkBytes }).catch(
      (reason: Error) => reason.message,
    )
  const cells = await read(1 << 20, bytes.length || 1, 1)
  for (const size of chunkSizes(bytes.length)) {
    const count = size % 2 === 0 ? 1 : 3
    expect(await read(size, 1 + ((size * 7) % 31), count), `chunks of ${size} bytes, ${count} scanners`).toEqual(cells)
  }
  return cells
}

/** A reading as plain values: with the line of every row. */
export function comparable({ lineNumberOf, rowNumberOf, ...reading }: Reading): unknown {
  const rows = Array.from({ length: reading.table.rowCount }, (_, row) => row)
  return { ...reading, lineNumbers: rows.map(lineNumberOf), rowNumbers: rows.map(rowNumberOf) }
}

/** What a file's head and the reader make of it. */
export interface TableCells {
  head: Head
  rows: string[][]
  /** Null where the reader refused the file: `error` says why, and there are no rows. */
  reading: Reading | null
  error: string | null
}

/** All columns of a file as text, read as the product reads it: the same in chunks and in ranges of every size, at any number of scanners. */
export async function tableEverywhere(bytes: Uint8Array): Promise<TableCells> {
  const head = await readHead(bytesSource(bytes))
  const requests = head.columns.map((_, column) => ({ column, kind: 'utf8' as const, allowEmpty: true }))
  const read = (
    chunkBytes: number,
    pieceBytes: number,
    count: 1 | 3,
    open: (bytes: Uint8Array, pieceBytes: number) => ByteSource = bytesSource,
  ): Promise<Reading | string> =>
    readTable(open(bytes, pieceBytes), head, requests, { scanners: scannersOf(count), chunkBytes }).catch(
      (reason: Error) => reason.message,
    )
  const plain = (outcome: Reading | string): unknown => (typeof outcome === 'string' ? outcome : comparable(outcome))
  const reading = await read(1 << 20, bytes.length || 1, 1)
  for (const size of chunkSizes(bytes.length)) {
    const outcome = await read(size, 1 + ((size * 7) % 31), size % 2 === 0 ? 1 : 3)
    expect(plain(outcome), `chunks of ${size} bytes`).toEqual(plain(reading))
    const ranged = await read(size, 1 + ((size * 7) % 31), size % 2 === 0 ? 3 : 1, diskSource)
    expect(plain(ranged), `ranges of ${size} bytes`).toEqual(plain(reading))
  }
  return typeof reading === 'string'
    ? { head, rows: [], reading: null, error: reading }
    : { head, rows: rowsOf(reading), reading, error: null }
}

function rowsOf({ table }: Reading): string[][] {
  const columns = table.columns as Utf8Column[]
  return Array.from({ length: table.rowCount }, (_, row) =>
    columns.map(({ bytes, offsets }) => decodeUtf8(bytes.subarray(offsets[row], offsets[row + 1]))),
  )
}
