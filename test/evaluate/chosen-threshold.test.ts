import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import type { EvaluationDocument, MetricResult, Verdict } from '../../src/result/evaluation.ts'
import { evaluationText } from '../../src/report/text.ts'
import { InputError } from '../../src/table/input-error.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'
import { lehmer } from '../helpers/lehmer.ts'

const evaluated = async (csv: string, policy: string) =>
  evaluate([textSource(csv)], parsePolicy('p.yaml', `version: 1\nreplicates: 200\n${policy}`), {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
  })
const documentOf = async (csv: string, policy: string) => (await evaluated(csv, policy)).document

const refusal = async (csv: string, policy: string) => {
  const error: unknown = await evaluated(csv, policy).catch((thrown: unknown) => thrown)
  if (error instanceof InputError) return error.fault
  throw new Error('it was not refused')
}

const metricOf = ({ models }: EvaluationDocument, split: string, id: string) =>
  models.candidate.splits[split].metrics[id] as Extract<MetricResult, { value: number }>

const outcomes = ({ verdict, requirements }: EvaluationDocument): (Verdict | null)[] => [
  verdict,
  ...requirements.map(({ outcome }) => outcome),
]

/** Rows of two splits; the more skill, the more the scores know of the classes. */
function rows(skill: number, size: number, seed = 3): string {
  const random = lehmer(seed)
  const lines = Array.from({ length: size }, (_, i) => {
    const y = random() < 0.4 ? 1 : 0
    const score = Math.round(1000 * (skill * y + (1 - skill) * random())) / 1000
    return `${y},${score},${i % 2 === 0 ? 'validation' : 'test'},${i % 3 === 0 ? 'north' : 'south'}`
  })
  return ['y,s,split,region', ...lines, ''].join('\n')
}

const columns = 'columns: {label: y, candidate: s, split: split, slices: [region]}'
const good = rows(0.5, 1000)

describe('a threshold chosen on the rows that judge it', () => {
  const onTest = (requirements: string) =>
    documentOf(good, `${columns}\nthreshold: {maximise: f1, on: test}\nrequirements: [${requirements}]`)

  it('is never a pass: undecided, with the remedy, and no number of rows that would do', async () => {
    const document = await onTest('{metric: f1, at_least: 0.7}')
    expect(outcomes(document)).toEqual(['undecided', 'undecided'])
    expect(document.requirements[0]).toMatchObject({
      threshold: 'chosen_here',
      doubt: 'chosen_here',
      rows_needed: null,
    })
    expect(document.requirements[0].low).toBeGreaterThan(0.7)
    expect(document.requirements[0].reason).toContain('the threshold was chosen on these very rows')
    expect(document.requirements[0].reason).toContain('Choose it on other rows (threshold: on: validation)')
    expect(evaluationText(document)).toContain(
      'Undecided: the threshold was chosen on the rows that judge it, which is never a pass.',
    )
  })

  it('is none without splits either, nor on slices', async () => {
    const all = await documentOf(
      good,
      'columns: {label: y, candidate: s, slices: [region]}\nthreshold: {maximise: f1, on: all}\nrequirements: [{metric: f1, at_least: 0.7}, {metric: recall, slices: region, at_least: 0.5}]',
    )
    expect(outcomes(all)).toEqual(['undecided', 'undecided', 'undecided', 'undecided'])
  })

  it('is told with the optimism of the value, here and of no other rows', async () => {
    const noise = rows(0, 200)
    const document = await documentOf(
      noise,
      `${columns}\nthreshold: {maximise: balanced_accuracy, on: test}\nrequirements: [{metric: balanced_accuracy, at_least: 0.4}]`,
    )
    const { optimism, reason } = document.requirements[0]
    // Of noise the true value is 0.5, whatever the threshold.
    expect(optimism).toBeGreaterThan(0.02)
    expect(optimism).toBeLessThan(0.12)
    expect(reason).toContain(`looks better than it is, by about ${Number(optimism!.toFixed(4))}`)
    expect(metricOf(document, 'test', 'balanced_accuracy').optimism).toBe(optimism)
    expect(metricOf(document, 'validation', 'balanced_accuracy').optimism).toBeUndefined()
  })

  it('says nothing of what does not depend on it, and a fail stands', async () => {
    expect(outcomes(await onTest('{metric: roc_auc, at_least: 0.6}'))).toEqual(['pass', 'pass'])
    expect(outcomes(await onTest('{metric: f1, at_most: 0.3}'))).toEqual(['fail', 'fail'])
    // Chosen on validation, it is judged on test, and never on validation.
    const both = await documentOf(
      good,
      `${columns}\nthreshold: {maximise: f1, on: validation}\nrequirements: [{metric: f1, at_least: 0.6}, {metric: f1, split: validation, at_least: 0.6}, {metric: f1, gap: {from: validation, at_most: 0.5}}]`,
    )
    expect(outcomes(both)).toEqual(['undecided', 'pass', 'undecided', 'pass'])
  })
})

describe('a threshold chosen on other rows', () => {
  const at = (more: string) =>
    documentOf(
      good,
      `${columns}\nthreshold: {maximise: f1, on: validation}\n${more}requirements: [{metric: recall, at_least: 0.5}]`,
    )

  it('is judged by its own interval, beside which stands the one with the choice in it', async () => {
    const chosen = await at('')
    const { value } = chosen.models.candidate.threshold!
    const fixed = await documentOf(
      good,
      `${columns}\nthreshold: ${value}\nrequirements: [{metric: recall, at_least: 0.5}]`,
    )
    const { with_choice: withChoice, ...own } = metricOf(chosen, 'test', 'recall')
    expect(own).toEqual(metricOf(fixed, 'test', 'recall'))
    expect(withChoice!.high - withChoice!.low).toBeGreaterThan(own.high! - own.low!)
    expect(metricOf(fixed, 'test', 'recall').with_choice).toBeUndefined()
    expect(metricOf(chosen, 'test', 'roc_auc').with_choice).toBeUndefined()
    expect(chosen.requirements[0]).toMatchObject({ threshold: 'as_chosen', low: own.low, high: own.high })
  })

  it('is judged by the other one where the policy says so', async () => {
    const { with_choice: asked } = metricOf(await at(''), 'test', 'recall')
    const document = await at('threshold_interval: with_choice\n')
    expect(document.requirements[0]).toMatchObject({ threshold: 'with_choice', ...asked })
    expect(metricOf(document, 'test', 'recall')).toMatchObject({ ...asked, interval: 'bootstrap' })
  })
})

describe('predicting nobody, or everybody', () => {
  /** Grades 1 to 5 of which even the worst are more often good than bad. */
  const grades = [
    'y,s,split',
    ...['validation', 'test'].flatMap((split) =>
      [1, 2, 3, 4, 5].flatMap((grade) =>
        Array.from({ length: 20 }, (_, i) => `${i < 1 + grade ? 1 : 0},${grade},${split}`),
      ),
    ),
    '',
  ].join('\n')
  const asked = (rule: string, requirement: string, csv = grades) =>
    documentOf(csv, `columns: {label: y, candidate: s, split: split}\n${rule}\nrequirements: [${requirement}]`)

  it('nobody is among what is tried, and it is said', async () => {
    const document = await asked(
      'threshold: {minimise: expected_cost, on: validation}',
      '{metric: expected_cost, at_most: 0.05}',
    )
    expect(document.models.candidate.threshold).toEqual({
      value: 5.01,
      chosen: 'minimise expected_cost on validation',
      predicts: 'nobody',
    })
    expect(metricOf(document, 'test', 'expected_cost').value).toBe(0.2)
    expect(document.warnings).toContainEqual({
      code: 'same_for_all',
      model: 'candidate',
      message:
        'The threshold of the candidate model (minimise expected_cost on validation) predicts nobody positive: going by the rows that it was chosen on, its scores are of no use for this decision.',
    })
    expect(evaluationText(document)).toContain(
      'candidate at threshold 5.01 (minimise expected_cost on validation: nobody is predicted positive)',
    )
  })

  it('everybody is, on all rows, however low their scores', async () => {
    const lower = grades.replace(',1,test', ',0.25,test')
    const document = await asked(
      'threshold: {minimise: expected_cost, on: validation}\ncosts: {false_positive: 1, false_negative: 100}',
      '{metric: recall, at_least: 0.05}',
      lower,
    )
    expect(document.models.candidate.threshold).toMatchObject({ value: 0.25, predicts: 'everybody' })
    expect(metricOf(document, 'test', 'predicted_positive_rate').value).toBe(1)
  })

  it('nobody is looked at where a passing threshold is searched', async () => {
    const { threshold_search: found } = await asked('threshold: 3', '{metric: accuracy, at_least: 0.75}')
    expect(found).toMatchObject({ passes: 5.01, predicts: 'nobody' })
    const document = await asked('threshold: 3', '{metric: accuracy, at_least: 0.75}')
    expect(evaluationText(document)).toContain('a threshold of 5.01 (nobody is predicted positive) would meet')
  })
})

describe('scores that are no probabilities', () => {
  const csv = ['y,s', ...Array.from({ length: 60 }, (_, i) => `${i % 3 === 0 ? 1 : 0},${(i * 7) % 100}`), ''].join('\n')
  const policy = (more: string) => `columns: {label: y, candidate: s}\n${more}`

  it('want a threshold where a requirement depends on one', async () => {
    const fault = await refusal(
      csv,
      policy('requirements: [{metric: roc_auc, at_least: 0.1}, {metric: recall, at_least: 0.1}]'),
    )
    expect(fault).toMatchObject({ code: 'threshold_not_named', place: { policyPath: 'requirements[1]' } })
    expect(fault.found).toContain('from 0 to 99')
    expect(fault.remedy).toContain('--threshold')
    const named = await documentOf(csv, policy('threshold: 0.5\nrequirements: [{metric: recall, at_least: 0.1}]'))
    expect(named.models.candidate.threshold!.value).toBe(0.5)
    expect(named.warnings.map(({ code }) => code)).not.toContain('threshold_not_named')
  })

  it('are measured without one, which is said', async () => {
    const document = await documentOf(csv, policy('requirements: [{metric: roc_auc, at_least: 0.1}]'))
    expect(document.warnings.map(({ code }) => code)).toContain('threshold_not_named')
  })

  it('want one of another policy that judges what is measured, too', async () => {
    const session = await evaluated(csv, policy('requirements: [{metric: roc_auc, at_least: 0.1}]'))
    const other = parsePolicy(
      'p.yaml',
      `version: 1\nreplicates: 200\n${policy('requirements: [{metric: recall, at_least: 0.1}]')}`,
    )
    expect(() => session.judgeBy(other)).toThrow('threshold')
  })
})
