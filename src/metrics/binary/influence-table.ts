import type { Sampling } from '../../dataset/sampling.ts'
import type { RankedScores } from '../../tally/rank.ts'

/**
 * What one more row would change in an estimate, per unit of weight, by the row's score and class: of a negative row with
 * rank k at 2k, of a positive one at 2k + 1.
 */
export type InfluenceTable = Float64Array

/** One model's rows where their influences have to be looked at one by one: they belong together, or have shares. */
export interface SampledRows {
  ranked: RankedScores
  /** 1 for the positive class, else 0. */
  classes: Uint8Array
  sampling: Sampling
}

/** True where counts by score and class say all about the variance: rows are independent, or stand for many alike. */
export function isTallied({ weights, groups }: Sampling): boolean {
  return groups === null && weights?.kind !== 'shares'
}

/** Each row's influence, in the order of the rows. */
export function rowInfluence(table: InfluenceTable, { ranks }: RankedScores, classes: Uint8Array): Float64Array {
  const influence = new Float64Array(classes.length)
  for (let row = 0; row < influence.length; row++) influence[row] = table[2 * ranks[row] + classes[row]]
  return influence
}
