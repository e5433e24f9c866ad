import type { TableReaders } from '../containers/table-source.ts'

/** What an engine throws that has no readers and needs them: it is asked again of one that has. */
export class ReadersMissing extends Error {}

/** Where the part of the program with the readers of other files than CSV, once it has run in a worker, leaves them for the engine. */
const place = globalThis as { tableReaders?: TableReaders }

/** Leaves the readers for the engine. */
export function provideReaders(readers: TableReaders): void {
  place.tableReaders = readers
}

/** The readers of this worker; throws ReadersMissing where it has none. */
export async function readersOfWorker(): Promise<TableReaders> {
  if (place.tableReaders === undefined)
    throw new ReadersMissing('The readers of other files than CSV are not in this worker')
  return place.tableReaders
}
