import type { Task } from '../dataset/roles.ts'
import { metricIds } from '../metrics/definitions/catalogue.ts'
import { nearestName } from '../dataset/resolve.ts'
import { defaultAssumptions, type PlanAssumptions } from '../policy/plan/assumptions.ts'
import { invalidOption, numberOf, oneOf, parsedOptions, wholeOf } from './options.ts'

/** The options of `good-enough plan`, as given. */
export interface PlanArguments {
  policy: string
  task: Task | null
  assumptions: PlanAssumptions
  /** Rows that there will be, whose intervals are asked for. */
  rows: number | null
  format: 'text' | 'json'
  out: string | null
}

const options = {
  policy: { type: 'string' },
  task: { type: 'string' },
  prevalence: { type: 'string' },
  expected: { type: 'string', multiple: true },
  'expected-difference': { type: 'string', multiple: true },
  deviation: { type: 'string', multiple: true },
  discordance: { type: 'string' },
  correlation: { type: 'string' },
  'slice-share': { type: 'string' },
  chance: { type: 'string' },
  rows: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
} as const

/** Reads the arguments after `plan`; throws InputError where they are off. */
export function planArguments(args: string[]): PlanArguments {
  const { values, positionals } = parsedOptions(args, options, 'plan')
  if (positionals.length > 0)
    throw invalidOption(
      'arguments',
      JSON.stringify(positionals[0]),
      'options alone: a plan reads no predictions',
      'Name the policy by --policy.',
    )
  if (values.policy === undefined)
    throw invalidOption(
      '--policy',
      'nothing',
      'a policy',
      'Name one: --policy policy.yaml. good-enough init writes one.',
    )
  const share = (name: 'prevalence' | 'slice-share' | 'discordance' | 'correlation') =>
    numberOf(`--${name}`, values[name], 'a number between 0 and 1', (value) => value > 0 && value < 1)
  const { prevalence, discordance, correlation, chance } = defaultAssumptions
  return {
    policy: values.policy,
    task:
      values.task === undefined ? null : oneOf('--task', values.task, ['binary', 'multiclass', 'regression'] as const),
    assumptions: {
      prevalence: share('prevalence') ?? prevalence,
      expected: byMetric('--expected', values.expected),
      expectedDifferences: byMetric('--expected-difference', values['expected-difference']),
      deviations: byMetric('--deviation', values.deviation, (value) => value > 0),
      discordance: share('discordance') ?? discordance,
      correlation: share('correlation') ?? correlation,
      sliceShare: share('slice-share'),
      chance:
        numberOf('--chance', values.chance, 'a number from 0.5 to below 1', (value) => value >= 0.5 && value < 1) ??
        chance,
    },
    rows: wholeOf('--rows', values.rows, 1, 1e12),
    format: oneOf('--format', values.format ?? 'text', ['text', 'json']),
    out: values.out ?? null,
  }
}

/** `recall=0.9` */
function byMetric(
  option: string,
  texts: string[] = [],
  isAllowed: (value: number) => boolean = () => true,
): Map<string, number> {
  const ids = [...metricIds(null), 'coverage']
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=')
      const metric = text.slice(0, Math.max(0, at))
      if (at < 0) throw invalidOption(option, JSON.stringify(text), 'METRIC=VALUE', `Write ${option} recall=0.9, say.`)
      if (!ids.includes(metric)) {
        const nearest = nearestName(metric, ids)
        throw invalidOption(
          option,
          `the metric ${JSON.stringify(metric)}`,
          'a metric of the catalogue',
          nearest === null ? 'docs/metrics.md lists them.' : `Did you mean ${nearest}?`,
        )
      }
      return [metric, numberOf(option, text.slice(at + 1), 'METRIC=NUMBER', isAllowed)!]
    }),
  )
}
