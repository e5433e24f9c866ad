import type { OrderedScores } from '../tally/rank.ts'
import { putLimits } from './shares.ts'

/** Rows that stay together, and are more than their part was to hold. */
export interface LargeUnit {
  /** One of them. */
  row: number
  rowCount: number
  part: number
  /** Rows that the part was to hold, in that stratum. */
  quota: number
}

/** Parts of rows that were put in order. */
export interface Cut {
  /** Per row its part. */
  codes: Uint8Array
  largeUnitCount: number
  /** The first of the largest, largest first. */
  largeUnits: LargeUnit[]
}

const largeUnitLimit = 3

/**
 * Cuts rows in order by the parts' shares, every stratum by itself. Rows of one stratum and one order number are a unit,
 * which is never cut: it goes where its middle lies (`putLimits` says it exactly).
 * @param strata per row its stratum; null: all rows are of one
 * @param shares whole numbers, as `wholeShares` gives them
 */
export function cutByShares(
  ordered: OrderedScores,
  strata: Uint32Array | null,
  stratumCount: number,
  shares: bigint[],
): Cut {
  const { order, orderedRanks } = ordered
  const rowCount = order.length
  const sizes = stratumSizes(strata, rowCount, stratumCount)
  const partCount = shares.length
  const limits = new Float64Array(stratumCount * partCount)
  for (let stratum = 0; stratum < stratumCount; stratum++)
    putLimits(shares, sizes[stratum], limits, stratum * partCount)
  const before = new Uint32Array(stratumCount)
  const partNow = new Uint8Array(stratumCount)
  const unitSizes = new Uint32Array(stratumCount)
  const cut: Cut = { codes: new Uint8Array(rowCount), largeUnitCount: 0, largeUnits: [] }
  const total = Number(shares.reduce((sum, share) => sum + share))
  const quotaOf = (stratum: number, part: number) => (sizes[stratum] * Number(shares[part])) / total

  for (let start = 0, end = 0; start < rowCount; start = end) {
    for (; end < rowCount && orderedRanks[end] === orderedRanks[start]; end++)
      unitSizes[strata === null ? 0 : strata[order[end]]]++
    for (let i = start; i < end; i++) {
      const row = order[i]
      const stratum = strata === null ? 0 : strata[row]
      const size = unitSizes[stratum]
      if (size > 0) {
        const middle = 2 * before[stratum] + size
        while (middle >= limits[stratum * partCount + partNow[stratum]]) partNow[stratum]++
        before[stratum] += size
        unitSizes[stratum] = 0
        if (size > 1)
          noteLarge(cut, { row, rowCount: size, part: partNow[stratum], quota: quotaOf(stratum, partNow[stratum]) })
      }
      cut.codes[row] = partNow[stratum]
    }
  }
  return cut
}

/** Rows of each stratum. */
export function stratumSizes(strata: Uint32Array | null, rowCount: number, stratumCount: number): Uint32Array {
  const sizes = new Uint32Array(stratumCount)
  if (strata === null) sizes[0] = rowCount
  else for (let row = 0; row < rowCount; row++) sizes[strata[row]]++
  return sizes
}

function noteLarge(cut: Cut, unit: LargeUnit): void {
  if (unit.rowCount <= unit.quota) return
  cut.largeUnitCount++
  const { largeUnits } = cut
  let place = largeUnits.length
  while (place > 0 && largeUnits[place - 1].rowCount < unit.rowCount) place--
  largeUnits.splice(place, 0, unit)
  if (largeUnits.length > largeUnitLimit) largeUnits.pop()
}
