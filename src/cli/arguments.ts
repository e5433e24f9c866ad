import type { Roles } from '../dataset/roles.ts'
import type { PlainSettings } from '../policy/keys.ts'
import type { UndecidedAs } from '../report/junit.ts'
import {
  invalidOption,
  namedRoles,
  namedSettings,
  numberOf,
  oneOf,
  parsedOptions,
  roleOptions,
  settingOptions,
} from './options.ts'
import { reportOutputs, type ReportOutput } from './reports.ts'

/** The options of `good-enough evaluate`, as given. */
export interface EvaluateArguments {
  files: string[]
  policy: string | null
  /** Stands for production where its scores are not there. */
  baseline: string | null
  /** Where the candidate is written as a baseline, if it passes. */
  promote: string | null
  columns: Partial<Roles>
  /** What takes the place of the policy's keys. */
  settings: Partial<PlainSettings>
  threshold: number | null
  /** Of a workbook, where it has several. */
  sheet: string | null
  backend: 'auto' | 'cpu' | 'webgpu'
  outputs: ReportOutput[]
  /** How JUnit says that something is undecided. */
  undecided: UndecidedAs
}

const options = {
  ...roleOptions,
  ...settingOptions,
  policy: { type: 'string' },
  baseline: { type: 'string' },
  promote: { type: 'string' },
  threshold: { type: 'string' },
  sheet: { type: 'string' },
  backend: { type: 'string' },
  format: { type: 'string', multiple: true },
  out: { type: 'string', multiple: true },
  undecided: { type: 'string' },
} as const

/** Reads the arguments after `evaluate`; throws InputError where they are off. */
export function evaluateArguments(args: string[]): EvaluateArguments {
  const { values, positionals: files } = parsedOptions(args, options, 'evaluate')
  if (files.length === 0) {
    throw invalidOption(
      'FILE',
      'no file',
      'one file of predictions, or several to join',
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
    columns: namedRoles(values),
    settings: namedSettings(values),
    sheet: values.sheet ?? null,
    threshold: numberOf('--threshold', values.threshold, 'a number', () => true),
    backend: oneOf('--backend', values.backend ?? 'auto', ['auto', 'cpu', 'webgpu']),
    outputs: reportOutputs(values.format ?? [], values.out ?? []),
    undecided: oneOf('--undecided', values.undecided ?? 'skipped', ['skipped', 'failure']),
  }
}
