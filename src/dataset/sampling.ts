import { taken } from './columns.ts'
import type { WeightKind } from './reading.ts'

/** How rows came to be there, as far as intervals need to know: what each stands for, and which belong together. */
export interface Sampling {
  rowCount: number
  /** What each row counts for; null where every row counts once. */
  weights: RowWeights | null
  /** Which rows belong together (of one patient, one user); null where rows are independent. */
  groups: RowGroups | null
}

/**
 * Weights of rows, finite and at least 0. `frequency`: whole numbers, each row standing for that many alike (a table that
 * was grouped): an integer weight equals repeating the row, intervals included. `importance`: what a row stands for, such
 * as an inverse sampling probability: each row was drawn once, and intervals take it so.
 */
export interface RowWeights {
  kind: WeightKind
  values: Float64Array
}

/** The group of each row: rows of one group are not independent. */
export interface RowGroups {
  /** Per row, its group's code, below `groupCount`. */
  codes: Uint32Array
  /** Groups that the codes may name; not every one need have rows here. */
  groupCount: number
}

/**
 * Weights of the kind that was named. Where none was, importance weights, whose intervals are the more cautious: Σ (wᵢ·φᵢ)²
 * is at least Σ wᵢ·φᵢ² where no weight is below 1. Weights that are all 1 count each row once, whatever they are called.
 */
export function rowWeights(values: Float64Array, named: WeightKind | null): RowWeights {
  return { kind: named ?? (values.every((value) => value === 1) ? 'frequency' : 'importance'), values }
}

/** Whether weights may be counts of equal rows as well as what each row stands for: whole, and not all of them 1. */
export function isKindOpen(values: Float64Array): boolean {
  return values.every(Number.isInteger) && values.some((value) => value !== 1)
}

/** How many groups rows belong to, those of weight 0 left out, which stand for no row; none where rows are independent. */
export function presentGroups({ weights, groups }: Sampling): { groupCount?: number } {
  if (groups === null) return {}
  const codes = weights === null ? groups.codes : groups.codes.filter((_, row) => weights.values[row] > 0)
  return { groupCount: new Set(codes).size }
}

/** The sampling of some of the rows, in the order given. */
export function takeSampling({ weights, groups }: Sampling, rows: Uint32Array): Sampling {
  return {
    rowCount: rows.length,
    weights: weights && { ...weights, values: taken(weights.values, rows) },
    groups: groups && { ...groups, codes: taken(groups.codes, rows) },
  }
}
