import type { SplitFinding } from '../finding.ts'
import { namedPairs, type SplitPair } from './pairs.ts'
import { firstRows, type CheckedRows } from './rows.ts'
import { counted } from './words.ts'

/** Rows of validation and test that are not later than all rows of the splits before theirs. */
export function timesOverlap(
  { times, names, codes, rowCount, placeOf }: CheckedRows,
  pairs: SplitPair[],
): SplitFinding[] {
  if (times === null) return []
  const { values, text } = times
  const named = namedPairs(names, pairs)
  const ends = lastTimes(values, codes, names.length)
  /** By split, the last time of those before it. */
  const before = names.map((_, split) =>
    Math.max(-Infinity, ...named.filter(({ later }) => later === split).map(({ earlier }) => ends[earlier])),
  )
  const isEarly = (row: number) => values[row] <= before[codes[row]]
  const counts = new Uint32Array(names.length)
  for (let row = 0; row < rowCount; row++) if (isEarly(row)) counts[codes[row]]++
  const involved = [...new Set(named.flatMap(({ earlier, later }) => [earlier, later]))]
  const overlapping = involved.filter((split) => counts[split] > 0)
  if (overlapping.length === 0) return []
  const rows = overlapping.map((split) => `${counted(counts[split], 'row')} of ${names[split]}`).join(' and ')
  const last = involved
    .slice(0, -1)
    .map((split) => `${names[split]} ends at ${text(ends[split])}`)
    .join(', ')
  return [
    {
      code: 'times_overlap',
      splits: involved.map((split) => names[split]),
      rows: overlapping.reduce((sum, split) => sum + counts[split], 0),
      examples: firstRows(rowCount, isEarly).map((row) => placeOf(row, 'time')),
      message: `${rows} ${overlapping.length === 1 && counts[overlapping[0]] === 1 ? 'is' : 'are'} not later than all rows of the splits before (${last}).`,
      test: null,
      effect: 'none',
    },
  ]
}

/** Of each split; −∞ where no row of it has a time. */
function lastTimes(values: Float64Array, codes: Uint8Array, splitCount: number): number[] {
  const last = Array.from({ length: splitCount }, () => -Infinity)
  for (let row = 0; row < values.length; row++) if (values[row] > last[codes[row]]) last[codes[row]] = values[row]
  return last
}
