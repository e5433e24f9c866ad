import { plainReading, withReading, type ReadingSettings } from '../dataset/reading.ts'
import type { InvalidRows, Roles, Task } from '../dataset/roles.ts'
import { defaultPolicy } from '../policy/policy.ts'
import type { DecisionMode } from '../policy/stakes/stakes.ts'
import {
  invalidOption,
  namedRoles,
  namedSettings,
  numberOf,
  oneOf,
  outputPath,
  parsedOptions,
  readingOptions,
  roleOptions,
} from './options.ts'
import { namedReading } from './reading-arguments.ts'

/** The options of `good-enough init`, as given; null: not said. */
export interface InitArguments {
  does: DecisionMode | null
  falsePositive: number | null
  falseNegative: number | null
  review: number | null
  /** What a wrong pass loses, and what a wrong hold forgoes. */
  wrongPass: number | null
  wrongHold: number | null
  prevalence: number | null
  isReversible: boolean | null
  task: Task | null
  columns: Partial<Roles>
  reading: ReadingSettings
  invalidRows: InvalidRows
  threshold: number | null
  /** Predictions whose first rows tell the columns. */
  files: string[]
  sheet: string | null
  name: string | null
  /** null: named after the policy; `none`: looks are not counted. */
  ledger: { kind: 'named'; path: string } | { kind: 'none' } | null
  out: string | null
  force: boolean
}

const options = {
  ...roleOptions,
  ...readingOptions,
  'invalid-rows': { type: 'string' },
  threshold: { type: 'string' },
  sheet: { type: 'string' },
  does: { type: 'string' },
  'cost-false-positive': { type: 'string' },
  'cost-false-negative': { type: 'string' },
  'cost-review': { type: 'string' },
  'loss-of-wrong-pass': { type: 'string' },
  'loss-of-wrong-hold': { type: 'string' },
  prevalence: { type: 'string' },
  reversible: { type: 'string' },
  task: { type: 'string' },
  file: { type: 'string', multiple: true },
  name: { type: 'string' },
  ledger: { type: 'string' },
  'no-ledger': { type: 'boolean' },
  out: { type: 'string' },
  force: { type: 'boolean' },
} as const

/** Reads the arguments after `init`; throws InputError where they are off. */
export function initArguments(args: string[]): InitArguments {
  const { values, positionals } = parsedOptions(args, options, 'init')
  if (positionals.length > 0)
    throw invalidOption(
      'arguments',
      JSON.stringify(positionals[0]),
      'options alone',
      `Is it a file of predictions? --file ${positionals[0]}`,
    )
  if (values.ledger !== undefined && values['no-ledger'] === true)
    throw invalidOption('--no-ledger', '--ledger and --no-ledger', 'one of them', 'Leave one out.')
  requireBothLosses(values)
  const cost = (name: CostOption) => numberOf(`--${name}`, values[name], 'a number above 0', (value) => value > 0)
  const settings = namedSettings(values)
  return {
    does: values.does === undefined ? null : oneOf('--does', values.does, ['suggest', 'approve', 'decide'] as const),
    falsePositive: cost('cost-false-positive'),
    falseNegative: cost('cost-false-negative'),
    review: cost('cost-review'),
    wrongPass: cost('loss-of-wrong-pass'),
    wrongHold: cost('loss-of-wrong-hold'),
    prevalence: numberOf('--prevalence', values.prevalence, 'a share between 0 and 1', isShare),
    isReversible:
      values.reversible === undefined
        ? null
        : oneOf('--reversible', values.reversible, ['yes', 'no'] as const) === 'yes',
    task: settings.task ?? null,
    columns: namedRoles(values),
    reading: withReading(plainReading, namedReading(values)),
    invalidRows: settings.invalidRows ?? defaultPolicy.invalidRows,
    threshold: numberOf('--threshold', values.threshold, 'a number', () => true),
    files: values.file ?? [],
    sheet: values.sheet ?? null,
    name: values.name ?? null,
    ledger:
      values['no-ledger'] === true
        ? { kind: 'none' }
        : values.ledger === undefined
          ? null
          : { kind: 'named', path: values.ledger },
    out: outputPath(values.out),
    force: values.force ?? false,
  }
}

type LossOption = 'loss-of-wrong-pass' | 'loss-of-wrong-hold'
type CostOption = LossOption | 'cost-false-positive' | 'cost-false-negative' | 'cost-review'

/** How sure a pass has to be follows from both losses, and from neither alone. */
function requireBothLosses(values: Partial<Record<LossOption, string>>): void {
  const [pass, hold] = [values['loss-of-wrong-pass'], values['loss-of-wrong-hold']]
  if ((pass === undefined) === (hold === undefined)) return
  const [given, other] =
    pass === undefined
      ? ['--loss-of-wrong-hold', '--loss-of-wrong-pass']
      : ['--loss-of-wrong-pass', '--loss-of-wrong-hold']
  throw invalidOption(
    given,
    `${given} without ${other}`,
    'both, in the same unit',
    'How sure a pass has to be follows from their ratio; without both, from the level of autonomy.',
  )
}

export function isShare(value: number): boolean {
  return value > 0 && value < 1
}
