import { describe, expect, it } from 'vitest'
import { rowWeights, takeSampling } from '../../src/dataset/sampling.ts'
import { independentRows } from './independent-rows.ts'

describe('weights', () => {
  it.each([
    [[1, 2, 3], true],
    [[1, 2.5], false],
    [[0.1, 0.2], false],
    [[0, 4], true],
  ])('%j are whole numbers of equal rows: %j', (values, isWhole) => {
    const whole = rowWeights(Float64Array.of(1)).kind
    expect(rowWeights(Float64Array.from(values)).kind === whole).toBe(isWhole)
  })
})

describe('some of the rows', () => {
  it('keep their weights and groups, in the order in which they are asked for, and leave the others as they are', () => {
    const weights = rowWeights(Float64Array.of(1, 2, 3, 4))
    const groups = { codes: Uint32Array.of(0, 0, 1, 2), groupCount: 3 }
    const some = takeSampling({ rowCount: 4, weights, groups }, Uint32Array.of(3, 1))
    expect(some).toEqual({
      rowCount: 2,
      weights: { kind: weights.kind, values: Float64Array.of(4, 2) },
      groups: { codes: Uint32Array.of(2, 0), groupCount: 3 },
    })
    expect([...weights.values]).toEqual([1, 2, 3, 4])
  })

  it('keep the kind of weights that all rows have', () => {
    const weights = rowWeights(Float64Array.of(1, 2.5))
    expect(takeSampling({ rowCount: 2, weights, groups: null }, Uint32Array.of(0)).weights?.kind).toBe(weights.kind)
  })

  it('of independent rows are independent', () => {
    expect(takeSampling(independentRows(5), Uint32Array.of(0, 4))).toEqual(independentRows(2))
  })
})
