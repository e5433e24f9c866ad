import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confusionAt } from '../../../src/metrics/binary/confusion.ts'
import { histogramEdges, scoreHistogram } from '../../../src/metrics/binary/histogram.ts'
import { tallyOf } from './tally-of.ts'

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
const rows = fc.array(
  fc.tuple(
    fc.constantFrom(0, 1),
    fc.oneof(
      fc.integer({ min: 0, max: 50 }).map((k) => k / 50),
      fc.double({ min: -3, max: 4, noNaN: true }),
    ),
  ),
)

describe('a histogram of scores', () => {
  test('counts a score on an edge above it, as a threshold there does; the highest in the last bin', async () => {
    const tally = await tallyOf([1, 0, 1, 0, 1, 1], [0, 0.25, 0.5, 0.5, 0.99, 1])
    expect(scoreHistogram(tally, histogramEdges([tally], 4))).toEqual({
      edges: [0, 0.25, 0.5, 0.75, 1],
      positives: [1, 0, 1, 2],
      negatives: [0, 1, 1, 0],
    })
  })

  test('counts every row once, and from an edge on what a threshold there calls positive', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (drawn) => {
        const tally = await tallyOf(
          drawn.map(([label]) => label),
          drawn.map(([, score]) => score),
        )
        const { edges, positives, negatives } = scoreHistogram(tally, histogramEdges([tally]))
        expect([sum(positives), sum(negatives)]).toEqual([tally.positives, tally.negatives])
        edges.slice(0, -1).forEach((edge, bin) => {
          const { truePositives, falsePositives } = confusionAt(tally, edge)
          expect([sum(positives.slice(bin)), sum(negatives.slice(bin))]).toEqual([truePositives, falsePositives])
        })
      }),
    )
  })

  test('has the same edges for several models: 0 to 1, or as far as scores go outside', async () => {
    const tallies = [await tallyOf([1, 0], [0.25, -2]), await tallyOf([1, 0], [0.5, 6])]
    expect(histogramEdges(tallies, 4)).toEqual([-2, 0, 2, 4, 6])
    expect(histogramEdges([await tallyOf([1, 0], [0.4, 0.6])], 2)).toEqual([0, 0.5, 1])
    expect(histogramEdges([await tallyOf([], [])], 2)).toEqual([0, 0.5, 1])
  })

  test('of no rows is empty bins', async () => {
    expect(scoreHistogram(await tallyOf([], []), [0, 0.5, 1])).toEqual({
      edges: [0, 0.5, 1],
      positives: [0, 0],
      negatives: [0, 0],
    })
  })
})
