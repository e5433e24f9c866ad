import { appendCells } from '../../csv/append.ts'
import type { ScannedChunk, ScannedUtf8, Scanner, ScanPlan, Spent } from '../../csv/plan.ts'
import { partOfKey } from '../../split/buckets.ts'
import type { HashRule } from '../../split/rule.ts'

/** A chunk whose rows have got their splits. */
export interface SplitChunk extends Spent {
  /** Without columns and ends of rows. */
  scanned: ScannedChunk
  /** The chunk with a cell more in each row. */
  text: Uint8Array<ArrayBuffer>
  /** Rows of each part. */
  counts: Uint32Array
}

/**
 * Scans a chunk and gives each row its split by the hash of its key, here or on another thread. The chunk is handed over.
 * @param plan asks for the key alone, and for the ends of rows
 * @param cells what is added to the rows of each part
 * @param memory no longer used, to be written over; handed over too
 */
export type ChunkSplitter = (
  chunk: Uint8Array<ArrayBuffer>,
  plan: ScanPlan,
  rule: HashRule,
  cells: Uint8Array[],
  memory: ArrayBuffer | null,
) => Promise<SplitChunk>

/** One that works on this thread. */
export function localSplitter(scanner: Scanner): ChunkSplitter {
  let spare: ScannedChunk['columns'] = []
  return async (chunk, plan, rule, cells, memory) => {
    const { spent, columns, rowEnds, ...scanned } = await scanner.scan(chunk, plan, spare)
    spare = columns
    const { bytes, offsets } = columns[0] as ScannedUtf8
    const partOf = partOfKey(rule)
    const codes = new Uint8Array(scanned.rowCount)
    const counts = new Uint32Array(rule.parts.length)
    for (let row = 0; row < codes.length; row++) counts[(codes[row] = partOf(bytes, offsets[row], offsets[row + 1]))]++
    const text = appendCells(new Uint8Array(spent, 0, scanned.byteCount), rowEnds!, codes, cells, memory)
    return { scanned: { ...scanned, columns: [], rowEnds: null }, text, counts, spent }
  }
}
