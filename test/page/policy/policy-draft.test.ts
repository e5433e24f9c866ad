import { describe, expect, it } from 'vitest'
import type { Task } from '../../../src/dataset/roles.ts'
import { policyOptions, type PolicyOptions } from '../../../src/page/policy/policy-options.ts'
import {
  kindChoices,
  metricChoices,
  rowsChoice,
  rowsChoices,
  rowsValue,
  splitChoices,
  boundOf,
  kindOf,
  newRequirement,
  rowsOf,
  sideOf,
  withKind,
  withLimit,
  withMetric,
  withRows,
  withSide,
  withSuspicion,
  constraintsOf,
  searchOf,
  thresholdKind,
  withConstraints,
  withSearchedMetric,
  withThresholdKind,
} from '../../../src/page/policy/policy-draft.ts'
import { isCount, policyChoices } from '../../../src/policy/task-metrics.ts'
import { parsePolicy, readPolicy } from '../../../src/policy/file/parse.ts'
import type { RequirementFile } from '../../../src/policy/file/schema.ts'

const tasks: Task[] = ['binary', 'multiclass', 'regression']
const band = { from: 0.4, to: 0.6 }

function offerOf(task: Task): PolicyOptions {
  const { form } = readPolicy(
    'p.json',
    JSON.stringify({
      version: 1,
      columns: { label: 'y', slices: ['region', 'age'] },
      requirements: [{ metric: 'rows', at_least: 1 }],
    }),
  )
  return { ...policyOptions(policyChoices(task), form, null), classes: ['cat', 'dog'] }
}

/** Throws where one of them is none that a policy may have. */
function requireAll(task: Task, requirements: RequirementFile[]): void {
  const rest = task === 'binary' ? { abstain: band } : {}
  const distinct = [...new Set(requirements.map((requirement) => JSON.stringify(requirement)))].map(
    (text) => JSON.parse(text) as RequirementFile,
  )
  for (let from = 0; from < distinct.length; from += 999) {
    parsePolicy(
      'p.json',
      JSON.stringify({
        version: 1,
        task,
        ...rest,
        requirements: [{ metric: 'rows', at_least: 1 }, ...distinct.slice(from, from + 999)],
      }),
    )
  }
}

describe('whatever is chosen in the form, a policy may say', () => {
  it.each(tasks)('from any requirement of the %s task to any other metric, kind, side or rows', (task) => {
    const offer = offerOf(task)
    const starts = metricChoices(offer).flatMap(({ value }) => {
      const start = withMetric(newRequirement([], offer), value, offer)
      return isCount(value)
        ? [start]
        : [start, ...kindChoices(start, offer).map((kind) => withKind(start, kind.value, 'higher'))]
    })
    expect(starts.length).toBeGreaterThan(30)
    const changed = starts
      .filter(({ metric }) => !isCount(metric))
      .flatMap((start) => [
        ...metricChoices(offer).map(({ value }) => withMetric(start, value, offer)),
        ...kindChoices(start, offer).map(({ value }) => withKind(start, value, 'lower')),
        ...(['at_least', 'at_most', 'between'] as const).map((side) => withSide(start, side)),
        ...rowsChoices(start, offer, task === 'binary').map(({ value }) => withRows(start, rowsChoice(value))),
      ])
    expect(() => requireAll(task, [...starts, ...changed])).not.toThrow()
  })

  it.each(tasks)('the requirement to begin with is of a metric that is not asked for yet: %s', (task) => {
    const offer = offerOf(task)
    const first = newRequirement([], offer)
    const second = newRequirement([first.metric], offer)
    expect(second.metric).not.toBe(first.metric)
    expect(() => requireAll(task, [first, second])).not.toThrow()
  })
})

describe('what is chosen', () => {
  const recall: RequirementFile = {
    metric: 'recall',
    at_least: 0.8,
    slices: 'region',
    values: ['north'],
    advisory: true,
  }

  it('changes that, and keeps the rest', () => {
    expect(withLimit(recall, 'at_least', 0.9)).toEqual({ ...recall, at_least: 0.9 })
    expect(withSide(recall, 'between')).toEqual({ ...recall, at_most: 0.8 })
    expect(withSide({ metric: 'ece', at_least: 0, at_most: 0.1 }, 'at_most')).toEqual({ metric: 'ece', at_most: 0.1 })
    expect(withKind(recall, 'versus_production', 'higher')).toEqual({
      metric: 'recall',
      slices: 'region',
      values: ['north'],
      advisory: true,
      versus_production: { at_least: 0 },
    })
    expect(withKind(recall, 'gap:validation', 'higher')).toMatchObject({ gap: { from: 'validation', at_most: 0 } })
    expect(withRows(recall, { slices: ['region'] })).toEqual(recall)
    expect(withRows(recall, { slices: ['region', 'age'] })).toEqual({
      metric: 'recall',
      at_least: 0.8,
      slices: ['region', 'age'],
      advisory: true,
    })
    expect(withRows(recall, 'decided')).toEqual({ metric: 'recall', at_least: 0.8, advisory: true, where: 'decided' })
  })

  it('stays where the file has it', () => {
    const versus: RequirementFile = { metric: 'recall', versus_production: { at_least: -0.01, suspicious_above: 0.2 } }
    expect(withLimit(versus, 'at_least', -0.02)).toEqual({
      metric: 'recall',
      versus_production: { at_least: -0.02, suspicious_above: 0.2 },
    })
    expect(withSuspicion(versus, null)).toEqual({ metric: 'recall', versus_production: { at_least: -0.01 } })
    expect(withSuspicion(versus, 0.1)).toEqual({
      metric: 'recall',
      versus_production: { at_least: -0.01, suspicious_above: 0.1 },
    })
    expect(withSide({ metric: 'f1', gap: { from: 'train', at_most: 0.05 } }, 'at_least')).toEqual({
      metric: 'f1',
      gap: { from: 'train', at_least: 0.05 },
    })
  })

  it('is read as it is written', () => {
    expect([
      kindOf(recall),
      kindOf({ metric: 'f1', gap: { from: 'train', at_most: 0 } }),
      sideOf(recall),
      boundOf(recall),
    ]).toEqual(['value', 'gap:train', 'at_least', { at_least: 0.8, at_most: undefined }])
    for (const rows of ['all', 'decided', { slices: ['a', 'b'] }] as const)
      expect(rowsChoice(rowsValue(rowsOf(withRows(recall, rows as never))))).toEqual(rows)
  })

  it('a metric of which less is better queue the bound round: what may be lost stays what may be lost', () => {
    const offer = offerOf('binary')
    expect(withMetric({ metric: 'recall', at_least: 0.8 }, 'log_loss', offer)).toEqual({
      metric: 'log_loss',
      at_most: 0.8,
    })
    expect(withMetric({ metric: 'recall', versus_production: { at_least: -0.01 } }, 'log_loss', offer)).toEqual({
      metric: 'log_loss',
      versus_production: { at_most: 0.01 },
    })
    expect(withMetric({ metric: 'log_loss', gap: { from: 'train', at_least: -0.02 } }, 'f1', offer)).toEqual({
      metric: 'f1',
      gap: { from: 'train', at_most: 0.02 },
    })
    expect(withMetric({ metric: 'recall', at_least: 0.8 }, 'precision', offer)).toEqual({
      metric: 'precision',
      at_least: 0.8,
    })
  })

  it('a count has a bound below and nothing else; a class goes where no class is asked for', () => {
    expect(withMetric({ ...recall, where: 'decided' }, 'positives', offerOf('binary'))).toEqual({
      metric: 'positives',
      at_least: 100,
      slices: 'region',
      values: ['north'],
      advisory: true,
    })
    expect(withMetric({ metric: 'balanced_accuracy', at_least: 0.7 }, 'recall', offerOf('multiclass'))).toEqual({
      metric: 'recall',
      at_least: 0.7,
      class: 'cat',
    })
    expect(
      withMetric({ metric: 'recall', class: 'dog', at_least: 0.7 }, 'balanced_accuracy', offerOf('multiclass')),
    ).toEqual({ metric: 'balanced_accuracy', at_least: 0.7 })
  })
})

describe('what is offered', () => {
  it('of columns: each, and every two of them, each set once', () => {
    expect(offerOf('binary').slices).toEqual([['region'], ['age'], ['region', 'age']])
  })

  it('of splits: test without a word, then the others; what a requirement names is among them', () => {
    const { form } = readPolicy(
      'p.json',
      JSON.stringify({
        version: 1,
        requirements: [{ metric: 'f1', split: 'holdout', gap: { from: 'fold_1', at_most: 0 } }],
      }),
    )
    const offer = policyOptions(policyChoices('binary'), form, null)
    expect(splitChoices(offer).map(({ value }) => value)).toEqual(['', 'validation', 'train', 'holdout', 'fold_1'])
    expect(splitChoices({ ...offer, splits: ['all'] })).toEqual([{ value: '', title: 'the data' }])
  })

  it('of kinds: no difference of one class, nor within the abstain band', () => {
    const kinds = (requirement: RequirementFile) =>
      kindChoices(requirement, offerOf('multiclass')).map(({ value }) => value)
    expect(kinds({ metric: 'f1_macro', at_least: 0 })).toEqual([
      'value',
      'versus_production',
      'gap:validation',
      'gap:train',
    ])
    expect(kinds({ metric: 'f1', class: 'a', at_least: 0 })).not.toContain('versus_production')
    expect(kinds({ metric: 'coverage', at_least: 0 })).not.toContain('versus_production')
  })
})

const search = { maximise: 'recall', subject_to: { precision: { at_least: 0.9, at_most: 0.99 } }, on: 'validation' }

it('the kind of a threshold changes, and what does not depend on it stays', () => {
  expect([undefined, 0.4, search, { minimise: 'expected_cost' }].map(thresholdKind)).toEqual([
    'fixed',
    'fixed',
    'maximise',
    'minimise',
  ])
  expect(withThresholdKind(search, 'minimise')).toEqual({
    minimise: 'expected_cost',
    subject_to: search.subject_to,
    on: 'validation',
  })
  expect(withThresholdKind(0.4, 'maximise')).toEqual({ maximise: 'f1', on: 'validation' })
  expect(withThresholdKind(search, 'fixed')).toBe(0.5)
  expect(withSearchedMetric(searchOf(search), 'f2')).toEqual({ ...search, maximise: 'f2' })
})

it('constraints go to a row each and back', () => {
  const rows = constraintsOf(search)
  expect(rows).toEqual([
    { metric: 'precision', side: 'at_least', limit: 0.9 },
    { metric: 'precision', side: 'at_most', limit: 0.99 },
  ])
  expect(withConstraints(search, rows)).toEqual(search)
  expect(withConstraints(search, [])).toEqual({ maximise: 'recall', on: 'validation' })
  expect(withConstraints(search, [{ metric: 'f1', side: 'at_least', limit: 0.5 }])).toEqual({
    ...search,
    subject_to: { f1: { at_least: 0.5 } },
  })
})
