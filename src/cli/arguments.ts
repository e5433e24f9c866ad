import { modelNames, type ModelName, type Task } from '../dataset/roles.ts'
import type { UndecidedAs } from '../report/junit.ts'
import { invalidOption, numberOf, oneOf, parsedOptions, wholeOf } from './options.ts'
import { policyHelp } from './policy-help.ts'
import { reportOutputs, type ReportOutput } from './reports.ts'
import { splitHelp } from './split-help.ts'

/** The options of `good-enough evaluate`, as given. */
export interface EvaluateArguments {
  files: string[]
  policy: string | null
  /** Stands for production where its scores are not there. */
  baseline: string | null
  /** Where the candidate is written as a baseline, if it passes. */
  promote: string | null
  task: Task | null
  label: string | null
  positive: string | null
  candidate: string | null
  production: string | null
  prediction: string | null
  productionPrediction: string | null
  split: string | null
  id: string | null
  group: string | null
  weight: string | null
  time: string | null
  slices: string[]
  reversed: ModelName[]
  threshold: number | null
  confidence: number | null
  replicates: number | null
  seed: number | null
  invalidRows: 'refuse' | 'leave_out' | null
  backend: 'auto' | 'cpu' | 'webgpu'
  outputs: ReportOutput[]
  /** How JUnit says that something is undecided. */
  undecided: UndecidedAs
}

const options = {
  policy: { type: 'string' },
  baseline: { type: 'string' },
  promote: { type: 'string' },
  task: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  candidate: { type: 'string' },
  score: { type: 'string' },
  production: { type: 'string' },
  split: { type: 'string' },
  id: { type: 'string' },
  slice: { type: 'string', multiple: true },
  reversed: { type: 'string', multiple: true },
  threshold: { type: 'string' },
  confidence: { type: 'string' },
  'invalid-rows': { type: 'string' },
  backend: { type: 'string' },
  format: { type: 'string', multiple: true },
  out: { type: 'string', multiple: true },
  undecided: { type: 'string' },
  prediction: { type: 'string' },
  'production-prediction': { type: 'string' },
  group: { type: 'string' },
  weight: { type: 'string' },
  time: { type: 'string' },
  replicates: { type: 'string' },
  seed: { type: 'string' },
} as const

/** Reads the arguments after `evaluate`; throws InputError where they are off. */
export function evaluateArguments(args: string[]): EvaluateArguments {
  const { values, positionals: files } = parsedOptions(args, options, 'evaluate')
  if (values.candidate !== undefined && values.score !== undefined) {
    throw invalidOption('--score', '--candidate and --score, which mean the same', 'one of them', 'Leave one out.')
  }
  if (files.length === 0) {
    throw invalidOption(
      'FILE',
      'no file',
      'one CSV of predictions, or several to join',
      'Name a file, or - for standard input.',
    )
  }
  if (files.filter((file) => file === '-').length > 1) {
    throw invalidOption('FILE', '- more than once', 'standard input once at most', 'Name the other files by path.')
  }
  return {
    files,
    policy: values.policy ?? null,
    baseline: values.baseline ?? null,
    promote: values.promote ?? null,
    task:
      values.task === undefined ? null : oneOf('--task', values.task, ['binary', 'multiclass', 'regression'] as const),
    label: values.label ?? null,
    positive: values.positive ?? null,
    candidate: values.candidate ?? values.score ?? null,
    production: values.production ?? null,
    prediction: values.prediction ?? null,
    productionPrediction: values['production-prediction'] ?? null,
    split: values.split ?? null,
    id: values.id ?? null,
    group: values.group ?? null,
    weight: values.weight ?? null,
    time: values.time ?? null,
    slices: values.slice ?? [],
    reversed: (values.reversed ?? []).map((model) => oneOf('--reversed', model, modelNames)),
    threshold: numberOf('--threshold', values.threshold, 'a number', () => true),
    confidence: numberOf(
      '--confidence',
      values.confidence,
      'a number between 0 and 1',
      (level) => level > 0 && level < 1,
    ),
    replicates: wholeOf('--replicates', values.replicates, 20, 100_000),
    seed: wholeOf('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    invalidRows:
      values['invalid-rows'] === undefined
        ? null
        : oneOf('--invalid-rows', values['invalid-rows'], ['refuse', 'leave_out'] as const),
    backend: oneOf('--backend', values.backend ?? 'auto', ['auto', 'cpu', 'webgpu']),
    outputs: reportOutputs(values.format ?? [], values.out ?? []),
    undecided: oneOf('--undecided', values.undecided ?? 'skipped', ['skipped', 'failure']),
  }
}

export const helpText = `good-enough: is this model good enough for production?

  good-enough evaluate FILE [FILE…] [options]

FILE is a CSV of predictions (.gz too; - is standard input). Several files are joined on --id.

  --policy FILE        what is good enough here (YAML or JSON); options below override its columns
  --task TASK          binary, multiclass or regression (default: told by the columns, and said)
  --label COL          the truth; --positive VALUE names the positive class of a binary task
                       (needed unless the labels are 0/1, -1/1, false/true or no/yes)
  --candidate COL      scores of the model under evaluation (--score is the same), numbers for regression,
                       or for several classes a pattern such as 'p_*' whose * is the class
  --production COL     those of the model in production, compared on the same rows
  --prediction COL     predicted classes, where there are no scores; --production-prediction COL likewise
  --split COL          train, validation, test
  --id COL             identifies a row: duplicates are reported, files are joined on it
  --group COL          rows that belong together (of a patient, a user): groups are independent, not rows
  --weight COL         what a row counts for: a whole number of rows alike, or a share
  --time COL           when a row is from: tells whether splits overlap in time
  --slice COL          report each value of this column too, and the intersections of every two; repeatable
  --reversed MODEL     candidate or production: its scores are read the other way round (binary); repeatable
  --promote FILE       where the verdict is pass: write the candidate, in aggregates, as the baseline of those to come
  --baseline FILE      compare with that, unpaired, where production's scores are not there
  --threshold NUMBER   a row is called positive where its score is at least this (default 0.5)
  --confidence LEVEL   of the intervals (default 0.95)
  --replicates N       of every bootstrap (default 2000); --seed N: the same seed gives the same numbers
  --invalid-rows HOW   refuse (default) or leave_out: rows that cannot be read or joined
  --backend auto|cpu|webgpu   webgpu needs the npm package "webgpu"; same numbers on each (default auto)
  --format text|json|markdown|junit|html   --out FILE (default: text to standard output)
                       several of both write several reports of one evaluation, each to the --out of its place
  --undecided HOW      in JUnit: skipped (default) or failure

A column that several files have is named FILE:COL, such as new.csv:score.
Exit status: 0 pass (or evaluated without a policy), 1 fail, 2 undecided, 3 invalid input.

${splitHelp}
${policyHelp}`
