import type { ModelName } from '../../dataset/roles.ts'
import type { Sampling } from '../../dataset/sampling.ts'
import { type MulticlassModel, type MulticlassRows, perRow } from './rows.ts'
import { ExactSums, largestOf } from '../../tally/exact-sums.ts'
import { rankScores } from '../../tally/rank.ts'

/** Rows that no metric of decisions tells apart, counted together: same class, same decisions of every model. */
export interface DecisionCells {
  /** Per cell, the index of the true class. */
  classes: Uint32Array
  models: Map<ModelName, CellDecisions>
  /** Per cell, its rows or the sum of their weights. */
  weights: Float64Array
  /** Per row, its cell. */
  ofRows: Uint32Array
  /** Of the rows. */
  sampling: Sampling
}

/** What one model says of the rows of each cell. */
export interface CellDecisions {
  predicted: Uint32Array
  /** How many classes come before the true one by probability, at most 3; null without probabilities. */
  before: Uint8Array | null
}

/** Distinct values of `before`: whatever lies beyond the third place is beyond every metric here. */
const placeCount = 4

/** Sorts the rows into their cells, which come in an order of their own: that of the rows leaves no trace. */
export function decisionCells({ labels, classes, models, sampling }: MulticlassRows): DecisionCells {
  const labelCount = labels.length
  const codes = Float64Array.from(classes)
  for (const model of models.values()) {
    const before = model.probabilities === null ? null : classesBefore(model.probabilities, classes)
    for (let row = 0; row < codes.length; row++) {
      codes[row] = (codes[row] * labelCount + model.predicted[row]) * placeCount + (before === null ? 0 : before[row])
    }
  }
  const { scores, ranks } = rankScores(codes)
  return {
    ...decoded(scores, labelCount, models),
    weights: cellWeights(ranks, scores.length, sampling),
    ofRows: ranks,
    sampling,
  }
}

/**
 * How many classes a row's probabilities put before its true one, at most 3. Of equal probabilities the later class
 * comes first, as in scikit-learn's `top_k_accuracy_score`.
 */
function classesBefore(probabilities: Float64Array[], classes: Uint32Array): Uint8Array {
  const before = new Uint8Array(classes.length)
  const ofTrue = perRow(classes.length, (row) => probabilities[classes[row]][row])
  probabilities.forEach((column, label) => {
    for (let row = 0; row < before.length; row++) {
      const isBefore = column[row] > ofTrue[row] || (column[row] === ofTrue[row] && label > classes[row])
      if (isBefore && before[row] < placeCount - 1) before[row]++
    }
  })
  return before
}

function decoded(
  codes: Float64Array,
  labelCount: number,
  models: Map<ModelName, MulticlassModel>,
): Pick<DecisionCells, 'classes' | 'models'> {
  const rest = codes.slice()
  const takeDigits = (base: number) => {
    const digits = new Uint32Array(rest.length)
    for (let cell = 0; cell < rest.length; cell++) {
      digits[cell] = rest[cell] % base
      rest[cell] = Math.floor(rest[cell] / base)
    }
    return digits
  }
  const decisions = [...models].reverse().map(([name, { probabilities }]) => {
    const before = takeDigits(placeCount)
    return [
      name,
      { before: probabilities === null ? null : Uint8Array.from(before), predicted: takeDigits(labelCount) },
    ] as const
  })
  return { models: new Map(decisions), classes: Uint32Array.from(rest) }
}

function cellWeights(ofRows: Uint32Array, cellCount: number, { weights }: Sampling): Float64Array {
  const sums = new ExactSums(cellCount, weights === null ? 1 : largestOf(weights.values), ofRows.length)
  for (let row = 0; row < ofRows.length; row++) sums.add(ofRows[row], weights === null ? 1 : weights.values[row])
  return sums.values()
}

/** Rows, or sums of their weights, by true and predicted class. */
export interface ClassConfusion {
  labelCount: number
  /** Of true class i and predicted class j at `i * labelCount + j`. */
  counts: Float64Array
  ofTrue: Float64Array
  ofPredicted: Float64Array
  right: number
  total: number
}

/** One model’s confusion counts from the cells of its decisions. */
export function classConfusion(
  { classes, weights }: DecisionCells,
  { predicted }: CellDecisions,
  labelCount: number,
): ClassConfusion {
  const counts = new Float64Array(labelCount * labelCount)
  for (let cell = 0; cell < weights.length; cell++)
    counts[classes[cell] * labelCount + predicted[cell]] += weights[cell]
  const ofTrue = new Float64Array(labelCount)
  const ofPredicted = new Float64Array(labelCount)
  let right = 0
  let total = 0
  for (let i = 0; i < labelCount; i++) {
    for (let j = 0; j < labelCount; j++) {
      const count = counts[i * labelCount + j]
      ofTrue[i] += count
      ofPredicted[j] += count
      if (i === j) right += count
    }
    total += ofTrue[i]
  }
  return { labelCount, counts, ofTrue, ofPredicted, right, total }
}

/** The confusion counts as a row per true class, a column per predicted class. */
export function confusionRows({ labelCount, counts }: ClassConfusion): number[][] {
  return Array.from({ length: labelCount }, (_, i) => Array.from(counts.subarray(i * labelCount, (i + 1) * labelCount)))
}
