import type { SplitRows } from '../dataset/dataset.ts'
import type { SliceColumn } from '../dataset/slices.ts'
import type { MeasuredRows, MeasuredSlice, MeasuredSplit } from './measured.ts'

/**
 * Measures a split and each of its slices that has rows.
 * @param measure given the rows to measure by their numbers in the split, ascending; null: all of them
 */
export function measureWithSlices(
  { name, slices }: SplitRows,
  measure: (rows: Uint32Array | null) => MeasuredRows,
): MeasuredSplit {
  return { name, ...measure(null), slices: slices.flatMap((slice) => measureSlice(slice, measure)) }
}

function measureSlice(
  { columns, values, codes }: SliceColumn,
  measure: (rows: Uint32Array) => MeasuredRows,
): MeasuredSlice[] {
  const { rows, starts } = rowsByCode(codes(), values.length)
  return values.flatMap((value, code) => {
    if (starts[code] === starts[code + 1]) return []
    return [{ where: whereOf(columns, value), ...measure(rows.subarray(starts[code], starts[code + 1])) }]
  })
}

/** A slice's value of each of its columns. */
export function whereOf(columns: string[], values: string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column, i) => [column, values[i]]))
}

/** Row numbers by code, ascending within each: those of a code are `rows[starts[code]] … rows[starts[code + 1] - 1]`. */
export function rowsByCode(codes: Uint32Array, codeCount: number): { rows: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(codeCount + 1)
  for (let row = 0; row < codes.length; row++) starts[codes[row] + 1]++
  for (let code = 0; code < codeCount; code++) starts[code + 1] += starts[code]
  const next = starts.slice(0, codeCount)
  const rows = new Uint32Array(codes.length)
  for (let row = 0; row < codes.length; row++) rows[next[codes[row]]++] = row
  return { rows, starts }
}
