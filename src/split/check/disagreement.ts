import type { Assignment } from '../assignment.ts'
import type { SplitFinding } from '../finding.ts'
import { firstRows, type CheckedRows } from './rows.ts'
import { counted } from './words.ts'

/** Rows that are not in the split that a rule puts them in; null where there are none. */
export function ruleDisagreement({ names, codes }: Assignment, rows: CheckedRows): SplitFinding | null {
  const expected = Int16Array.from(names, (name) => rows.names.indexOf(name))
  const differs = (row: number) => expected[codes[row]] !== rows.codes[row]
  const pairs = new Uint32Array(names.length * rows.names.length)
  let count = 0
  for (let row = 0; row < rows.rowCount; row++) {
    if (!differs(row)) continue
    count++
    pairs[codes[row] * rows.names.length + rows.codes[row]]++
  }
  if (count === 0) return null
  const most = pairs.indexOf(Math.max(...pairs))
  const [ruled, found] = [names[Math.floor(most / rows.names.length)], rows.names[most % rows.names.length]]
  return {
    code: 'rule_disagrees', splits: rows.names, rows: count, test: null, effect: 'none',
    examples: firstRows(rows.rowCount, differs).map((row) => rows.placeOf(row, null)),
    message: `${counted(count, 'row')} of ${rows.rowCount} are not in the split that the rule puts them in: ${pairs[most]} are in ${found} instead of ${ruled}.`,
  }
}
