import type { OrderedScores } from '../tally/rank.ts'
import type { Part } from './rule.ts'

/**
 * The parts' shares as whole numbers: times the smallest power of ten that makes all of them whole, each taken as its
 * shortest decimal writes it. 0.7, 0.15 and 0.15 are 70, 15 and 15.
 */
export function wholeShares(parts: Part[]): bigint[] {
  const decimals = parts.map(({ share }) => decimal(share))
  const places = Math.max(...decimals.map((share) => share.places))
  return decimals.map(({ digits, places: own }) => digits * 10n ** BigInt(places - own))
}

/**
 * How far each part reaches among `rowCount` rows in order: a unit of `size` rows with `before` rows before it is in
 * the first part k with `(2 · before + size) · total < 2 · rowCount · cumulative_k`, that is with `2 · before + size`
 * below entry k. The last part takes what is left: Infinity.
 * @param shares whole numbers, as `wholeShares` gives them
 * @returns an entry for each part, at `limits[at] …`
 */
export function putLimits(shares: bigint[], rowCount: number, limits: Float64Array, at: number): void {
  const total = shares.reduce((sum, share) => sum + share)
  let cumulative = 0n
  shares.forEach((share, part) => {
    cumulative += share
    const reach = 2n * BigInt(rowCount) * cumulative
    limits[at + part] = part === shares.length - 1 ? Infinity : Number((reach + total - 1n) / total)
  })
}

/** A positive number as its shortest decimal writes it: `digits / 10^places`. */
function decimal(share: number): { digits: bigint; places: number } {
  const [mantissa, exponent = '0'] = String(share).split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const places = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}

/** A unit (rows that stay together) that is larger than its part was to be. */
export interface LargeUnit {
  /** One row of the unit. */
  row: number
  rowCount: number
  part: number
  /** The number of rows that the part was to hold in that stratum. */
  quota: number
}

/** The part of every row, after rows in order were cut by the parts' shares. */
export interface Cut {
  /** Per row the index of its part. */
  codes: Uint8Array
  largeUnitCount: number
  /** The largest of these units, at most three, largest first. */
  largeUnits: LargeUnit[]
}

const largeUnitLimit = 3

/**
 * Cuts rows in order by the parts' shares, every stratum by itself. Rows of one stratum and one order number are a
 * unit, which is never cut: it goes where its middle lies (`putLimits` says it exactly).
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

/** The number of rows of each stratum. */
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

/**
 * The part of every row by the times at which each part but the first begins: the last part whose start is not after
 * the row's time.
 */
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

/**
 * The parts' shares as whole numbers in decimal digits, for generated code, which compares `2 · before + size` with
 * them.
 */
export interface CumulativeShares {
  /** The sums of the shares up to each part but the last. */
  upTo: string[]
  /** The sum of all shares. */
  total: string
  /** Products with numbers of rows may pass 64 bits. */
  isWide: boolean
}

/** The largest sum of shares whose double, times a thousand million rows, is below 2^63. */
const narrowTotal = 4_000_000_000n

/** The cumulative shares of parts: 0.7, 0.15 and 0.15 reach up to 70 and 85 of 100. */
export function cumulativeShares(parts: Part[]): CumulativeShares {
  let sum = 0n
  const sums = wholeShares(parts).map((share) => (sum += share))
  return { upTo: sums.slice(0, -1).map(String), total: String(sum), isWide: sum > narrowTotal }
}
