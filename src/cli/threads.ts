import { availableParallelism } from 'node:os'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { Endpoint } from 'comlink'
import type { Scanner } from '../csv/plan.ts'
import { localScanner } from '../csv/scanner.ts'
import type { ByteSource } from '../csv/source.ts'
import { localSplitter, type ChunkSplitter } from '../evaluate/splitting/chunk-splitter.ts'
import { remoteThread, type Thread } from '../worker/thread.ts'
import { openPathPart } from './files.ts'

export interface ThreadPool {
  scanners: Scanner[]
  /** As many as scanners. */
  splitters: ChunkSplitter[]
  /** Beside this thread. */
  others: Pick<Thread, 'replicateSweeps' | 'measureSlices'>[]
  close(): void
}

/** Below this, starting threads costs more than they save in reading. */
const fewestBytesForThreads = 16 << 20
const mostThreads = 8

/**
 * Threads that enter this same program again: as many as the machine runs at once, this one waiting; they start when
 * something first asks for them. Small files are scanned on this thread.
 * @param program the built command (`dist/cli.js`), whose entry serves as a thread when it is not the main one
 */
export function threadPool(sources: ByteSource[], program: URL): ThreadPool {
  const scanners = [localScanner(openPathPart)]
  const splitters = scanners.map(localSplitter)
  // Run from its sources, as tests do, the program has no single file that a thread could enter.
  if (!program.pathname.endsWith('.js')) return { scanners, splitters, others: [], close: () => undefined }
  const started: StartedThread[] = []
  const thread = (i: number) => (started[i] ??= startThread(program)).thread
  const byteCount = sources.reduce((sum, { byteLength }) => sum + (byteLength ?? Infinity), 0)
  const places = Array.from({ length: Math.min(mostThreads, Math.max(1, availableParallelism())) }, (_, i) => i)
  const isSmall = byteCount < fewestBytesForThreads
  return {
    scanners: isSmall ? scanners : places.map((i) => thread(i).scanner),
    splitters: isSmall ? splitters : places.map((i) => thread(i).splitChunk),
    // This thread computes too.
    others: places.slice(1).map((i) => ({
      replicateSweeps: (cells, draws) => thread(i).replicateSweeps(cells, draws),
      measureSlices: (job) => thread(i).measureSlices(job),
    })),
    close: () => started.forEach((each) => each.close()),
  }
}

interface StartedThread {
  thread: Thread
  close(): void
}

function startThread(program: URL): StartedThread {
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(program, { workerData: { port: port2 }, transferList: [port2] })
  worker.unref()
  return {
    thread: remoteThread(port1 as unknown as Endpoint),
    close() {
      port1.close()
      void worker.terminate()
    },
  }
}
