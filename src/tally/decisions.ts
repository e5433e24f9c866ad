import type { RowSet } from './rows.ts'

/**
 * Two models' decisions on the same rows: counts indexed by 4·class + 2·(candidate says positive) + (production says
 * positive), 8 in all.
 */
export type JointDecisions = Float64Array

/** @param candidateRank, productionRank the first rank that each model calls positive */
export function jointDecisions(rows: RowSet, candidateRank: number, productionRank: number): JointDecisions {
  const candidateRanks = rows.models.get('candidate')!.ranks
  const productionRanks = rows.models.get('production')!.ranks
  const counts = new Float64Array(8)
  for (let row = 0; row < rows.classes.length; row++) {
    const cell = 4 * rows.classes[row] + (candidateRanks[row] >= candidateRank ? 2 : 0) + (productionRanks[row] >= productionRank ? 1 : 0)
    counts[cell]++
  }
  return counts
}
