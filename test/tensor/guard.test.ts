import { describe, expect, test } from 'vitest'
import { referenceKernels } from '../../src/tally/reference.ts'
import { GpuError } from '../../src/tensor/adapter.ts'
import { guarded, type OpenKernels } from '../../src/tensor/guard.ts'
import { engineText } from '../../src/words/engine.ts'
import { drawsOf, expectSameCounts, expectSameSweeps, scatteredSample } from '../tally/kernels-cases.ts'
import { fakeKernels } from './fake-gpu.ts'

const reference = referenceKernels()
const cells = Uint32Array.of(0, 2, 2)
const classes = Uint8Array.of(1, 0, 1)
const noOther: OpenKernels = () => Promise.reject(new Error('no adapter'))

const lose = (): Promise<never> => Promise.reject(new GpuError('lost', 'driver reset'))

describe('guarded kernels', () => {
  test('give the answers of the GPU while its totals are right', async () => {
    // Right totals, wrong places: only a GPU can have said so.
    const gpu = fakeKernels({ histogram: async () => Uint32Array.of(3, 0, 0) })
    const kernels = guarded(reference, gpu, noOther, 'test')
    expect([...(await kernels.histogram(cells, 3))]).toEqual([3, 0, 0])
    expect([kernels.engine, engineText(kernels)]).toEqual(['webgpu', 'WebGPU: test'])
  })

  test('drop a GPU whose histogram does not sum to the rows, and answer from the CPU', async () => {
    const gpu = fakeKernels({ histogram: async () => Uint32Array.of(1, 0, 1) })
    const kernels = guarded(reference, gpu, noOther, 'test')
    expect([...(await kernels.histogram(cells, 3))]).toEqual([1, 0, 2])
    expect(kernels.engine).toBe('cpu')
    expect(engineText(kernels)).toBe('CPU: the GPU was dropped, as its histogram came to 2 rows where there are 3')
    expect(gpu.isClosed).toBe(true)
  })

  test('drop a GPU whose sweep does not begin with all rows of a class', async () => {
    const gpu = fakeKernels({
      sweep: async () => ({ truePositives: Uint32Array.of(2, 1, 1), falsePositives: Uint32Array.of(0, 0, 0) }),
    })
    const kernels = guarded(reference, gpu, noOther, 'test')
    expect(await kernels.sweep(cells, classes, 3)).toEqual(await reference.sweep(cells, classes, 3))
    expect(engineText(kernels)).toBe(
      'CPU: the GPU was dropped, as its false positives came to 0 rows where there are 1',
    )
  })

  test('ask one new device after a loss, and stay on it', async () => {
    const first = fakeKernels({ histogram: lose })
    const second = fakeKernels()
    const kernels = guarded(reference, first, async () => second, 'test')
    expect([...(await kernels.histogram(cells, 3))]).toEqual([1, 0, 2])
    expect([kernels.engine, first.isClosed, second.isClosed]).toEqual(['webgpu', true, false])
  })

  test('end on the CPU after a second loss, even calls that were waiting', async () => {
    let opened = 0
    const open: OpenKernels = async () => {
      opened++
      return fakeKernels({ histogram: lose })
    }
    const kernels = guarded(reference, fakeKernels({ histogram: lose }), open, 'test')
    const answers = await Promise.all([1, 2, 3].map(() => kernels.histogram(cells, 3)))
    expect(answers.map((counts) => [...counts])).toEqual([
      [1, 0, 2],
      [1, 0, 2],
      [1, 0, 2],
    ])
    expect([kernels.engine, engineText(kernels), opened]).toEqual(['cpu', 'CPU: the GPU was lost (driver reset)', 1])
  })

  test('drop a GPU whose last replicate is not the reference’s, and answer from the CPU', async () => {
    const sample = scatteredSample(20, 3, [7])
    const expected = await reference.replicateSweeps(sample, drawsOf())
    const gpu = fakeKernels({
      replicateSweeps: async () =>
        expected.map(({ truePositives, falsePositives }) => {
          const wrong = falsePositives.slice()
          wrong[wrong.length - 1]++
          return { truePositives, falsePositives: wrong }
        }),
    })
    const kernels = guarded(reference, gpu, noOther, 'test')
    expectSameSweeps(await kernels.replicateSweeps(sample, drawsOf()), expected)
    expect(engineText(kernels)).toBe('CPU: the GPU was dropped, as replicate 4 is not the one to be drawn')
    // Right ones pass, and so do none.
    const right = guarded(reference, fakeKernels(), noOther, 'test')
    expectSameSweeps(await right.replicateSweeps(sample, drawsOf()), expected)
    await right.replicateSweeps(sample, drawsOf({ replicateCount: 0 }))
    expect(right.engine).toBe('webgpu')
  })

  test('drop a GPU whose last random words are not the reference’s, and answer from the CPU', async () => {
    const stretch = { key: { low: 1, high: 0 }, stream: 2, firstBlock: 3 }
    const expected = await reference.randomWords(stretch, 10)
    const wrong = expected.slice()
    wrong[9] ^= 1
    const kernels = guarded(reference, fakeKernels({ randomWords: async () => wrong }), noOther, 'test')
    expectSameCounts(await kernels.randomWords(stretch, 10), expected)
    expect(engineText(kernels)).toBe(
      'CPU: the GPU was dropped, as block 5 of its random words is not the one to be drawn',
    )
    // Right ones pass, and so do none.
    const right = guarded(reference, fakeKernels(), noOther, 'test')
    expectSameCounts(await right.randomWords(stretch, 10), expected)
    expectSameCounts(await right.randomWords(stretch, 0), new Uint32Array(0))
    expect(right.engine).toBe('webgpu')
  })

  test('end on the CPU where no new device is to be had', async () => {
    const kernels = guarded(reference, fakeKernels({ histogram: lose }), noOther, 'test')
    expect([...(await kernels.histogram(cells, 3))]).toEqual([1, 0, 2])
    expect([kernels.engine, engineText(kernels)]).toEqual(['cpu', 'CPU: the GPU was lost (driver reset)'])
  })

  test('end on the CPU after any other fault, without asking for a new device', async () => {
    const gpu = fakeKernels({ histogram: () => Promise.reject(new GpuError('fault', 'out of memory')) })
    const kernels = guarded(reference, gpu, async () => fakeKernels(), 'test')
    expect([...(await kernels.histogram(cells, 3))]).toEqual([1, 0, 2])
    expect([kernels.engine, engineText(kernels)]).toEqual([
      'cpu',
      'CPU: the GPU was dropped after a fault (out of memory)',
    ])
  })

  test('keep the GPU where the rows are wrong, which is an error on any engine', async () => {
    const gpu = fakeKernels({ histogram: async () => Uint32Array.of(1, 0) })
    const kernels = guarded(reference, gpu, noOther, 'test')
    await expect(kernels.histogram(cells, 2)).rejects.toThrow('2 rows whose cell is not below 2')
    expect(kernels.engine).toBe('webgpu')
  })

  test('once closed compute on the CPU, and ask for no new device', async () => {
    const gpu = fakeKernels()
    const kernels = guarded(reference, gpu, async () => fakeKernels(), 'test')
    kernels.close()
    expect([...(await kernels.histogram(cells, 3))]).toEqual([1, 0, 2])
    expect([kernels.engine, engineText(kernels), gpu.isClosed]).toEqual(['cpu', 'CPU: the GPU was given back', true])
  })
})
