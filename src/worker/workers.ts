import { wrap, type Remote } from 'comlink'
import type { ScannerHost } from './scanner.worker.ts'

/**
 * The programs that run as workers: one evaluates, the others scan parts of files for it. The engine that reads other files than CSV
 * is larger.
 */
export type WorkerName = 'engine' | 'engine-with-readers' | 'scanner'

/** Starts a worker. The page knows where its code is. */
export type StartWorker = (name: WorkerName) => Promise<Worker>

/** A worker and its remote, kept together: comlink releases a worker whose remote is collected as garbage. */
export interface WorkerHandle<Service> {
  worker: Worker
  remote: Remote<Service>
}

/** The handle of a worker that is being started. */
export async function workerHandle<Service>(starting: Promise<Worker>): Promise<WorkerHandle<Service>> {
  const worker = await starting
  return { worker, remote: wrap<Service>(worker) }
}

const mostScanners = 8
/** Smaller files are scanned by the engine itself before a scanner could be started. */
const fewestBytesForScanner = 128 << 10
/** Smaller files are scanned by one cold scanner before others could be started. */
const fewestBytes = 4 << 20

/** Scanners kept for later evaluations: starting and warming one takes longer than reading many a file. */
export interface ScannerPool {
  /** Starts and warms the scanners that an evaluation of these files will take. */
  prepare(files: File[]): void
  /** As many scanners as these files need; none for a few rows. The caller ends them or gives them back. */
  take(files: File[]): Promise<WorkerHandle<ScannerHost>[]>
  /** Takes back scanners that are idle. */
  giveBack(scanners: WorkerHandle<ScannerHost>[]): void
}

/** A pool of scanners, empty at first. */
export function scannerPool(startWorker: StartWorker): ScannerPool {
  const idle: Promise<WorkerHandle<ScannerHost>>[] = []
  const start = () => workerHandle<ScannerHost>(startWorker('scanner'))
  const warmed = async () => {
    const scanner = await start()
    void scanner.remote.warm()
    return scanner
  }
  return {
    prepare(files) {
      if (isSmall(files)) return
      while (idle.length < scannerCount(files)) idle.push(warmed())
    },
    take: (files) => Promise.all(Array.from({ length: scannerCount(files) }, () => idle.pop() ?? start())),
    giveBack: (scanners) => void idle.push(...scanners.map((scanner) => Promise.resolve(scanner))),
  }
}

function scannerCount(files: File[]): number {
  if (byteCount(files) < fewestBytesForScanner) return 0
  return isSmall(files) ? 1 : Math.min(mostScanners, Math.max(1, navigator.hardwareConcurrency ?? 2))
}

function isSmall(files: File[]): boolean {
  return byteCount(files) < fewestBytes
}

function byteCount(files: File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}
