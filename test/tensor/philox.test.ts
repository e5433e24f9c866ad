import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillPhilox, philoxKey } from '../../src/tally/philox.ts'
import { openDevice, type TensorDevice } from '../../src/tensor/device.ts'
import { philoxWords } from '../../src/tensor/philox.ts'
import { expectSameCounts } from '../tally/kernels-cases.ts'
import { openDawn } from './dawn.ts'

const dawn = await openDawn()
if (typeof dawn === 'string') console.warn(`skipped: Philox on WebGPU (${dawn})`)

describe.skipIf(typeof dawn === 'string')('Philox4x32-10 in WGSL', { timeout: 60_000 }, () => {
  let device: TensorDevice

  beforeAll(async () => {
    const adapter = typeof dawn === 'string' ? null : await dawn.requestAdapter()
    if (adapter === null) throw new Error('the adapter is gone')
    device = await openDevice(adapter)
  })
  afterAll(() => device.close())

  test.each([
    { seed: 0n, replicate: 0, stream: 0, firstBlock: 0, blockCount: 1 },
    { seed: 42n, replicate: 9999, stream: 1, firstBlock: 0, blockCount: 257 },
    { seed: 1n << 60n, replicate: 2 ** 31, stream: 2 ** 32 - 1, firstBlock: 2 ** 32 - 5000, blockCount: 5000 },
    { seed: -1n, replicate: 1999, stream: 7, firstBlock: 123456789, blockCount: 20000 },
  ])('gives the words of JavaScript ($blockCount blocks from $firstBlock)', async (draw) => {
    const key = philoxKey(draw.seed)
    const expected = new Uint32Array(4 * draw.blockCount)
    fillPhilox(expected, key, draw.replicate, draw.stream, draw.firstBlock)
    const found = await device.stage(async (stage) => {
      return stage.read(philoxWords(stage, key, draw.replicate, draw.stream, draw.firstBlock, draw.blockCount))
    })
    expectSameCounts(found, expected)
  })

  test('gives the first published answer of Random123', async () => {
    const words = await device.stage(async (stage) => stage.read(philoxWords(stage, philoxKey(0), 0, 0, 0, 1)))
    // philox4x32 10 of Random123's tests/kat_vectors: counter and key all zero.
    expect([...words]).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
  })
})
