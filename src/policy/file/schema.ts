import * as v from 'valibot'
import { modelNames, roleNames, roleTable, type Role, type Roles, type RoleTable } from '../../dataset/roles.ts'
import { dependsOnThreshold } from '../../metrics/binary/threshold.ts'
import { metricIds } from '../../metrics/catalogue.ts'
import { findingCodes } from '../../split/finding.ts'
import { requirableIds } from '../task-metrics.ts'

/**
 * The policy file's form, version 1, with keys in snake_case. Meaning is checked in `parse.ts`. Descriptions are what editors
 * show, by `public/policy.schema.json`, which is made from this.
 */

const text = v.pipe(v.string(), v.nonEmpty())
const number = v.pipe(v.number(), v.finite())
const cost = v.pipe(number, v.minValue(0))

// What an editor is told beyond what is checked here: `parse.ts` reads bare numbers and booleans as names, and knows the ids.
const name = v.pipe(text, v.metadata({ type: ['string', 'number', 'boolean'] }))
const requirable = v.pipe(text, v.metadata({ enum: requirableIds(null) }))
const thresholdMetric = v.pipe(text, v.metadata({ enum: metricIds('binary').filter(dependsOnThreshold) }))

const columnNames = v.pipe(v.array(text), v.maxLength(50))
const models = v.pipe(v.array(v.picklist(modelNames)), v.maxLength(modelNames.length))

function described<const Schema extends v.GenericSchema>(schema: Schema, words: string) {
  return v.pipe(schema, v.description<v.InferOutput<Schema>, string>(words))
}

function optional<const Schema extends v.GenericSchema>(schema: Schema, words: string) {
  return v.optional(described(schema, words))
}

const bound = {
  at_least: optional(number, 'Lowest that is good enough, in the metric’s own units; inclusive.'),
  at_most: optional(number, 'Highest that is good enough, in the metric’s own units; inclusive.'),
}

type ColumnEntries = {
  [R in Role as RoleTable[R]['policyKey']]: v.OptionalSchema<v.GenericSchema<NonNullable<Roles[R]>>, undefined>
}

const columns = v.strictObject(
  Object.fromEntries(
    roleNames.map((role) => {
      const { kind, policyKey, description } = roleTable[role]
      const schema = kind === 'columns' ? columnNames : kind === 'models' ? models : name
      return [policyKey, optional<v.GenericSchema>(schema, description)]
    }),
  ) as unknown as ColumnEntries,
)

const share = v.pipe(number, v.gtValue(0))
const moment = v.union([text, number])

const splitRule = v.strictObject({
  by: described(v.picklist(['random', 'stratified', 'group', 'time', 'hash']), 'What decides in which split a row is.'),
  key: optional(
    text,
    'Column whose value decides: by hash, and by random or stratified, whatever the order of the rows.',
  ),
  strata: optional(
    v.pipe(v.array(text), v.minLength(1), v.maxLength(10)),
    'By stratified: columns whose values every split has alike; the label, unless it says otherwise.',
  ),
  group: optional(text, 'By group: column of which no value is in two splits.'),
  time: optional(text, 'By time: column of times; the earliest rows train.'),
  hash: optional(
    v.picklist(['farm_fingerprint', 'sha256']),
    'By hash: BigQuery’s MOD(ABS(FARM_FINGERPRINT(key)), n) or TFX’s buckets; n is the sum of the shares.',
  ),
  seed: optional(
    v.pipe(number, v.safeInteger(), v.minValue(0)),
    'The same seed gives the same splits (1 unless it says otherwise).',
  ),
  train: optional(share, 'Share of the rows, in any unit.'),
  validation: optional(share, 'Share of the rows, in the unit of train.'),
  test: optional(share, 'Share of the rows, in the unit of train.'),
  folds: optional(
    v.pipe(number, v.integer(), v.minValue(2), v.maxValue(100)),
    'So many folds of one size, fold_1 and on, instead of shares; not by time.',
  ),
  validation_from: optional(moment, 'By time: when validation begins.'),
  test_from: optional(moment, 'By time: when test begins.'),
  gap: optional(moment, 'By time: rows closer than this before a split are set aside, such as 7d.'),
})

const thresholdSearch = v.strictObject({
  maximise: optional(thresholdMetric, 'The metric of which the threshold is the best.'),
  minimise: optional(thresholdMetric, 'The metric of which the threshold is the least, such as expected_cost.'),
  subject_to: optional(
    v.record(thresholdMetric, v.strictObject(bound)),
    'Bounds that the threshold has to keep, by metric.',
  ),
  on: optional(text, 'The split that it is chosen on (validation unless it says otherwise).'),
})

export const fixedThreshold = described(number, 'A row is called positive where its score is at least this.')
export const chosenThreshold = described(thresholdSearch, 'Chosen on one split, judged on another at the value chosen.')

const textOrTwo = v.union([text, v.pipe(v.array(text), v.minLength(1), v.maxLength(2))])

const requirement = v.strictObject({
  metric: described(
    requirable,
    'What is bounded: a metric; rows or positives, a count; or coverage, the share that the abstain band decides.',
  ),
  class: optional(text, 'The class whose precision, recall or f1 it is; of several classes only.'),
  ...bound,
  versus_production: optional(
    v.strictObject({
      ...bound,
      suspicious_above: optional(
        v.pipe(number, v.gtValue(0)),
        'An improvement that may be larger is no pass: look for a leak.',
      ),
    }),
    'Bounds on candidate minus production: paired on the same rows, or unpaired with a baseline.',
  ),
  gap: optional(
    v.strictObject({ from: described(text, 'The split that is held against this one.'), ...bound }),
    'Bounds on the metric on another split minus that on this one.',
  ),
  where: optional(
    v.picklist(['decided', 'abstained']),
    'Only rows that the abstain band leaves to the model, or to a human.',
  ),
  split: optional(text, 'The split that it is judged on (test, or all rows where they are not split).'),
  slices: optional(textOrTwo, 'A column of which every value must meet the bound, or two for their intersections.'),
  values: optional(
    v.pipe(v.array(textOrTwo), v.minLength(1), v.maxLength(1000)),
    'Values that must be there: without rows they are missing.',
  ),
  advisory: optional(v.boolean(), 'Judged and reported, and no part of the verdict.'),
})

const level = v.pipe(number, v.gtValue(0), v.ltValue(1))

const stage = v.strictObject({
  name: described(text, 'Of the stage: shadow, canary, all.'),
  share: described(
    v.pipe(number, v.minValue(0), v.maxValue(1)),
    'Of the traffic that the model then gets, from 0 to 1.',
  ),
  confidence: optional(level, 'At which every requirement has to be met; the policy’s unless it says otherwise.'),
  rows: optional(v.pipe(number, v.safeInteger(), v.minValue(1)), 'That the split must have at the least.'),
})

export const policySchema = v.strictObject({
  version: described(v.literal(1), 'Of this form.'),
  name: optional(text, 'What the policy is for.'),
  task: optional(
    v.picklist(['binary', 'multiclass', 'regression']),
    'What is predicted; told from the label unless it is named.',
  ),
  columns: optional(columns, 'Which column of the data plays which part.'),
  split: optional(splitRule, 'Assigns rows to splits; beside columns.split, says what that column must be.'),
  waive: optional(
    v.array(v.picklist(findingCodes)),
    'What a check of the splits may find without making the verdict undecided.',
  ),
  threshold: optional(
    v.lazy((input) => (typeof input === 'object' && input !== null ? chosenThreshold : fixedThreshold)),
    'Where scores are cut (0.5 unless it says otherwise): a number, or the rule that chooses one.',
  ),
  costs: optional(
    v.strictObject({
      false_positive: described(cost, 'Of a negative called positive.'),
      false_negative: described(cost, 'Of a positive called negative.'),
    }),
    'What one wrong decision costs, in any one unit (1 and 1 unless it says otherwise).',
  ),
  abstain: optional(
    v.strictObject({
      from: described(number, 'Lowest score that goes to a human.'),
      to: described(number, 'Lowest score above that does not.'),
    }),
    'Scores from the one up to the other go to a human.',
  ),
  confidence: optional(
    v.pipe(number, v.gtValue(0), v.ltValue(1)),
    'Level of every interval (0.95 unless it says otherwise).',
  ),
  replicates: optional(
    v.pipe(number, v.integer(), v.minValue(20), v.maxValue(100_000)),
    'Of every bootstrap (2000 unless it says otherwise).',
  ),
  seed: optional(
    v.pipe(number, v.safeInteger(), v.minValue(0)),
    'The same seed gives the same numbers (1 unless it says otherwise).',
  ),
  baseline: optional(
    text,
    'File of a model that passed (--promote wrote it), beside the policy: stands for production where its scores are not there.',
  ),
  ledger: optional(text, 'File in which looks at the test set are counted, beside the policy.'),
  autonomy: optional(
    v.pipe(number, v.integer(), v.minValue(0), v.maxValue(5)),
    'The level of the ladder that the model is meant for: from 0, unseen, to 5, deciding alone what cannot be undone.',
  ),
  stages: optional(
    v.pipe(v.array(stage), v.minLength(1), v.maxLength(20)),
    'What has to be shown before the model gets so much of the traffic.',
  ),
  report: optional(
    v.strictObject({
      smallest_group: optional(
        v.pipe(number, v.integer(), v.minValue(1), v.maxValue(1_000_000)),
        'Groups of fewer rows are reported without numbers (1 unless it says otherwise).',
      ),
    }),
    'How the result is written down.',
  ),
  invalid_rows: optional(
    v.picklist(['refuse', 'leave_out']),
    'What becomes of rows that cannot be read or joined (refuse unless it says otherwise).',
  ),
  correction: optional(
    v.picklist(['holm', 'none']),
    'For how many slices are looked at (holm unless it says otherwise).',
  ),
  on_undefined: optional(
    v.picklist(['undecided', 'fail']),
    'Of a metric that is not defined on its rows (undecided unless it says otherwise).',
  ),
  on_short_interval: optional(
    v.picklist(['pass', 'undecided']),
    'Of an interval that meets the bound and is known to be too short (of ROC AUC near 1 with few rows): a pass, or undecided unless the cautious interval meets it too (pass unless it says otherwise).',
  ),
  on_missing_slice: optional(
    v.picklist(['undecided', 'fail', 'ignore']),
    'Of a slice without rows (undecided unless it says otherwise).',
  ),
  on_no_production: optional(
    v.picklist(['refuse', 'skip']),
    'Of a comparison with nothing to compare with: an error, or reported and not counted (refuse unless it says otherwise).',
  ),
  requirements: described(
    v.pipe(v.array(requirement), v.minLength(1), v.maxLength(1000)),
    'What is good enough: each is a bound on one metric, judged on its interval.',
  ),
})

export type PolicyFile = v.InferOutput<typeof policySchema>
export type SplitRuleFile = v.InferOutput<typeof splitRule>
export type RequirementFile = v.InferOutput<typeof requirement>
export type ThresholdFile = v.InferOutput<typeof thresholdSearch>
