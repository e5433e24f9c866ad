import { expect, it } from 'vitest'
import { requirementOutcomes } from '../../../src/page/policy/requirement-outcomes.ts'
import type { RequirementResult } from '../../../src/result/evaluation.ts'

function result(
  metric: string,
  outcome: RequirementResult['outcome'],
  region: string | null = null,
): RequirementResult {
  return {
    metric,
    outcome,
    split: 'test',
    slice: region === null ? null : { region },
    bound: { at_least: 0 },
    value: 0,
    low: null,
    high: null,
    reason: '',
    rows_needed: null,
    positives_needed: null,
  }
}

it('each requirement comes to its own results, in order, the worst of every slice first', () => {
  const results = [
    result('f1', 'pass'),
    result('f1', 'fail', 'n'),
    result('f1', 'undecided', 's'),
    result('f1', 'pass', 'w'),
    result('rows', 'undecided'),
  ]
  expect(
    requirementOutcomes([{ metric: 'f1' }, { metric: 'f1', slices: 'region' }, { metric: 'rows' }], results),
  ).toEqual([
    { outcome: 'pass', words: 'met' },
    { outcome: 'fail', words: '1 of 3 failed' },
    { outcome: 'undecided', words: 'undecided' },
  ])
})

it('two alike are told apart: one result each, or one of each slice', () => {
  const twice = [result('f1', 'pass'), result('f1', 'fail')]
  expect(requirementOutcomes([{ metric: 'f1' }, { metric: 'f1' }], twice).map((one) => one?.outcome)).toEqual([
    'pass',
    'fail',
  ])
  const slices = ['pass', 'fail'].flatMap((outcome) =>
    ['n', 's'].map((region) => result('f1', outcome as 'pass', region)),
  )
  expect(
    requirementOutcomes(
      [
        { metric: 'f1', slices: 'region' },
        { metric: 'f1', slices: ['region'] },
      ],
      slices,
    ).map((one) => one?.words),
  ).toEqual(['met', '2 of 2 failed'])
})

it('one without results has none', () => {
  expect(requirementOutcomes([{ metric: 'f1' }, { metric: 'r2' }], [result('r2', 'pass')])).toEqual([
    null,
    { outcome: 'pass', words: 'met' },
  ])
})
