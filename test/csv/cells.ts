import { createAssembly } from '../../src/csv/assemble.ts'
import type { ScannedChunk, ScannedUtf8, ScanPlan } from '../../src/csv/plan.ts'
import { chunkJobs, scanAll } from '../../src/csv/read.ts'
import type { ReadOptions } from '../../src/csv/read.ts'
import type { ByteSource } from '../../src/csv/source.ts'
import { decodeUtf8 } from '../../src/csv/utf8.ts'

/**
 * Every cell of a file as text, header included, blank lines left out: the scanner's own view, for comparing it with
 * other readers. A record with a cell that is not UTF-8 is left out.
 */
export async function readCells(source: ByteSource, delimiter: string, options: ReadOptions): Promise<string[][]> {
  const plan = (width: number): ScanPlan => ({
    delimiter: delimiter.charCodeAt(0),
    fieldCount: null,
    comments: false,
    requests: Array.from({ length: width }, (_, column) => ({ column, kind: 'utf8', allowEmpty: true })),
  })
  let width = 0
  await scan(source, plan(0), options, (chunk) => {
    for (const count of chunk.fieldCounts ?? []) width = Math.max(width, count)
  })
  const records: string[][] = []
  await scan(source, plan(width), options, (chunk) => {
    for (let row = 0; row < chunk.rowCount; row++) records.push(rowCells(chunk, row))
  })
  return records
}

async function scan(
  source: ByteSource,
  plan: ScanPlan,
  options: ReadOptions,
  take: (chunk: ScannedChunk) => void,
): Promise<void> {
  const assembly = createAssembly(0, null)
  await scanAll(
    source,
    chunkJobs({ firstByte: 0, seekQuotes: true }),
    plan,
    options,
    (chunk) => {
      take(chunk)
      assembly.add({ ...chunk, columns: [] })
    },
    assembly,
  )
}

function rowCells(chunk: ScannedChunk, row: number): string[] {
  const cells: string[] = []
  const count = chunk.fieldCounts === null ? chunk.columns.length : chunk.fieldCounts[row]
  for (let column = 0; column < count; column++) {
    const { bytes, offsets } = chunk.columns[column] as ScannedUtf8
    cells.push(decodeUtf8(bytes.subarray(offsets[row], offsets[row + 1])))
  }
  return cells
}
