import type { Sampling } from '../../src/dataset/sampling.ts'

/** Rows that count once each, drawn independently. */
export function independentRows(rowCount: number): Sampling {
  return { rowCount, weights: null, groups: null }
}
