import { expect, it } from 'vitest'
import {
  constraintsOf,
  searchOf,
  thresholdKind,
  withConstraints,
  withSearchedMetric,
  withThresholdKind,
} from '../../../src/page/policy/threshold-draft.ts'

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
