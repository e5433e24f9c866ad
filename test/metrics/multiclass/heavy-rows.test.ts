import { describe, expect, it } from 'vitest'
import type { Sampling } from '../../../src/dataset/sampling.ts'
import { isDefined, type Measure } from '../../../src/metrics/measure.ts'
import { measureMulticlass } from '../../../src/metrics/multiclass/measure.ts'

const settings = { confidence: 0.95, costs: { falsePositive: 1, falseNegative: 1 }, replicates: 20, seed: 1 }

/** 60 rows of each class; so many of a are called b, a tenth of b and c the other. */
function measured(wrong: number, weightOfA: number, kind: 'importance' | 'frequency' = 'importance') {
  const rows = Array.from({ length: 180 }, (_, row) => {
    const label = Math.floor(row / 60)
    const at = row % 60
    return [label, label === 0 ? (at < wrong ? 1 : 0) : at < 6 ? 3 - label : label]
  })
  const values = Float64Array.from(rows, ([label]) => (label === 0 ? weightOfA : 1))
  const sampling: Sampling = { rowCount: 180, weights: { kind, values }, groups: null }
  const { models } = measureMulticlass(
    {
      labels: ['a', 'b', 'c'],
      classes: Uint32Array.from(rows, ([label]) => label),
      models: new Map([
        ['candidate', { predicted: Uint32Array.from(rows, ([, called]) => called), probabilities: null }],
      ]),
      sampling,
    },
    settings,
  )
  const { measures, classes } = models.get('candidate')!
  const intervalOf = (measure: Measure | undefined) => {
    if (measure === undefined || !isDefined(measure) || measure.interval === null) throw new Error('no interval')
    return measure.interval
  }
  return {
    of: (id: string) => intervalOf(measures.get(id)),
    ofClass: (label: string, id: string) => intervalOf(classes!.get(label)!.get(id)),
  }
}

describe('few heavy rows', () => {
  it('leave a metric of several classes open: nothing narrower than its range is known', () => {
    const { of, ofClass } = measured(2, 19)
    expect(of('accuracy').caution).toEqual({
      reason:
        'the interval may be too short: 2 rows of class a, of a weight up to 19 times that of others, are predicted wrongly, fewer than 5',
      low: 0,
      high: 1,
    })
    expect(of('matthews_corrcoef').caution).toMatchObject({ low: -1, high: 1 })
    expect(ofClass('b', 'precision').caution).toMatchObject({ low: 0, high: 1 })
  })

  it('do not where more are predicted wrongly, where none is heavy, and where weights are counts', () => {
    for (const { of } of [measured(5, 19), measured(2, 2), measured(2, 19, 'frequency')])
      expect(of('accuracy').caution).toBeUndefined()
  })
})
