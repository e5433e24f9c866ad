import { ln } from '../../metrics/arithmetic.ts'
import type { Utf8Column } from '../../table/column.ts'
import { hashNumbers, putRemainders } from '../buckets.ts'
import { keyNumbers } from '../order-numbers.ts'
import type { HashName } from '../rule.ts'
import { type BucketFit, fitBuckets } from './bucket-fit.ts'

/** Distinct keys, each with the split of the first row found to have it. */
export interface KeySample {
  keys: Utf8Column
  codes: Uint8Array
}

/**
 * The number of keys of each split: with as many of each, a rule that gives 1 % to test shows as clearly as one that
 * gives a third.
 */
const keysPerSplit = 60

/** The most rows that are looked at, for columns in which the same few keys repeat. */
const mostLooks = 20_000

/** The step between sampled rows: a prime, so that it meets no period of the file. */
const stride = 1_000_003

const decoder = new TextDecoder()

/** A sample of keys spread over all rows: sixty of each split, or as many as it has. */
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

/** A way of hashing keys, into buckets or into an order, by which the splits of a sample are ranges. */
export type Hypothesis =
  | { by: 'hash'; hash: HashName; seed: number | null; bucketCount: number; fit: BucketFit }
  | { by: 'order'; seed: number; fit: BucketFit }

/** The most buckets: hashes are tried modulo 2, 3, … up to it, and orders are divided into as many ranges. */
const mostBuckets = 1000

/**
 * Splits that are ranges of one width explain three quarters and more of the buckets' variance, those of chance next to
 * none.
 */
const leastExplained = 0.1

/** One sample in a million that has no rule is taken to have one, by chance. */
const lnDoubt = ln(1e-6)

/** The hypotheses for which a sample gives more evidence than chance explains, those with the most evidence first. */
export function hypotheses(sample: KeySample, splitCount: number, seeds: number[]): Hypothesis[] {
  const lnWaysTried = splitCount * ln(mostBuckets) + ln(4 * (seeds.length + 1))
  const all = [
    ...[null, ...seeds].flatMap((seed) => [
      bestModulo(sample, splitCount, 'farm_fingerprint', seed),
      bestModulo(sample, splitCount, 'sha256', seed),
    ]),
    ...seeds.map((seed) => bestOrder(sample, splitCount, seed)),
  ]
  return all
    .filter((found) => found !== null)
    .filter(({ fit }) => fit.evidence > lnWaysTried - lnDoubt)
    .sort((a, b) => b.fit.evidence - a.fit.evidence)
}

/** The number of buckets that fits best; the smallest where several fit alike. */
function bestModulo(sample: KeySample, splitCount: number, hash: HashName, seed: number | null): Hypothesis | null {
  const numbers = hashNumbers(hash, seed, sample.keys)
  const buckets = new Float64Array(sample.codes.length)
  let best: Hypothesis | null = null
  for (let bucketCount = 2; bucketCount <= mostBuckets; bucketCount++) {
    putRemainders(numbers, bucketCount, buckets)
    const fit = fitSample(sample, splitCount, bucketCount, buckets)
    if (fit !== null && (best === null || fit.evidence > best.fit.evidence))
      best = { by: 'hash', hash, seed, bucketCount, fit }
  }
  return best
}

function bestOrder(sample: KeySample, splitCount: number, seed: number): Hypothesis | null {
  const numbers = keyNumbers(sample.keys, sample.codes.length, seed)
  const buckets = Float64Array.from(numbers, (number) => Math.floor((number / 2 ** 52) * mostBuckets))
  const fit = fitSample(sample, splitCount, mostBuckets, buckets)
  return fit && { by: 'order', seed, fit }
}

function fitSample(
  { codes }: KeySample,
  splitCount: number,
  bucketCount: number,
  buckets: Float64Array,
): BucketFit | null {
  if (explainedVariance(buckets, codes, splitCount) < leastExplained) return null
  const counts = new Float64Array(bucketCount * splitCount)
  for (let key = 0; key < codes.length; key++) counts[buckets[key] * splitCount + codes[key]]++
  return fitBuckets(counts, bucketCount, splitCount)
}

/** The share of the buckets' variance that lies between the splits; where it is small, the slower fit is not needed. */
function explainedVariance(buckets: Float64Array, codes: Uint8Array, splitCount: number): number {
  const rows = new Float64Array(splitCount)
  const sums = new Float64Array(splitCount)
  let [sum, squares] = [0, 0]
  for (let key = 0; key < codes.length; key++) {
    rows[codes[key]]++
    sums[codes[key]] += buckets[key]
    sum += buckets[key]
    squares += buckets[key] * buckets[key]
  }
  const ofAll = (sum * sum) / codes.length
  const between = sums.reduce((total, own, split) => (rows[split] > 0 ? total + (own * own) / rows[split] : total), 0)
  return squares > ofAll ? (between - ofAll) / (squares - ofAll) : 0
}
