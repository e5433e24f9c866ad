import type { TableReaders } from '../containers/table-source.ts'

/** Where a worker finds the readers of other files than CSV, once the part of the program that holds them has run in it. */
export const readersSlot: { readers: TableReaders | null } = { readers: null }

/** What an engine throws that has no readers and needs them: it is asked again of one that has. */
export class ReadersMissing extends Error {}

/** The readers of this worker. */
export async function readersOfWorker(): Promise<TableReaders> {
  if (readersSlot.readers === null)
    throw new ReadersMissing('The readers of other files than CSV are not in this worker')
  return readersSlot.readers
}
