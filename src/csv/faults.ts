import { type ChunkExample, EXAMPLE_LIMIT, type FaultCount, type NoticeCode, type RejectionCode } from './plan.ts'

/** What was found wrong in a chunk, counted by kind and column. */
export interface ChunkFaults {
  rejected: FaultCount[]
  notices: FaultCount[]
}

/** No faults yet. */
export function createFaults(): ChunkFaults {
  return { rejected: [], notices: [] }
}

/** Counts one more fault, and keeps it as an example while there are fewer than `EXAMPLE_LIMIT`. */
export function countFault(
  counts: FaultCount[],
  code: RejectionCode | NoticeCode,
  column: number | null,
  example: ChunkExample,
): void {
  let fault = counts.find((one) => one.code === code && one.column === column)
  if (fault === undefined) {
    fault = { code, column, count: 0, examples: [] }
    counts.push(fault)
  }
  fault.count++
  if (fault.examples.length < EXAMPLE_LIMIT) fault.examples.push(example)
}
