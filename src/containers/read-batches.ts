import { createAssembly } from '../csv/assemble.ts'
import type { ColumnRequest, ScannedColumn } from '../csv/plan.ts'
import type { ReadOptions, Reading } from '../csv/read.ts'
import { inWords, noRows } from './damaged.ts'
import { type Batch, typeBatch } from './batch.ts'

/** What is read, and from where. */
export interface BatchSource {
  file: string
  /** What the file is, with its article, such as `a Parquet file`. */
  format: string
  columns: string[]
  batches: AsyncIterable<Batch> | Iterable<Batch>
  /** Rows of the table; null where that is not known. */
  rowCount: number | null
  /** Places before the first batch. */
  placesBefore: number
  /** Stored bytes that have been read so far. */
  bytesRead: () => number
}

/**
 * Types batch after batch and puts them together; one batch is in memory at a time. InputError where the file turns out to be damaged; on
 * abort, throws the signal's reason.
 */
export async function readBatches(
  source: BatchSource,
  requests: ColumnRequest[],
  options: ReadOptions,
): Promise<Reading> {
  return inWords(source.file, source.format, () => readAll(source, requests, options), options.signal)
}

async function readAll(
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
    rejected: assembly.rejected(columns),
    notices: assembly.notices(columns),
  }
}
