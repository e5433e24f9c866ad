import type { Utf8Column } from '../../table/column.ts'

/** Keys of which no two are alike, each with the split of the first row found to have it. */
export interface KeySample {
  keys: Utf8Column
  codes: Uint8Array
}

/** Keys of each split: a rule that gives 1 % to test shows as clearly as one that gives a third. */
const keysPerSplit = 60

/** A column in which the same few keys come again and again is given up after so many. */
const mostLooks = 20_000

/** Next to no file has a period that a step of this length falls in with. */
const stride = 1_000_003

const decoder = new TextDecoder()

/** Keys from all over the rows, as many of each split as there are, up to sixty. */
export function sampleKeys({ bytes, offsets }: Utf8Column, codes: Uint8Array, splitCount: number): KeySample {
  const rowCount = codes.length
  const step = rowCount % stride === 0 ? 1 : stride
  const found = new Float64Array(splitCount)
  const known = new Set<string>()
  const rows: number[] = []
  for (let i = 0, looks = 0; i < rowCount && looks < mostLooks && rows.length < splitCount * keysPerSplit; i++) {
    const row = (i * step) % rowCount
    if (found[codes[row]] >= keysPerSplit) continue
    looks++
    const key = decoder.decode(bytes.subarray(offsets[row], offsets[row + 1]))
    if (known.has(key)) continue
    known.add(key)
    found[codes[row]]++
    rows.push(row)
  }
  return { keys: gathered({ kind: 'utf8', bytes, offsets }, rows), codes: Uint8Array.from(rows, (row) => codes[row]) }
}

function gathered({ bytes, offsets }: Utf8Column, rows: number[]): Utf8Column {
  const starts = new Float64Array(rows.length + 1)
  rows.forEach((row, i) => (starts[i + 1] = starts[i] + offsets[row + 1] - offsets[row]))
  const gatheredBytes = new Uint8Array(starts[rows.length])
  rows.forEach((row, i) => gatheredBytes.set(bytes.subarray(offsets[row], offsets[row + 1]), starts[i]))
  return { kind: 'utf8', bytes: gatheredBytes, offsets: starts }
}
