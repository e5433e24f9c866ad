/** Rows by value and split, at `value * splitCount + split`. */
export function crossCounts(
  codes: Uint32Array | Uint8Array,
  valueCount: number,
  splits: Uint8Array,
  splitCount: number,
): Uint32Array {
  const counts = new Uint32Array(valueCount * splitCount)
  for (let row = 0; row < codes.length; row++) counts[codes[row] * splitCount + splits[row]]++
  return counts
}

/** The rows of one split by value. */
export function countsOfSplit(counts: Uint32Array, split: number, splitCount: number): Uint32Array {
  return counts.filter((_, at) => at % splitCount === split)
}
