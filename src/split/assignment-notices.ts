import type { Assignment, AssignmentNotice, RuleRows } from './assignment.ts'
import { type Cut, stratumSizes } from './cut.ts'
import type { Part, SplitRule } from './rule.ts'

/** How many strata a notice names. */
const namesShown = 3

/** That some splits have no rows; nothing where all have some. */
export function emptySplits(parts: Part[], { counts }: Pick<Assignment, 'counts'>): AssignmentNotice[] {
  const empty = parts.filter((_, part) => counts[part] === 0).map(({ name }) => name)
  return empty.length === 0 ? [] : [{ code: 'empty_split', splits: empty }]
}

/** That rows which stay together are more than their split was to hold; nothing where there are none. */
export function largeUnits(
  { by, parts }: SplitRule,
  { times }: RuleRows,
  { largeUnitCount, largeUnits: units }: Cut,
): AssignmentNotice[] {
  if (largeUnitCount === 0) return []
  return [
    {
      code: 'group_larger_than_split',
      unit: by === 'group' || by === 'time' ? by : 'key',
      unitCount: largeUnitCount,
      largest: units.map(({ row, rowCount, part, quota }) => ({
        time: by === 'time' ? times![row] : null,
        rows: rowCount,
        split: parts[part].name,
        asked: quota,
      })),
    },
  ]
}

/**
 * What each part got against what was asked, where one is off by more than a row and by more than a thousandth of the
 * rows, as nothing smaller than a group, a key or a time can be moved.
 * @param counts rows of each part, before a gap
 */
export function missedShares(parts: Part[], counts: number[]): AssignmentNotice[] {
  const rowCount = counts.reduce((sum, count) => sum + count, 0)
  const total = parts.reduce((sum, { share }) => sum + share, 0)
  const got = parts.map(({ name, share }, part) => ({ name, rows: counts[part], asked: (rowCount * share) / total }))
  const isMissed = got.some(({ rows, asked }) => Math.abs(rows - asked) > Math.max(1, rowCount / 1000))
  return isMissed ? [{ code: 'fractions_not_met', parts: got }] : []
}

/** That some strata have fewer rows than there are splits; nothing where all have enough. */
export function smallStrata({ rowCount, strata }: RuleRows, partCount: number): AssignmentNotice[] {
  if (strata === null) return []
  const sizes = stratumSizes(strata.codes, rowCount, strata.names.length)
  const small = strata.names
    .map((name, code) => ({ name, rows: sizes[code] }))
    .filter(({ rows }) => rows > 0 && rows < partCount)
  if (small.length === 0) return []
  small.sort((a, b) => a.rows - b.rows || (a.name < b.name ? -1 : 1))
  return [
    {
      code: 'class_smaller_than_splits',
      splitCount: partCount,
      classCount: small.length,
      smallest: small.slice(0, namesShown),
    },
  ]
}
