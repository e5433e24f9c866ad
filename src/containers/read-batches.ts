import { createAssembly } from '../csv/assemble.ts'
import type { ColumnRequest, ScannedColumn } from '../csv/plan.ts'
import type { ReadOptions, Reading } from '../csv/read.ts'
import { noRows } from './damaged.ts'
import { type Batch, typeBatch } from './batch.ts'

/** What is read, and from where. */
export interface BatchSource {
  file: string
  columns: string[]
  batches: AsyncIterable<Batch> | Iterable<Batch>
  /** Rows of the table; null where that is not known. */
  rowCount: number | null
  /** Places before the first batch. */
  placesBefore: number
  /** Stored bytes that have been read so far. */
  bytesRead: () => number
}

/** Types batch after batch and puts them together; one batch is in memory at a time. On abort, throws the signal's reason. */
export async function readBatches(
  { file, columns, batches, rowCount, placesBefore, bytesRead }: BatchSource,
  requests: ColumnRequest[],
  { signal, onProgress }: ReadOptions,
): Promise<Reading> {
  const assembly = createAssembly(placesBefore, rowCount)
  let spare: ScannedColumn[] = []
  signal?.throwIfAborted()
  for await (const batch of batches) {
    const typed = typeBatch(batch, requests, spare)
    assembly.add(typed)
    spare = typed.columns
    onProgress?.({ rowCount: assembly.rowCount(), bytesRead: bytesRead() })
    signal?.throwIfAborted()
  }
  if (assembly.recordCount() === 0) throw noRows(file)
  return {
    table: assembly.table(),
    recordCount: assembly.recordCount(),
    lineCount: assembly.lineCount(),
    lineNumberOf: assembly.lineNumberOf,
    rowNumberOf: assembly.rowNumberOf,
    rejected: assembly.rejected(columns),
    notices: assembly.notices(columns),
  }
}
