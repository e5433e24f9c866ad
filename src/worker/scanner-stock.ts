import { wrap, type Remote } from 'comlink'
import type { ScannerHost } from './scanner.worker.ts'
import ScannerWorker from './scanner.worker.ts?worker&inline'

const mostScanners = 8
/** Of smaller files, one cold scanner has made short work before others are started or warm. */
const fewestBytes = 4 << 20

/** A worker and what it is asked by, kept together: comlink releases a worker whose remote is collected as garbage. */
export interface Staff<Service> {
  worker: Worker
  remote: Remote<Service>
}

export function staffOf<Service>(worker: Worker): Staff<Service> {
  return { worker, remote: wrap<Service>(worker) }
}

/** Scanners for evaluations to come: starting one, and running it until it is fast, takes longer than reading many a file. */
export interface ScannerStock {
  /** Starts and warms what an evaluation of these files will take. */
  prepare(files: File[]): void
  /** As many as these files need; who takes them ends them or gives them back. */
  take(files: File[]): Staff<ScannerHost>[]
  /** Idle ones only. */
  giveBack(scanners: Staff<ScannerHost>[]): void
}

export function scannerStock(): ScannerStock {
  const idle: Staff<ScannerHost>[] = []
  const start = () => staffOf<ScannerHost>(new ScannerWorker())
  return {
    prepare(files) {
      if (isSmall(files)) return
      while (idle.length < scannerCount(files)) {
        const scanner = start()
        void scanner.remote.warm()
        idle.push(scanner)
      }
    },
    take: (files) => Array.from({ length: scannerCount(files) }, () => idle.pop() ?? start()),
    giveBack: (scanners) => void idle.push(...scanners),
  }
}

function scannerCount(files: File[]): number {
  return isSmall(files) ? 1 : Math.min(mostScanners, Math.max(1, navigator.hardwareConcurrency ?? 2))
}

function isSmall(files: File[]): boolean {
  return files.reduce((sum, { size }) => sum + size, 0) < fewestBytes
}
