import type { Sampling } from '../dataset/sampling.ts'
import { rankScores } from '../tally/rank.ts'
import type { ScoreTally } from '../tally/rows.ts'

/** Values in ascending order, and how many rows have each: of the positive class too, where the task has one. */
export interface ValueCounts {
  values: Float64Array
  rows: Float64Array
  positives: Float64Array | null
}

/**
 * Rows by neighbouring values: bin i holds the values from `edges[i − 1]` up to, not including, `edges[i]`; the first has no
 * lower end, the last no upper one. An edge lies midway between two values and is none of them.
 */
export interface ValueBins {
  edges: number[]
  rows: number[]
  positives?: number[]
}

/** The rows of a tally by score. */
export function countsOfTally({ scores, truePositives, falsePositives }: ScoreTally): ValueCounts {
  const rows = new Float64Array(scores.length)
  const positives = new Float64Array(scores.length)
  for (let k = 0; k < scores.length; k++) {
    const isLast = k + 1 === scores.length
    positives[k] = truePositives[k] - (isLast ? 0 : truePositives[k + 1])
    rows[k] = positives[k] + falsePositives[k] - (isLast ? 0 : falsePositives[k + 1])
  }
  return { values: scores, rows, positives }
}

/** Rows by value. @param sampling of rows that are alike, or stand for whole numbers of them */
export function countsOfValues(all: Float64Array, { weights }: Sampling): ValueCounts {
  const { scores, ranks } = rankScores(all)
  const rows = new Float64Array(scores.length)
  for (let row = 0; row < ranks.length; row++) rows[ranks[row]] += weights === null ? 1 : weights.values[row]
  return { values: scores, rows, positives: null }
}

/**
 * Bins of about equal mass, at most 100 and each of no fewer rows than `fewest`, none of which cuts equal values apart. Null
 * where there would be fewer than two, or no number lies between two neighbours.
 */
export function equalMassValueBins({ values, rows, positives }: ValueCounts, fewest: number): ValueBins | null {
  const total = rows.reduce((sum, count) => sum + count, 0)
  const wanted = Math.max(fewest, total / mostBins)
  const bins: Required<ValueBins> = { edges: [], rows: [], positives: [] }
  let [inBin, positivesInBin, left] = [0, 0, total]
  for (let k = 0; k < values.length; k++) {
    if (inBin >= wanted && left >= fewest) {
      const edge = values[k - 1] / 2 + values[k] / 2
      if (edge > values[k - 1] && edge < values[k]) {
        bins.edges.push(edge)
        bins.rows.push(inBin)
        bins.positives.push(positivesInBin)
        inBin = positivesInBin = 0
      }
    }
    inBin += rows[k]
    left -= rows[k]
    if (positives !== null) positivesInBin += positives[k]
  }
  if (bins.edges.length === 0) return null
  bins.rows.push(inBin)
  bins.positives.push(positivesInBin)
  return positives === null ? { edges: bins.edges, rows: bins.rows } : bins
}

const mostBins = 100

/** How many rows lie in each bin that the edges make. */
export function rowsBetween({ values, rows }: ValueCounts, edges: number[]): number[] {
  const counts = Array<number>(edges.length + 1).fill(0)
  let bin = 0
  for (let k = 0; k < values.length; k++) {
    while (bin < edges.length && values[k] >= edges[bin]) bin++
    counts[bin] += rows[k]
  }
  return counts
}
