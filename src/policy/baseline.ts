import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import type { DetectedTask } from '../dataset/task.ts'
import { InputError, type Place } from '../table/input-error.ts'
import { jsonOf, pathText } from './file/document.ts'

/** A model that passed, as it was measured then: what a candidate is compared with where production's scores are not there. */
export interface Baseline {
  /** Name of its file, for errors. */
  file: string
  record: BaselineFile
}

const characterLimit = 50_000_000

/** A baseline from its file's text; throws InputError with the path where it is damaged, of another version or changed since. */
export function parseBaseline(file: string, text: string): Baseline {
  if (text.length > characterLimit)
    throw notABaseline({ file }, `${text.length} characters`, `at most ${characterLimit}`)
  const json = jsonOf(text)
  if ('message' in json) throw notABaseline({ file, ...json.at }, json.message, 'a baseline that --promote wrote')
  const value = json.value as BaselineFile
  const parsed = v.safeParse(baselineSchema, value)
  if (!parsed.success) throw schemaFault(file, parsed.issues)
  if (baselineDigest(value) !== value.sha256) {
    throw notABaseline(
      { file, policyPath: 'sha256' },
      'numbers that are not those that were promoted',
      'a baseline as --promote wrote it',
    )
  }
  for (const [name, split] of Object.entries(parsed.output.splits)) requireWhole(file, name, split)
  return { file, record: parsed.output }
}

/** Throws InputError where a split's tallies are not of its rows. */
function requireWhole(
  file: string,
  name: string,
  { rows, weight, confusion, tallies }: BaselineFile['splits'][string],
): void {
  if (tallies === undefined || 'left_out' in tallies) return
  const { edges, rows: inBins, positives = inBins.map(() => 0) } = tallies
  const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0)
  const isWhole =
    inBins.length === edges.length + 1 &&
    positives.length === inBins.length &&
    edges.every((edge, i) => i === 0 || edge > edges[i - 1]) &&
    positives.every((count, i) => count <= inBins[i]) &&
    sum(inBins) === (weight ?? rows) &&
    (tallies.positives === undefined || sum(positives) === sum(confusion?.counts[1] ?? []))
  if (!isWhole)
    throw notABaseline(
      { file, policyPath: `${pathText(['splits', name])}.tallies` },
      'bins that are not those of its rows',
      'ascending edges, and bins that add up to the split',
    )
}

function schemaFault(file: string, issues: readonly v.BaseIssue<unknown>[]): InputError {
  const issueOf = (key: string) => issues.find(({ path }) => path?.length === 1 && path[0].key === key)
  const issue = issueOf('format') ?? issueOf('version') ?? issues[0]
  const path = (issue.path ?? []).map(({ key }) => key as string | number)
  if (issue.expected === 'never')
    return notABaseline({ file, policyPath: pathText(path) }, 'an unknown key', 'what --promote writes')
  const expected: Record<string, string> = {
    format: '"good-enough/baseline"',
    version: '1 (this program reads no other)',
  }
  return notABaseline(
    { file, policyPath: pathText(path) },
    shown(issue.input),
    expected[pathText(path)] ?? issue.expected ?? issue.message,
  )
}

function shown(input: unknown): string {
  if (input === undefined) return 'nothing'
  if (typeof input === 'number') return String(input)
  return typeof input === 'object'
    ? Array.isArray(input)
      ? 'a list'
      : input === null
        ? 'null'
        : 'a map'
    : JSON.stringify(input)
}

function notABaseline(place: Place, found: string, expected: string): InputError {
  return new InputError({
    code: 'not_a_baseline',
    place,
    found,
    expected,
    remedy: 'Name a baseline as it was written, or promote anew.',
  })
}

/** Throws InputError where the baseline is of another task or other classes: nothing in it could be compared. */
export function requireComparable({ file, record }: Baseline, { task }: DetectedTask, labels: string[] | null): void {
  const remedy = 'Name a baseline of the same task, or leave it out.'
  if (record.task !== task) {
    throw new InputError({
      code: 'baseline_of_another_task',
      place: { file },
      found: `a baseline of the ${record.task} task`,
      expected: `one of the ${task} task`,
      remedy,
    })
  }
  // In a binary task the positive class decides what every metric is about.
  const own = task === 'binary' ? labels!.slice(1) : labels
  const before = task === 'binary' ? (record.labels?.slice(1) ?? null) : record.labels
  if (JSON.stringify(own) === JSON.stringify(before)) return
  const words = (names: string[] | null | undefined) => (names ?? []).map((name) => JSON.stringify(name)).join(', ')
  const noun = task === 'binary' ? 'the positive class' : 'the classes'
  throw new InputError({
    code: 'baseline_of_other_classes',
    place: { file },
    found: `${noun} ${words(before)}`,
    expected: `${noun} ${words(own)}`,
    remedy,
  })
}

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

/** The form of a baseline’s file: what a model was found to be on its rows, in aggregates alone. */
const baselineSchema = v.strictObject({
  format: v.literal('good-enough/baseline'),
  version: v.literal(1),
  task: v.picklist(['binary', 'multiclass', 'regression']),
  /** The classes, negative before positive; null in regression. */
  labels: v.nullable(v.array(v.string())),
  /** The candidate's column. */
  model: v.string(),
  threshold: v.nullable(v.strictObject({ value: finite, chosen: v.string() })),
  policy: v.strictObject({ name: v.nullable(v.string()), sha256: digest }),
  /** Digest of the result that passed. */
  result: v.strictObject({ sha256: digest }),
  /** The number of looks at its test set among which it was chosen; absent where there was one, or looks were not counted. */
  selected_from: v.optional(v.pipe(count, v.minValue(2))),
  /** Confidence level of the intervals. */
  confidence: v.pipe(finite, v.gtValue(0), v.ltValue(1)),
  costs: v.strictObject({ false_positive: finite, false_negative: finite }),
  rows: count,
  splits: v.record(v.string(), split),
  /** Digest of all the above. */
  sha256: digest,
})

/** What a baseline’s file says. */
export type BaselineFile = v.InferOutput<typeof baselineSchema>
/** Rows by score of one split, or why there are none. */
export type BaselineTallies = NonNullable<BaselineFile['splits'][string]['tallies']>
/** What was measured on one set of rows. */
export type BaselineRows = Omit<BaselineFile['splits'][string], 'slices' | 'tallies'>
/** One metric as it was measured, or why it was not defined. */
export type BaselineMetric = BaselineRows['metrics'][string]

/** SHA-256 of all that a baseline says, as compact JSON in its order of keys. */
export function baselineDigest(baseline: Omit<BaselineFile, 'sha256'>): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify({ ...baseline, sha256: undefined }))))
}
