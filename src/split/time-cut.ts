/** Parts of rows by when each part but the first begins: a row is in the last part whose start is not after its time. */
export function cutAtStarts(times: Float64Array, starts: number[]): Uint8Array {
  const codes = new Uint8Array(times.length)
  for (let row = 0; row < times.length; row++) {
    let part = 0
    while (part < starts.length && times[row] >= starts[part]) part++
    codes[row] = part
  }
  return codes
}

/** The first time of each part but the first, among the parts that have rows. */
export function firstTimes(times: Float64Array, codes: Uint8Array, partCount: number): number[] {
  const firsts = new Array<number>(partCount).fill(Infinity)
  for (let row = 0; row < times.length; row++) if (times[row] < firsts[codes[row]]) firsts[codes[row]] = times[row]
  return firsts.filter((time) => time < Infinity).slice(1)
}

/** Gives `gapCode` to the rows with a time in `[cut - gap, cut)` for any of the cuts. */
export function setGapAside(
  times: Float64Array,
  codes: Uint8Array,
  cuts: number[],
  gap: number,
  gapCode: number,
): void {
  for (const cut of cuts) {
    const from = cut - gap
    for (let row = 0; row < times.length; row++) if (times[row] >= from && times[row] < cut) codes[row] = gapCode
  }
}
