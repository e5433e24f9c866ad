import type { Sampling } from '../../dataset/sampling.ts'
import { massScale } from './ordered.ts'

/** What each row counts for, as whole numbers: sums of them are exact, and no order of the rows shows. */
export interface RowMasses {
  /** null: 1 each. */
  ofRows: Float64Array | null
  /** The weight that a mass of 1 stands for. */
  unit: number
  /** Masses do not count rows: weights are importance weights. */
  isImportance: boolean
}

/** @param weight of all rows together */
export function rowMasses(sampling: Sampling, weight: number): RowMasses {
  const { weights } = sampling
  const scale = massScale(sampling, weight)
  const ofRows =
    weights?.kind === 'importance'
      ? weights.values.map((value) => Math.round(value * scale))
      : (weights?.values ?? null)
  return { ofRows, unit: 1 / scale, isImportance: weights?.kind === 'importance' }
}

/** A set of rows, and how few of them may be shown together. */
export interface SizedRows {
  rowCount: number
  masses: RowMasses
  smallestGroup: number
}

/** How much lies in each of some cells, those with too few rows left out. */
export interface BinnedWeights {
  /** Rows, or the sum of their weights; 0 where too few. */
  weights: Float64Array
  /** Rows (or weight) that lie in no cell. */
  beyond: number
  /** Rows (or weight) in cells that hold fewer than the smallest group to be shown. */
  hidden: number
}

/**
 * Adds the rows up by cell. No row is lost: the cells, `beyond` and `hidden` sum to all.
 * @param cellOf a row's cell, below 0 where it lies in none
 */
export function binnedWeights(
  { rowCount, masses, smallestGroup }: SizedRows,
  cellCount: number,
  cellOf: (row: number) => number,
): BinnedWeights {
  const { ofRows, unit, isImportance } = masses
  const sums = new Float64Array(cellCount)
  const counts = isImportance ? new Float64Array(cellCount) : sums
  let beyond = 0
  for (let row = 0; row < rowCount; row++) {
    const mass = ofRows === null ? 1 : ofRows[row]
    const cell = cellOf(row)
    if (cell < 0) {
      beyond += mass
      continue
    }
    sums[cell] += mass
    if (isImportance) counts[cell]++
  }
  let hidden = 0
  const weights = sums.map((mass, cell) => {
    if (counts[cell] >= smallestGroup) return mass * unit
    hidden += mass
    return 0
  })
  return { weights, beyond: beyond * unit, hidden: hidden * unit }
}
