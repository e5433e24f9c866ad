import { expose, transfer, wrap, type Endpoint } from 'comlink'
import { columnBuffers, transferables, type Scanner } from '../csv/plan.ts'

/** One that reads files by itself. */
export type ReadingScanner = Required<Scanner>

/** Lets a scanner of this thread do what comes through a port. */
export function serveScanner(port: Endpoint, local: ReadingScanner): void {
  const scanner: ReadingScanner = {
    async scan(chunk, plan, spare) {
      const scanned = await local.scan(chunk, plan, spare)
      return transfer(scanned, [...transferables(scanned), scanned.spent])
    },
    async scanRange(range, plan, spare) {
      const scanned = await local.scanRange(range, plan, spare)
      return transfer(scanned, transferables(scanned))
    },
  }
  expose(scanner, port)
}

/** The scanner at the other end of a port. */
export function remoteScanner(port: Endpoint): Scanner {
  const remote = wrap<ReadingScanner>(port)
  return {
    scan: (chunk, plan, spare) => remote.scan(transfer(chunk, [chunk.buffer]), plan, transfer(spare, columnBuffers(spare))),
    scanRange: (range, plan, spare) => remote.scanRange(range, plan, transfer(spare, columnBuffers(spare))),
  }
}
