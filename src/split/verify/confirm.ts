import type { Kernels } from '../../tally/kernels.ts'
import type { Utf8Column } from '../../table/column.ts'
import { assignSplits } from '../assign.ts'
import { digestBucket, fingerprintBucket } from '../buckets.ts'
import type { HashRule, RandomRule, StratifiedRule } from '../rule.ts'
import { fitBuckets } from './bucket-fit.ts'
import type { Hypothesis } from './hypotheses.ts'

/** The split of every row, as the file has it. */
export interface SplitColumn {
  rowCount: number
  names: string[]
  /** Per row, an index of `names`. */
  codes: Uint8Array
}

/** Columns by whose values together rows may have been stratified. */
export interface Strata {
  columns: string[]
  codes: Uint32Array
  names: string[]
}

/** A rule, and the rows that it puts into another split than the file does. */
export interface TriedRule {
  rule: HashRule | RandomRule | StratifiedRule
  codes: Uint8Array
  disagreeing: number
}

/** Tries a hypothesis of buckets on all rows, which show where exactly the ranges begin. */
export function tryHash(
  { hash, seed, bucketCount }: Hypothesis & { by: 'hash' },
  key: string,
  keys: Utf8Column,
  column: SplitColumn,
): TriedRule | null {
  const { rowCount, names, codes } = column
  const bucketOf = (hash === 'sha256' ? digestBucket : fingerprintBucket)(seed, bucketCount)
  const buckets = new Uint16Array(rowCount)
  const counts = new Float64Array(bucketCount * names.length)
  for (let row = 0; row < rowCount; row++) {
    buckets[row] = bucketOf(keys.bytes, keys.offsets[row], keys.offsets[row + 1])
    counts[buckets[row] * names.length + codes[row]]++
  }
  const fit = fitBuckets(counts, bucketCount, names.length)
  if (fit === null) return null
  const { order, starts } = fit
  const parts = order.map((split, i) => ({
    name: names[split],
    share: (starts[i] ?? bucketCount) - (starts[i - 1] ?? 0),
  }))
  const splitOf = Uint8Array.from(
    { length: bucketCount },
    (_, bucket) => order[starts.filter((start) => start <= bucket).length],
  )
  const assigned = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) assigned[row] = splitOf[buckets[row]]
  return tried({ by: 'hash', key, hash, seed, parts }, assigned, column)
}

/**
 * Rows in the order of their keys, in all strata at once and by each of the strata, by the plainest shares that come
 * near.
 */
export async function tryOrder(
  { seed, fit }: Hypothesis & { by: 'order' },
  key: string,
  keys: Utf8Column,
  strata: Strata[],
  column: SplitColumn,
  kernels: Kernels,
): Promise<TriedRule | null> {
  let best: TriedRule | null = null
  for (const stratified of [null, ...strata]) {
    for (const shares of likelyShares(fit.order, column)) {
      const parts = fit.order.map((split, i) => ({ name: column.names[split], share: shares[i] }))
      const rule: RandomRule | StratifiedRule =
        stratified === null
          ? { by: 'random', key, seed, parts }
          : { by: 'stratified', key, strata: stratified.columns, seed, parts }
      const { codes } = await assignSplits(
        rule,
        { rowCount: column.rowCount, keys, strata: stratified, times: null },
        kernels,
      )
      const next = tried(
        rule,
        codes.map((code) => fit.order[code]),
        column,
      )
      if (best === null || next.disagreeing < best.disagreeing) best = next
      if (best.disagreeing === 0) return best
    }
  }
  return best
}

/**
 * The rows' own counts, rounded to tenths, hundredths and thousandths, then as they are; only those that give each
 * split rows.
 */
function likelyShares(order: number[], { rowCount, codes }: SplitColumn): number[][] {
  const counts = new Float64Array(256)
  for (let row = 0; row < rowCount; row++) counts[codes[row]]++
  const exact = order.map((split) => counts[split])
  const rounded = [10, 100, 1000].map((total) => {
    let [rows, reached] = [0, 0]
    return exact.map((count) => {
      rows += count
      const before = reached
      reached = Math.round((rows / rowCount) * total)
      return reached - before
    })
  })
  return [...rounded.filter((shares) => shares.every((share) => share > 0)), exact]
}

function tried(rule: TriedRule['rule'], codes: Uint8Array, column: SplitColumn): TriedRule {
  let disagreeing = 0
  for (let row = 0; row < column.rowCount; row++) if (codes[row] !== column.codes[row]) disagreeing++
  return { rule, codes, disagreeing }
}
