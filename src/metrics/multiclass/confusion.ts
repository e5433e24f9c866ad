import type { DecisionCells, CellDecisions } from './cells.ts'

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
