import { ln } from '../../metrics/arithmetic.ts'

/** Ranges of buckets, one for each split, that agree with as many rows as any such ranges can. */
export interface BucketFit {
  /** The splits whose ranges follow each other, by their codes. */
  order: number[]
  /** The bucket with which each range but the first begins. */
  starts: number[]
  agreeing: number
  /** The evidence against chance: the natural logarithm of the odds. */
  evidence: number
}

/**
 * The ranges that fit best. A split's range lies where its rows' mean bucket is among the others'; where the ranges
 * meet is the best of all places, by dynamic programming over the buckets.
 * @param counts rows of every bucket and split: entry `bucket * splitCount + split`
 * @returns null where fewer than two splits have rows, or more than there are buckets
 */
export function fitBuckets(counts: Float64Array, bucketCount: number, splitCount: number): BucketFit | null {
  const order = splitsByMean(counts, bucketCount, splitCount)
  if (order.length < 2 || order.length > bucketCount) return null
  const starts = bestStarts(counts, bucketCount, splitCount, order)
  const table = agreementTable(counts, bucketCount, splitCount, order, starts)
  const agreeing = order.reduce((sum, split, range) => sum + table[range * splitCount + split], 0)
  return {
    order,
    starts: roundStarts(counts, bucketCount, splitCount, starts),
    agreeing,
    evidence: evidenceOf(table, order.length, splitCount),
  }
}

function splitsByMean(counts: Float64Array, bucketCount: number, splitCount: number): number[] {
  const rows = new Float64Array(splitCount)
  const sums = new Float64Array(splitCount)
  for (let at = 0; at < bucketCount * splitCount; at++) {
    rows[at % splitCount] += counts[at]
    sums[at % splitCount] += counts[at] * Math.floor(at / splitCount)
  }
  const present = Array.from(rows.keys()).filter((split) => rows[split] > 0)
  return present.sort((a, b) => sums[a] / rows[a] - sums[b] / rows[b] || a - b)
}

/**
 * Where each range begins, by dynamic programming: at every bucket a range continues or the next one begins, whichever
 * agrees with more rows.
 */
function bestStarts(counts: Float64Array, bucketCount: number, splitCount: number, order: number[]): number[] {
  const rangeCount = order.length
  const begins = new Uint8Array(bucketCount * rangeCount)
  const best = new Float64Array(rangeCount).fill(-Infinity)
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    for (let range = rangeCount - 1; range >= 0; range--) {
      const before = range > 0 ? best[range - 1] : bucket === 0 ? 0 : -Infinity
      if (before > best[range]) {
        begins[bucket * rangeCount + range] = 1
        best[range] = before
      }
      best[range] += counts[bucket * splitCount + order[range]]
    }
  }
  const starts: number[] = []
  for (let bucket = bucketCount - 1, range = rangeCount - 1; range > 0; bucket--) {
    if (begins[bucket * rangeCount + range] === 0) continue
    starts.unshift(bucket)
    range--
  }
  return starts
}

/** Rows of every range and split: entry `range * splitCount + split`. */
function agreementTable(
  counts: Float64Array,
  bucketCount: number,
  splitCount: number,
  order: number[],
  starts: number[],
): Float64Array {
  const table = new Float64Array(order.length * splitCount)
  for (let bucket = 0, range = 0; bucket < bucketCount; bucket++) {
    if (bucket === starts[range]) range++
    for (let split = 0; split < splitCount; split++)
      table[range * splitCount + split] += counts[bucket * splitCount + split]
  }
  return table
}

/** The mutual information of a table of counts, times its rows, in nats. */
function evidenceOf(table: Float64Array, rangeCount: number, splitCount: number): number {
  const ofRange = new Float64Array(rangeCount)
  const ofSplit = new Float64Array(splitCount)
  table.forEach((count, at) => {
    ofRange[Math.floor(at / splitCount)] += count
    ofSplit[at % splitCount] += count
  })
  const total = ofSplit.reduce((sum, count) => sum + count, 0)
  return table.reduce((sum, count, at) => {
    return count === 0
      ? sum
      : sum + count * ln((count * total) / (ofRange[Math.floor(at / splitCount)] * ofSplit[at % splitCount]))
  }, 0)
}

/** Buckets without rows leave open where a range begins: then it begins at the roundest number. */
function roundStarts(counts: Float64Array, bucketCount: number, splitCount: number, starts: number[]): number[] {
  const isEmpty = (bucket: number) =>
    counts.subarray(bucket * splitCount, (bucket + 1) * splitCount).every((count) => count === 0)
  const rounded: number[] = []
  starts.forEach((start, i) => {
    let [lowest, highest] = [start, start]
    while (lowest - 1 > (rounded[i - 1] ?? 0) && isEmpty(lowest - 1)) lowest--
    while (highest + 1 < (starts[i + 1] ?? bucketCount) && isEmpty(highest)) highest++
    const step = [100, 50, 25, 10, 5, 2, 1].find((candidate) => Math.ceil(lowest / candidate) * candidate <= highest)!
    rounded.push(Math.ceil(lowest / step) * step)
  })
  return rounded
}
