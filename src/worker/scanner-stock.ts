import type { ScannerHost } from './scanner.worker.ts'
import { staffOf, type Staff, type StartWorker } from './staff.ts'

const mostScanners = 8
/** Of smaller files, one cold scanner has made short work before others are started or warm. */
const fewestBytes = 4 << 20

/** Scanners for evaluations to come: starting one, and running it until it is fast, takes longer than reading many a file. */
export interface ScannerStock {
  /** Starts and warms what an evaluation of these files will take. */
  prepare(files: File[]): void
  /** As many as these files need; who takes them ends them or gives them back. */
  take(files: File[]): Promise<Staff<ScannerHost>[]>
  /** Idle ones only. */
  giveBack(scanners: Staff<ScannerHost>[]): void
}

export function scannerStock(startWorker: StartWorker): ScannerStock {
  const idle: Promise<Staff<ScannerHost>>[] = []
  const start = () => staffOf<ScannerHost>(startWorker('scanner'))
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
  return isSmall(files) ? 1 : Math.min(mostScanners, Math.max(1, navigator.hardwareConcurrency ?? 2))
}

function isSmall(files: File[]): boolean {
  return files.reduce((sum, { size }) => sum + size, 0) < fewestBytes
}
