import * as v from 'valibot'
import { joins, numberFormats, spellings, timeUnits, weightKinds } from '../../dataset/reading.ts'
import { modelNames, roleNames, roleTable, type Role, type Roles, type RoleTable } from '../../dataset/roles.ts'
import { dependsOnThreshold } from '../../metrics/definitions/binary.ts'
import { metricIds } from '../../metrics/definitions/catalogue.ts'
import {
  isPlainKey,
  plainKey,
  policyKeyNames,
  policyKeys,
  type OwnKey,
  type PlainKey,
  type PlainValue,
  type PolicyKey,
  type ReadingKey,
} from '../keys.ts'
import { defaultPolicy } from '../policy.ts'
import { requirableIds } from '../task-metrics.ts'

/**
 * The form of a policy's file: its keys in snake_case, version 1. Meaning is checked in `parse.ts`. Descriptions are what
 * editors show, by `public/policy.schema.json`, which is made from this.
 */

const text = v.pipe(v.string(), v.nonEmpty())
const number = v.pipe(v.number(), v.finite())
const cost = v.pipe(number, v.minValue(0))

// What an editor is told beyond what is checked here: `as-written.ts` reads bare numbers and booleans as names, `parse.ts` knows the ids.
const ofName = v.metadata<string, { type: string[] }>({ type: ['string', 'number', 'boolean'] })
const name = v.pipe(text, ofName)
// The same as a schema of its own: one that is chosen by its form is a definition of the JSON Schema.
const scoreName = v.pipe(text, ofName)
const requirable = v.pipe(text, v.metadata({ enum: requirableIds(null) }))
const thresholdMetric = v.pipe(text, v.metadata({ enum: metricIds('binary').filter(dependsOnThreshold) }))

const columnNames = v.pipe(v.array(name), v.maxLength(50))
const models = v.pipe(v.array(v.picklist(modelNames)), v.maxLength(modelNames.length))

function described<const Schema extends v.GenericSchema>(schema: Schema, words: string) {
  return v.pipe(schema, v.description<v.InferOutput<Schema>, string>(words))
}

function optional<const Schema extends v.GenericSchema>(schema: Schema, words: string) {
  return v.optional(described(schema, words))
}

/** Only editors are told of the default: what is read has no defaults in it. */
function withDefault<const Schema extends v.GenericSchema>(schema: Schema, value: unknown) {
  return v.pipe(schema, v.metadata({ default: value }))
}

type Choice = (input: unknown) => v.GenericSchema

const formsByChoice = new Map<Choice, v.GenericSchema[]>()

/** A value whose form depends on what is there. */
function byForm<const Schema extends v.GenericSchema>(choose: (input: unknown) => Schema, forms: Schema[]) {
  formsByChoice.set(choose, forms)
  return v.lazy(choose)
}

/** The forms that a value can have whose form depends on what is there; null where it has one. */
export function formsOf(schema: unknown): v.GenericSchema[] | null {
  return formsByChoice.get((schema as { getter?: Choice }).getter!) ?? null
}

const bound = {
  at_least: optional(number, 'Lowest value that is good enough, in the metric’s own units; inclusive.'),
  at_most: optional(number, 'Highest value that is good enough, in the metric’s own units; inclusive.'),
}

/** A column of scores with that of the class that each is of. */
const scoreOf = v.strictObject({
  column: described(name, 'Column of the scores, each of the class that is predicted.'),
  of: described(name, 'Column of the class that the score is of.'),
})
/** A column of probabilities for each class. */
const classColumns = v.pipe(v.record(text, name), v.minEntries(1), v.maxEntries(1000))
const isMap = (input: unknown): input is object => typeof input === 'object' && input !== null
/** Whether a map names scores and the class that they are of, and not a column for each class. */
export const isScoreOf = (input: object): input is { column: string; of: string } =>
  Object.keys(input).length > 0 && Object.keys(input).every((key) => key === 'column' || key === 'of')
const scores = byForm(
  (input) => (!isMap(input) ? scoreName : isScoreOf(input) ? scoreOf : classColumns),
  [scoreName, scoreOf, classColumns],
)
const scoresOfRows = byForm((input) => (isMap(input) ? classColumns : scoreName), [scoreName, classColumns])

type ColumnEntries = {
  [
    R in Role as RoleTable[R]['policyKey'] extends `${string}.${string}` ? never : RoleTable[R]['policyKey']
  ]: v.OptionalSchema<v.GenericSchema<ColumnForm<R>>, undefined>
}

type ColumnForm<R extends Role> = RoleTable[R]['kind'] extends 'scores' ? ScoresForm : NonNullable<Roles[R]>

/** What a role for scores may be: a name, the scores with their class, or a column for each class. */
export type ScoresForm = string | { column: string; of: string } | Record<string, string>

const columns = v.strictObject(
  Object.fromEntries(
    roleNames.flatMap((role) => {
      const { kind, policyKey, description } = roleTable[role]
      // A part of another role's map.
      if (policyKey.includes('.')) return []
      const ofScores = role === 'score' ? scoresOfRows : scores
      const schema = kind === 'columns' ? columnNames : kind === 'models' ? models : kind === 'scores' ? ofScores : name
      return [[policyKey, optional<v.GenericSchema>(schema, description)]]
    }),
  ) as unknown as ColumnEntries,
)

// Bare numbers, booleans and null are words, too, as `as-written.ts` reads them.
const word = v.pipe(v.string(), v.metadata({ type: ['string', 'number', 'boolean', 'null'] }))
const words = v.pipe(v.array(word), v.maxLength(100))
const numberFormat = v.picklist(numberFormats)
// None: plain numbers.
const formatList = v.pipe(v.array(numberFormat), v.maxLength(numberFormats.length))
const formatNames = byForm((input) => (Array.isArray(input) ? formatList : numberFormat), [numberFormat, formatList])

/** The forms of the keys that say how files are read. */
const readingForms = {
  header: v.boolean(),
  missing: v.pipe(v.record(text, words), v.maxEntries(1000)),
  number_format: v.pipe(v.record(text, formatNames), v.maxEntries(1000)),
  spelling: v.pipe(v.record(text, v.picklist(spellings)), v.maxEntries(1000)),
  weights: v.picklist(weightKinds),
  join: withDefault(v.picklist(joins), 'id'),
  time_unit: v.picklist(timeUnits),
} satisfies Record<ReadingKey, v.GenericSchema>

const share = v.pipe(number, v.gtValue(0))
const moment = v.union([text, number])

const splitRule = v.strictObject({
  by: described(v.picklist(['random', 'stratified', 'group', 'time', 'hash']), 'What decides in which split a row is.'),
  key: optional(
    name,
    'Column whose hashed value decides. By random or stratified, it makes splits independent of the order of the rows.',
  ),
  strata: optional(
    v.pipe(v.array(name), v.minLength(1), v.maxLength(10)),
    'By stratified: columns whose values have the same shares in every split; the label where none are named.',
  ),
  group: optional(name, 'By group: column of groups, each of which is in one split only.'),
  time: optional(name, 'By time: column of times; the earliest rows are for training.'),
  hash: optional(
    v.picklist(['farm_fingerprint', 'sha256']),
    'By hash: BigQuery’s MOD(ABS(FARM_FINGERPRINT(key)), n) or TFX’s buckets; n is the sum of the shares.',
  ),
  seed: optional(
    v.pipe(number, v.safeInteger(), v.minValue(0)),
    'Seed of the assignment: the same seed gives the same splits. 1 where none is named; by hash, none.',
  ),
  train: optional(share, 'Share of the rows, in any unit.'),
  validation: optional(share, 'Share of the rows, in the unit of train.'),
  test: optional(share, 'Share of the rows, in the unit of train.'),
  folds: optional(
    v.pipe(number, v.integer(), v.minValue(2), v.maxValue(100)),
    'Number of folds of equal size (fold_1, fold_2 and so on), instead of shares; not by time.',
  ),
  validation_from: optional(moment, 'By time: the time from which rows are for validation.'),
  test_from: optional(moment, 'By time: the time from which rows are for test.'),
  gap: optional(
    moment,
    'By time: rows that are closer than this before the beginning of a split are set aside, such as 7d.',
  ),
})

const thresholdSearch = v.strictObject({
  maximise: optional(thresholdMetric, 'The metric that is highest at the chosen threshold.'),
  minimise: optional(thresholdMetric, 'The metric that is lowest at the chosen threshold, such as expected_cost.'),
  subject_to: optional(
    v.record(thresholdMetric, v.strictObject(bound)),
    'Bounds on other metrics that the chosen threshold has to meet, by metric.',
  ),
  on: optional(withDefault(name, 'validation'), 'The split that the threshold is chosen on.'),
})

/** The form of a threshold that is a number. */
const fixedThreshold = described(number, 'A row is predicted positive where its score is at least this.')
/** The form of a rule that chooses the threshold. */
const chosenThreshold = described(
  thresholdSearch,
  'The threshold is chosen on one split, and the model is judged on another at the value chosen.',
)

const nameOrTwo = v.union([name, v.pipe(v.array(name), v.minLength(1), v.maxLength(2))])

const requirement = v.strictObject({
  metric: described(
    requirable,
    'What is bounded: a metric; a count, rows or positives; or coverage, the share of rows that the abstain band leaves to the model.',
  ),
  class: optional(name, 'The class whose precision, recall or f1 is bounded; for several classes only.'),
  ...bound,
  versus_production: optional(
    v.strictObject({
      ...bound,
      suspicious_above: optional(
        v.pipe(number, v.gtValue(0)),
        'An improvement that may be larger than this is not a pass: look for a leak.',
      ),
    }),
    'Bounds on the difference, candidate minus production: paired on the same rows, or unpaired with a baseline.',
  ),
  gap: optional(
    v.strictObject({ from: described(name, 'The split that is compared with this one.'), ...bound }),
    'Bounds on the gap: the metric on another split minus the metric on this one.',
  ),
  where: optional(
    v.picklist(['decided', 'abstained']),
    'The rows that are judged: only those that the abstain band leaves to the model, or to a human.',
  ),
  split: optional(
    name,
    'The split that the requirement is judged on; test where none is named, or all rows where they are not split.',
  ),
  slices: optional(nameOrTwo, 'A column of which every value must meet the bound, or two for their intersections.'),
  values: optional(
    v.pipe(v.array(nameOrTwo), v.minLength(1), v.maxLength(1000)),
    'Values of the slice columns that must have rows: without rows they are reported as missing.',
  ),
  advisory: optional(v.boolean(), 'Whether the requirement is judged and reported without being part of the verdict.'),
})

const level = v.pipe(number, v.gtValue(0), v.ltValue(1))

const stage = v.strictObject({
  name: described(name, 'Name of the stage, such as shadow, canary or all.'),
  share: described(
    v.pipe(number, v.minValue(0), v.maxValue(1)),
    'Share of the traffic that the model gets at this stage, from 0 to 1.',
  ),
  confidence: optional(
    level,
    'Confidence level at which every requirement has to be met; the policy’s where none is named.',
  ),
  rows: optional(v.pipe(number, v.safeInteger(), v.minValue(1)), 'Fewest rows that the split must have.'),
})

/** The forms of the keys that the policy does not take as they are written. */
const ownForms = {
  columns,
  split: splitRule,
  threshold: withDefault(
    byForm((input) => (isMap(input) ? chosenThreshold : fixedThreshold), [fixedThreshold, chosenThreshold]),
    0.5,
  ),
  costs: withDefault(
    v.strictObject({
      false_positive: described(cost, 'Cost of one false positive: a negative row that is predicted positive.'),
      false_negative: described(cost, 'Cost of one false negative: a positive row that is predicted negative.'),
    }),
    { false_positive: defaultPolicy.costs.falsePositive, false_negative: defaultPolicy.costs.falseNegative },
  ),
  // Confidence is twice it, less one.
  assurance: v.pipe(number, v.gtValue((1 + policyKeys.confidence.above) / 2), v.ltValue(1)),
  abstain: v.strictObject({
    from: described(number, 'Lowest score that goes to a human.'),
    to: described(number, 'Lowest score above the band, which the model decides again.'),
  }),
  stages: v.pipe(v.array(stage), v.minLength(1), v.maxLength(20)),
  report: v.strictObject({
    smallest_group: optional(
      withDefault(v.pipe(number, v.integer(), v.minValue(1), v.maxValue(1_000_000)), defaultPolicy.smallestGroup),
      'Smallest number of rows of a group that is reported with numbers.',
    ),
  }),
  requirements: v.pipe(v.array(requirement), v.minLength(1), v.maxLength(1000)),
} satisfies Record<OwnKey, v.GenericSchema>

function plainSchema(key: PlainKey): v.GenericSchema {
  const declared = plainKey(key)
  const schema = plainForm(declared)
  return declared.default === null || declared.kind === 'choices' ? schema : withDefault(schema, declared.default)
}

function plainForm(declared: ReturnType<typeof plainKey>): v.GenericSchema {
  switch (declared.kind) {
    case 'text':
      return name
    case 'choice':
      return v.picklist(declared.choices)
    case 'choices':
      return v.array(v.picklist(declared.choices))
    case 'number':
      return v.pipe(number, v.gtValue(declared.above), v.ltValue(declared.below))
    case 'whole':
      return v.pipe(number, v.integer(), v.minValue(declared.from), v.maxValue(declared.to))
  }
}

type KeySchema<K extends PolicyKey> = K extends PlainKey
  ? v.GenericSchema<PlainValue<K>>
  : K extends OwnKey
    ? (typeof ownForms)[K]
    : K extends ReadingKey
      ? (typeof readingForms)[K]
      : never

type PolicyEntries = { version: v.LiteralSchema<1, undefined> } & {
  [K in PolicyKey]: K extends 'requirements' ? KeySchema<K> : v.OptionalSchema<KeySchema<K>, undefined>
}

function keySchema(key: PolicyKey): v.GenericSchema {
  const schema = described<v.GenericSchema>(
    isPlainKey(key) ? plainSchema(key) : { ...ownForms, ...readingForms }[key],
    policyKeys[key].description,
  )
  return key === 'requirements' ? schema : v.optional(schema)
}

/** The form of a policy's file: a key for each of `policyKeys`, in their order, after the version. */
export const policySchema = v.strictObject({
  version: described(v.literal(1), 'Version of the form of policies: 1.'),
  ...Object.fromEntries(policyKeyNames.map((key) => [key, keySchema(key)])),
} as unknown as PolicyEntries)

/** What a policy’s file says, without defaults. */
export type PolicyFile = v.InferOutput<typeof policySchema>
/** The `split` of a policy’s file. */
export type SplitRuleFile = v.InferOutput<typeof splitRule>
/** One of the `requirements` of a policy’s file. */
export type RequirementFile = v.InferOutput<typeof requirement>
/** The `threshold` of a policy’s file, where it is a rule. */
export type ThresholdFile = v.InferOutput<typeof thresholdSearch>
