import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { independentRows } from '../../src/dataset/sampling.ts'
import { jointDecisions } from '../../src/tally/decisions.ts'
import { rankScores } from '../../src/tally/rank.ts'
import { sliceRows } from '../../src/tally/rows.ts'

const someRows = fc.array(fc.record({
  oneClass: fc.constantFrom(0, 1), a: fc.integer({ min: 0, max: 9 }), b: fc.integer({ min: 0, max: 9 }), code: fc.integer({ min: 0, max: 3 }),
}), { maxLength: 80 })

describe('slices of a row set', () => {
  it('are what ranking each slice’s rows alone gives', () => {
    fc.assert(fc.property(someRows, (rows) => {
      const rowSet = {
        classes: Uint8Array.from(rows, (row) => row.oneClass),
        models: new Map([
          ['candidate' as const, rankScores(Float64Array.from(rows, (row) => row.a))],
          ['production' as const, rankScores(Float64Array.from(rows, (row) => row.b))],
        ]),
        sampling: independentRows(rows.length),
      }
      const parts = sliceRows(rowSet, Uint32Array.from(rows, (row) => row.code), 5)
      expect(parts).toHaveLength(5)
      parts.forEach((part, code) => {
        const own = rows.filter((row) => row.code === code)
        expect([...part.classes]).toEqual(own.map((row) => row.oneClass))
        for (const [model, key] of [['candidate', 'a'], ['production', 'b']] as const) {
          const alone = rankScores(Float64Array.from(own, (row) => row[key]))
          expect([...part.models.get(model)!.scores]).toEqual([...alone.scores])
          expect([...part.models.get(model)!.ranks]).toEqual([...alone.ranks])
        }
      })
    }))
  })

  it('joint decisions of groups sum to those of all rows', () => {
    fc.assert(fc.property(someRows, fc.nat(10), fc.nat(10), (rows, candidate, production) => {
      const rowSet = {
        classes: Uint8Array.from(rows, (row) => row.oneClass),
        models: new Map([
          ['candidate' as const, { scores: new Float64Array(10), ranks: Uint32Array.from(rows, (row) => row.a) }],
          ['production' as const, { scores: new Float64Array(10), ranks: Uint32Array.from(rows, (row) => row.b) }],
        ]),
        sampling: independentRows(rows.length),
      }
      const ranks = new Map([['candidate' as const, candidate], ['production' as const, production]])
      const [all] = jointDecisions(rowSet, ranks)
      const groups = jointDecisions(rowSet, ranks, Uint32Array.from(rows, (row) => row.code), 4)
      for (let cell = 0; cell < 8; cell++) {
        expect(groups.reduce((sum, group) => sum + group.counts[cell], 0)).toBe(all.counts[cell])
        const expected = rows.filter((row) =>
          row.oneClass === cell >> 2 && Number(row.a >= candidate) === ((cell >> 1) & 1) && Number(row.b >= production) === (cell & 1))
        expect(all.counts[cell]).toBe(expected.length)
      }
    }))
  })
})
