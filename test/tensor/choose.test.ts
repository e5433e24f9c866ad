import { describe, expect, test } from 'vitest'
import { type ChoiceParts, chooseKernels } from '../../src/tensor/choose.ts'
import { engineText } from '../../src/words/engine.ts'
import { fakeKernels, gpuWith, namedAdapter } from './fake-gpu.ts'

const nvidia = namedAdapter({ vendor: 'nvidia', architecture: 'ada-lovelace', description: 'NVIDIA GeForce RTX 4070' })
const swiftShader = namedAdapter({ vendor: 'google', architecture: 'swiftshader' })
const manyRows = 2 ** 20

/** A clock that shows these moments, one after the other. */
function clockShowing(...moments: number[]): () => number {
  return () => moments.shift() ?? Number.NaN
}

function parts(changes: Partial<ChoiceParts> = {}): ChoiceParts {
  return { clock: clockShowing(0, 31, 100, 112), openKernels: async () => fakeKernels(), ...changes }
}

describe('choosing cpu', () => {
  test('touches no GPU', async () => {
    const gpu = gpuWith(nvidia)
    const { kernels, reason } = await chooseKernels('cpu', gpu, manyRows, parts())
    expect([kernels.engine, engineText({ engine: kernels.engine, reason }), gpu.asked]).toEqual([
      'cpu',
      'CPU: as asked',
      [],
    ])
  })
})

describe('choosing auto', () => {
  test('is calm without a GPU: none in the platform, none found, one that throws', async () => {
    const throwing = { requestAdapter: () => Promise.reject(new Error('blocklisted')) }
    for (const gpu of [undefined, gpuWith(null), throwing]) {
      const { kernels, reason } = await chooseKernels('auto', gpu, manyRows)
      expect([kernels.engine, engineText({ engine: kernels.engine, reason })]).toEqual([
        'cpu',
        'CPU: no GPU adapter here',
      ])
      expect([...(await kernels.histogram(Uint32Array.of(1, 1), 2))]).toEqual([0, 2])
    }
  })

  test('does not wake a GPU for few rows', async () => {
    const gpu = gpuWith(nvidia)
    const { kernels, reason } = await chooseKernels('auto', gpu, manyRows - 1, parts())
    expect([engineText({ engine: kernels.engine, reason }), gpu.asked]).toEqual([
      'CPU: the CPU is fast enough for this many rows',
      [],
    ])
  })

  test.each([
    [swiftShader, 'google swiftshader'],
    [namedAdapter({ description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }), 'llvmpipe (LLVM 15.0.6, 256 bits)'],
    [namedAdapter({ description: 'Microsoft Basic Render Driver' }), 'Microsoft Basic Render Driver'],
    [namedAdapter({ vendor: 'acme', isFallbackAdapter: true }), 'acme'],
    [{ ...namedAdapter({ vendor: 'acme' }), isFallbackAdapter: true }, 'acme'],
  ])('never takes a software adapter', async (adapter, name) => {
    const { kernels, reason } = await chooseKernels('auto', gpuWith(adapter), manyRows, parts())
    expect([kernels.engine, engineText({ engine: kernels.engine, reason })]).toEqual([
      'cpu',
      `CPU: the only adapter here is software (${name})`,
    ])
  })

  test('takes the GPU where its trial is faster, and says both times', async () => {
    const { kernels, reason } = await chooseKernels('auto', gpuWith(nvidia), manyRows, parts())
    expect(kernels.engine).toBe('webgpu')
    expect(engineText({ engine: kernels.engine, reason })).toBe(
      'WebGPU: NVIDIA GeForce RTX 4070, faster here for this size ' +
        '(12 ms against 31 ms in a trial of 1,048,576 rows), checked against the CPU',
    )
  })

  test('takes the CPU where the GPU is not faster, and gives the GPU back', async () => {
    const gpuKernels = fakeKernels()
    const openKernels = async (): Promise<typeof gpuKernels> => gpuKernels
    const clock = clockShowing(0, 12, 100, 131)
    const { kernels, reason } = await chooseKernels('auto', gpuWith(nvidia), manyRows, parts({ clock, openKernels }))
    expect(kernels.engine).toBe('cpu')
    expect(engineText({ engine: kernels.engine, reason })).toBe(
      'CPU: faster here for this size (12 ms against 31 ms in a trial of 1,048,576 rows)',
    )
    expect(gpuKernels.isClosed).toBe(true)
  })
})

describe('choosing webgpu', () => {
  test('takes a software adapter too, asking for one where there is no other', async () => {
    const { kernels, reason } = await chooseKernels('webgpu', gpuWith(swiftShader), 10, parts())
    expect([kernels.engine, engineText({ engine: kernels.engine, reason })]).toEqual([
      'webgpu',
      'WebGPU: google swiftshader, checked against the CPU',
    ])

    const gpu = gpuWith(null)
    await chooseKernels('webgpu', gpu, 10, parts())
    expect(gpu.asked).toEqual([{ powerPreference: 'high-performance' }, { forceFallbackAdapter: true }])
  })

  test('without a GPU computes on the CPU and says so', async () => {
    const { kernels, reason } = await chooseKernels('webgpu', undefined, 10)
    expect([kernels.engine, engineText({ engine: kernels.engine, reason })]).toEqual([
      'cpu',
      'CPU: webgpu was asked for, but there is no GPU adapter here',
    ])
  })

  test('with an adapter that gives no device computes on the CPU and says so', async () => {
    const openKernels = (): Promise<never> => Promise.reject(new Error('out of devices'))
    const { kernels, reason } = await chooseKernels('webgpu', gpuWith(nvidia), 10, parts({ openKernels }))
    expect(kernels.engine).toBe('cpu')
    expect(engineText({ engine: kernels.engine, reason })).toBe(
      'CPU: webgpu was asked for, but NVIDIA GeForce RTX 4070 was no use: out of devices',
    )
  })

  test('with a device that miscounts computes on the CPU, says so, and gives the GPU back', async () => {
    const gpuKernels = fakeKernels({ histogram: async (_, cellCount) => new Uint32Array(cellCount) })
    const openKernels = async (): Promise<typeof gpuKernels> => gpuKernels
    const { kernels, reason } = await chooseKernels('webgpu', gpuWith(nvidia), 10, parts({ openKernels }))
    expect(kernels.engine).toBe('cpu')
    expect(engineText({ engine: kernels.engine, reason })).toBe(
      'CPU: webgpu was asked for, but NVIDIA GeForce RTX 4070 was no use: ' +
        'counting 1 rows over 1 cells gave 0 where 1 is right',
    )
    expect(gpuKernels.isClosed).toBe(true)
  })
})
