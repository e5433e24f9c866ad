import { describe, expect, it } from 'vitest'
import { isKindOpen, rowWeights, takeSampling } from '../../src/dataset/sampling.ts'
import { independentRows } from './independent-rows.ts'

describe('weights', () => {
  it.each([
    [[1, 2, 3], 'importance', true],
    [[10, 10], 'importance', true],
    [[1, 2.5], 'importance', false],
    [[0.1, 0.2], 'importance', false],
    [[1, 1, 1], 'frequency', false],
  ])('%j are %s weights until told; whether that is open: %j', (values, kind, isOpen) => {
    expect(rowWeights(Float64Array.from(values), null).kind).toBe(kind)
    expect(isKindOpen(Float64Array.from(values))).toBe(isOpen)
  })

  it('are what they are said to be', () => {
    const values = Float64Array.of(1, 2)
    expect([rowWeights(values, 'frequency').kind, rowWeights(values, 'importance').kind]).toEqual([
      'frequency',
      'importance',
    ])
  })
})

describe('some of the rows', () => {
  it('keep their weights and groups, in the order in which they are asked for, and leave the others as they are', () => {
    const weights = rowWeights(Float64Array.of(1, 2, 3, 4), 'frequency')
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
    const weights = rowWeights(Float64Array.of(1, 2.5), null)
    expect(takeSampling({ rowCount: 2, weights, groups: null }, Uint32Array.of(0)).weights?.kind).toBe(weights.kind)
  })

  it('of independent rows are independent', () => {
    expect(takeSampling(independentRows(5), Uint32Array.of(0, 4))).toEqual(independentRows(2))
  })
})
