import type { ModelName } from '../../dataset/roles.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import { exactSum } from '../../tally/exact-sums.ts'
import { orderRows, type RowsByValue } from './ordered.ts'

/** One model's predictions of a set of rows, every row of a weight above 0. */
export interface PredictedRows {
  truth: Float64Array
  predictions: Float64Array
  /** Per row, prediction − truth. */
  errors: Float64Array
  sampling: Sampling
  /** Σ w: the rows where they have no weights. */
  weight: number
  /** The truth in ascending order; the same for every model, and made once. */
  orderedTruth(): RowsByValue
}

/** The rows as each of several models predicts them. */
export function predictedRows(
  truth: Float64Array,
  predictions: Map<ModelName, Float64Array>,
  sampling: Sampling,
): Map<ModelName, PredictedRows> {
  const { rowCount, weights } = sampling
  const weight = weights === null ? rowCount : exactSum(weights.values)
  let ordered: RowsByValue | null = null
  const orderedTruth = () => (ordered ??= orderRows(truth, sampling, weight))
  return new Map(
    [...predictions].map(([model, ofModel]) => {
      const errors = new Float64Array(rowCount)
      for (let row = 0; row < rowCount; row++) errors[row] = ofModel[row] - truth[row]
      return [model, { truth, predictions: ofModel, errors, sampling, weight, orderedTruth }]
    }),
  )
}

/** True where all values are one number; also where there are none. */
export function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0])
}

/** Per row, the weight that goes with the row where it is left out: one of its count, all of its share. */
export function ownWeight({ weights }: Sampling, row: number): number {
  return weights?.kind === 'importance' ? weights.values[row] : 1
}
