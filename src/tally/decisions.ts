import type { ModelName } from '../dataset/roles.ts'
import type { RowSet } from './rows.ts'

/**
 * Both models' decisions on the same rows: counts indexed by 4·class + 2·(candidate says positive) + (production says
 * positive), 8 in all. Without a production model it says nothing is positive.
 */
export type JointDecisions = Float64Array

/**
 * Counts the decisions of every group of rows in one pass.
 * @param ranks the first rank that each model calls positive
 * @param groups per row its group's code, below `groupCount`; null: all rows are group 0
 */
export function jointDecisions(
  rows: RowSet, ranks: Map<ModelName, number>, groups: Uint32Array | null = null, groupCount = 1,
): JointDecisions[] {
  const rowCount = rows.classes.length
  const counts = new Float64Array(8 * groupCount)
  const candidateRanks = rows.models.get('candidate')!.ranks
  const candidateRank = ranks.get('candidate')!
  const productionRanks = rows.models.get('production')?.ranks ?? null
  const productionRank = ranks.get('production') ?? Infinity
  for (let row = 0; row < rowCount; row++) {
    let cell = 4 * rows.classes[row]
    if (candidateRanks[row] >= candidateRank) cell += 2
    if (productionRanks !== null && productionRanks[row] >= productionRank) cell++
    counts[groups === null ? cell : 8 * groups[row] + cell]++
  }
  return Array.from({ length: groupCount }, (_, group) => counts.subarray(8 * group, 8 * group + 8))
}
