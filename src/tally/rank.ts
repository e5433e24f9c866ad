/** Scores of one model on one set of rows: the table of distinct values, and each row's place in it. */
export interface RankedScores {
  /** Distinct values, ascending. −0 counts as 0. */
  scores: Float64Array
  /** Per row, the 0-based index of its score in `scores`. */
  ranks: Uint32Array
}

/** Ranked scores with the rows in ascending order of score. */
export interface OrderedScores extends RankedScores {
  /** Row numbers in ascending order of score; rows of one score in any order. */
  order: Uint32Array
  /** The rank of each row in that order: ascending. */
  orderedRanks: Uint32Array
}

/** Most bins of the coarse histogram of keys, and the rows that a group of neighbouring bins is meant to hold. */
const mostBins = 1 << 16
const rowsPerGroup = 2048
/** Moves per row beyond which a group's insertion sort is given up for the native sort. */
const insertionLimit = 16

/**
 * Ranks float64 scores exactly: equal numbers share a rank, nothing is rounded.
 *
 * Values and row numbers are scattered into groups of about 2,000 neighbouring values (by a histogram of the high
 * word of the IEEE 754 pattern, whose order is the numbers' order), and each group is sorted while it is in the cache.
 * @param values finite numbers, any order; not changed
 */
export function rankScores(values: Float64Array): OrderedScores {
  const rowCount = values.length
  if (rowCount === 0)
    return {
      scores: new Float64Array(0),
      ranks: new Uint32Array(0),
      order: new Uint32Array(0),
      orderedRanks: new Uint32Array(0),
    }
  const groups = groupByKey(values)
  const sorted = new Float64Array(rowCount)
  const rows = new Uint32Array(rowCount)
  scatter(values, groups, sorted, rows)

  const ranks = new Uint32Array(rowCount)
  const orderedRanks = new Uint32Array(rowCount)
  const scratch = new GroupScratch()
  let distinctCount = 0
  for (let group = 0; group < groups.count; group++) {
    const start = group === 0 ? 0 : groups.ends[group - 1]
    distinctCount = rankGroup(sorted, rows, start, groups.ends[group], ranks, orderedRanks, distinctCount, scratch)
  }
  // The packed front of `sorted` is the table; copied only where that frees most of the memory.
  const scores = distinctCount > rowCount / 2 ? sorted.subarray(0, distinctCount) : sorted.slice(0, distinctCount)
  return { scores, ranks, order: rows, orderedRanks }
}

/** The number of entries of ascending `scores` that are below `threshold`: the first rank called positive there. */
export function rankOfThreshold(scores: Float64Array, threshold: number): number {
  let low = 0
  let high = scores.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (scores[middle] < threshold) low = middle + 1
    else high = middle
  }
  return low
}

/** The first of the ranks 0 … `scoreCount` − 1 from which on `isBeyond` is true, by bisection; `scoreCount` where it never is. */
export function firstRank(scoreCount: number, isBeyond: (rank: number) => boolean, from = 0): number {
  let low = from
  let high = scoreCount
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBeyond(middle)) high = middle
    else low = middle + 1
  }
  return low
}

interface Groups {
  count: number
  /** Group of each bin. */
  ofBin: Uint32Array
  /** Where each group starts in the scattered rows; `scatter` moves every entry to its end. */
  ends: Uint32Array
  lowestKey: number
  /** A bin holds 2^binShift neighbouring keys. */
  binShift: number
}

const pattern = new Float64Array(1)
const words = new Uint32Array(pattern.buffer)
const highWord = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0

/** Unsigned 32-bit key with the order of the numbers; adding 0 makes −0 one with 0. */
export function keyOf(value: number): number {
  pattern[0] = value + 0
  const high = words[highWord]
  return (high & 0x80000000 ? ~high : high | 0x80000000) >>> 0
}

function groupByKey(values: Float64Array): Groups {
  const rowCount = values.length
  let minimum = Infinity
  let maximum = -Infinity
  for (let row = 0; row < rowCount; row++) {
    const value = values[row]
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  const binCount = Math.min(mostBins, 4 * rowCount + 1)
  const lowestKey = keyOf(minimum)
  let binShift = 0
  while ((keyOf(maximum) - lowestKey) >>> binShift >= binCount) binShift++
  const binSizes = new Uint32Array(binCount)
  for (let row = 0; row < rowCount; row++) binSizes[(keyOf(values[row]) - lowestKey) >>> binShift]++

  const ofBin = new Uint32Array(binCount)
  const ends: number[] = [0]
  let size = 0
  let start = 0
  for (let bin = 0; bin < binCount; bin++) {
    if (size > 0 && size + binSizes[bin] > rowsPerGroup) {
      start += size
      ends.push(start)
      size = 0
    }
    ofBin[bin] = ends.length - 1
    size += binSizes[bin]
  }
  return { count: ends.length, ofBin, ends: Uint32Array.from(ends), lowestKey, binShift }
}

function scatter(values: Float64Array, groups: Groups, sorted: Float64Array, rows: Uint32Array): void {
  const { ofBin, ends, lowestKey, binShift } = groups
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    const place = ends[ofBin[(keyOf(value) - lowestKey) >>> binShift]]++
    sorted[place] = value + 0
    rows[place] = row
  }
}

class GroupScratch {
  values = new Float64Array(0)
  rows = new Uint32Array(0)
  cells = new Uint32Array(0)

  reserve(size: number): void {
    if (size <= this.rows.length) return
    this.values = new Float64Array(size)
    this.rows = new Uint32Array(size)
    this.cells = new Uint32Array((size >>> 1) + 2)
  }
}

/** Sorts one group, packs its distinct values at `distinctCount` and writes its rows' ranks; returns the new count. */
function rankGroup(
  sorted: Float64Array,
  rows: Uint32Array,
  start: number,
  end: number,
  ranks: Uint32Array,
  orderedRanks: Uint32Array,
  distinctCount: number,
  scratch: GroupScratch,
): number {
  if (start === end) return distinctCount
  let minimum = sorted[start]
  let maximum = minimum
  for (let i = start + 1; i < end; i++) {
    const value = sorted[i]
    if (value < minimum) minimum = value
    else if (value > maximum) maximum = value
  }
  if (minimum === maximum) {
    for (let i = start; i < end; i++) ranks[rows[i]] = orderedRanks[i] = distinctCount
    sorted[distinctCount] = minimum
    return distinctCount + 1
  }
  if (!sortByCells(sorted, rows, start, end, minimum, maximum, scratch)) {
    return rankGroupNatively(sorted, rows, start, end, ranks, orderedRanks, distinctCount)
  }
  // The first value is read before the packing can reach its place.
  let last = NaN
  for (let i = start; i < end; i++) {
    const value = sorted[i]
    if (value !== last) sorted[distinctCount++] = last = value
    ranks[rows[i]] = orderedRanks[i] = distinctCount - 1
  }
  return distinctCount
}

/** Counting sort by linear interpolation, then insertion; false, unsorted, where the values are too uneven. */
function sortByCells(
  sorted: Float64Array,
  rows: Uint32Array,
  start: number,
  end: number,
  minimum: number,
  maximum: number,
  scratch: GroupScratch,
): boolean {
  const size = end - start
  scratch.reserve(size)
  const { values: scratchValues, rows: scratchRows, cells } = scratch
  const cellCount = (size >>> 1) + 1
  const scale = (cellCount - 1) / (maximum - minimum)
  if (!(scale > 0 && scale < Infinity)) return false
  cells.fill(0, 0, cellCount + 1)
  for (let i = start; i < end; i++) cells[((sorted[i] - minimum) * scale) | 0]++
  let place = 0
  for (let cell = 0; cell < cellCount; cell++) {
    const count = cells[cell]
    cells[cell] = place
    place += count
  }
  for (let i = start; i < end; i++) {
    const at = cells[((sorted[i] - minimum) * scale) | 0]++
    scratchValues[at] = sorted[i]
    scratchRows[at] = rows[i]
  }
  let movesLeft = insertionLimit * size
  for (let i = 0; i < size; i++) {
    if (movesLeft < 0) {
      sorted.set(scratchValues.subarray(i, size), start + i)
      rows.set(scratchRows.subarray(i, size), start + i)
      return false
    }
    const value = scratchValues[i]
    const row = scratchRows[i]
    let j = start + i - 1
    while (j >= start && sorted[j] > value) {
      sorted[j + 1] = sorted[j]
      rows[j + 1] = rows[j]
      j--
    }
    movesLeft -= start + i - 1 - j
    sorted[j + 1] = value
    rows[j + 1] = row
  }
  return true
}

function rankGroupNatively(
  sorted: Float64Array,
  rows: Uint32Array,
  start: number,
  end: number,
  ranks: Uint32Array,
  orderedRanks: Uint32Array,
  distinctCount: number,
): number {
  const values = sorted.slice(start, end)
  const table = values.slice().sort()
  let size = 0
  for (let i = 0; i < table.length; i++) if (i === 0 || table[i] !== table[size - 1]) table[size++] = table[i]
  const distinct = table.subarray(0, size)
  for (let i = 0; i < values.length; i++) ranks[rows[start + i]] = distinctCount + rankOfThreshold(distinct, values[i])
  rows.subarray(start, end).sort((a, b) => ranks[a] - ranks[b])
  for (let i = start; i < end; i++) orderedRanks[i] = ranks[rows[i]]
  sorted.set(distinct, distinctCount)
  return distinctCount + size
}
