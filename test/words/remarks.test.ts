import { expect, it } from 'vitest'
import type { ThresholdSearchResult } from '../../src/result/evaluation.ts'
import { leftOutText, thresholdSearchWords } from '../../src/words/remarks.ts'
import { headline } from '../../src/words/verdict.ts'
import { requirementOf } from '../documents.ts'

const found: ThresholdSearchResult = {
  on: 'validation',
  passes: 0.41,
  closest: 0.41,
  margin: 0.02,
  judged: 3,
  left_out: [],
}

it('another threshold is said in one sentence, with what it was not judged by', () => {
  expect(thresholdSearchWords(null)).toBeNull()
  expect(thresholdSearchWords(found)).toBe(
    'On validation a threshold of 0.41 would meet all 3 requirements that change with it, by value; test was not looked at.',
  )
  expect(
    thresholdSearchWords({
      ...found,
      passes: null,
      margin: -0.0312345,
      left_out: [{ requirement: 'requirements[1]', slice: null, reason: 'a gap between two splits' }],
    }),
  ).toBe(
    'On validation no threshold would meet all 3 requirements that change with it; the closest is 0.41, where the worst is 0.0312 outside its bound. 1 more could not be looked at there.',
  )
  expect(thresholdSearchWords({ ...found, passes: null, closest: null, margin: null })).toBe(
    'Whether another threshold would pass cannot be told on validation.',
  )
})

it('the headline counts what the verdict depends on', () => {
  const advisory = requirementOf({ outcome: 'fail', advisory: true })
  expect(headline({ verdict: 'pass', requirements: [advisory, requirementOf({})], splitting: null })).toBe(
    'Good enough: the one requirement is met.',
  )
  expect(headline({ verdict: 'undecided', requirements: [advisory], splitting: null })).toBe(
    'Undecided: no requirement that counts could be judged.',
  )
})

it.each([
  [{ code: 'too_many_steps' }, 'more slices and thresholds than are gone through'],
  [{ code: 'gap' }, 'a gap between two splits'],
  [{ code: 'other_split', split: 'train' }, 'measured on train'],
  [{ code: 'no_production' }, 'production: no production model'],
  [{ code: 'production_not_defined', why: 'no positives' }, 'production: no positives'],
  [{ code: 'never_defined' }, 'defined at no threshold'],
] as const)('a requirement that no threshold was judged by is told with the reason: %j', (reason, text) =>
  expect(leftOutText(reason)).toBe(text),
)
