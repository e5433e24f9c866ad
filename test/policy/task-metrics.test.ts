import { expect, it } from 'vitest'
import type { Task } from '../../src/dataset/roles.ts'
import { policyChoices } from '../../src/policy/task-metrics.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'

const tasks: Task[] = ['binary', 'multiclass', 'regression']
const parsed =
  (task: Task, requirement: string, rest = '') =>
  () =>
    parsePolicy('p.yaml', `version: 1\ntask: ${task}\n${rest}requirements: [${requirement}]`)

it.each(tasks)('whatever is offered of the %s task, a policy may ask for', (task) => {
  const { metrics, classMetrics, thresholdMetrics, decisionMetrics } = policyChoices(task)
  expect(metrics.length).toBeGreaterThan(10)
  const band = 'abstain: {from: 0.4, to: 0.6}\n'
  for (const { id, title } of metrics) {
    expect(title).toMatch(/^[A-Z0-9]/)
    expect(parsed(task, `{metric: ${id}, at_least: 1}`, task === 'binary' ? band : '')).not.toThrow()
  }
  for (const { id } of classMetrics) expect(parsed(task, `{metric: ${id}, class: a, at_least: 0}`)).not.toThrow()
  for (const id of thresholdMetrics)
    expect(parsed(task, '{metric: f1, at_least: 0}', `threshold: {maximise: ${id}}\n`)).not.toThrow()
  for (const id of decisionMetrics)
    expect(parsed(task, `{metric: ${id}, where: decided, at_least: 0}`, band)).not.toThrow()
})

it('what a task does not have is not offered', () => {
  expect(tasks.map((task) => policyChoices(task).thresholdMetrics.length > 0)).toEqual([true, false, false])
  expect(tasks.map((task) => policyChoices(task).classMetrics.map(({ id }) => id))).toEqual([
    [],
    ['precision', 'recall', 'f1'],
    [],
  ])
  expect(policyChoices('binary').thresholdMetrics).not.toContain('roc_auc')
  expect(policyChoices('binary').decisionMetrics).not.toContain('brier')
  expect(policyChoices('regression').metrics.map(({ id }) => id)).not.toContain('positives')
})
