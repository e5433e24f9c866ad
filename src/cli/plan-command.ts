import { basename } from 'node:path'
import { readPolicyText } from './files.ts'
import { invalidOption, numberOf, oneOf, outputPath, parsedOptions, wholeOf } from './options.ts'
import { writeWhole } from './output.ts'
import { nearestName } from '../dataset/resolve.ts'
import type { Task } from '../dataset/roles.ts'
import { metricIds } from '../metrics/definitions/catalogue.ts'
import { locatedInPolicy, parsePolicy } from '../policy/file/parse.ts'
import { defaultAssumptions, type PlanAssumptions } from '../policy/plan/assumptions.ts'
import { planOf } from '../policy/plan/plan.ts'
import type { Policy } from '../policy/policy.ts'
import { requirableIds, requireTaskMetrics } from '../policy/task-metrics.ts'
import { planDocument, planText } from '../report/plan.ts'
import { InputError } from '../table/input-error.ts'

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
    out: outputPath(values.out),
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

/** Says how many rows a policy takes; answers the exit status. */
export async function planCommand({
  policy: path,
  task,
  assumptions,
  rows,
  format,
  out,
}: PlanArguments): Promise<number> {
  const [name, policyText] = [basename(path), readPolicyText(path)]
  const policy = parsePolicy(name, policyText)
  const told = task ?? policy.task ?? fittingTask(policy)
  try {
    requireTaskMetrics(policy, { task: told, evidence: task === null ? 'as the policy has it' : 'as asked for' })
  } catch (error) {
    throw error instanceof InputError ? locatedInPolicy(error, name, policyText) : error
  }
  const plan = planOf(policy, told, assumptions, rows === null ? [] : [rows])
  const text =
    format === 'json'
      ? `${JSON.stringify(planDocument(plan, assumptions), null, 2)}\n`
      : planText(plan, assumptions, rows)
  if (out === null) process.stdout.write(text)
  else await writeWhole(out, text)
  return 0
}

/** The first task that has every metric asked for; with metrics of one class, several classes. */
function fittingTask({ requirements }: Policy): Task {
  if (requirements.some(({ ofClass }) => ofClass !== null)) return 'multiclass'
  const tasks: Task[] = ['binary', 'multiclass', 'regression']
  return tasks.find((task) => requirements.every(({ metric }) => requirableIds(task).includes(metric))) ?? 'binary'
}
