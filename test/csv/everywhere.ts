import { expect } from 'vitest'
import { readCells } from './cells.ts'
import { columnBuffers, transferables } from '../../src/csv/plan.ts'
import type { Scanner } from '../../src/csv/plan.ts'
import type { Reading } from '../../src/csv/read.ts'
import { localScanner } from '../../src/csv/scanner.ts'
import { bytesSource, openDiskPart } from './sources.ts'

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

/** Chunk sizes 1 … 64 and some larger ones; for files above 4 KiB a few of them. */
export function chunkSizes(byteLength: number): number[] {
  const larger = [97, 211, 1009, 65536]
  return byteLength > 4096 ? [1, 7, 64, ...larger] : [...ALL_SIZES, ...larger]
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
export function comparable({ lineNumberOf, ...reading }: Reading): unknown {
  return { ...reading, lineNumbers: Array.from({ length: reading.table.rowCount }, (_, row) => lineNumberOf(row)) }
}
