import { basename } from 'node:path'
import type { Task } from '../dataset/roles.ts'
import { locatedInPolicy, parsePolicy } from '../policy/file/parse.ts'
import { planOf } from '../policy/plan/plan.ts'
import type { Policy } from '../policy/policy.ts'
import { requirableIds, requireTaskMetrics } from '../policy/task-metrics.ts'
import { planDocument } from '../report/plan.ts'
import { planText } from '../report/plan-text.ts'
import { InputError } from '../table/input-error.ts'
import { writeWhole } from './output.ts'
import type { PlanArguments } from './plan-arguments.ts'
import { readPolicyText } from './files.ts'

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
