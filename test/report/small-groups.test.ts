import { describe, expect, it } from 'vitest'
import { withoutSmallGroups } from '../../src/report/small-groups.ts'
import { reportText, formats } from '../../src/report/formats.ts'
import { documentOf, modelOf, requirementOf } from '../documents.ts'
import { ofSlice } from './hostile.ts'

const slice = (region: string, rows: number) => ({ where: { region }, rows, positives: 1, metrics: ofSlice })
const bin = (rows: number) => ({
  lowest_score: 0.123,
  highest_score: 0.123,
  rows,
  mean_score: 0.123,
  positives: 1,
  share: 0.5,
  low: 0,
  high: 1,
})
const bins = [bin(3), bin(10)]
const split = {
  slices: [slice('a', 9), slice('b', 10)],
  calibration: { bins: { equal_width: bins, equal_mass: bins }, brier: { undefined: 'none' } },
}
const validation = { validation: { ...modelOf({}).splits.test, slices: [slice('a', 20), slice('b', 4)] } }
const document = documentOf({
  verdict: 'fail',
  models: {
    candidate: { splits: { ...modelOf({}, split).splits, ...validation } },
    production: { splits: { ...modelOf({}, split).splits, ...validation } },
  },
  requirements: [
    requirementOf({
      slice: { region: 'a' },
      outcome: 'fail',
      value: 0.4242,
      low: 0.1717,
      high: 0.5151,
      reason: '0.4242 is not at least 0.8',
      rows_needed: 77,
      positives_needed: 33,
    }),
    requirementOf({ slice: { region: 'b' } }),
    requirementOf({ slice: { region: 'b' }, bound: { gap: { from: 'validation', at_most: 0.1 } } }),
    requirementOf({}),
  ],
  setup: { ...documentOf().setup, smallest_group: 10 },
})

describe('the smallest group shown', () => {
  it('hides nothing at 1', () => expect(withoutSmallGroups(document, 1)).toEqual(document))

  it('takes away the numbers of slices of fewer rows, of every model, and says which they are', () => {
    const { candidate, production } = withoutSmallGroups(document, 10).models
    for (const model of [candidate, production!]) {
      expect(model.splits.test.slices).toEqual([slice('b', 10)])
      expect(model.splits.test.small_slices).toEqual([{ where: { region: 'a' } }])
      expect(model.splits.test.calibration!.bins).toEqual({ equal_width: [bin(10)], equal_mass: [bin(10)] })
    }
  })

  it('a requirement on such a slice, or on a gap from one, keeps its outcome alone', () => {
    const [ofFew, ofMany, gap, whole] = withoutSmallGroups(document, 10).requirements
    expect(ofFew).toMatchObject({
      outcome: 'fail',
      value: null,
      low: null,
      high: null,
      rows_needed: null,
      positives_needed: null,
    })
    expect(ofFew.reason).toBe('fewer than 10 rows: the numbers that it was judged on are not shown')
    expect(gap).toMatchObject({ outcome: 'pass', value: null })
    expect([ofMany, whole]).toEqual([document.requirements[1], document.requirements[3]])
  })

  it.each(formats)('as %s, too', (format) => {
    const text = reportText({ ...withoutSmallGroups(document, 10), sha256: '' }, format)
    expect(text).not.toMatch(/0\.4242|0\.1717|0\.5151|\b77\b|\b33\b/)
    if (format !== 'json') expect(text).toContain('fewer than 10 rows')
  })
})
