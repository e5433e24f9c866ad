import type { Roles, Task } from '../dataset/roles.ts'
import type { UndecidedAs } from '../report/junit.ts'
import { invalidOption, numberOf, oneOf, parsedOptions, wholeOf } from './options.ts'
import { reportOutputs, type ReportOutput } from './reports.ts'
import { namedRoles, roleOptions } from './role-options.ts'

/** The options of `good-enough evaluate`, as given. */
export interface EvaluateArguments {
  files: string[]
  policy: string | null
  /** Stands for production where its scores are not there. */
  baseline: string | null
  /** Where the candidate is written as a baseline, if it passes. */
  promote: string | null
  task: Task | null
  columns: Partial<Roles>
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
  ...roleOptions,
  policy: { type: 'string' },
  baseline: { type: 'string' },
  promote: { type: 'string' },
  task: { type: 'string' },
  threshold: { type: 'string' },
  confidence: { type: 'string' },
  'invalid-rows': { type: 'string' },
  backend: { type: 'string' },
  format: { type: 'string', multiple: true },
  out: { type: 'string', multiple: true },
  undecided: { type: 'string' },
  replicates: { type: 'string' },
  seed: { type: 'string' },
} as const

/** Reads the arguments after `evaluate`; throws InputError where they are off. */
export function evaluateArguments(args: string[]): EvaluateArguments {
  const { values, positionals: files } = parsedOptions(args, options, 'evaluate')
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
    columns: namedRoles(values),
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
