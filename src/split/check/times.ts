import type { SplitFinding } from '../finding.ts'
import { namedPairs, namesOf, type SplitPair } from './pairs.ts'
import { firstRows, type CheckedRows } from './rows.ts'
import { rowsHave } from './words.ts'

/** Rows of validation and test that are not later than the last row of what comes before them. */
export function timesOverlap({ times, names, codes, rowCount, placeOf }: CheckedRows, pairs: SplitPair[]): SplitFinding[] {
  if (times === null) return []
  const { values, text } = times
  const spans = spansOfSplits(values, codes, names.length)
  return namedPairs(names, pairs).flatMap((pair) => {
    const end = spans[pair.earlier].last
    const isEarly = (row: number) => codes[row] === pair.later && values[row] <= end
    if (!(spans[pair.later].first <= end)) return []
    let rows = 0
    let last = -Infinity
    for (let row = 0; row < rowCount; row++) {
      if (!isEarly(row)) continue
      rows++
      last = Math.max(last, values[row])
    }
    const [earlier, later] = namesOf(names, pair)
    return [{
      code: 'times_overlap' as const,
      splits: [earlier, later],
      rows,
      examples: firstRows(rowCount, isEarly).map((row) => placeOf(row, 'time')),
      message: `${rowsHave(rows, later)} a time that is not after the last of ${earlier}, ${text(end)}: they are from ${text(spans[pair.later].first)} to ${text(last)}.`,
      test: null,
      effect: 'none' as const,
    }]
  })
}

/** First and last time of each split; ∞ and −∞ where it has none. */
function spansOfSplits(values: Float64Array, codes: Uint8Array, splitCount: number): { first: number; last: number }[] {
  const spans = Array.from({ length: splitCount }, () => ({ first: Infinity, last: -Infinity }))
  for (let row = 0; row < values.length; row++) {
    const span = spans[codes[row]]
    if (values[row] < span.first) span.first = values[row]
    if (values[row] > span.last) span.last = values[row]
  }
  return spans
}
