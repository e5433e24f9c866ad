import type { SplitFinding } from '../finding.ts'
import { crossCounts } from './counts.ts'
import { consequence } from './leaks.ts'
import { leakEffect, namesOf, type SplitPair } from './pairs.ts'
import { firstRows, type CheckedRows } from './rows.ts'
import { counted, rowsHave } from './words.ts'

/** Groups on both sides of two splits: rows of one patient, one user, in both. */
export function sharedGroups(
  { groups, names, codes, rowCount, placeOf }: CheckedRows,
  pairs: SplitPair[],
): SplitFinding[] {
  if (groups === null) return []
  const splitCount = names.length
  const counts = crossCounts(groups.codes, groups.names.length, codes, splitCount)
  return pairs.flatMap((pair) => {
    const isShared = (group: number) =>
      counts[group * splitCount + pair.earlier] > 0 && counts[group * splitCount + pair.later] > 0
    let groupCount = 0
    let rows = 0
    for (let group = 0; group < groups.names.length; group++) {
      if (!isShared(group)) continue
      groupCount++
      rows += counts[group * splitCount + pair.later]
    }
    if (rows === 0) return []
    const [earlier, later] = namesOf(names, pair)
    const examples = firstRows(rowCount, (row) => codes[row] === pair.later && isShared(groups.codes[row]))
    return [
      {
        code: 'shared_group' as const,
        splits: [earlier, later],
        rows,
        examples: examples.map((row) => placeOf(row, 'group')),
        message: `${rowsHave(rows, later)} a group that ${earlier} has too, ${counted(groupCount, 'group')} in all${consequence(names, pair)}.`,
        test: null,
        effect: leakEffect(names, pair),
      },
    ]
  })
}
