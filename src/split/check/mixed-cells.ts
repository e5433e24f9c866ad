import { wholePower } from '../../metrics/arithmetic.ts'
import { binomialTail, normalTail, normalValue } from '../../metrics/intervals/distributions.ts'

/** Cells of rows that are alike, by how the rows of two splits are spread over them; cells of one row are none. */
export interface MixedCells {
  /** How many cells have so many rows of the two splits together, two or more. */
  sizes: Map<number, number>
  /** How many have rows of both splits. */
  mixed: number
}

/** The level at which two splits are judged: of clean pairs, at most this share is told to have rows in common. */
export const sharedRowLevel = 0.01
const power = 0.8
/** Beyond so many cells, their number that has rows of both splits is taken as normal. */
const exactCells = 1000

/** What chance makes of such cells. */
export interface ChanceOfCells {
  /** The expected number of cells with rows of both splits. */
  expected: number
  /** The probability of at least as many as there are. */
  p: number
}

/**
 * How many cells have rows of both splits where no row is in both: rows that are alike are then as often in the one split
 * as the shares of the splits say, whatever the values are. (A permutation test: given which rows are alike, every assignment
 * to the splits is as likely.) A leak puts rows into cells of the other split alone, so that there are more.
 * @param laterShare rows of the later split among those of both. Where the splits are known to differ in their scores, ½: rows
 * of two distributions meet in a cell at most as often as if they were of one and the splits were equally large.
 */
export function chanceOfCells({ sizes, mixed }: MixedCells, laterShare: number): ChanceOfCells {
  const groups = cellGroups(sizes, laterShare)
  const expected = groups.reduce((sum, { count, share }) => sum + count * share, 0)
  const total = groups.reduce((sum, { count }) => sum + count, 0)
  if (mixed <= expected) return { expected, p: 1 }
  const p =
    total <= exactCells ? exactTail(groups, mixed) : normalTail((mixed - 0.5 - expected) / Math.sqrt(variance(groups)))
  return { expected, p }
}

/**
 * The number of rows of the later split that would have to be in the earlier one too, to be seen in 80 of 100 such files; null
 * where all of them together would not be.
 * @param unlike rows of the later split that are like none of the earlier: a leak of others makes no cell of both splits
 */
export function visibleLeak(
  { sizes }: MixedCells,
  laterShare: number,
  laterRows: number,
  unlike: number,
): number | null {
  const noise = variance(cellGroups(sizes, laterShare))
  const pair = mixedShare(2, laterShare)
  const isSeen = (cells: number) => {
    if (noise === 0) return wholePower(pair, Math.floor(cells)) < sharedRowLevel
    const spread = Math.sqrt(noise + cells * pair * (1 - pair))
    return cells * (1 - pair) >= -normalValue(sharedRowLevel) * spread + normalValue(power) * Math.sqrt(noise)
  }
  if (!isSeen(unlike)) return null
  let [low, high] = [0, unlike]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isSeen(middle)) high = middle
    else low = middle
  }
  return Math.ceil((high * laterRows) / unlike)
}

/** The probability that so many rows, each in the later split with a probability, are in both. */
function mixedShare(size: number, laterShare: number): number {
  return 1 - wholePower(laterShare, size) - wholePower(1 - laterShare, size)
}

/** By size, so that the order of the rows leaves no trace in sums. */
function cellGroups(sizes: MixedCells['sizes'], laterShare: number): CellGroup[] {
  return [...sizes].sort(([a], [b]) => a - b).map(([size, count]) => ({ count, share: mixedShare(size, laterShare) }))
}

interface CellGroup {
  count: number
  share: number
}

function variance(groups: CellGroup[]): number {
  return groups.reduce((sum, { count, share }) => sum + count * share * (1 - share), 0)
}

/** The probability that cells of several sizes together have at least so many of both splits. */
function exactTail(groups: CellGroup[], least: number): number {
  if (groups.length === 1) return binomialTail(least, groups[0].count, groups[0].share)
  const total = groups.reduce((sum, { count }) => sum + count, 0)
  const probabilities = new Float64Array(total + 1)
  probabilities[0] = 1
  let cells = 0
  for (const { count, share } of groups) {
    for (let i = 0; i < count; i++) {
      cells++
      for (let k = cells; k > 0; k--) probabilities[k] = probabilities[k] * (1 - share) + probabilities[k - 1] * share
      probabilities[0] *= 1 - share
    }
  }
  return probabilities.subarray(least).reduce((sum, probability) => sum + probability, 0)
}

/** Counts cells for every two splits, part by part. */
export class MixedCellCounter {
  /** At the smaller and then the larger index of two splits. */
  readonly pairs: MixedCells[][]
  private counts = new Uint32Array(0)

  constructor(
    private readonly splits: Uint8Array,
    private readonly splitCount: number,
  ) {
    this.pairs = Array.from({ length: splitCount }, () =>
      Array.from({ length: splitCount }, () => ({ sizes: new Map<number, number>(), mixed: 0 })),
    )
  }

  /** @param sizes of cells, @param ofRows the cell of each row */
  add(rows: Uint32Array, sizes: Uint32Array, ofRows: Uint32Array, cellCount: number): void {
    const { splits, splitCount } = this
    if (this.counts.length < cellCount * splitCount) this.counts = new Uint32Array(2 * cellCount * splitCount)
    const { counts } = this
    counts.fill(0, 0, cellCount * splitCount)
    for (let i = 0; i < rows.length; i++) counts[ofRows[i] * splitCount + splits[rows[i]]]++
    for (let cell = 0; cell < cellCount; cell++) {
      if (sizes[cell] > 1) this.addCell(counts.subarray(cell * splitCount, (cell + 1) * splitCount))
    }
  }

  private addCell(counts: Uint32Array): void {
    for (let a = 0; a < counts.length; a++) {
      for (let b = a + 1; b < counts.length; b++) {
        const size = counts[a] + counts[b]
        if (size < 2) continue
        const pair = this.pairs[a][b]
        pair.sizes.set(size, (pair.sizes.get(size) ?? 0) + 1)
        if (counts[a] > 0 && counts[b] > 0) pair.mixed++
      }
    }
  }
}
