import { expect, test, vi } from 'vitest'
import { decompress } from 'fzstd'
import { ZSTDDecoder } from 'zstddec'
import { readersWith } from '../../src/containers/readers.ts'
import { decompressZstd, startPlainZstd, type StartZstd } from '../../src/containers/zstd.ts'
import { caseBytes, openCase, read, rowsOf } from './reading.ts'

/** What the command decompresses by. */
const startWebAssembly: StartZstd = async () => {
  const zstd = new ZSTDDecoder()
  await zstd.init()
  return (stored, out) => zstd.decode(stored, out.length)
}

const cellsOf = async (name: string, start: StartZstd) =>
  rowsOf(await read(await openCase(name, { loadReaders: async () => readersWith(start) }), 'utf8'))

test.each(['types-v2-zstd.parquet', 'types-zstd.arrow'])('%s has the same cells by either decoder', async (name) => {
  const cells = await cellsOf(name, startPlainZstd)
  expect(await cellsOf(name, startWebAssembly)).toEqual(cells)
  expect(cells.length).toBeGreaterThan(0)
})

test.each([
  ['types-v2-zstd.parquet', true],
  ['types-zstd.arrow', true],
  ['types-v1-snappy.parquet', false],
  ['types-lz4.arrow', false],
])('%s starts a decoder: %s', async (name, isStarted) => {
  const start = vi.fn(startPlainZstd)
  await cellsOf(name, start)
  expect(start.mock.calls.length > 0).toBe(isStarted)
})

test('what is damaged, or of another size, is an error by either decoder', async () => {
  const stored = caseBytes('small.csv.zst')
  const size = decompress(stored).length
  for (const start of [startPlainZstd, startWebAssembly]) {
    const decoder = await start()
    expect(decompressZstd(stored, new Uint8Array(size), decoder)).toEqual(decompress(stored))
    expect(() => decompressZstd(stored.subarray(0, stored.length - 9), new Uint8Array(size), decoder)).toThrow()
    const changed = stored.slice()
    changed[4] ^= 0xff
    expect(() => decompressZstd(changed, new Uint8Array(size), decoder)).toThrow()
  }
})
