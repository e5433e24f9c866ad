import type { Table } from '../table/column.ts'
import { InputError } from '../table/input-error.ts'
import { type Assembly, createAssembly, type Notice, type Rejection } from './assemble.ts'
import { createCutter } from './cut.ts'
import type { CutFault } from './cut.ts'
import { noRows, RECORD_LIMIT } from './head.ts'
import type { Dialect, Head } from './head.ts'
import type { ColumnRequest, ScannedChunk, ScannedColumn, Scanner, ScanPlan } from './plan.ts'
import type { ByteSource } from './source.ts'
import { openText } from './stream.ts'

/** Size of a chunk. Larger chunks keep more memory in flight; smaller ones are posted more often. */
const CHUNK_BYTES = 4 << 20
/** Size of a range that a scanner reads by itself: opening one takes about as long as reading a mebibyte. */
const RANGE_BYTES = 16 << 20
/** The least size of a range. */
const FEWEST_RANGE_BYTES = 1 << 20
/** Several ranges for each scanner, so that none has much left to do when the others are done. */
const RANGES_PER_SCANNER = 4
/** Chunks that each scanner has in work or waiting. */
const CHUNKS_PER_SCANNER = 2

/** How to read a file. */
export interface ReadOptions {
  /** One or more; the result does not depend on how many. */
  scanners: Scanner[]
  /** How much of the file makes a chunk. */
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
  /** 1-based number of a row among the file's records, the rejected ones counted. */
  rowNumberOf: (row: number) => number
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
  source: ByteSource,
  head: Head,
  requests: ColumnRequest[],
  options: ReadOptions,
): Promise<Reading> {
  const { dialect, columns } = head
  const plan: ScanPlan = {
    delimiter: dialect.delimiter.charCodeAt(0),
    fieldCount: columns.length,
    comments: dialect.comments,
    requests,
  }
  const read = async (jobSource: JobSource): Promise<Assembly | null> => {
    const textBytes =
      dialect.compressed || source.byteLength === null
        ? null
        : source.byteLength / (dialect.encoding === 'utf-8' ? 1 : 2)
    const started = createAssembly(dialect.firstDataLine - 1, textBytes)
    return (await scanAll(source, jobSource, plan, options, (chunk) => started.add(chunk), started)) ? started : null
  }
  const chunks = (seekQuotes: boolean): JobSource => chunkJobs({ firstByte: dialect.firstDataByte, seekQuotes })
  // The first reading cuts at any line break, which is faster. Where a line break turns out to be quoted, reading
  // starts again and looks for quotes. A stream of unknown length may not be able to start again.
  const mayStartAgain = source.byteLength !== null
  const optimistic = rangeJobs(source, dialect, options.scanners) ?? chunks(false)
  const assembly =
    (dialect.quotedBreaks || !mayStartAgain ? null : await read(optimistic)) ?? ((await read(chunks(true))) as Assembly)
  if (assembly.recordCount() === 0) throw noRows(source.name)
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

/** Scans one chunk by the given scanner. */
type Job = (scanner: Scanner, spare: ScannedColumn[]) => Promise<ScannedChunk>

/**
 * Gives the jobs that scan a file, in file order, and in the end what kept the file from being cut, or null. `onBytes`
 * is told how many further stored bytes are in work.
 */
export type JobSource = (
  source: ByteSource,
  plan: ScanPlan,
  chunkBytes: number | undefined,
  onBytes: (count: number) => void,
) => AsyncGenerator<Job, CutFault | null, void>

/**
 * Jobs for chunks that this thread cuts from the file's text, from byte `firstByte` on. Without `seekQuotes`, the text
 * may turn out to be cut at the wrong places.
 */
export function chunkJobs({ firstByte, seekQuotes }: { firstByte: number; seekQuotes: boolean }): JobSource {
  return async function* (source, plan, chunkBytes = CHUNK_BYTES, onBytes) {
    const { delimiter } = plan
    const { pieces } = await openText(source, onBytes)
    const cutter = createCutter({ delimiter, chunkBytes, recordLimit: RECORD_LIMIT, seekQuotes })
    const job =
      (chunk: Uint8Array<ArrayBuffer>): Job =>
      async (scanner, spare) => {
        const { spent, ...scanned } = await scanner.scan(chunk, plan, spare)
        if (plan.rowEnds === true && scanned.text === undefined)
          return { ...scanned, text: new Uint8Array(spent, 0, scanned.byteCount) }
        cutter.reuse(spent)
        return scanned
      }
    let toSkip = firstByte
    for await (const piece of pieces) {
      const skipped = Math.min(toSkip, piece.length)
      toSkip -= skipped
      for (const chunk of cutter.push(skipped === 0 ? piece : piece.subarray(skipped))) yield job(chunk)
      if (cutter.fault() !== null) break
    }
    const last = cutter.fault() === null ? cutter.finish() : null
    if (last !== null) yield job(last)
    return cutter.fault()
  }
}

/**
 * Jobs for ranges of the file that the scanners read by themselves; null where they or the source cannot, or where the
 * text is compressed or not UTF-8. The ranges are cut at any line break, which may turn out to be wrong.
 */
function rangeJobs({ handle, byteLength }: ByteSource, dialect: Dialect, scanners: Scanner[]): JobSource | null {
  if (handle === undefined || byteLength === null || scanners.some(({ scanRange }) => scanRange === undefined))
    return null
  if (dialect.compressed || dialect.encoding !== 'utf-8') return null
  const firstByte = dialect.markBytes + dialect.firstDataByte
  const fairBytes = Math.ceil(byteLength / (scanners.length * RANGES_PER_SCANNER))
  const usualBytes = Math.min(RANGE_BYTES, Math.max(FEWEST_RANGE_BYTES, fairBytes))
  return async function* (_source, plan, rangeBytes = usualBytes, onBytes) {
    onBytes(firstByte)
    for (let start = firstByte; start < byteLength; start += rangeBytes) {
      const end = Math.min(byteLength, start + rangeBytes)
      const range = { file: handle, fileBytes: byteLength, start, end, startsRecord: start === firstByte }
      yield async (scanner, spare) => {
        const scanned = await scanner.scanRange!(range, plan, spare)
        onBytes(end - start)
        return scanned
      }
    }
    return null
  }
}

/** Takes a scanned chunk; a promise is waited for before the next one is handed over. */
export type TakeChunk = (chunk: ScannedChunk) => void | Promise<void>

/**
 * Scans the chunks of a file and hands them over, in file order. Gives false where it found that the file was cut at
 * the wrong places.
 */
export async function scanAll(
  source: ByteSource,
  jobSource: JobSource,
  plan: ScanPlan,
  options: ReadOptions,
  take: TakeChunk,
  counts: Pick<Assembly, 'lineCount' | 'rowCount'>,
): Promise<boolean> {
  const { signal } = options
  signal?.throwIfAborted()
  const work = runJobs(source, jobSource, plan, options, take, counts)
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

async function runJobs(
  source: ByteSource,
  jobSource: JobSource,
  plan: ScanPlan,
  options: ReadOptions,
  take: TakeChunk,
  counts: Pick<Assembly, 'lineCount' | 'rowCount'>,
): Promise<boolean> {
  const { scanners, signal, onProgress } = options
  let bytesRead = 0
  const jobs = jobSource(source, plan, options.chunkBytes, (count) => {
    bytesRead += count
  })
  const waiting: Promise<ScannedChunk>[] = []
  const spares: ScannedColumn[][] = []
  const assign = createAssignment(scanners)
  /** Whether the next chunk was cut at the right places. */
  const settleOne = async (): Promise<boolean> => {
    const scanned = await (waiting.shift() as Promise<ScannedChunk>)
    if (scanned.unclosed) return false
    await take(scanned)
    spares.push(scanned.columns)
    onProgress?.({ rowCount: counts.rowCount(), bytesRead })
    return true
  }
  try {
    for (;;) {
      const { done, value } = await jobs.next()
      signal?.throwIfAborted()
      while (waiting.length >= (done === true ? 1 : scanners.length * CHUNKS_PER_SCANNER))
        if (!(await settleOne())) return false
      if (done === true) {
        if (value !== null) throw cutError(source.name, value, counts.lineCount())
        return true
      }
      const scanned = assign((scanner) => value(scanner, spares.pop() ?? []))
      scanned.catch(() => undefined)
      waiting.push(scanned)
    }
  } finally {
    await jobs.return(null)
  }
}

/** Gives each job to the scanner that has the fewest. */
function createAssignment(
  scanners: Scanner[],
): (job: (scanner: Scanner) => Promise<ScannedChunk>) => Promise<ScannedChunk> {
  const loads = scanners.map(() => 0)
  return async (job) => {
    const index = loads.indexOf(Math.min(...loads))
    loads[index]++
    try {
      return await job(scanners[index])
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
