import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { independentRows } from '../dataset/independent-rows.ts'
import { jointDecisions } from '../../src/tally/decisions.ts'
import { rankScores } from '../../src/tally/rank.ts'
import { reorderedRows, sliceRows } from '../../src/tally/rows.ts'

const someRows = fc.array(
  fc.record({
    oneClass: fc.constantFrom(0, 1),
    a: fc.integer({ min: 0, max: 9 }),
    b: fc.integer({ min: 0, max: 9 }),
    code: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 80 },
)

describe('slices of a row set', () => {
  it('are what ranking each slice’s rows alone gives', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const rowSet = {
          classes: Uint8Array.from(rows, (row) => row.oneClass),
          models: new Map([
            ['candidate' as const, rankScores(Float64Array.from(rows, (row) => row.a))],
            ['production' as const, rankScores(Float64Array.from(rows, (row) => row.b))],
          ]),
          sampling: independentRows(rows.length),
        }
        const parts = sliceRows(
          rowSet,
          Uint32Array.from(rows, (row) => row.code),
          5,
        )
        expect(parts).toHaveLength(5)
        parts.forEach((part, code) => {
          const own = rows.filter((row) => row.code === code)
          expect([...part.classes]).toEqual(own.map((row) => row.oneClass))
          for (const [model, key] of [
            ['candidate', 'a'],
            ['production', 'b'],
          ] as const) {
            const alone = rankScores(Float64Array.from(own, (row) => row[key]))
            expect([...part.models.get(model)!.scores]).toEqual([...alone.scores])
            expect([...part.models.get(model)!.ranks]).toEqual([...alone.ranks])
          }
        })
      }),
    )
  })

  it('joint decisions of groups sum to those of all rows', () => {
    fc.assert(
      fc.property(someRows, fc.nat(10), fc.nat(10), (rows, candidate, production) => {
        const rowSet = {
          classes: Uint8Array.from(rows, (row) => row.oneClass),
          models: new Map([
            ['candidate' as const, { scores: new Float64Array(10), ranks: Uint32Array.from(rows, (row) => row.a) }],
            ['production' as const, { scores: new Float64Array(10), ranks: Uint32Array.from(rows, (row) => row.b) }],
          ]),
          sampling: independentRows(rows.length),
        }
        const ranks = new Map([
          ['candidate' as const, candidate],
          ['production' as const, production],
        ])
        const [all] = jointDecisions(rowSet, ranks)
        const groups = jointDecisions(
          rowSet,
          ranks,
          Uint32Array.from(rows, (row) => row.code),
          4,
        )
        for (let cell = 0; cell < 8; cell++) {
          expect(groups.reduce((sum, group) => sum + group.counts[cell], 0)).toBe(all.counts[cell])
          const expected = rows.filter(
            (row) =>
              row.oneClass === cell >> 2 &&
              Number(row.a >= candidate) === ((cell >> 1) & 1) &&
              Number(row.b >= production) === (cell & 1),
          )
          expect(all.counts[cell]).toBe(expected.length)
        }
      }),
    )
  })
})

describe('rows in another order', () => {
  it('are each what they were: class, rank with each model, weight and group', () => {
    const rowSet = {
      classes: Uint8Array.of(1, 0, 1),
      models: new Map([
        ['candidate' as const, rankScores(Float64Array.of(0.3, 0.1, 0.2))],
        ['production' as const, rankScores(Float64Array.of(0.5, 0.5, 0.9))],
      ]),
      sampling: {
        rowCount: 3,
        weights: { kind: 'frequency' as const, values: Float64Array.of(4, 5, 6) },
        groups: { codes: Uint32Array.of(0, 1, 1), groupCount: 2 },
      },
    }
    const { classes, models, sampling } = reorderedRows(rowSet, Uint32Array.of(1, 2, 0))
    expect([...classes]).toEqual([0, 1, 1])
    expect([...models].map(([model, { ranks }]) => [model, [...ranks]])).toEqual([
      ['candidate', [0, 1, 2]],
      ['production', [0, 1, 0]],
    ])
    expect([...sampling.weights!.values]).toEqual([5, 6, 4])
    expect([...sampling.groups!.codes]).toEqual([1, 1, 0])
  })
})
