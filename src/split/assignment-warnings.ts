import type { Warning } from '../table/warning.ts'
import type { Assignment, RuleRows } from './assignment.ts'
import { type Cut, type LargeUnit, stratumSizes } from './cut.ts'
import type { Part, SplitRule } from './rule.ts'

/** How many names a message gives before it counts the rest. */
const namesShown = 3

/** The warning that some splits have no rows; none where all have some. */
export function emptySplits(parts: Part[], { counts }: Pick<Assignment, 'counts'>): Warning[] {
  const empty = parts.filter((_, part) => counts[part] === 0).map(({ name }) => name)
  if (empty.length === 0) return []
  return [
    { code: 'empty_split', message: `${listed(empty, empty.length)} ${empty.length === 1 ? 'has' : 'have'} no rows.` },
  ]
}

/** The warning that rows which stay together are more than their split was to hold; none where there are none. */
export function largeUnits(rule: SplitRule, rows: RuleRows, { largeUnitCount, largeUnits: units }: Cut): Warning[] {
  if (largeUnitCount === 0) return []
  const names = units.map(
    ({ row, rowCount, part, quota }) =>
      `${unitName(rule, rows, row)}${rowCount} rows (${rule.parts[part].name} was to have ${rounded(quota)})`,
  )
  const noun = rule.by === 'group' ? 'group' : rule.by === 'time' ? 'time' : 'key'
  const found = largeUnitCount === 1 ? `one ${noun} has` : `${largeUnitCount} ${noun}s have`
  return [
    {
      code: 'group_larger_than_split',
      message: `${found} more rows than the split that they are in was to hold: ${listed(names, largeUnitCount)}.`,
    },
  ]
}

/**
 * What each part got against what was asked, where one is off by more than a row and by more than a thousandth of the
 * rows, as nothing smaller than a group, a key or a time can be moved.
 * @param counts rows of each part, before a gap
 */
export function missedShares(parts: Part[], counts: number[]): Warning[] {
  const rowCount = counts.reduce((sum, count) => sum + count, 0)
  const total = parts.reduce((sum, { share }) => sum + share, 0)
  const asked = parts.map(({ share }) => (rowCount * share) / total)
  const isMissed = asked.some((wanted, part) => Math.abs(counts[part] - wanted) > Math.max(1, rowCount / 1000))
  if (!isMissed) return []
  const got = parts.map(({ name }, part) => `${name} got ${counts[part]} of ${rounded(asked[part])}`)
  return [{ code: 'fractions_not_met', message: `rows that stay together allow no better: ${got.join(', ')}.` }]
}

/** The warning that some strata have fewer rows than there are splits; none where all have enough. */
export function smallStrata({ rowCount, strata }: RuleRows, partCount: number): Warning[] {
  if (strata === null) return []
  const sizes = stratumSizes(strata.codes, rowCount, strata.names.length)
  const small = strata.names
    .map((name, code) => ({ name, size: sizes[code] }))
    .filter(({ size }) => size > 0 && size < partCount)
  if (small.length === 0) return []
  small.sort((a, b) => a.size - b.size || (a.name < b.name ? -1 : 1))
  const names = small
    .slice(0, namesShown)
    .map(({ name, size }) => `${name} (${size === 1 ? 'one row' : `${size} rows`})`)
  const found = small.length === 1 ? 'one class has' : `${small.length} classes have`
  return [
    {
      code: 'class_smaller_than_splits',
      message: `${found} fewer rows than there are splits (${partCount}): ${listed(names, small.length)}.`,
    },
  ]
}

/**
 * What a unit is called in a warning: a time by its value. A group or a key is personal, and warnings go into reports,
 * so it has no name.
 */
function unitName(rule: SplitRule, { times }: RuleRows, row: LargeUnit['row']): string {
  return rule.by === 'time' ? `${times![row]} with ` : 'one of '
}

/** A number of rows with two decimals at most. */
function rounded(rows: number): string {
  return String(Math.round(rows * 100) / 100)
}

function listed(names: string[], count: number): string {
  return count > names.length ? `${names.join(', ')} and ${count - names.length} more` : names.join(', ')
}
