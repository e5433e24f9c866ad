import { describe, expect, test } from 'vitest'
import { readSplit, splitDraftOf } from '../../../src/page/setup/split-draft.ts'
import {
  harmedOf,
  lossesOf,
  knownStakes,
  noAnswers,
  prevalenceText,
  productionOf,
  readStakes,
  surenessWords,
  type KnownStakes,
  type StakesDraft,
} from '../../../src/page/setup/stakes-draft.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { policyFrom } from '../../../src/policy/stakes/policy-from.ts'
import type { SplitRuleFile } from '../../../src/policy/file/schema.ts'
import { splitRuleOf } from '../../../src/policy/file/split-rule.ts'
import type { SplitRule } from '../../../src/split/rule.ts'
import { plainReading } from '../../../src/dataset/reading.ts'
import type { Inspection } from '../../../src/worker/protocol.ts'
import { documentOf, metricOf, modelOf } from '../../documents.ts'
import { drafted, emptyInspection } from './opened.ts'

const inspection: Inspection = {
  ...emptyInspection,
  columns: ['row', 'y', 'p', 'p_old', 'p_older', 'region', 'sex', 'fold'],
  values: new Map([
    ['y', ['0', '1']],
    ['region', ['n', 's']],
    ['sex', ['f', 'm']],
    ['fold', ['val', 'test']],
  ]),
}
const roles = drafted({
  label: 'y',
  positive: '1',
  candidate: 'p',
  production: 'p_old',
  split: 'fold',
  id: 'row',
  slices: ['region'],
})
const read = { reading: plainReading, invalidRows: 'refuse' as const, threshold: null, reasons: {} }
const sources = { task: 'binary' as const, roles, rule: null, read, inspection, document: null, hasLooked: false }
const known = knownStakes(sources)
const textOf = (draft: StakesDraft, of: KnownStakes = known) => policyFrom(readStakes(draft, of).stakes!)
const parsed = (change: Partial<StakesDraft>, of: KnownStakes = known) =>
  parsePolicy('policy.yaml', textOf({ ...noAnswers, ...change }, of))

describe('what is known is not asked', () => {
  test('columns, slices and production are those of the set-up, and a validation split is seen under any name', () => {
    expect(parsed({}).columns).toEqual({
      label: 'y',
      positive: '1',
      candidate: 'p',
      production: 'p_old',
      split: 'fold',
      id: 'row',
      slices: ['region'],
    })
    expect(parsed({}).threshold).toMatchObject({ on: 'validation', metric: 'expected_cost' })
  })

  test('the share of positives is that of the result’s test split, to three digits', () => {
    const document = documentOf({ models: { candidate: modelOf({ prevalence: metricOf(0.123456) }) } })
    const measured = knownStakes({ ...sources, document })
    expect(measured).toMatchObject({ prevalence: { share: 0.123, split: 'test' }, hasValidation: false })
    expect(prevalenceText(noAnswers, measured)).toBe('0.123')
    expect(textOf(noAnswers, measured)).toContain('At 12.3 % positives')
    expect(textOf({ ...noAnswers, prevalence: '' }, measured)).toContain('With the share of positives known')
  })

  test.each([null, 0, 1])('a share of %s is none', (value) => {
    const document = documentOf({
      models: { candidate: modelOf(value === null ? {} : { prevalence: metricOf(value) }) },
    })
    expect(knownStakes({ ...sources, document }).prevalence).toBeNull()
  })

  test('rows that the set-up assigns to splits are assigned by the policy too', () => {
    const rule = splitRuleOf({ by: 'stratified', strata: ['y', 'sex'], seed: 3 }, {}) as SplitRule
    const assigned = knownStakes({ ...sources, roles: { ...roles, split: '' }, rule })
    expect(assigned.hasValidation).toBe(true)
    expect(parsed({}, assigned).split).toEqual(rule)
  })

  const files: SplitRuleFile[] = [
    { by: 'hash', key: 'row', train: 8, validation: 1, test: 1 },
    { by: 'group', group: 'sex' },
    { by: 'random', folds: 5 },
    { by: 'time', time: 'day', test_from: '2024-04-01', gap: '36h' },
    { by: 'time', time: 'day', validation_from: 100, test_from: 200.5, gap: 3 },
  ]
  test.each(files)('so is %j', (file) => {
    const { rule } = readSplit(splitDraftOf(splitRuleOf(file, {}) as SplitRule), 'y', 'binary')
    expect(rule).not.toBeNull()
    expect(parsed({}, knownStakes({ ...sources, roles: { ...roles, split: '' }, rule })).split).toEqual(rule)
  })
})

describe('an answer holds over what is known', () => {
  test('slices and production, or none', () => {
    expect(parsed({ slices: ['sex'], production: 'p_older' }).columns).toMatchObject({
      production: 'p_older',
      slices: ['sex'],
    })
    const without = parsed({ slices: [], production: '' })
    expect(without.columns).not.toHaveProperty('production')
    expect(without.columns).not.toHaveProperty('slices')
    expect(without.requirements.filter(({ of, slices }) => of === 'versus_production' || slices !== null)).toEqual([])
    expect(harmedOf({ ...noAnswers, slices: [] }, known)).toEqual([])
    expect(productionOf({ ...noAnswers, production: '' }, known)).toBe('')
  })

  test('beside a candidate of classes, production is one of classes', () => {
    const classes = knownStakes({
      ...sources,
      roles: { ...roles, candidate: '', prediction: 'p', production: '', productionPrediction: 'p_old' },
    })
    expect(productionOf(noAnswers, classes)).toBe('p_old')
    expect(parsed({ production: 'p_older' }, classes).columns).toMatchObject({
      prediction: 'p',
      productionPrediction: 'p_older',
    })
  })

  test('costs and what the model does set costs, autonomy and confidence', () => {
    expect(parsed({ falsePositive: '2', falseNegative: ' 30 ', does: 'decide', isReversible: true })).toMatchObject({
      costs: { falsePositive: 2, falseNegative: 30 },
      autonomy: 4,
      confidence: 0.95,
    })
  })

  test('what a wrong verdict loses sets how sure a pass has to be', () => {
    expect(parsed({ does: 'decide' })).toMatchObject({ autonomy: 5, confidence: 0.99 })
    const sure = { does: 'decide' as const, wrongPass: '39', wrongHold: ' 1 ' }
    expect(parsed(sure)).toMatchObject({ autonomy: 5, confidence: 0.95 })
    expect(textOf({ ...noAnswers, ...sure })).toContain('assurance: 0.975\n')
    expect(surenessWords(lossesOf({ ...noAnswers, ...sure }))).toBe('A pass has to be 97.5\u00a0% sure')
    expect(surenessWords({ wrongPass: 1, wrongHold: 1 })).toBe(
      'A pass has to be 80\u00a0% sure: the least that shows anything',
    )
    expect(surenessWords(lossesOf(noAnswers))).toBe('')
  })

  test('looks are counted only where somebody wants it', () => {
    expect(parsed({}).ledger).toBeNull()
    expect(parsed({ countsLooks: true }).ledger).toBe('policy.ledger.json')
  })
})

describe('an answer that cannot be read is said of its field, and there is no policy', () => {
  const cost = 'A cost is a number above 0, in any unit, such as 10.'
  const share = 'A share is a number between 0 and 1, such as 0.02.'
  test.each<[Partial<StakesDraft>, Record<string, string>]>([
    [{ falsePositive: '' }, { falsePositive: cost }],
    [
      { falsePositive: '0', falseNegative: 'much' },
      { falsePositive: cost, falseNegative: cost },
    ],
    [{ falseNegative: 'Infinity' }, { falseNegative: cost }],
    [{ prevalence: '2 %' }, { prevalence: share }],
    [{ prevalence: '1' }, { prevalence: share }],
    [{ wrongPass: '10' }, { wrongHold: 'Say both, or neither: what counts is their ratio.' }],
    [{ wrongPass: '10', wrongHold: '0' }, { wrongHold: 'A loss is a number above 0, in any unit, such as 10.' }],
  ])('%j', (change, faults) => {
    expect(readStakes({ ...noAnswers, ...change }, known)).toEqual({ stakes: null, faults })
  })

  test('where there are no two classes, costs are not asked', () => {
    const numbers = knownStakes({ ...sources, task: 'regression', roles: { ...roles, positive: '' } })
    const reading = readStakes({ ...noAnswers, falsePositive: 'much', prevalence: 'some' }, numbers)
    expect(reading.faults).toEqual({})
    expect(parsePolicy('policy.yaml', policyFrom(reading.stakes!)).task).toBe('regression')
  })
})
