import { taken } from '../../dataset/columns.ts'
import { roundingOfSum } from '../../dataset/probability-sums.ts'
import type { ModelName } from '../../dataset/roles.ts'
import { takeSampling, type Sampling } from '../../dataset/sampling.ts'
import { exactlySummable } from '../../tally/exact-sums.ts'

/** Rows of a multiclass task: each one's class, and what every model says of it. */
export interface MulticlassRows {
  /** The task's classes, in the order in which scikit-learn would sort them; not every one need have rows here. */
  labels: string[]
  /** Per row, the index of its class. */
  classes: Uint32Array
  models: Map<ModelName, MulticlassModel>
  sampling: Sampling
}

/** What one model says of every row. */
export interface MulticlassModel {
  /** Per row, the index of the predicted class; where there are probabilities, the one with the largest. */
  predicted: Uint32Array
  /** One column per label, in their order, finite; null: hard predictions only. */
  probabilities: Float64Array[] | null
}

/**
 * Per row, the class with the largest probability, the first of equals (NumPy's `argmax`).
 * @param probabilities one column per class, at least one, all of one length
 */
export function argmaxClasses(probabilities: Float64Array[]): Uint32Array {
  const largest = probabilities[0].slice()
  const predicted = new Uint32Array(largest.length)
  for (let label = 1; label < probabilities.length; label++) {
    const column = probabilities[label]
    for (let row = 0; row < column.length; row++) {
      if (column[row] <= largest[row]) continue
      largest[row] = column[row]
      predicted[row] = label
    }
  }
  return predicted
}

/** A number for each row, by its index. (`Float64Array.from` takes five times as long.) */
export function perRow(rowCount: number, numberOf: (row: number) => number): Float64Array {
  const numbers = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) numbers[row] = numberOf(row)
  return numbers
}

/**
 * The rows that count, those of weight 0 being none, with weights whose sums are exact: counts as they are, shares
 * rounded to 2^-52 of the largest.
 */
export function countedRows(rows: MulticlassRows): MulticlassRows {
  const { weights } = rows.sampling
  if (weights === null) return rows
  const kept = weights.values.includes(0) ? takeRows(rows, nonZero(weights.values)) : rows
  if (weights.kind === 'frequency') return kept
  const values = exactlySummable(kept.sampling.weights!.values)
  return { ...kept, sampling: { ...kept.sampling, weights: { kind: 'importance', values } } }
}

/** Some of the rows, in the order given. */
export function takeRows({ labels, classes, models, sampling }: MulticlassRows, rows: Uint32Array): MulticlassRows {
  return {
    labels,
    classes: taken(classes, rows),
    models: new Map(
      [...models].map(([name, { predicted, probabilities }]) => [
        name,
        {
          predicted: taken(predicted, rows),
          probabilities: probabilities?.map((column) => taken(column, rows)) ?? null,
        },
      ]),
    ),
    sampling: takeSampling(sampling, rows),
  }
}

function nonZero(weights: Float64Array): Uint32Array {
  const rows = new Uint32Array(weights.length)
  let count = 0
  for (let row = 0; row < weights.length; row++) if (weights[row] !== 0) rows[count++] = row
  return rows.slice(0, count)
}

/** Why a model's numbers are no probabilities; null where every one is within 0 … 1 and every row's sum to 1 but for rounding. */
export function whyNoProbabilities(probabilities: Float64Array[] | null): string | null {
  if (probabilities === null) return 'no probabilities'
  const sums = new Float64Array(probabilities[0].length)
  for (const column of probabilities) {
    for (let row = 0; row < column.length; row++) {
      const probability = column[row]
      if (!(probability >= 0 && probability <= 1)) return 'scores outside 0 to 1 are not probabilities'
      sums[row] += probability
    }
  }
  const tolerance = roundingOfSum(probabilities.length)
  const isOff = sums.some((sum) => Math.abs(sum - 1) > tolerance)
  return isOff ? 'scores that do not sum to 1 are not probabilities' : null
}
