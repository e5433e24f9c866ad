import type { Task } from '../dataset/roles.ts'
import { invalidOption, numberOf, oneOf, parsedOptions, wholeOf } from './options.ts'

/** The options of `good-enough evaluate`, as given. */
export interface EvaluateArguments {
  files: string[]
  policy: string | null
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
  slices: string[]
  threshold: number | null
  confidence: number | null
  replicates: number | null
  seed: number | null
  invalidRows: 'refuse' | 'leave_out' | null
  backend: 'auto' | 'cpu' | 'webgpu'
  format: 'text' | 'json'
  out: string | null
}

const options = {
  policy: { type: 'string' },
  task: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  candidate: { type: 'string' },
  score: { type: 'string' },
  production: { type: 'string' },
  split: { type: 'string' },
  id: { type: 'string' },
  slice: { type: 'string', multiple: true },
  threshold: { type: 'string' },
  confidence: { type: 'string' },
  'invalid-rows': { type: 'string' },
  backend: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  prediction: { type: 'string' },
  'production-prediction': { type: 'string' },
  group: { type: 'string' },
  weight: { type: 'string' },
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
    throw invalidOption('FILE', 'no file', 'one CSV of predictions, or several to join', 'Name a file, or - for standard input.')
  }
  if (files.filter((file) => file === '-').length > 1) {
    throw invalidOption('FILE', '- more than once', 'standard input once at most', 'Name the other files by path.')
  }
  return {
    files,
    policy: values.policy ?? null,
    task: values.task === undefined ? null : oneOf('--task', values.task, ['binary', 'multiclass', 'regression'] as const),
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
    slices: values.slice ?? [],
    threshold: numberOf('--threshold', values.threshold, 'a number', () => true),
    confidence: numberOf('--confidence', values.confidence, 'a number between 0 and 1', (level) => level > 0 && level < 1),
    replicates: wholeOf('--replicates', values.replicates, 20, 100_000),
    seed: wholeOf('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
    invalidRows: values['invalid-rows'] === undefined ? null : oneOf('--invalid-rows', values['invalid-rows'], ['refuse', 'leave_out'] as const),
    backend: oneOf('--backend', values.backend ?? 'auto', ['auto', 'cpu', 'webgpu']),
    format: oneOf('--format', values.format ?? 'text', ['text', 'json'], 'Markdown, JUnit and HTML are not written yet.'),
    out: values.out ?? null,
  }
}
