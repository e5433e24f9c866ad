import type { ModelName } from '../../dataset/roles.ts'
import { takeSampling, type Sampling } from '../../dataset/sampling.ts'
import type { RankedScores } from '../../tally/rank.ts'
import type { RowSet } from '../../tally/rows.ts'
import { meanPrecision, type MeanPrecision, type Precision, sampledPrecision, sampleSize } from '../intervals/delta.ts'

/**
 * What one more row would change in an estimate, per unit of weight, by the row's score and class: of a negative row with
 * rank k at 2k, of a positive one at 2k + 1.
 */
export type InfluenceTable = Float64Array

/** One model's rows where their influences have to be looked at one by one: they belong together, or have importance weights. */
export interface SampledRows {
  ranked: RankedScores
  /** 1 for the positive class, else 0. */
  classes: Uint8Array
  sampling: Sampling
}

/** True where counts by score and class say all about the variance: rows are independent, or stand for many alike. */
export function isTallied({ weights, groups }: Sampling): boolean {
  return groups === null && weights?.kind !== 'importance'
}

/** One model's rows where counts do not say all; undefined where they do. */
export function sampledRows({ models, classes, sampling }: RowSet, model: ModelName): SampledRows | undefined {
  return isTallied(sampling) ? undefined : { ranked: models.get(model)!, classes, sampling }
}

/** How many independent rows of each class there are: groups that have some, or Kish's effective number of importance weights. */
export function classSizes({ classes, sampling }: SampledRows): { positives: number; negatives: number } {
  const sizeOf = (oneClass: number) => {
    const rows = Uint32Array.from(classes.keys()).filter((row) => classes[row] === oneClass)
    const { weights, groups } = takeSampling(sampling, rows)
    return groups === null ? sampleSize({ rowCount: rows.length, weights, groups }) : new Set(groups.codes).size
  }
  return { positives: sizeOf(1), negatives: sizeOf(0) }
}

/** Each row's influence, in the order of the rows. */
export function rowInfluence(table: InfluenceTable, { ranks }: RankedScores, classes: Uint8Array): Float64Array {
  const influence = new Float64Array(classes.length)
  for (let row = 0; row < influence.length; row++) influence[row] = table[2 * ranks[row] + classes[row]]
  return influence
}

/** How sure an estimate is whose rows belong together or have importance weights. */
export function precisionOf(table: InfluenceTable, { ranked, classes, sampling }: SampledRows): Precision {
  return sampledPrecision(rowInfluence(table, ranked, classes), sampling)
}

/** How sure a mean is whose rows belong together or have importance weights. */
export function meanPrecisionOf(table: InfluenceTable, { ranked, classes, sampling }: SampledRows): MeanPrecision {
  return meanPrecision(rowInfluence(table, ranked, classes), sampling)
}
