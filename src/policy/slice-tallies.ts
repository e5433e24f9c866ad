import type { TalliedSplit } from '../metrics/binary/split-scores.ts'
import { sliceRows, tallyScoresHere, type ScoreTally } from '../tally/rows.ts'

/** The candidate's tally on each slice of the columns that has rows, in the order in which slices are measured. */
export function sliceTallies({ rows, slices }: TalliedSplit, columns: string[]): ScoreTally[] {
  const found = slices.find(
    (slice) => slice.columns.length === columns.length && columns.every((column) => slice.columns.includes(column)),
  )
  if (found === undefined) return []
  const ofCandidate = { ...rows, models: new Map([['candidate' as const, rows.models.get('candidate')!]]) }
  return sliceRows(ofCandidate, found.codes(), found.values.length)
    .filter(({ classes }) => classes.length > 0)
    .map(({ models, classes, sampling }) => tallyScoresHere(models.get('candidate')!, classes, sampling))
}
