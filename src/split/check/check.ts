import type { SplitFinding } from '../finding.ts'
import { sharedGroups } from './groups.ts'
import { sharedIds, sharedRows } from './leaks.ts'
import { missingValues } from './missing.ts'
import { splitPairs, splitSizes } from './pairs.ts'
import type { CheckedRows } from './rows.ts'
import { shiftFindings, splitShifts, type SplitShift } from './shift.ts'
import { timesOverlap } from './times.ts'

/**
 * What is to be said of the splits as they are, whoever made them: ids, groups and rows on both sides, times that overlap,
 * classes and slices that a split lacks, shift. Rows are counted once each, whatever their weights; the order of the rows
 * shows in the examples alone, which are the first.
 * @param shifts of these rows, where they are known already
 */
export function checkSplits(rows: CheckedRows, shifts: SplitShift[] = splitShifts(rows)): SplitFinding[] {
  const sizes = splitSizes(rows)
  const pairs = splitPairs(rows.names, sizes)
  if (pairs.length === 0) return []
  return [
    ...sharedIds(rows, pairs, sizes),
    ...sharedGroups(rows, pairs),
    ...sharedRows(rows, pairs, sizes),
    ...timesOverlap(rows, pairs),
    ...missingValues(rows, pairs),
    ...shiftFindings(shifts),
  ]
}
