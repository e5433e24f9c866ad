import { numberFormats } from '../dataset/reading.ts'
import { tasks } from '../dataset/roles.ts'
import { findingCodes } from '../split/finding.ts'

/** The value of a key that the policy takes as it is written. */
type PlainForm =
  | { kind: 'text' }
  | { kind: 'choice' | 'choices'; choices: readonly string[] }
  /** Both limits are exclusive. */
  | { kind: 'number'; above: number; below: number }
  /** Both limits are inclusive. */
  | { kind: 'whole'; from: number; to: number }

/** A key with a form of its own: `file/schema.ts` has it, `file/parse.ts` reads it, `file/written.ts` writes it. */
interface OwnForm {
  kind: 'own'
}

/** A key that says how files are read: `file/schema.ts` has its form, `file/reading.ts` reads and writes it. */
interface ReadingForm {
  kind: 'reading'
  /** The options of `good-enough evaluate` that take its place, and what `--help` calls their values; null: they have none. */
  options: readonly { flag: string; value: string | null; isRepeatable?: true }[]
}

/** All that is known of a key at the top of a policy's file. */
type KeyDeclaration = {
  /** One sentence for editors of policies and for `--help`. */
  description: string
} & (
  | OwnForm
  | ReadingForm
  | (PlainForm & {
      /** What holds where the file does not have the key; null: nothing. */
      default: string | number | readonly string[] | null
      /** The option of `good-enough evaluate` that takes its place, and what `--help` calls its value. */
      option?: { flag: string; value: string }
      /** Its line in the page's form: the sentence up to the field, the field's name, and what an empty field shows. */
      form?: { sentence: string; label: string; empty?: string }
    })
)

/**
 * Every key of a policy's file but its version, declared once, in the order in which a file has them. The parsed policy's
 * type and defaults, the schema, reading and writing, options, help and the page's form of plain keys follow from it.
 */
export const policyKeys = {
  name: { kind: 'text', default: null, description: 'What the policy is for.' },
  task: {
    kind: 'choice',
    choices: tasks,
    default: null,
    option: { flag: 'task', value: 'TASK' },
    description:
      'What is predicted: binary, multiclass or regression; found out from the columns where it is not named.',
  },
  columns: { kind: 'own', description: 'Which column of the data has which role.' },
  header: {
    kind: 'reading',
    options: [
      { flag: 'header', value: null },
      { flag: 'no-header', value: null },
    ],
    description: 'Whether the first line holds the names of columns; without names columns are called 1, 2 and so on.',
  },
  missing: {
    kind: 'reading',
    options: [{ flag: 'missing', value: 'COL=WORDS', isRepeatable: true }],
    description:
      'Words, by column, that mean that a value is missing, in place of NA, NaN, null, None, N/A, #N/A, ? and -; * is every other column, no words: all are values.',
  },
  number_format: {
    kind: 'reading',
    options: [{ flag: 'number-format', value: 'COL=FORMAT', isRepeatable: true }],
    description: `How numbers are written, by column: ${numberFormats.join(', ')}, or several of these; none ([]) are plain numbers.`,
  },
  spelling: {
    kind: 'reading',
    options: [{ flag: 'spelling', value: 'COL=HOW', isRepeatable: true }],
    description:
      'Whether case and outer blanks count in the classes of a column: fold (they do not, and each class is spelled as most rows have it) or exact (each spelling is a class).',
  },
  weights: {
    kind: 'reading',
    options: [{ flag: 'weight-kind', value: 'KIND' }],
    description:
      'What weights are: frequency (so many equal rows) or importance (what a row stands for); until it is said, intervals are the cautious ones, of importance weights.',
  },
  join: {
    kind: 'reading',
    options: [{ flag: 'join', value: 'HOW' }],
    description: 'What rows of several files belong together by: id, or row_order.',
  },
  time_unit: {
    kind: 'reading',
    options: [{ flag: 'time-unit', value: 'UNIT' }],
    description: 'What numbers in a column of times count since 1970: s, ms, us or days.',
  },
  split: {
    kind: 'own',
    description: 'The rule that assigns rows to splits. Beside columns.split, it says what that column must hold.',
  },
  waive: {
    kind: 'choices',
    choices: findingCodes,
    default: [],
    description: 'Findings of the checks of the splits that do not make the verdict undecided.',
  },
  threshold: {
    kind: 'own',
    description: 'The score from which a row is predicted positive: a number, or the rule that chooses one.',
  },
  threshold_interval: {
    kind: 'choice',
    choices: ['frozen', 'with_choice'],
    default: 'frozen',
    description:
      'Which interval is judged where a threshold was chosen on other rows: that of the threshold as it was chosen (frozen), or the wider one of whatever threshold such rows would have chosen (with_choice).',
  },
  costs: { kind: 'own', description: 'What one wrong decision costs, in any one unit.' },
  abstain: { kind: 'own', description: 'The band of scores that go to a human, who decides these rows.' },
  assurance: {
    kind: 'own',
    description:
      'How sure a pass has to be, in place of confidence: one less the chance of passing where a requirement is just not met; confidence is twice it, less one.',
  },
  confidence: {
    kind: 'number',
    above: 0.5,
    below: 1,
    default: 0.95,
    option: { flag: 'confidence', value: 'LEVEL' },
    form: { sentence: 'Intervals have confidence', label: 'Confidence of every interval' },
    description: 'Confidence level of every interval, two-sided: 0.95 is an assurance of 0.975.',
  },
  replicates: {
    kind: 'whole',
    from: 20,
    to: 100_000,
    default: 2000,
    option: { flag: 'replicates', value: 'N' },
    description: 'Number of replicates of every bootstrap.',
  },
  seed: {
    kind: 'whole',
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    default: 1,
    option: { flag: 'seed', value: 'N' },
    description: 'Seed of every bootstrap: the same seed gives the same numbers.',
  },
  baseline: {
    kind: 'text',
    default: null,
    description:
      'File of a model that passed (--promote wrote it), beside the policy: it stands for production where production’s scores are not there.',
  },
  ledger: {
    kind: 'text',
    default: null,
    form: {
      sentence: 'Looks at the test set are counted in',
      label: 'Looks at the test set are counted in',
      empty: 'no file',
    },
    description: 'File in which looks at the test set are counted, beside the policy.',
  },
  autonomy: {
    kind: 'whole',
    from: 0,
    to: 5,
    default: null,
    description:
      'The level of autonomy that the model is meant for: from 0, where it runs unseen, to 5, where it decides alone what cannot be undone.',
  },
  stages: {
    kind: 'own',
    description: 'Stages of the rollout: what has to be shown before the model gets so much of the traffic.',
  },
  report: { kind: 'own', description: 'How the result is written down.' },
  invalid_rows: {
    kind: 'choice',
    choices: ['refuse', 'leave_out'],
    default: 'refuse',
    option: { flag: 'invalid-rows', value: 'HOW' },
    description:
      'What becomes of rows that cannot be read or joined: refuse the evaluation, or leave_out and count them.',
  },
  correction: {
    kind: 'choice',
    choices: ['holm', 'none'],
    default: 'holm',
    description: 'How a requirement on every slice is corrected for the number of slices: by Holm’s procedure, or not.',
  },
  on_undefined: {
    kind: 'choice',
    choices: ['undecided', 'fail'],
    default: 'undecided',
    description: 'The outcome of a requirement on a metric that is not defined on its rows.',
  },
  on_short_interval: {
    kind: 'choice',
    choices: ['undecided', 'pass'],
    default: 'undecided',
    description:
      'The outcome where an interval meets the bound and is known to be too short (as where few rows decide): undecided unless the cautious interval meets the bound too, or pass.',
  },
  on_missing_slice: {
    kind: 'choice',
    choices: ['undecided', 'fail', 'ignore'],
    default: 'undecided',
    description: 'The outcome of a requirement on a slice that has no rows; ignore reports it without judging it.',
  },
  on_no_production: {
    kind: 'choice',
    choices: ['refuse', 'skip'],
    default: 'refuse',
    description:
      'What becomes of a comparison with production where there is no production model: refuse is an error, skip reports it without judging it.',
  },
  requirements: {
    kind: 'own',
    description: 'What is good enough: each requirement is a bound on one metric, judged on its interval.',
  },
} as const satisfies Record<string, KeyDeclaration>

type PolicyKeys = typeof policyKeys

/** A key at the top of a policy’s file. */
export type PolicyKey = keyof PolicyKeys

/** Keys with a form of their own. */
export type OwnKey = { [K in PolicyKey]: PolicyKeys[K] extends OwnForm ? K : never }[PolicyKey]

/** Keys that say how files are read. */
export type ReadingKey = { [K in PolicyKey]: PolicyKeys[K] extends ReadingForm ? K : never }[PolicyKey]

/** Keys whose value the policy takes as it is written. */
export type PlainKey = Exclude<PolicyKey, OwnKey | ReadingKey>

/** What a file may have for a plain key. */
export type PlainValue<K extends PlainKey> = PolicyKeys[K] extends {
  kind: 'choice'
  choices: readonly (infer Choice)[]
}
  ? Choice
  : PolicyKeys[K] extends { kind: 'choices'; choices: readonly (infer Choice)[] }
    ? Choice[]
    : PolicyKeys[K] extends { kind: 'text' }
      ? string
      : number

type CamelCase<Key extends string> = Key extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Key

/** The plain part of a parsed policy: for each key its value or its default; null where it has neither. */
export type PlainSettings = {
  -readonly [K in PlainKey as CamelCase<K>]: PlainValue<K> | (PolicyKeys[K]['default'] extends null ? null : never)
}

/** Every key but the version, in the order in which a file has them. */
export const policyKeyNames = Object.keys(policyKeys) as PolicyKey[]

/** Whether the policy takes the key's value as it is written. */
export function isPlainKey(key: PolicyKey): key is PlainKey {
  return policyKeys[key].kind !== 'own' && policyKeys[key].kind !== 'reading'
}

/** The plain keys, in the order in which a file has them. */
export const plainKeys = policyKeyNames.filter(isPlainKey)

/** The keys that say how files are read, in the order in which a file has them. */
export const readingKeys = policyKeyNames.filter((key): key is ReadingKey => policyKeys[key].kind === 'reading')

/** What is declared of a key that says how files are read, where it does not matter which. */
export function readingKey(key: ReadingKey): Extract<KeyDeclaration, ReadingForm> {
  return policyKeys[key]
}

/** What is declared of a plain key, where it does not matter which. */
export function plainKey(key: PlainKey): Exclude<KeyDeclaration, OwnForm | ReadingForm> {
  return policyKeys[key]
}

/** The name that a plain key has in a parsed policy: `on_undefined` is `onUndefined`. */
export function settingName<K extends PlainKey>(key: K): CamelCase<K> {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as CamelCase<K>
}

/** The plain part of a parsed policy: what a file says, and defaults where it says nothing. */
export function plainSettings(file: { [K in PlainKey]?: PlainValue<K> }): PlainSettings {
  return Object.fromEntries(
    plainKeys.map((key) => [settingName(key), file[key] ?? plainKey(key).default]),
  ) as PlainSettings
}
