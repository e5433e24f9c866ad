import { EXAMPLE_LIMIT } from './plan.ts'
import type { NoticeCode, Occurrence, RejectionCode, Sighting } from './plan.ts'

/** Everything that was found wrong in a chunk. */
export interface Sightings {
  rejected: Occurrence[]
  notices: Occurrence[]
}

export function createSightings(): Sightings {
  return { rejected: [], notices: [] }
}

/** Counts one more, and keeps it as an example if it is among the first. */
export function see(
  occurrences: Occurrence[],
  code: RejectionCode | NoticeCode,
  column: number | null,
  sighting: Sighting,
): void {
  let occurrence = occurrences.find((one) => one.code === code && one.column === column)
  if (occurrence === undefined) {
    occurrence = { code, column, count: 0, sightings: [] }
    occurrences.push(occurrence)
  }
  occurrence.count++
  if (occurrence.sightings.length < EXAMPLE_LIMIT) occurrence.sightings.push(sighting)
}
