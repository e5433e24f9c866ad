import { expect, test } from 'vitest'
import { referenceKernels } from '../../src/tally/reference.ts'
import { sharedKernels } from '../../src/tally/shared-replicates.ts'
import { drawsOf, scatteredSample } from './kernels-cases.ts'

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
