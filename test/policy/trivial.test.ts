import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import type { EvaluationDocument } from '../../src/result/evaluation.ts'
import { evaluationText } from '../../src/report/text.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

async function evaluated(csv: string, columns: string, requirements: string, more = ''): Promise<EvaluationDocument> {
  const text = `version: 1\ncolumns: {${columns}}\nreplicates: 200\n${more}requirements: [${requirements}]\n`
  return (
    await evaluate([textSource(csv)], parsePolicy('p.yaml', text), {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
    })
  ).document
}

const table = (header: string, count: number, row: (i: number) => string) =>
  [header, ...Array.from({ length: count }, (_, i) => row(i)), ''].join('\n')

/** One in five is positive; nine in ten are told apart. */
const binary = table('y,s,old', 1000, (i) => {
  const y = i % 5 === 0 ? 1 : 0
  const seen = i % 10 < 9 ? y : 1 - y
  return `${y},${(0.1 + 0.8 * seen + (i % 7) / 100).toFixed(2)},${(0.3 + 0.4 * seen).toFixed(2)}`
})
const judged = (requirements: string, more = '') =>
  evaluated(binary, 'label: y, candidate: s, production: old', requirements, more)

describe('a policy that a constant or a coin meets', () => {
  it.each([
    ['{metric: rows, at_least: 10}', 'anything'],
    ['{metric: rows, at_least: 10}, {metric: positives, at_least: 10}', 'anything'],
    ['{metric: prevalence, at_least: 0.01}', 'anything'],
    ['{metric: coverage, at_least: 0.1}', 'anything'],
    ['{metric: accuracy, at_least: 0.5}', 'nobody'],
    // Four in five are negative.
    ['{metric: accuracy, at_least: 0.8}', 'nobody'],
    ['{metric: expected_cost, at_most: 0.2}', 'nobody'],
    ['{metric: false_positive_rate, at_most: 0.15}', 'nobody'],
    ['{metric: recall, at_least: 0.5}', 'everybody'],
    ['{metric: recall, at_least: 0.5}, {metric: precision, at_least: 0.2}', 'everybody'],
    // Of everybody positive it is 2·0.2/1.2.
    ['{metric: f1, at_least: 0.33}', 'everybody'],
    ['{metric: recall, at_least: 0.45}, {metric: specificity, at_least: 0.45}', 'coin'],
    ['{metric: balanced_accuracy, at_least: 0.5}', 'nobody'],
    ['{metric: roc_auc, at_least: 0.5}', 'nobody'],
    ['{metric: average_precision, at_least: 0.2}', 'nobody'],
    // Of the share of positives for everybody: 0.2·0.8, and −0.2·ln 0.2 − 0.8·ln 0.8 = 0.5004.
    ['{metric: brier, at_most: 0.16}', 'nobody'],
    ['{metric: log_loss, at_most: 0.501}', 'nobody'],
    ['{metric: ece, at_most: 0.5}', 'nobody'],
  ])('is no pass: %s', async (requirements, metBy) => {
    const document = await judged(requirements, 'abstain: {from: 0.4, to: 0.5}\n')
    expect(document.requirements.map(({ outcome }) => outcome)).not.toContain('fail')
    expect([document.verdict, document.trivial?.met_by]).toEqual(['undecided', metBy])
  })

  it.each([
    '{metric: accuracy, at_least: 0.801}',
    '{metric: expected_cost, at_most: 0.199}',
    '{metric: recall, at_least: 0.5}, {metric: precision, at_least: 0.21}',
    '{metric: f1, at_least: 0.34}',
    '{metric: recall, at_least: 0.51}, {metric: specificity, at_least: 0.51}',
    '{metric: roc_auc, at_least: 0.51}',
    '{metric: brier, at_most: 0.159}',
    '{metric: accuracy, at_least: 0.5}, {metric: roc_auc, at_least: 0.6}',
    '{metric: accuracy, versus_production: {at_least: -0.01}}',
  ])('is one where neither meets it: %s', async (requirements) => {
    const document = await judged(requirements)
    expect([document.verdict, document.trivial]).toEqual(['pass', undefined])
  })

  it('is told in words, by every requirement that counts and no other', async () => {
    const lax = '{metric: recall, at_least: 0.5}, {metric: roc_auc, at_least: 0.6, advisory: true}'
    const document = await judged(lax)
    expect(document.trivial).toEqual({
      met_by: 'everybody',
      message: 'A model that predicts everybody positive would meet all requirements, too',
    })
    const text = evaluationText(document)
    expect(text).toContain('Undecided: a model that predicts everybody positive would meet all requirements, too.')
    expect(text).toContain('would meet all requirements, too: meeting these requirements shows nothing.')
  })

  it('is still failed', async () => {
    const document = await judged('{metric: precision, at_least: 0.99}, {metric: rows, at_least: 10}')
    expect([document.verdict, document.trivial]).toEqual(['fail', undefined])
    const costly = await judged('{metric: accuracy, at_most: 0.8}')
    expect([costly.verdict, costly.trivial?.met_by]).toEqual(['fail', 'nobody'])
  })

  it('of several classes is met by one of them, or by any', async () => {
    const three = table('y,p', 300, (i) => `${'aabbc'[i % 5]},${i % 10 === 9 ? 'a' : 'aabbc'[i % 5]}`)
    const of = async (requirements: string) => {
      const { verdict, trivial } = await evaluated(three, 'label: y, prediction: p', requirements)
      return [verdict, trivial?.met_by]
    }
    expect(await of('{metric: accuracy, at_least: 0.4}')).toEqual(['undecided', 'class'])
    expect(await of('{metric: accuracy, at_least: 0.41}')).toEqual(['pass', undefined])
    expect(await of('{metric: balanced_accuracy, at_least: 0.33}')).toEqual(['undecided', 'class'])
    expect(await of('{metric: recall, class: c, at_least: 0.2}')).toEqual(['undecided', 'class'])
    expect(await of('{metric: recall, class: a, at_least: 0.3}, {metric: recall, class: b, at_least: 0.3}')).toEqual([
      'undecided',
      'coin',
    ])
    expect(await of('{metric: recall, class: a, at_least: 0.4}, {metric: recall, class: b, at_least: 0.4}')).toEqual([
      'pass',
      undefined,
    ])
  })

  it('of numbers is met by their mean', async () => {
    const numbers = table('y,p', 200, (i) => `${i % 20},${(i % 20) + ((i * 7) % 5) - 2}`)
    const of = async (requirements: string) => {
      const { verdict, trivial } = await evaluated(
        numbers,
        'label: y, candidate: p',
        requirements,
        'task: regression\n',
      )
      return [verdict, trivial?.met_by]
    }
    expect(await of('{metric: r2, at_least: 0}')).toEqual(['undecided', 'mean'])
    expect(await of('{metric: r2, at_least: 0.1}')).toEqual(['pass', undefined])
    // The variance of 0 to 19 is 33.25.
    expect(await of('{metric: mean_squared_error, at_most: 33.26}')).toEqual(['undecided', 'mean'])
    expect(await of('{metric: mean_squared_error, at_most: 33.24}')).toEqual(['pass', undefined])
  })
})
