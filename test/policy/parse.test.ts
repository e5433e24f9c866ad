import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../src/policy/parse.ts'
import { InputError } from '../../src/table/input-error.ts'
import { fixtureText, fixtureUrl, hasFixtures } from '../fixtures.ts'
import { readdirSync } from 'node:fs'

const good = `version: 1
name: churn-outreach
columns: {label: churned, positive: 1, candidate: score_v2, production: score_v1, split: split, id: customer, slices: [region]}
threshold: 0.5
costs: {false_positive: 1, false_negative: 10}
confidence: 0.9
ledger: churn.ledger.json
requirements:
  - {metric: roc_auc, at_least: 0.85}
  - {metric: recall, at_least: 0.80, slices: region}
  - {metric: precision, versus_production: {at_least: -0.01}}
  - {metric: accuracy, gap: {from: validation, at_most: 0.02}}
report: {smallest_group: 10}
`

function refusal(text: string, file = 'policy.yaml'): InputError {
  try {
    parsePolicy(file, text)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

describe('a policy', () => {
  it('is read in full', () => {
    expect(parsePolicy('policy.yaml', good)).toEqual({
      name: 'churn-outreach',
      task: null,
      columns: { label: 'churned', positive: '1', candidate: 'score_v2', production: 'score_v1', split: 'split', id: 'customer', slices: ['region'] },
      split: null,
      waive: [],
      threshold: { kind: 'fixed', value: 0.5 },
      costs: { falsePositive: 1, falseNegative: 10 },
      confidence: 0.9,
      replicates: 2000,
      seed: 1,
      invalidRows: 'refuse',
      ledger: 'churn.ledger.json',
      smallestGroup: 10,
      requirements: [
        { metric: 'roc_auc', ofClass: null, of: 'value', bound: { atLeast: 0.85 }, split: null, gapFrom: null, slices: null, path: 'requirements[0]' },
        { metric: 'recall', ofClass: null, of: 'value', bound: { atLeast: 0.8 }, split: null, gapFrom: null, slices: ['region'], path: 'requirements[1]' },
        { metric: 'precision', ofClass: null, of: 'versus_production', bound: { atLeast: -0.01 }, split: null, gapFrom: null, slices: null, path: 'requirements[2]' },
        { metric: 'accuracy', ofClass: null, of: 'gap', bound: { atMost: 0.02 }, split: null, gapFrom: 'validation', slices: null, path: 'requirements[3]' },
      ],
    })
  })

  it('means the same as JSON', () => {
    const json = JSON.stringify({ version: 1, requirements: [{ metric: 'roc_auc', at_least: 0.85 }] })
    expect(parsePolicy('policy.json', json)).toEqual(parsePolicy('policy.yaml', 'version: 1\nrequirements: [{metric: roc_auc, at_least: 0.85}]'))
  })

  it('chooses a threshold by a metric, under a constraint', () => {
    const text = good.replace('threshold: 0.5', 'threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9}}, on: validation}')
    expect(parsePolicy('policy.yaml', text).threshold)
      .toEqual({ kind: 'best', direction: 'maximise', metric: 'recall', on: 'validation', subjectTo: [{ metric: 'precision', bound: { atLeast: 0.9 } }] })
  })

  // What is changed in the good policy, where the error points, and what it says.
  it.each([
    ['version: 1', 'version: 2', 1, 'version', 'found 2, expected version: 1'],
    ['version: 1\n', '', 1, 'version', 'found nothing, expected version: 1'],
    ['name: churn', 'nmae: churn', 2, 'nmae', 'unknown key "nmae"'],
    ['label: churned', 'lable: churned', 3, 'columns.lable', 'Did you mean "label"?'],
    ['label: churned', 'wieght: w', 3, 'columns.wieght', 'unknown key "wieght"'],
    ['slices: [region]', 'slices: region', 3, 'columns.slices', 'expected a list'],
    ['threshold: 0.5', 'threshold: half', 4, 'threshold', 'expected a number'],
    ['threshold: 0.5', 'threshold: .nan', 4, 'threshold', 'expected a number'],
    ['threshold: 0.5', 'threshold: .inf', 4, 'threshold', 'expected a finite number'],
    ['threshold: 0.5', 'threshold: {maximise: roc_auc}', 4, 'threshold.maximise', 'same at every threshold'],
    ['threshold: 0.5', 'threshold: {maximise: f1, minimise: expected_cost}', 4, 'threshold', 'maximise and minimise'],
    ['threshold: 0.5', 'threshold: {on: validation}', 4, 'threshold', 'neither maximise nor minimise'],
    ['threshold: 0.5', 'threshold: {maximise: recall, subject_to: {precison: {at_least: 0.9}}}', 4, 'threshold.subject_to.precison', 'Did you mean "precision"?'],
    ['threshold: 0.5', 'threshold: {maximise: recall, subject_to: {precision: {}}}', 4, 'threshold.subject_to.precision', 'no bound'],
    ['false_negative: 10', 'false_negative: -10', 5, 'costs.false_negative', 'found -10'],
    [', false_negative: 10', '', 5, 'costs.false_negative', 'found nothing'],
    ['confidence: 0.9', 'confidence: 1', 6, 'confidence', 'found 1'],
    ['confidence: 0.9', 'confidence: 95%', 6, 'confidence', 'found "95%", expected a number'],
    ['metric: roc_auc, at_least: 0.85', 'metric: auc_roc, at_least: 0.85', 9, 'requirements[0].metric', 'unknown metric "auc_roc"'],
    ['metric: recall, at_least: 0.80', 'metric: recal, at_least: 0.80', 10, 'requirements[1].metric', 'Did you mean "recall"?'],
    ['metric: roc_auc, at_least: 0.85', 'at_least: 0.85', 9, 'requirements[0].metric', 'found nothing'],
    ['metric: roc_auc, at_least: 0.85', 'metric: roc_auc', 9, 'requirements[0]', 'no bound'],
    ['at_least: 0.85', 'at_least: "0.85"', 9, 'requirements[0].at_least', 'found "0.85", expected a number'],
    ['at_least: 0.85', 'at_least: 0.85, at_most: 0.8', 9, 'requirements[0]', 'at_least 0.85 above at_most 0.8'],
    ['at_least: 0.85', 'least: 0.85', 9, 'requirements[0].least', 'Did you mean "at_least"?'],
    ['at_least: 0.85', 'at_least: 0.85, at_least: 0.9', 9, undefined, 'Map keys must be unique'],
    ['versus_production: {at_least: -0.01}', 'versus_production: {at_least: -0.01}, at_least: 0.5', 11, 'requirements[2]', 'at_least or at_most and versus_production'],
    ['from: validation, ', '', 12, 'requirements[3].gap.from', 'found nothing'],
    ['smallest_group: 10', 'smallest_group: 0', 13, 'report.smallest_group', 'found 0'],
    ['smallest_group: 10', 'smalest_group: 10', 13, 'report.smalest_group', 'Did you mean "smallest_group"?'],
    ['name: churn-outreach', 'name: &a churn-outreach', 2, undefined, 'anchor, alias or tag'],
    ['name: churn-outreach', 'name: [churn', 2, undefined, 'well-formed YAML or JSON'],
  ])('with %j as %j is refused, with line, path and words', (before, after, lineNumber, policyPath, words) => {
    const changed = good.replace(before, after)
    expect(changed).not.toBe(good)
    const { fault, message } = refusal(changed)
    expect(message).toContain(words)
    expect(fault.place.file).toBe('policy.yaml')
    if (policyPath !== undefined) expect(fault.place).toMatchObject({ policyPath, lineNumber: Math.max(1, lineNumber) })
    else expect(fault.place.lineNumber).toBeGreaterThanOrEqual(lineNumber)
  })

  it('without requirements is refused: it would pass everything', () => {
    expect(refusal('version: 1\nrequirements: []').message).toContain('at least one requirement')
    expect(refusal('version: 1').message).toContain('requirements')
    expect(refusal('').message).toContain('policy.yaml')
  })

  it('deep, huge and aliased texts are refused at once', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(100_000), '- '.repeat(100_000), '? '.repeat(100_000), 'a'.repeat(2_000_000)]) {
      expect(refusal(text).fault.code).toBe('policy_not_readable')
      expect(refusal(text, 'policy.json').fault.code).toBe('policy_not_readable')
    }
    const laughs = 'a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n'
    expect(refusal(laughs).fault.code).toBe('policy_not_readable')
  })

  it.skipIf(!hasFixtures)('no JSON text of the test suite hangs, crashes or is accepted', () => {
    const names = hasFixtures ? readdirSync(fixtureUrl('json/test_parsing')) : []
    expect(names.length).toBeGreaterThan(300)
    for (const name of names) {
      const text = fixtureText(`json/test_parsing/${name}`)
      for (const file of ['policy.json', 'policy.yaml']) expect(refusal(text, file), name).toBeInstanceOf(InputError)
    }
  })
})
