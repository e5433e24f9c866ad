import { describe, expect, test } from 'vitest'
import {
  sliceGroups,
  slicesIn,
  startingGroup,
  startingSliceMetric,
  worstFirst,
} from '../../../src/page/slices/slice-view.ts'
import { documentOf, metricOf, requirementOf, sliceOf } from '../../documents.ts'

const north = sliceOf({ region: 'north' }, { recall: metricOf(0.9) })
const south = sliceOf({ region: 'south' }, { recall: metricOf(0.7) })
const paid = sliceOf({ plan: 'paid' }, { recall: { value: null, undefined: 'no positives' } })
const northPaid = sliceOf({ region: 'north', plan: 'paid' }, { recall: metricOf(0.5) })
const slices = [north, northPaid, south, paid]

describe('groups of slices', () => {
  test('single columns come first, then intersections', () => {
    expect(sliceGroups(slices).map(({ label }) => label)).toEqual(['region', 'plan', 'region × plan'])
  })

  test('each group holds its own slices; no group holds every single column’s', () => {
    const groups = sliceGroups(slices)
    expect(groups.map((group) => slicesIn(slices, group))).toEqual([[north, south], [paid], [northPaid]])
    expect(slicesIn(slices, null)).toEqual([north, south, paid])
  })

  test('the intersections come first where the policy asks for them alone', () => {
    const groups = sliceGroups(slices)
    const asking = (...wheres: Record<string, string>[]) =>
      documentOf({ requirements: wheres.map((slice) => requirementOf({ slice })) })
    expect(startingGroup(asking({ plan: 'paid', region: 'north' }), groups)?.label).toBe('region × plan')
    expect(startingGroup(asking({ plan: 'paid', region: 'north' }, { region: 'north' }), groups)).toBeNull()
    expect(startingGroup(documentOf(), groups)).toBeNull()
  })
})

test('the worst comes first whichever way is better, and what is not defined last', () => {
  expect(worstFirst([north, paid, south], 'recall', 'higher')).toEqual([south, north, paid])
  expect(worstFirst([north, paid, south], 'recall', 'lower')).toEqual([north, south, paid])
})

test('slices are shown by the metric that the policy asks of them, else by the task’s usual one', () => {
  expect(
    startingSliceMetric(documentOf({ requirements: [requirementOf({ metric: 'f1', slice: { region: 'north' } })] }), [
      'recall',
      'f1',
    ]),
  ).toBe('f1')
  expect(startingSliceMetric(documentOf({ task: 'multiclass' }), ['accuracy', 'f1_macro'])).toBe('accuracy')
  expect(startingSliceMetric(documentOf({ task: 'regression' }), ['max_error', 'mean_absolute_error'])).toBe(
    'mean_absolute_error',
  )
})
