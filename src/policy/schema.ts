import * as v from 'valibot'
import { findingCodes } from '../split/finding.ts'

/** The policy file's form (`CONTRACT`: snake_case, version 1). Meaning is checked in `parse.ts`. */

const text = v.pipe(v.string(), v.nonEmpty())
const number = v.pipe(v.number(), v.finite())
const cost = v.pipe(number, v.minValue(0))
const bound = { at_least: v.optional(number), at_most: v.optional(number) }

const columns = v.strictObject({
  label: v.optional(text),
  positive: v.optional(text),
  candidate: v.optional(text),
  production: v.optional(text),
  prediction: v.optional(text),
  production_prediction: v.optional(text),
  split: v.optional(text),
  id: v.optional(text),
  group: v.optional(text),
  weight: v.optional(text),
  time: v.optional(text),
  slices: v.optional(v.pipe(v.array(text), v.maxLength(50))),
})

const share = v.pipe(number, v.gtValue(0))
const moment = v.union([text, number])

const splitRule = v.strictObject({
  by: v.picklist(['random', 'stratified', 'group', 'time', 'hash']),
  key: v.optional(text),
  strata: v.optional(v.pipe(v.array(text), v.minLength(1), v.maxLength(10))),
  group: v.optional(text),
  time: v.optional(text),
  hash: v.optional(v.picklist(['farm_fingerprint', 'sha256'])),
  seed: v.optional(v.pipe(number, v.safeInteger(), v.minValue(0))),
  train: v.optional(share),
  validation: v.optional(share),
  test: v.optional(share),
  folds: v.optional(v.pipe(number, v.integer(), v.minValue(2), v.maxValue(100))),
  validation_from: v.optional(moment),
  test_from: v.optional(moment),
  gap: v.optional(moment),
})

const thresholdSearch = v.strictObject({
  maximise: v.optional(text),
  minimise: v.optional(text),
  subject_to: v.optional(v.record(v.string(), v.strictObject(bound))),
  on: v.optional(text),
})

const textOrTwo = v.union([text, v.pipe(v.array(text), v.minLength(1), v.maxLength(2))])

const requirement = v.strictObject({
  metric: text,
  class: v.optional(text),
  ...bound,
  versus_production: v.optional(v.strictObject({ ...bound, suspicious_above: v.optional(v.pipe(number, v.gtValue(0))) })),
  gap: v.optional(v.strictObject({ from: text, ...bound })),
  where: v.optional(v.picklist(['decided', 'abstained'])),
  split: v.optional(text),
  slices: v.optional(textOrTwo),
  values: v.optional(v.pipe(v.array(textOrTwo), v.minLength(1), v.maxLength(1000))),
  advisory: v.optional(v.boolean()),
})

const level = v.pipe(number, v.gtValue(0), v.ltValue(1))

const stage = v.strictObject({
  name: text,
  share: v.pipe(number, v.minValue(0), v.maxValue(1)),
  confidence: v.optional(level),
  rows: v.optional(v.pipe(number, v.safeInteger(), v.minValue(1))),
})

export const policySchema = v.strictObject({
  version: v.literal(1),
  name: v.optional(text),
  task: v.optional(v.picklist(['binary', 'multiclass', 'regression'])),
  columns: v.optional(columns),
  split: v.optional(splitRule),
  waive: v.optional(v.array(v.picklist(findingCodes))),
  threshold: v.optional(v.lazy((input) => (typeof input === 'object' && input !== null ? thresholdSearch : number))),
  costs: v.optional(v.strictObject({ false_positive: cost, false_negative: cost })),
  abstain: v.optional(v.strictObject({ from: number, to: number })),
  confidence: v.optional(level),
  replicates: v.optional(v.pipe(number, v.integer(), v.minValue(20), v.maxValue(100_000))),
  seed: v.optional(v.pipe(number, v.safeInteger(), v.minValue(0))),
  ledger: v.optional(text),
  autonomy: v.optional(v.pipe(number, v.integer(), v.minValue(0), v.maxValue(5))),
  stages: v.optional(v.pipe(v.array(stage), v.minLength(1), v.maxLength(20))),
  invalid_rows: v.optional(v.picklist(['refuse', 'leave_out'])),
  correction: v.optional(v.picklist(['holm', 'none'])),
  on_undefined: v.optional(v.picklist(['undecided', 'fail'])),
  on_missing_slice: v.optional(v.picklist(['undecided', 'fail', 'ignore'])),
  on_no_production: v.optional(v.picklist(['refuse', 'skip'])),
  requirements: v.pipe(v.array(requirement), v.minLength(1), v.maxLength(1000)),
})

export type PolicyFile = v.InferOutput<typeof policySchema>
export type SplitRuleFile = v.InferOutput<typeof splitRule>
export type RequirementFile = v.InferOutput<typeof requirement>
export type ThresholdFile = v.InferOutput<typeof thresholdSearch>
