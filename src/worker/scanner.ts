import { expose, transfer, wrap, type Endpoint } from 'comlink'
import { transferables, type ChunkScanner } from '../csv/plan.ts'
import { chunkScanner } from '../csv/scan.ts'

/** Scans the chunks that come through a port, on whichever thread this is called. */
export function serveScanner(port: Endpoint): void {
  const scanChunk = chunkScanner()
  const scanner: ChunkScanner = {
    async scan(chunk, plan) {
      const scanned = scanChunk(chunk, plan)
      return transfer({ ...scanned, spent: chunk.buffer }, [...transferables(scanned), chunk.buffer])
    },
  }
  expose(scanner, port)
}

/** The scanner at the other end of a port. */
export function remoteScanner(port: Endpoint): ChunkScanner {
  const remote = wrap<ChunkScanner>(port)
  return { scan: (chunk, plan) => remote.scan(transfer(chunk, [chunk.buffer]), plan) }
}
