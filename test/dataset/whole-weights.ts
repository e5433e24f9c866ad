import { rowWeights, type RowWeights } from '../../src/dataset/sampling.ts'

/** Weights that are counts of equal rows where all are whole numbers, else importance weights. */
export function wholeOrShares(values: Float64Array): RowWeights {
  return rowWeights(values, values.every(Number.isInteger) ? 'frequency' : 'importance')
}
