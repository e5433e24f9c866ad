import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillPhilox } from '../../src/tally/philox.ts'
import { drawPoisson, poissonRoots } from '../../src/tally/poisson.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import {
  replicateBlocks,
  sharedKernels,
  streamOf,
  sweepEntries,
  sweepOnce,
  sweepReplicates,
} from '../../src/tally/replicates.ts'
import { drawsOf, scatteredSample } from './kernels-cases.ts'

const kernels = referenceKernels()

async function allSweeps(sample: Parameters<typeof replicateBlocks>[1], blockEntries?: number): Promise<number[][]> {
  const all: number[][] = sample.tallies.flatMap(() => [[], []])
  for await (const { sweeps } of replicateBlocks(kernels, sample, 42, 3, 11, blockEntries)) {
    sweeps.forEach(({ truePositives, falsePositives }, t) => {
      all[2 * t].push(...truePositives)
      all[2 * t + 1].push(...falsePositives)
    })
  }
  return all
}

describe('the reference replicates', () => {
  test('are the definition, one replicate and one rank at a time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(90),
        (cellCount, scoreCount, mean) => {
          const { counts, tallies } = scatteredSample(cellCount, mean, [scoreCount])
          const draws = drawsOf({ firstReplicate: 7, replicateCount: 2 })
          const [{ truePositives, falsePositives }] = sweepReplicates({ counts, tallies }, draws)
          for (let r = 0; r < 2; r++) {
            const drawn = new Uint32Array(cellCount)
            fillPhilox(drawn, draws.key, 7 + r, draws.stream)
            drawPoisson(drawn, counts, poissonRoots(counts))
            for (let k = 0; k < scoreCount; k++) {
              const rowsOf = (oneClass: number) =>
                drawn.reduce((sum, count, cell) => {
                  const place = tallies[0].places[cell]
                  return place % 2 === oneClass && place >> 1 >= k ? sum + count : sum
                }, 0)
              expect([truePositives[r * scoreCount + k], falsePositives[r * scoreCount + k]]).toEqual([
                rowsOf(1),
                rowsOf(0),
              ])
            }
          }
        },
      ),
    )
  })

  test('are the same in blocks of any size', async () => {
    const sample = scatteredSample(50, 4, [20, 7])
    const whole = await allSweeps(sample)
    for (const blockEntries of [1, 54, 55, 200, 1000]) expect(await allSweeps(sample, blockEntries)).toEqual(whole)
  })

  test('without groups and weights are those of entries of weight one, and of units of their own', () => {
    const sample = scatteredSample(60, 2, [15])
    const plain = sweepReplicates(sample, drawsOf()).map(({ truePositives, falsePositives }) => ({
      truePositives: [...truePositives],
      falsePositives: [...falsePositives],
    }))
    for (const units of [null, Uint32Array.from({ length: 60 }, (_, i) => i)]) {
      for (const weights of [null, new Float64Array(60).fill(1)]) {
        const found = sweepEntries({ ...sample, units, weights }, drawsOf())
        expect(
          found.map(({ truePositives, falsePositives }) => ({
            truePositives: [...truePositives],
            falsePositives: [...falsePositives],
          })),
        ).toEqual(plain)
      }
    }
  })

  test('draw all entries of a unit alike, by their weight', () => {
    const entries = {
      counts: Uint32Array.of(1),
      units: Uint32Array.of(0, 0, 0),
      weights: Float64Array.of(2, 0.5, 7),
      tallies: [{ scoreCount: 2, places: Uint32Array.of(1, 3, 2) }],
    }
    const [{ truePositives, falsePositives }] = sweepEntries(entries, drawsOf({ replicateCount: 200 }))
    const times = Array.from({ length: 200 }, (_, r) => falsePositives[2 * r] / 7)
    expect(new Set(times).size).toBeGreaterThan(3)
    times.forEach((count, r) =>
      expect([truePositives[2 * r], truePositives[2 * r + 1], falsePositives[2 * r + 1]]).toEqual([
        2.5 * count,
        0.5 * count,
        7 * count,
      ]),
    )
  })

  test('come to the rows themselves on average', () => {
    const sample = scatteredSample(40, 5, [10])
    const replicateCount = 4000
    const [{ truePositives }] = sweepReplicates(sample, drawsOf({ replicateCount }))
    const [once] = sweepOnce(sample)
    for (let k = 0; k < 10; k++) {
      let sum = 0
      for (let r = 0; r < replicateCount; r++) sum += truePositives[10 * r + k]
      // The mean of 4,000 Poisson counts, within five standard errors.
      expect(Math.abs(sum / replicateCount - once.truePositives[k])).toBeLessThan(
        5 * Math.sqrt(once.truePositives[k] / replicateCount) + 1e-9,
      )
    }
  })

  test('refuse places that are not there', () => {
    const sample = scatteredSample(5, 1, [3])
    expect(() => sweepReplicates({ ...sample, counts: new Uint32Array(6) }, drawsOf())).toThrow('5 places for 6 cells')
    sample.tallies[0].places[2] = 6
    expect(() => sweepReplicates(sample, drawsOf())).toThrow('the place 6 among 3 scores')
  })
})

describe('streams', () => {
  test('are FNV-1a of the names, whose borders count', () => {
    // FNV-1a by its definition in whole numbers of any size.
    const fnv = (bytes: number[]) =>
      Number(bytes.reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn, 0x811c9dc5n))
    expect(streamOf()).toBe(0x811c9dc5)
    expect(streamOf('rows', 'é')).toBe(fnv([0x72, 0, 0x6f, 0, 0x77, 0, 0x73, 0, 0, 0, 0xe9, 0, 0, 0]))
    expect(streamOf('ab', 'c')).not.toBe(streamOf('a', 'bc'))
  })
})

test('replicates are the same, to the bit and in their order, whatever number of threads draws them', async () => {
  const alone = referenceKernels()
  const sample = scatteredSample(50, 4, [20, 7])
  for (const replicateCount of [1, 2, 11]) {
    const draws = drawsOf({ firstReplicate: 5, replicateCount })
    const expected = await alone.replicateSweeps(sample, draws)
    for (const otherCount of [0, 1, 2, 7]) {
      const others = Array.from({ length: otherCount }, () => alone.replicateSweeps)
      expect(await sharedKernels(alone, others, 0).replicateSweeps(sample, draws)).toEqual(expected)
    }
  }
})

test('few draws are not handed out', async () => {
  const alone = referenceKernels()
  const sample = scatteredSample(50, 4, [20])
  const none = () => Promise.reject(new Error('handed out'))
  const draws = drawsOf({ replicateCount: 2 })
  expect(await sharedKernels(alone, [none], 101).replicateSweeps(sample, draws)).toEqual(
    await alone.replicateSweeps(sample, draws),
  )
  await expect(sharedKernels(alone, [none], 100).replicateSweeps(sample, draws)).rejects.toThrow('handed out')
})
