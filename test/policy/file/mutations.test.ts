import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { InputError } from '../../../src/table/input-error.ts'
import { policyOfEveryKey as good } from './policy-of-every-key.ts'

/** What is written instead of what; the path at fault, the text that stands there, what is said of it. */
type Mutation = [before: string, after: string, policyPath: string | undefined, at: string, words: string]

const ofKeys: Mutation[] = [
  ['version: 1', 'version: 2', 'version', '2', 'found 2, expected version: 1'],
  ['version: 1\n', '', 'version', 'name', 'found nothing, expected version: 1'],
  ['version: 1', 'version: "1"', 'version', '"1"', 'expected version: 1'],
  ['name: churn', 'nmae: churn', 'nmae', 'nmae', 'Did you mean "name"?'],
  ['name: churn-outreach', 'name: &a churn-outreach', undefined, 'churn', 'anchor, alias or tag'],
  ['name: churn-outreach', 'name: [churn', undefined, '', 'well-formed YAML or JSON'],
  ['name: churn-outreach', 'name: ""', 'name', '""', 'text that is not empty'],
  ['task: binary', 'task: binry', 'task', 'binry', 'Did you mean "binary"?'],
  ['label: churned', 'lable: churned', 'columns.lable', 'lable', 'Did you mean "label"?'],
  ['candidate: score_v2', 'score: score_v2', 'columns.score', 'score', 'Did you mean "candidate"?'],
  ['candidate: score_v2', 'candidate: {column: score_v2}', 'columns.candidate.of', '{', 'expected the key "of"'],
  ['candidate: score_v2', 'candidate: {no: [p0]}', 'columns.candidate.no', '[', 'expected text'],
  ['candidate: score_v2', 'candidate: {}', 'columns.candidate', '{', 'expected a map that is not empty'],
  ['header: true', 'header: yes', 'header', 'yes', 'expected true or false'],
  ['missing: {churned: [', 'mising: {churned: [', 'mising', 'mising', 'Did you mean "missing"?'],
  ['missing: {churned: [NA, -99, null]', 'missing: {churned: NA', 'missing.churned', 'NA', 'expected a list'],
  ['score_v2: percent', 'score_v2: precent', 'number_format.score_v2', 'precent', 'Did you mean "percent"?'],
  [
    '[percent, decimal_comma]',
    '[decimal_comma, comma_thousands]',
    'number_format.score_v1',
    '[',
    'found decimal_comma and comma_thousands, expected formats that hold together',
  ],
  ['churned: fold', 'churned: flod', 'spelling.churned', 'flod', 'Did you mean "fold"?'],
  ['weights: importance', 'weights: sampling', 'weights', 'sampling', 'one of frequency, importance'],
  ['join: row_order', 'join: order', 'join', 'order', 'Did you mean "row_order"?'],
  ['time_unit: us', 'time_unit: minutes', 'time_unit', 'minutes', 'one of s, ms, us, days'],
  ['name: churn', '__proto__: churn', undefined, '__proto__', 'unknown key "__proto__"'],
  ['name: churn', '"version": churn', undefined, '"version"', 'the key "version" twice'],
  ['label: churned', 'wieght: w', 'columns.wieght', 'wieght', 'Did you mean "weight"?'],
  [
    'reversed: [production]',
    'reversed: [champion]',
    'columns.reversed[0]',
    'champion',
    'expected one of candidate, production',
  ],
  ['reversed: [production]', 'reversed: production', 'columns.reversed', 'production', 'expected a list'],
  ['slices: [region]', 'slices: region', 'columns.slices', 'region', 'expected a list'],
  [
    'threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9}}, on: validation}',
    'threshold: half',
    'threshold',
    'half',
    'expected a number',
  ],
  [
    'threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9}}, on: validation}',
    'threshold: .nan',
    'threshold',
    '.nan',
    'expected a number',
  ],
  [
    'threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9}}, on: validation}',
    'threshold: .inf',
    'threshold',
    '.inf',
    'expected a finite number',
  ],
  ['maximise: recall', 'maximise: roc_auc', 'threshold.maximise', 'roc_auc', 'same at every threshold'],
  ['maximise: recall', 'maximise: prevalence', 'threshold.maximise', 'prevalence', 'same at every threshold'],
  ['maximise: recall', 'maximize: recall', 'threshold.maximize', 'maximize', 'Did you mean "maximise"?'],
  ['maximise: recall', 'maximise: recall, minimise: expected_cost', 'threshold', '{', 'maximise and minimise'],
  ['maximise: recall, ', '', 'threshold', '{', 'neither maximise nor minimise'],
  [
    '{precision: {at_least: 0.9}}',
    '{precison: {at_least: 0.9}}',
    'threshold.subject_to.precison',
    'precison',
    'Did you mean "precision"?',
  ],
  ['{precision: {at_least: 0.9}}', '{__proto__: {at_least: 0.9}}', undefined, '__proto__', 'unknown key "__proto__"'],
  ['{precision: {at_least: 0.9}}', '{precision: {}}', 'threshold.subject_to.precision', '{}', 'no bound'],
  ['false_negative: 10', 'false_negative: -10', 'costs.false_negative', '-10', 'found -10'],
  [', false_negative: 10', '', 'costs.false_negative', '{', 'found nothing'],
  ['abstain: {from: 0.35, to: 0.65}', 'abstain: {from: 0.65, to: 0.35}', 'abstain', '{', 'found from 0.65 to 0.35'],
  ['abstain: {from: 0.35, to: 0.65}', 'abstain: {from: 0.5, to: 0.5}', 'abstain', '{', 'expected from below to'],
  ['abstain: {from: 0.35, to: 0.65}', 'abstain: {from: 0.35}', 'abstain.to', '{', 'found nothing'],
  [
    'abstain: {from: 0.35, to: 0.65}',
    'abstain: {form: 0.35, to: 0.65}',
    'abstain.form',
    'form',
    'Did you mean "from"?',
  ],
  ['confidence: 0.9', 'confidence: 1', 'confidence', '1', 'found 1'],
  ['confidence: 0.9', 'confidence: 95%', 'confidence', '95%', 'found "95%", expected a number'],
  ['replicates: 2000', 'replicates: 2.5', 'replicates', '2.5', 'found 2.5'],
  ['seed: 1', 'seed: -1', 'seed', '-1', 'found -1'],
  ['correction: holm', 'correction: bonferroni', 'correction', 'bonferroni', 'expected one of holm, none'],
  ['correction: holm', 'correction: hlom', 'correction', 'hlom', 'Did you mean "holm"?'],
  ['on_undefined: undecided', 'on_undefined: pass', 'on_undefined', 'pass', 'expected one of undecided, fail'],
  [
    'on_short_interval: undecided',
    'on_short_interval: fail',
    'on_short_interval',
    'fail',
    'expected one of undecided, pass',
  ],
  ['on_missing_slice: fail', 'on_missing_slice: ingore', 'on_missing_slice', 'ingore', 'Did you mean "ignore"?'],
  [
    'on_missing_slice',
    'on_missing_slices',
    'on_missing_slices',
    'on_missing_slices',
    'Did you mean "on_missing_slice"?',
  ],
  ['on_no_production: skip', 'on_no_production: pass', 'on_no_production', 'pass', 'expected one of refuse, skip'],
  ['autonomy: 3', 'autonomy: 6', 'autonomy', '6', 'found 6'],
  ['autonomy: 3', 'autonomy: 2.5', 'autonomy', '2.5', 'found 2.5'],
  ['share: 0.1', 'share: 10', 'stages[1].share', '10', 'found 10'],
  ['share: 0,', 'share: 0.5,', 'stages[1].share', '0.1', '0.1 after 0.5, expected a share that is not smaller'],
  ['name: canary', 'name: shadow', 'stages[1].name', 'shadow', 'a second "shadow"'],
  ['rows: 5000', 'rows: 0', 'stages[1].rows', '0', 'found 0'],
  ['rows: 5000', 'row: 5000', 'stages[1].row', 'row', 'Did you mean "rows"?'],
  ['confidence: 0.8}', 'confidence: 1}', 'stages[0].confidence', '1', 'found 1'],
  ['waive: [twin_rows]', 'waive: [twin_row]', 'waive[0]', 'twin_row', 'Did you mean "twin_rows"?'],
]

const first = 'metric: roc_auc, at_least: 0.85'
const ofRequirements: Mutation[] = [
  ['metric: roc_auc', 'metric: auc_roc', 'requirements[0].metric', 'auc_roc', 'unknown metric "auc_roc"'],
  ['metric: roc_auc', 'metric: ROC_AUC', 'requirements[0].metric', 'ROC_AUC', 'Did you mean "roc_auc"?'],
  ['metric: roc_auc', 'metric: auc', 'requirements[0].metric', 'auc', 'Did you mean "roc_auc"?'],
  ['metric: recall', 'metric: recal', 'requirements[1].metric', 'recal', 'Did you mean "recall"?'],
  ['metric: roc_auc', 'metric: r2', 'requirements[0].metric', 'r2', 'unknown metric "r2"'],
  [first, 'at_least: 0.85', 'requirements[0].metric', '{', 'found nothing'],
  [first, 'metric: roc_auc', 'requirements[0]', '{', 'no bound'],
  [first, 'metric: roc_auc, at_least: "0.85"', 'requirements[0].at_least', '"0.85"', 'found "0.85", expected a number'],
  [first, 'metric: roc_auc, at_least: 0.85, at_most: 0.8', 'requirements[0]', '{', 'at_least 0.85 above at_most 0.8'],
  [first, 'metric: roc_auc, least: 0.85', 'requirements[0].least', 'least', 'Did you mean "at_least"?'],
  [first, 'metric: roc_auc, at_least: 0.85, at_least: 0.9', undefined, 'at_least: 0.9', 'the key "at_least" twice'],
  [first, `${first}, gap: {from: train, at_most: 0.1}`, 'requirements[0]', '{', 'at_least or at_most and gap'],
  [
    first,
    `${first}, where: decided`,
    'requirements[0].where',
    'decided',
    '"roc_auc" where decided, expected a metric of decisions',
  ],
  [first, `${first}, advisory: yes`, 'requirements[0].advisory', 'yes', 'expected true or false'],
  [first, `${first}, values: [north]`, 'requirements[0].values', 'values', 'values without slices'],
  ['values: [north, south]', 'values: []', 'requirements[1].values', '[]', 'a list that is not empty'],
  ['values: [north, south]', 'values: [~]', 'requirements[1].values[0]', '~', 'expected text or a list of texts'],
  ['values: [north, south]', 'values: [{a: b}]', 'requirements[1].values[0]', '{', 'expected text or a list of texts'],
  ['values: [north, south]', 'values: [[north, a]]', 'requirements[1].values[0]', '[north', '2 of 1 values'],
  [
    'suspicious_above: 0.1',
    'suspicious_above: -0.1',
    'requirements[2].versus_production.suspicious_above',
    '-0.1',
    'found -0.1',
  ],
  [
    'at_least: -0.01, suspicious_above: 0.1',
    'suspicious_above: 0.1',
    'requirements[2].versus_production',
    '{',
    'no bound',
  ],
  [
    'at_least: -0.01, suspicious_above: 0.1',
    'at_least: 0.2, suspicious_above: 0.1',
    'requirements[2].versus_production.suspicious_above',
    '0.1',
    'an improvement of 0.2 is asked for',
  ],
  [
    'metric: precision, versus_production: {at_least: -0.01',
    'metric: log_loss, versus_production: {at_most: -0.2',
    'requirements[2].versus_production.suspicious_above',
    '0.1',
    'an improvement of 0.2 is asked for',
  ],
  [
    'metric: precision, versus',
    'metric: prevalence, versus',
    'requirements[2].versus_production.suspicious_above',
    'suspicious_above',
    'better neither high nor low',
  ],
  [
    'versus_production: {',
    'versus_production: {at_laest: 0, ',
    'requirements[2].versus_production.at_laest',
    'at_laest',
    'Did you mean "at_least"?',
  ],
  ['from: validation, ', '', 'requirements[3].gap.from', '{', 'found nothing'],
  [
    'metric: rows, at_least: 1000',
    'metric: rows, at_most: 1000',
    'requirements[4].at_most',
    'at_most',
    'at_most of rows',
  ],
  [
    'metric: rows, at_least: 1000',
    'metric: positives, at_least: 0',
    'requirements[4].at_least',
    '0',
    'a whole number of rows, 1 or more',
  ],
  [
    'metric: rows, at_least: 1000',
    'metric: rows, at_least: 999.5',
    'requirements[4].at_least',
    '999.5',
    'a whole number of rows',
  ],
  [
    'metric: rows, at_least: 1000',
    'metric: rows, versus_production: {at_least: 0}',
    'requirements[4].versus_production',
    'versus_production',
    'versus_production of rows',
  ],
  [
    'metric: coverage, at_least: 0.8',
    'metric: coverage, versus_production: {at_least: 0}',
    'requirements[5].versus_production',
    '{',
    'abstain on other rows',
  ],
  ['abstain: {from: 0.35, to: 0.65}\n', '', 'requirements[5].metric', 'coverage', 'coverage without an abstain band'],
  ['where: decided', 'where: decide', 'requirements[6].where', 'decide', 'Did you mean "decided"?'],
  [
    'where: decided, at_least: 0.8',
    'where: decided, versus_production: {at_least: 0}',
    'requirements[6].versus_production',
    '{',
    'abstain on other rows',
  ],
]

describe('a good policy', () => {
  it('is accepted', () => expect(parsePolicy('policy.yaml', good).requirements).toHaveLength(7))

  it.each([...ofKeys, ...ofRequirements])(
    'with %j as %j is refused at its path, line and character',
    (before, after, policyPath, at, words) => {
      const changed = good.replace(before, after)
      expect(changed).not.toBe(good)
      const { fault, message } = refusal(changed)
      expect(message).toContain(words)
      const { lineNumber, textColumn } = fault.place
      expect(fault.place).toMatchObject(
        policyPath === undefined ? { file: 'policy.yaml' } : { file: 'policy.yaml', policyPath },
      )
      const line = changed.split('\n')[lineNumber! - 1]
      expect(line.slice(textColumn! - 1).startsWith(at), `line ${lineNumber}, character ${textColumn}`).toBe(true)
    },
  )

  it('of advisory requirements alone is refused like one without any: nothing gated is never a pass', () => {
    const { fault, message } = refusal(
      'version: 1\nrequirements:\n  - {metric: roc_auc, at_least: 0.8, advisory: true}\n',
    )
    expect(message).toContain('found advisory ones alone, expected at least one requirement that is not advisory')
    expect(fault.place).toMatchObject({ policyPath: 'requirements', lineNumber: 3, textColumn: 3 })
  })
})

function refusal(text: string): InputError {
  try {
    parsePolicy('policy.yaml', text)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}
