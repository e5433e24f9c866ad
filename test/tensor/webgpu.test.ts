import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Kernels } from '../../src/tally/kernels.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { type PieceSizes, webgpuKernels, type WebgpuKernels } from '../../src/tensor/webgpu.ts'
import {
  drawsOf,
  expectSameCounts,
  expectSameSweeps,
  scatteredCells,
  scatteredClasses,
  scatteredSample,
} from '../tally/kernels-cases.ts'
import { openDawn } from './dawn.ts'
import { runs } from '../property-runs.ts'

const reference = referenceKernels()
const dawn = await openDawn()
if (typeof dawn === 'string') console.warn(`skipped: WebGPU against the reference (${dawn})`)

async function openKernels(sizes?: Partial<PieceSizes>): Promise<WebgpuKernels> {
  if (typeof dawn === 'string') throw new Error(dawn)
  const adapter = await dawn.requestAdapter()
  if (adapter === null) throw new Error('the adapter is gone')
  return webgpuKernels(adapter, sizes)
}

async function expectSame(
  kernels: Kernels,
  ranks: Uint32Array,
  classes: Uint8Array,
  scoreCount: number,
): Promise<void> {
  expectSameCounts(await kernels.histogram(ranks, scoreCount), await reference.histogram(ranks, scoreCount))
  const expected = await reference.sweep(ranks, classes, scoreCount)
  const found = await kernels.sweep(ranks, classes, scoreCount)
  expectSameCounts(found.truePositives, expected.truePositives)
  expectSameCounts(found.falsePositives, expected.falsePositives)
}

async function expectSameOnScattered(kernels: Kernels, rowCount: number, scoreCount: number): Promise<void> {
  const ranks = scatteredCells(rowCount, scoreCount)
  await expectSame(kernels, ranks, scatteredClasses(ranks), scoreCount)
}

describe.skipIf(typeof dawn === 'string')('WebGPU equals the reference to the bit', { timeout: 60_000 }, () => {
  let whole: WebgpuKernels
  /** Chunks of 8 rows, windows of 6 cells or 3 scores. */
  let pieces: WebgpuKernels
  /** Sums of 256 entries to a workgroup instead of 4096. */
  let narrow: WebgpuKernels

  beforeAll(async () => {
    whole = await openKernels()
    pieces = await openKernels({ chunkRows: 8, windowEntries: 6 })
    narrow = await openKernels({ entriesPerThread: 1 })
  })
  afterAll(() => {
    whole.close()
    pieces.close()
    narrow.close()
  })

  test('on no rows, no cells, one row and one score', async () => {
    for (const kernels of [whole, pieces]) {
      await expectSameOnScattered(kernels, 0, 0)
      await expectSameOnScattered(kernels, 0, 5)
      await expectSameOnScattered(kernels, 1, 1)
      await expectSameOnScattered(kernels, 1, 7)
      await expectSameOnScattered(kernels, 100, 1)
    }
  })

  test('on rows of one class only', async () => {
    const ranks = scatteredCells(5000, 300)
    await expectSame(whole, ranks, new Uint8Array(5000), 300)
    await expectSame(whole, ranks, new Uint8Array(5000).fill(1), 300)
  })

  test.each([3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 25])('in chunks of 8 rows, %d rows over 7 scores', async (rowCount) => {
    await expectSameOnScattered(pieces, rowCount, 7)
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 11, 12, 13])('in windows of 6 cells, 50 rows over %d cells', async (cellCount) => {
    await expectSameOnScattered(pieces, 50, cellCount)
  })

  // A workgroup counts 256 * 64 rows; up to 1024 entries (512 scores) it counts them in its own memory.
  test.each([255, 256, 257, 16383, 16384, 16385, 32769])('%d rows, round a workgroup of rows', async (rowCount) => {
    await expectSameOnScattered(whole, rowCount, 100)
  })

  test.each([511, 512, 513, 1023, 1024, 1025])('%d scores, round a workgroup of its own', async (scoreCount) => {
    await expectSameOnScattered(whole, 20000, scoreCount)
  })

  // A workgroup sums up 256 * 16 scores.
  test.each([4095, 4096, 4097, 8193])('%d scores, round a tile of sums', async (scoreCount) => {
    await expectSameOnScattered(whole, 20000, scoreCount)
  })

  test.each([65536, 65537])('%d scores, round three levels of sums of 256 each', async (scoreCount) => {
    await expectSameOnScattered(narrow, 20000, scoreCount)
  })

  test('past a chunk of the size in use, over a million scores', async () => {
    await expectSameOnScattered(whole, 2 ** 22 + 3, 2 ** 20)
  })

  test('with 16,777,217 rows in one cell, one more than a float32 counts to', async () => {
    const rowCount = 16_777_217
    const counts = await whole.histogram(new Uint32Array(rowCount).fill(2), 4)
    expect([...counts]).toEqual([0, 0, rowCount, 0])
    const swept = await whole.sweep(new Uint32Array(rowCount).fill(1500), new Uint8Array(rowCount).fill(1), 3000)
    expect([0, 1500, 1501].map((k) => swept.truePositives[k])).toEqual([rowCount, rowCount, 0])
    expect(swept.falsePositives.every((count) => count === 0)).toBe(true)
  })

  test('on columns that are views into larger ones, at any offset', async () => {
    const ranks = scatteredCells(1003, 50)
    const classes = scatteredClasses(ranks)
    await expectSame(whole, ranks.subarray(1), classes.subarray(1), 50)
    await expectSame(pieces, ranks.subarray(901), classes.subarray(901), 50)
  })

  test('on rows at random, whole and in pieces', async () => {
    const rows = fc.integer({ min: 1, max: 20 }).chain((scoreCount) =>
      fc.record({
        scoreCount: fc.constant(scoreCount),
        entries: fc.array(fc.tuple(fc.nat(scoreCount - 1), fc.nat(1)), { maxLength: 60 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async ({ scoreCount, entries }, isWhole) => {
        const ranks = Uint32Array.from(entries, ([rank]) => rank)
        const classes = Uint8Array.from(entries, ([, truth]) => truth)
        await expectSame(isWhole ? whole : pieces, ranks, classes, scoreCount)
      }),
      { numRuns: runs(25) },
    )
  })

  test('when asked for several at once', async () => {
    const ranks = scatteredCells(9000, 400)
    const answers = await Promise.all([1, 2, 3].map(() => whole.histogram(ranks, 400)))
    const expected = await reference.histogram(ranks, 400)
    for (const counts of answers) expectSameCounts(counts, expected)
  })

  // Means of 0 … 2, of tables alone, of both kinds, and beyond 2^16, where √n·z needs all its bits.
  test.each([1, 30, 500, 100_000, 40_000_000])('on replicates of cells of %d rows on average', async (mean) => {
    const sample = scatteredSample(5001, mean, [2500])
    expectSameSweeps(await whole.replicateSweeps(sample, drawsOf()), await reference.replicateSweeps(sample, drawsOf()))
  })

  // A workgroup sums up 256 * 4 scores at a time; four cells share a block of draws.
  test.each([
    [1, 1],
    [3, 2],
    [4, 7],
    [5, 1023],
    [1025, 1024],
    [9000, 1025],
    [9001, 4097],
  ])('on replicates of %d cells over %d scores', async (cellCount, scoreCount) => {
    const sample = scatteredSample(cellCount, 2, [scoreCount])
    expectSameSweeps(await whole.replicateSweeps(sample, drawsOf()), await reference.replicateSweeps(sample, drawsOf()))
  })

  test('on replicates of two tallies at once, in windows of one replicate, from any replicate on', async () => {
    const sample = scatteredSample(777, 3, [400, 30])
    const draws = drawsOf({
      key: { low: 2 ** 32 - 1, high: 7 },
      stream: 2 ** 32 - 1,
      firstReplicate: 1990,
      replicateCount: 7,
    })
    const expected = await reference.replicateSweeps(sample, draws)
    expectSameSweeps(await whole.replicateSweeps(sample, draws), expected)
    expectSameSweeps(await pieces.replicateSweeps(sample, draws), expected)
  })

  test('on replicates of no cells, no scores, and none at all', async () => {
    for (const [sample, draws] of [
      [scatteredSample(0, 1, [3]), drawsOf()],
      [scatteredSample(0, 1, [0]), drawsOf()],
      [scatteredSample(9, 1, [3]), drawsOf({ replicateCount: 0 })],
    ] as const) {
      expectSameSweeps(await whole.replicateSweeps(sample, draws), await reference.replicateSweeps(sample, draws))
    }
  })

  test.each([0, 1, 4, 5, 6, 1023, 4099])('on %d random words, whole and in pieces of one block', async (count) => {
    const stretch = { key: { low: 2 ** 32 - 1, high: 7 }, stream: 2 ** 32 - 1, firstBlock: 2 ** 32 - 5000 }
    const expected = await reference.randomWords(stretch, count)
    expectSameCounts(await whole.randomWords(stretch, count), expected)
    expectSameCounts(await pieces.randomWords(stretch, count), expected)
  })

  test('on random words past a piece of the size in use', async () => {
    const stretch = { key: { low: 3, high: 0 }, stream: 9, firstBlock: 77 }
    expectSameCounts(await whole.randomWords(stretch, 2 ** 23 + 3), await reference.randomWords(stretch, 2 ** 23 + 3))
  })

  test('and refuses columns of different lengths as the reference does', async () => {
    await expect(whole.sweep(new Uint32Array(3), new Uint8Array(4), 1)).rejects.toThrow('3 ranks and 4 classes')
  })
})
