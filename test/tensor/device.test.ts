import { describe, expect, test } from 'vitest'
import { referenceKernels } from '../../src/tally/reference.ts'
import type { GpuSource } from '../../src/tensor/adapter.ts'
import { chooseKernels } from '../../src/tensor/choose.ts'
import { openDevice } from '../../src/tensor/device.ts'
import { webgpuKernels } from '../../src/tensor/webgpu.ts'
import { engineText } from '../../src/words/engine.ts'
import { expectSameCounts, scatteredCells, scatteredClasses } from '../tally/kernels-cases.ts'
import { openDawn } from './dawn.ts'

const dawn = await openDawn()
if (typeof dawn === 'string') console.warn(`skipped: losing a WebGPU device (${dawn})`)

/** Dawn, remembering its devices, so that a test can destroy them behind the kernels' back. */
function dawnRemembering(devices: GPUDevice[]): GpuSource {
  return {
    async requestAdapter(options) {
      const adapter = typeof dawn === 'string' ? null : await dawn.requestAdapter(options)
      if (adapter === null) return null
      const requestDevice = async (descriptor?: GPUDeviceDescriptor): Promise<GPUDevice> => {
        const device = await adapter.requestDevice(descriptor)
        devices.push(device)
        return device
      }
      return { info: adapter.info, limits: adapter.limits, requestDevice } as unknown as GPUAdapter
    },
  }
}

const ranks = scatteredCells(200_000, 30_000)
const classes = scatteredClasses(ranks)
const expected = await referenceKernels().sweep(ranks, classes, 30_000)

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

describe.skipIf(typeof dawn === 'string')('a device lost in mid-flight', { timeout: 120_000 }, () => {
  test.each([0, 1, 5, 20])('gives the same bytes from a new device, then from the CPU (%d ms in)', async (delayMs) => {
    const devices: GPUDevice[] = []
    const { kernels, reason } = await chooseKernels('webgpu', dawnRemembering(devices), ranks.length)
    expect(engineText({ engine: kernels.engine, reason })).toMatch(/^WebGPU: .+, checked against the CPU$/)

    for (const engineAfter of ['webgpu', 'cpu'] as const) {
      const answers = [kernels.sweep(ranks, classes, 30_000), kernels.sweep(ranks, classes, 30_000)]
      await wait(delayMs)
      devices.at(-1)?.destroy()
      for (const { truePositives, falsePositives } of await Promise.all(answers)) {
        expectSameCounts(truePositives, expected.truePositives)
        expectSameCounts(falsePositives, expected.falsePositives)
      }
      // Where both answers were there before the device went, the next call is the one to notice.
      await kernels.histogram(ranks, 30_000)
      expect(kernels.engine).toBe(engineAfter)
    }
    expect(engineText(kernels)).toMatch(/^CPU: the GPU was lost \(.+\)$/)
    expect(devices.length).toBe(2)
    kernels.close()
  })

  test('is a GpuError of kind lost, never an answer, without the guard', async () => {
    const devices: GPUDevice[] = []
    const adapter = await dawnRemembering(devices).requestAdapter()
    if (adapter === null) throw new Error('the adapter is gone')
    const kernels = await webgpuKernels(adapter)
    const answer = kernels.sweep(ranks, classes, 30_000)
    devices[0].destroy()
    await expect(answer).rejects.toMatchObject({ name: 'GpuError', kind: 'lost' })
    await expect(kernels.histogram(ranks, 30_000)).rejects.toMatchObject({ name: 'GpuError', kind: 'lost' })
  })
})

describe.skipIf(typeof dawn === 'string')('a stage', { timeout: 60_000 }, () => {
  test('that the device finds fault with ends in a GpuError, and the next one works', async () => {
    if (typeof dawn === 'string') return
    const adapter = await dawn.requestAdapter()
    if (adapter === null) throw new Error('the adapter is gone')
    const device = await openDevice(adapter)
    const broken = {
      name: 'broken',
      inputs: [],
      uniforms: ['length'],
      atomic: false,
      outputLength: 4,
      workgroupCount: 1,
      code: 'fn main(index : i32) { result[index] = no_such_function(uniforms.length); }',
    }
    const fails = device.stage(async (stage) => stage.read(stage.run(broken, [], [4])))
    await expect(fails).rejects.toMatchObject({ name: 'GpuError', kind: 'fault' })
    const echo = await device.stage(async (stage) => {
      const code = 'fn main(index : i32) { if (u32(index) < uniforms.length) { result[index] = values[index] + 1; } }'
      const plusOne = { ...broken, name: 'plus-one', inputs: ['values'], code }
      return stage.read(stage.run(plusOne, [stage.upload(Int32Array.of(1, 2, 3, -1))], [4]))
    })
    expect([...echo]).toEqual([2, 3, 4, 0])
    device.close()
  })
})
