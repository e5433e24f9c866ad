import { expose, transfer, wrap, type Endpoint } from 'comlink'
import { columnBuffers, transferables, type Scanner } from '../csv/plan.ts'
import { localSplitter, type ChunkSplitter } from '../evaluate/splitting/chunk-splitter.ts'
import { measureSlices, type SliceMeasurer } from '../metrics/binary/slice-measures.ts'
import { type ReplicateSweeps, sweepReplicates } from '../tally/replicates.ts'

/** What a thread does for an engine on another. */
export interface Thread {
  scanner: Scanner
  replicateSweeps: ReplicateSweeps
  measureSlices: SliceMeasurer
  splitChunk: ChunkSplitter
}

/** A scanner that can read ranges of a file by itself. */
export type ReadingScanner = Required<Scanner>

interface ThreadService extends ReadingScanner {
  replicateSweeps: ReplicateSweeps
  measureSlices: SliceMeasurer
  splitChunk: ChunkSplitter
}

/** Lets this thread answer what is asked through a port. */
export function serveThread(port: Endpoint, local: ReadingScanner): void {
  const split = localSplitter(local)
  const service: ThreadService = {
    async scan(chunk, plan, spare) {
      const scanned = await local.scan(chunk, plan, spare)
      return transfer(scanned, [...transferables(scanned), scanned.spent])
    },
    async scanRange(range, plan, spare) {
      const scanned = await local.scanRange(range, plan, spare)
      return transfer(scanned, transferables(scanned))
    },
    async replicateSweeps(cells, draws) {
      const sweeps = sweepReplicates(cells, draws)
      return transfer(
        sweeps,
        sweeps.flatMap(({ truePositives, falsePositives }) => [truePositives.buffer, falsePositives.buffer]),
      )
    },
    measureSlices: async (job) => measureSlices(job),
    async splitChunk(chunk, plan, rule, cells, memory) {
      const made = await split(chunk, plan, rule, cells, memory)
      return transfer(made, [...transferables(made.scanned), made.text.buffer, made.counts.buffer, made.spent])
    },
  }
  expose(service, port)
}

/** The thread at the other end of a port. */
export function remoteThread(port: Endpoint): Thread {
  const remote = wrap<ThreadService>(port)
  return {
    scanner: {
      scan: (chunk, plan, spare) =>
        remote.scan(transfer(chunk, [chunk.buffer]), plan, transfer(spare, columnBuffers(spare))),
      scanRange: (range, plan, spare) => remote.scanRange(range, plan, transfer(spare, columnBuffers(spare))),
    },
    replicateSweeps: (cells, draws) => remote.replicateSweeps(cells, draws),
    measureSlices: (job) =>
      remote.measureSlices(transfer(job, [job.ordered.order.buffer, job.ordered.orderedRanks.buffer])),
    splitChunk: (chunk, plan, rule, cells, memory) =>
      remote.splitChunk(transfer(chunk, [chunk.buffer]), plan, rule, cells, memory && transfer(memory, [memory])),
  }
}
