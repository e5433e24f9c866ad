import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { referenceKernels } from '../../src/tally/reference.ts'
import { expectSameCounts, scatteredCells, scatteredClasses } from './kernels-cases.ts'

const kernels = referenceKernels()

/** The interface's words, one row and one threshold at a time. */
function countOneByOne(cells: Uint32Array, cellCount: number): number[] {
  return Array.from({ length: cellCount }, (_, cell) => cells.filter((entry) => entry === cell).length)
}

function sweepOneByOne(ranks: Uint32Array, classes: Uint8Array, scoreCount: number): [number[], number[]] {
  const atLeast = (wanted: number): number[] =>
    Array.from({ length: scoreCount }, (_, k) => ranks.filter((rank, i) => rank >= k && classes[i] === wanted).length)
  return [atLeast(1), atLeast(0)]
}

const rows = fc.integer({ min: 1, max: 40 }).chain((cellCount) =>
  fc.record({
    cellCount: fc.constant(cellCount),
    entries: fc.array(fc.tuple(fc.nat(cellCount - 1), fc.nat(1)), { maxLength: 80 }),
  }),
)

describe('the reference histogram', () => {
  test('counts as the definition does, one cell at a time', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ cellCount, entries }) => {
        const cells = Uint32Array.from(entries, ([cell]) => cell)
        expect([...(await kernels.histogram(cells, cellCount))]).toEqual(countOneByOne(cells, cellCount))
      }),
    )
  })

  test('of no rows is zero everywhere, and of no cells is empty', async () => {
    expect([...(await kernels.histogram(new Uint32Array(0), 3))]).toEqual([0, 0, 0])
    expect([...(await kernels.histogram(new Uint32Array(0), 0))]).toEqual([])
  })

  test('over more cells than a cache holds equals counting without ordering them first', async () => {
    const cellCount = 2 ** 21 + 77
    const cells = scatteredCells(2 ** 22 + 12345, cellCount)
    const counts = new Uint32Array(cellCount)
    for (let i = 0; i < cells.length; i++) counts[cells[i]]++
    expectSameCounts(await kernels.histogram(cells, cellCount), counts)
  })

  test('stays exact past 2^24 rows in one cell', async () => {
    expect([...(await kernels.histogram(new Uint32Array(16777217).fill(1), 2))]).toEqual([0, 16777217])
  })

  test('throws on a cell out of range, however many cells there are', async () => {
    await expect(kernels.histogram(Uint32Array.of(0, 3, 1), 3)).rejects.toThrow('1 rows whose cell is not below 3')
    for (const wrong of [2 ** 21, 2 ** 21 + 1, 2 ** 32 - 1]) {
      const cells = scatteredCells(2 ** 22 + 9, 2 ** 21)
      cells[2 ** 22 + 3] = wrong
      await expect(kernels.histogram(cells, 2 ** 21)).rejects.toThrow('1 rows whose cell is not below 2097152')
    }
  })
})

describe('the reference sweep', () => {
  test('counts as the definition does, one threshold at a time', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ cellCount, entries }) => {
        const ranks = Uint32Array.from(entries, ([rank]) => rank)
        const classes = Uint8Array.from(entries, ([, truth]) => truth)
        const { truePositives, falsePositives } = await kernels.sweep(ranks, classes, cellCount)
        expect([[...truePositives], [...falsePositives]]).toEqual(sweepOneByOne(ranks, classes, cellCount))
      }),
    )
  })

  test('over more scores than a cache holds equals counting without ordering them first', async () => {
    const scoreCount = 2 ** 20 + 5
    const ranks = scatteredCells(2 ** 22 + 12345, scoreCount)
    const classes = scatteredClasses(ranks)
    const positives = new Uint32Array(scoreCount)
    const negatives = new Uint32Array(scoreCount)
    for (let i = 0; i < ranks.length; i++) (classes[i] === 1 ? positives : negatives)[ranks[i]]++
    for (let k = scoreCount - 2; k >= 0; k--) {
      positives[k] += positives[k + 1]
      negatives[k] += negatives[k + 1]
    }
    const { truePositives, falsePositives } = await kernels.sweep(ranks, classes, scoreCount)
    expectSameCounts(truePositives, positives)
    expectSameCounts(falsePositives, negatives)
  })

  test('throws on a rank out of range and on columns of different lengths', async () => {
    await expect(kernels.sweep(Uint32Array.of(2), Uint8Array.of(1), 2)).rejects.toThrow('1 rows whose rank')
    await expect(kernels.sweep(Uint32Array.of(1), new Uint8Array(2), 2)).rejects.toThrow('1 ranks and 2 classes')
  })
})
