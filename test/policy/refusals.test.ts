import { describe, expect, it } from 'vitest'
import type { Task } from '../../src/dataset/roles.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { operatingPoints } from '../../src/policy/operating-point.ts'
import { requireTaskMetrics } from '../../src/policy/task-metrics.ts'
import { refusalOf } from '../helpers/fault.ts'
import { judged, requirement, rows, split, wilson } from './evidence.ts'

const test = split('test', rows(wilson(0.84, 0.76, 0.9)), [
  { where: { region: 'north' }, ...rows(wilson(0.8, 0.7, 0.9)) },
])

describe('a policy that its task does not fit', () => {
  it.each<[string, Task, string, string]>([
    [
      'requirements: [{metric: roc_auc, at_least: 0.5}]',
      'regression',
      'metric_of_another_task',
      'requirements[0].metric: found "roc_auc", expected a metric of the regression task (the label holds numbers): one of ',
    ],
    [
      'task: multiclass\nrequirements: [{metric: recall, class: a, at_least: 0.5}]',
      'binary',
      'class_of_another_task',
      'requirements[0].class: found a class in a binary task (the label holds numbers), expected several classes. ' +
        'Leave the class out, or name the task (--task, task in the policy).',
    ],
    [
      'threshold: {maximise: f1}\nrequirements: [{metric: rows, at_least: 5}]',
      'multiclass',
      'no_threshold',
      'threshold: found a threshold to choose in a multiclass task (the label holds numbers), expected scores of two classes, which a ' +
        'threshold cuts. Leave the threshold out, or name the task (--task, task in the policy).',
    ],
    [
      'abstain: {from: 0.4, to: 0.6}\nrequirements: [{metric: rows, at_least: 5}]',
      'regression',
      'no_abstain_band',
      'abstain: found an abstain band in a regression task (the label holds numbers), expected scores of two classes, of which it is a ' +
        'part. Leave the band out, or name the task (--task, task in the policy).',
    ],
  ])('%j in a %s task is refused: %s', (terms, task, code, words) => {
    const policy = parsePolicy('p.yaml', `version: 1\n${terms}\n`)
    const refusal = refusalOf(() => requireTaskMetrics(policy, { task, evidence: 'the label holds numbers' }))
    expect(refusal.code).toBe(code)
    expect(refusal.message.slice(0, words.length)).toBe(words)
  })

  it('is told the metric that may have been meant', () => {
    const policy = parsePolicy('p.yaml', 'version: 1\nrequirements: [{metric: mean_absolute_error, at_most: 0.5}]\n')
    expect(refusalOf(() => requireTaskMetrics(policy, { task: 'binary', evidence: '' })).message).toMatch(
      /Name one of them, or the task \(--task, task in the policy\)\.$|Did you mean "[a-z_0-9]+"\?$/,
    )
  })
})

describe('a requirement that the data do not have', () => {
  it.each<[string, Parameters<typeof requirement>[1], string, string]>([
    [
      'a slice column',
      { slices: ['regoin'] },
      'no_such_slice',
      'requirements[0].slices: found "regoin", expected one of the slice columns "region". Did you mean "region"?',
    ],
    [
      'a split',
      { split: 'validation' },
      'no_such_split',
      'requirements[0].split: found splits test, expected a split "validation". Name one of the splits, or mend the split column.',
    ],
    [
      'the split of a gap',
      { of: 'gap', gapFrom: 'train' },
      'no_such_split',
      'requirements[0].gap.from: found splits test, expected a split "train". Name one of the splits, or mend the split column.',
    ],
    [
      'a class',
      { ofClass: 'fox' },
      'no_such_class',
      'requirements[0].class: found "fox", expected one of the classes . Name a class as the label writes it.',
    ],
    [
      'a model in production',
      { of: 'versus_production' },
      'no_production',
      'requirements[0].versus_production: found no production model, expected its scores beside the candidate’s. Name them ' +
        '(--production COLUMN, or columns.production in the policy) or a baseline of it (--baseline FILE), or say on_no_production: skip.',
    ],
  ])('is refused: %s', (_, rest, code, message) =>
    expect(refusalOf(() => judged([requirement({ atLeast: 0.5 }, rest)], [test]))).toEqual({ code, message }),
  )

  it('is told how to name a split where rows are not split, and a slice where there is none', () => {
    const all = split('all', rows(wilson(0.84, 0.76, 0.9)))
    expect(refusalOf(() => judged([requirement({}, { split: 'test' })], [all])).message).toBe(
      'requirements[0].split: found rows that are not split, expected a split "test". Name the split column (--split, columns.split).',
    )
    expect(refusalOf(() => judged([requirement({}, { slices: ['age'] })], [all])).message).toBe(
      'requirements[0].slices: found "age", expected a slice column: none is named. Name it among columns.slices (or --slice).',
    )
  })
})

describe('a threshold that is to be chosen', () => {
  it('on a split that the data do not have is refused', () => {
    const rule = { kind: 'best', direction: 'maximise', metric: 'f1', subjectTo: [], on: 'validation' } as const
    const splits = [{ name: 'train' }, { name: 'test' }].map((named) => ({
      ...named,
      hardModels: new Set<never>(),
      tallies: new Map<never, never>(),
    }))
    const refusal = refusalOf(() =>
      operatingPoints({ ...rule, subjectTo: [] }, splits as unknown as Parameters<typeof operatingPoints>[1], {
        falsePositive: 1,
        falseNegative: 1,
      }),
    )
    expect(refusal).toEqual({
      code: 'no_such_split',
      message:
        'threshold.on: found "validation", but the rows are split into train, test, expected a split of the data to choose the ' +
        'threshold on. Name the split column (--split, columns.split), or fix the threshold.',
    })
  })
})
