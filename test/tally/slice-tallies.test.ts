import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { independentRows } from '../dataset/independent-rows.ts'
import { rankScores } from '../../src/tally/rank.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { sliceRows, tallyScores } from '../../src/tally/rows.ts'
import { orderedRows, partCells, sliceTallies } from '../../src/tally/slice-tallies.ts'

const someRows = fc.array(
  fc.record({
    oneClass: fc.constantFrom(0, 1),
    score: fc.integer({ min: 0, max: 30 }).map((k) => k / 30),
    code: fc.nat(3),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 120 },
)

describe('tallies of slices', () => {
  it.each([false, true])('are those of each slice’s rows alone (rows stand for many: %s)', async (isCounted) => {
    await fc.assert(
      fc.asyncProperty(someRows, async (rows) => {
        const classes = Uint8Array.from(rows, (row) => row.oneClass)
        const codes = Uint32Array.from(rows, (row) => row.code)
        const ordered = rankScores(Float64Array.from(rows, (row) => row.score))
        const counts = isCounted ? Float64Array.from(rows, (row) => row.count) : null
        const sampling = {
          ...independentRows(rows.length),
          weights: counts && { kind: 'frequency' as const, values: counts },
        }
        const logLosses = Float64Array.from({ length: 2 * ordered.scores.length }, (_, i) => i)
        const inOrder = orderedRows(ordered, logLosses, classes, counts, [codes])
        const found = sliceTallies(inOrder, partCells(inOrder.codes[0], inOrder.classes, 5))
        const parts = sliceRows({ classes, models: new Map([['candidate', ordered]]), sampling }, codes, 5)
        for (const [code, part] of parts.entries()) {
          const { logLosses: losses, ...tally } = found[code]
          const alone = await tallyScores(
            referenceKernels(),
            part.models.get('candidate')!,
            part.classes,
            part.sampling,
          )
          expect(tally).toEqual(alone)
          expect(losses).toEqual(
            Float64Array.from(
              [...tally.scores].flatMap((score) => [
                2 * ordered.scores.indexOf(score),
                2 * ordered.scores.indexOf(score) + 1,
              ]),
            ),
          )
        }
      }),
    )
  })

  it('ordered scores name every row once, ascending', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0.1, 0.2))),
        (values) => {
          const { order, ranks, orderedRanks } = rankScores(Float64Array.from(values))
          expect([...order].sort((a, b) => a - b)).toEqual(values.map((_, row) => row))
          expect([...orderedRanks]).toEqual([...order].map((row) => ranks[row]))
          for (let i = 1; i < order.length; i++) expect(ranks[order[i]]).toBeGreaterThanOrEqual(ranks[order[i - 1]])
        },
      ),
    )
  })
})
