import { expect, test } from 'vitest'
import { sizeText } from '../../src/words/numbers.ts'
import { basisOf } from '../../src/words/verdict.ts'
import { documentOf, modelOf } from '../documents.ts'

test('a verdict says on which rows, by which policy and at which threshold it was reached, and what told the task', () => {
  const chosen = { threshold: { value: 0.41, chosen: 'maximise f1 on validation' }, ...modelOf({}) }
  expect(
    basisOf(documentOf({ rows: 12_000, models: { candidate: chosen } }), ['churn.csv'], {
      fileName: 'p.yaml',
      policy: { name: 'churn' },
      isEdited: false,
    }),
  ).toBe(
    '12,000 rows of churn.csv, by the policy churn, at threshold 0.41 (maximise f1 on validation). Task: binary (the label has two values).',
  )
})

test('a policy without a name is called as its file is, and one that was edited on the page is not called the same', () => {
  expect(basisOf(documentOf(), ['a.csv'], { fileName: 'p.yaml', policy: { name: null }, isEdited: true })).toContain(
    'by the policy p.yaml as edited here,',
  )
})

test('without a threshold none is named', () => {
  expect(basisOf(documentOf(), ['a.csv', 'b.csv'], null)).toMatch(
    /^100 rows of a\.csv, b\.csv, by the classes predicted\. /,
  )
  expect(basisOf(documentOf({ task: 'regression', task_evidence: 'the label holds numbers' }), ['a.csv'], null)).toBe(
    '100 rows of a.csv. Task: regression (the label holds numbers).',
  )
})

test('the size of a set of rows has the weight and the positives where there are any', () => {
  expect(sizeText({ rows: 1204, weight: 3400.5, positives: 1 })).toBe('1,204 rows, weight 3,400.5, 1 positive')
  expect(sizeText({ rows: 1 })).toBe('1 row')
})
