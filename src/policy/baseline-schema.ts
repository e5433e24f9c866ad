import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'

/** The form of a baseline's file: what a model was found to be on its rows, in aggregates alone. */

const finite = v.pipe(v.number(), v.finite())
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

const metric = v.union([
  v.strictObject({
    value: finite,
    low: v.nullable(finite),
    high: v.nullable(finite),
    interval: v.nullable(v.string()),
    caution: v.optional(v.strictObject({ reason: v.string(), low: finite, high: finite })),
  }),
  v.strictObject({ value: v.null(), undefined: v.string() }),
])

const rows = {
  rows: count,
  weight: v.optional(finite),
  positives: v.optional(count),
  metrics: v.record(v.string(), metric),
  confusion: v.optional(v.strictObject({ labels: v.array(v.string()), counts: v.array(v.array(finite)) })),
}

/** Rows by score, or by predicted number: see `ValueBins`; or why there are none. */
const tallies = v.union([
  v.strictObject({
    edges: v.array(finite),
    rows: v.array(v.pipe(finite, v.gtValue(0))),
    positives: v.optional(v.array(v.pipe(finite, v.minValue(0)))),
  }),
  v.strictObject({ left_out: v.string() }),
])

const split = v.strictObject({
  ...rows,
  tallies: v.optional(tallies),
  slices: v.array(v.strictObject({ where: v.record(v.string(), v.string()), ...rows })),
})

export const baselineSchema = v.strictObject({
  format: v.literal('good-enough/baseline'),
  version: v.literal(1),
  task: v.picklist(['binary', 'multiclass', 'regression']),
  /** The classes, negative before positive; null in regression. */
  labels: v.nullable(v.array(v.string())),
  /** The candidate's column. */
  model: v.string(),
  threshold: v.nullable(v.strictObject({ value: finite, chosen: v.string() })),
  policy: v.strictObject({ name: v.nullable(v.string()), sha256: digest }),
  /** Of the result that passed. */
  result: v.strictObject({ sha256: digest }),
  /** Level of the intervals. */
  confidence: v.pipe(finite, v.gtValue(0), v.ltValue(1)),
  costs: v.strictObject({ false_positive: finite, false_negative: finite }),
  rows: count,
  splits: v.record(v.string(), split),
  /** Of all the above. */
  sha256: digest,
})

export type BaselineFile = v.InferOutput<typeof baselineSchema>
export type BaselineTallies = NonNullable<BaselineFile['splits'][string]['tallies']>
export type BaselineRows = Omit<BaselineFile['splits'][string], 'slices' | 'tallies'>
export type BaselineMetric = BaselineRows['metrics'][string]

/** SHA-256 of all that a baseline says, as compact JSON in its order of keys. */
export function baselineDigest(baseline: Omit<BaselineFile, 'sha256'>): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify({ ...baseline, sha256: undefined }))))
}
