import { availableParallelism } from 'node:os'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { Endpoint } from 'comlink'
import type { Scanner } from '../csv/plan.ts'
import { localScanner } from '../csv/scanner.ts'
import type { ByteSource } from '../csv/source.ts'
import { remoteScanner } from '../worker/scanner.ts'
import { openPathPart } from './files.ts'

export interface ScannerPool {
  scanners: Scanner[]
  close(): void
}

/** Below this, starting threads costs more than they save. */
const fewestBytesForThreads = 16 << 20

/**
 * Scanners on threads of their own that enter this same program again, for large files; else one on this thread.
 * @param program the built command (`dist/cli.js`), whose entry serves a scanner when it is not the main thread
 */
export function scannerPool(sources: ByteSource[], program: URL): ScannerPool {
  const byteCount = sources.reduce((sum, { byteLength }) => sum + (byteLength ?? Infinity), 0)
  if (byteCount < fewestBytesForThreads || !program.pathname.endsWith('.js')) {
    return { scanners: [localScanner(openPathPart)], close: () => undefined }
  }
  const workers = Array.from({ length: Math.min(8, Math.max(1, availableParallelism())) }, () => {
    const { port1, port2 } = new MessageChannel()
    const worker = new Worker(program, { workerData: { port: port2 }, transferList: [port2] })
    worker.unref()
    return { worker, port: port1 }
  })
  return {
    scanners: workers.map(({ port }) => remoteScanner(port as unknown as Endpoint)),
    close: () => workers.forEach(({ worker, port }) => {
      port.close()
      void worker.terminate()
    }),
  }
}
