import { afterEach, expect, test } from 'vitest'
import { decompress } from 'fzstd'
import { ZSTDDecoder } from 'zstddec'
import { decompressZstd, useZstd } from '../../src/containers/zstd.ts'
import { caseBytes, openCase, read, rowsOf } from './reading.ts'

afterEach(() => useZstd(decompress))

/** What the command decompresses by. */
async function useWebAssembly(): Promise<void> {
  const zstd = new ZSTDDecoder()
  await zstd.init()
  useZstd((stored, out) => zstd.decode(stored, out.length))
}

test.each(['types-v2-zstd.parquet', 'types-zstd.arrow'])('%s has the same cells by either decoder', async (name) => {
  const before = rowsOf(await read(await openCase(name), 'utf8'))
  await useWebAssembly()
  expect(rowsOf(await read(await openCase(name), 'utf8'))).toEqual(before)
  expect(before.length).toBeGreaterThan(0)
})

test('what is damaged, or of another size, is an error by either decoder', async () => {
  const stored = caseBytes('small.csv.zst')
  const size = decompress(stored).length
  for (const start of [() => Promise.resolve(), useWebAssembly]) {
    await start()
    expect(decompressZstd(stored, new Uint8Array(size))).toEqual(decompress(stored))
    expect(() => decompressZstd(stored.subarray(0, stored.length - 9), new Uint8Array(size))).toThrow()
    const changed = stored.slice()
    changed[4] ^= 0xff
    expect(() => decompressZstd(changed, new Uint8Array(size))).toThrow()
  }
})
