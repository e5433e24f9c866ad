import type { Table } from '../table/column.ts'
import { InputError } from '../table/input-error.ts'
import { createAssembly } from './assemble.ts'
import type { Assembly, Notice, Rejection } from './assemble.ts'
import { createCutter } from './cut.ts'
import type { CutFault } from './cut.ts'
import { noRows, RECORD_LIMIT } from './head.ts'
import type { Head } from './head.ts'
import type { ChunkScanner, ColumnRequest, ScannedChunk, ScanPlan, Spent } from './plan.ts'
import type { ByteSource } from './source.ts'
import { openText } from './stream.ts'

/** When to cut a chunk. Larger ones keep more memory in flight, smaller ones post more often. */
const CHUNK_BYTES = 4 << 20
/** Chunks at work or waiting at each scanner. */
const CHUNKS_PER_SCANNER = 2

export interface ReadOptions {
  /** One or more; the result does not depend on how many. */
  scanners: ChunkScanner[]
  chunkBytes?: number
  signal?: AbortSignal
  /** `bytesRead`: bytes as stored (before decompression). */
  onProgress?: (progress: { rowCount: number; bytesRead: number }) => void
}

/** What was read of a file. */
export interface Reading {
  table: Table
  /** Records in the file, without header, blank lines and comments: the table's rows and the rejected ones. */
  recordCount: number
  /** Lines in the file, as `lineNumber` counts them. */
  lineCount: number
  /** 1-based line of the file on which a row of the table begins. */
  lineNumberOf: (row: number) => number
  rejected: Rejection[]
  notices: Notice[]
}

/**
 * Reads the requested columns of a file, whole records at a time, never more of it in memory than a few chunks.
 * The result depends on the bytes alone, not on chunks or scanners. Records that cannot be read are left out and
 * counted in `rejected`: what to do about them is the caller's decision. InputError where there are no records, a
 * quote is never closed or a record passes 64 MiB; on abort, the signal's reason.
 */
export async function readTable(
  source: ByteSource, head: Head, requests: ColumnRequest[], options: ReadOptions,
): Promise<Reading> {
  const { dialect, columns } = head
  const plan: ScanPlan = {
    delimiter: dialect.delimiter.charCodeAt(0), fieldCount: columns.length, comments: dialect.comments, requests,
  }
  const read = async (seekQuotes: boolean): Promise<Assembly | null> => {
    const textBytes = dialect.compressed || source.byteLength === null
      ? null
      : source.byteLength / (dialect.encoding === 'utf-8' ? 1 : 2)
    const started = createAssembly(dialect.firstDataLine - 1, textBytes)
    const from = { firstByte: dialect.firstDataByte, seekQuotes }
    return (await scanAll(source, plan, from, options, (chunk) => started.add(chunk), started)) ? started : null
  }
  // Looking for quotes costs a sixth of the time. Where they come late and a quoted line break is cut at, it starts again
  // (a stream of unknown length may not be able to).
  const mayStartAgain = source.byteLength !== null
  const assembly = (dialect.quoted || !mayStartAgain ? null : await read(false)) ?? (await read(true)) as Assembly
  if (assembly.recordCount() === 0) throw noRows(source.name)
  return {
    table: assembly.table(),
    recordCount: assembly.recordCount(),
    lineCount: assembly.lineCount(),
    lineNumberOf: assembly.lineNumberOf,
    rejected: assembly.rejected(columns),
    notices: assembly.notices(columns),
  }
}

interface From {
  firstByte: number
  /** Without, the file may turn out to be cut at the wrong places. */
  seekQuotes: boolean
}

/**
 * Cuts, scans and hands over the chunks of a file from byte `firstByte` on, in file order. Gives false where it found
 * that it had to look for quotes.
 */
export async function scanAll(
  source: ByteSource, plan: ScanPlan, from: From, options: ReadOptions,
  take: (chunk: ScannedChunk) => void, counts: Pick<Assembly, 'lineCount' | 'rowCount'>,
): Promise<boolean> {
  const { signal } = options
  signal?.throwIfAborted()
  const work = cutAndScan(source, plan, from, options, take, counts)
  if (signal === undefined) return work
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
    work.catch(() => undefined)
  }
}

async function cutAndScan(
  source: ByteSource, plan: ScanPlan, { firstByte, seekQuotes }: From, options: ReadOptions,
  take: (chunk: ScannedChunk) => void, counts: Pick<Assembly, 'lineCount' | 'rowCount'>,
): Promise<boolean> {
  const { scanners, signal, onProgress } = options
  let bytesRead = 0
  const { pieces } = await openText(source, (count) => {
    bytesRead += count
  })
  const { delimiter } = plan
  const chunkBytes = options.chunkBytes ?? CHUNK_BYTES
  const cutter = createCutter({ delimiter, chunkBytes, recordLimit: RECORD_LIMIT, seekQuotes })
  const waiting: Promise<ScannedChunk & Spent>[] = []
  const assign = createAssignment(scanners, plan)
  let unclosed = false
  const settleOne = async (): Promise<void> => {
    const { spent, ...scanned } = await (waiting.shift() as Promise<ScannedChunk & Spent>)
    cutter.reuse(spent)
    if (scanned.unclosed) unclosed = true
    if (unclosed) return
    take(scanned)
    onProgress?.({ rowCount: counts.rowCount(), bytesRead })
  }
  const dispatch = async (chunk: Uint8Array<ArrayBuffer>): Promise<void> => {
    signal?.throwIfAborted()
    while (waiting.length >= scanners.length * CHUNKS_PER_SCANNER) await settleOne()
    const scanned = assign(chunk)
    scanned.catch(() => undefined)
    waiting.push(scanned)
  }
  let toSkip = firstByte
  for await (const piece of pieces) {
    const skipped = Math.min(toSkip, piece.length)
    toSkip -= skipped
    for (const chunk of cutter.push(skipped === 0 ? piece : piece.subarray(skipped))) await dispatch(chunk)
    if (cutter.fault() !== null || unclosed) break
    signal?.throwIfAborted()
  }
  const last = cutter.fault() === null ? cutter.finish() : null
  if (last !== null) await dispatch(last)
  while (waiting.length > 0) await settleOne()
  if (unclosed) return false
  const fault = cutter.fault()
  if (fault !== null) throw cutError(source.name, fault, counts.lineCount())
  return true
}

/** Gives each chunk to the scanner that has the fewest. */
function createAssignment(
  scanners: ChunkScanner[], plan: ScanPlan,
): (chunk: Uint8Array<ArrayBuffer>) => Promise<ScannedChunk & Spent> {
  const loads = scanners.map(() => 0)
  return async (chunk) => {
    const index = loads.indexOf(Math.min(...loads))
    loads[index]++
    try {
      return await scanners[index].scan(chunk, plan)
    } finally {
      loads[index]--
    }
  }
}

function cutError(file: string, fault: CutFault, linesBefore: number): InputError {
  const lineNumber = linesBefore + fault.lineOffset + 1
  if (fault.kind === 'unterminated_quote') {
    return new InputError({
      code: 'unterminated_quote',
      place: { file, lineNumber },
      found: 'a quoted cell that is never closed',
      expected: 'a closing quote (") before a delimiter or a line break',
      remedy: 'Close the quote, or double quotes that belong to the text ("").',
    })
  }
  return new InputError({
    code: 'record_too_long',
    place: { file, lineNumber },
    found: `a record of more than ${RECORD_LIMIT >> 20} MiB, which starts here`,
    expected: 'records shorter than that',
    remedy: 'Look for a quote (") that is not closed, here or further down.',
  })
}
