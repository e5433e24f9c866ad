import { describe, expect, test, vi } from 'vitest'
import { openText } from '../../src/csv/stream.ts'
import type { ByteSource } from '../../src/csv/source.ts'
import { bytesSource, gzipped } from './sources.ts'

async function textOf(source: ByteSource): Promise<string> {
  const { pieces } = await openText(source)
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let text = ''
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true })
  return text + decoder.decode()
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let k = 0; k < text.length; k++) view.setUint16(k * 2, text.charCodeAt(k), littleEndian)
  return new Uint8Array(view.buffer)
}

const TEXT = 'id,naïve\n1,€\n2,😀\n'
const UTF8 = new TextEncoder().encode(TEXT)
const pieceSizes = [1, 2, 3, 4, 5, 7, 1000]

describe('openText gives the same text whatever the pieces', () => {
  const stored: [string, Uint8Array][] = [
    ['UTF-8', UTF8],
    ['UTF-8 with a byte order mark', new TextEncoder().encode(`\ufeff${TEXT}`)],
    ['UTF-16, little end first', utf16(`\ufeff${TEXT}`, true)],
    ['UTF-16, big end first', utf16(`\ufeff${TEXT}`, false)],
    ['gzip', gzipped(UTF8)],
    ['gzip of UTF-16', gzipped(utf16(`\ufeff${TEXT}`, true))],
  ]
  test.each(stored)('%s', async (_, bytes) => {
    for (const size of pieceSizes) expect(await textOf(bytesSource(bytes, size))).toBe(TEXT)
  })

  test('only the first byte order mark is left out', async () => {
    expect(await textOf(bytesSource(new TextEncoder().encode('\ufeff\ufeffa'), 1))).toBe('\ufeffa')
    expect(await textOf(bytesSource(utf16('\ufeff\ufeffa', true), 1))).toBe('\ufeffa')
  })

  test('fewer bytes than a byte order mark', async () => {
    for (const text of ['', 'a', 'ab']) expect(await textOf(bytesSource(new TextEncoder().encode(text), 1))).toBe(text)
  })
})

describe('openText', () => {
  test('counts bytes as stored', async () => {
    const bytes = gzipped(new TextEncoder().encode('a,b\n'.repeat(10000)))
    let count = 0
    const { pieces, compressed } = await openText(bytesSource(bytes, 11), (more) => {
      count += more
    })
    for await (const piece of pieces) expect(piece.length).toBeGreaterThan(0)
    expect([compressed, count]).toEqual([true, bytes.length])
  })

  test('a damaged or cut gzip file is an error', async () => {
    const bytes = gzipped(new TextEncoder().encode(Array.from({ length: 5000 }, (_, k) => `${k},${k * k}\n`).join('')))
    await expect(textOf(bytesSource(bytes.slice(0, bytes.length >> 1), 100, 'cut.csv.gz'))).rejects.toThrow(
      /^cut\.csv\.gz: found gzip data that cannot be unpacked/,
    )
  })

  test('UTF-16 that is none is an error', async () => {
    await expect(textOf(bytesSource(utf16('\ufeffa\ud800b', true)))).rejects.toThrow('bytes that are not UTF-16LE')
    await expect(textOf(bytesSource(utf16('\ufeffab', true).slice(0, 5)))).rejects.toThrow(
      'bytes that are not UTF-16LE',
    )
  })

  test.each([
    ['a ZIP archive (as Excel workbooks are)', [0x50, 0x4b, 3, 4]],
    ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
    ['a Zstandard-compressed file', [0x28, 0xb5, 0x2f, 0xfd]],
    ['an image (JPEG)', [0xff, 0xd8, 0xff, 0xe0]],
    ['a PDF document', '%PDF-1.7\n%'],
    ['a web page', '\ufeff\n<!DOCTYPE html><title>Sign in</title>'],
    ['JSON', ' {"y": 1, "p": 0.5}\n'],
  ])('%s is named', async (found, start) => {
    const bytes = typeof start === 'string' ? new TextEncoder().encode(start) : Uint8Array.of(...start, 0, 0)
    await expect(textOf(bytesSource(bytes, 2, 'x.csv'))).rejects.toThrow(`x.csv: found ${found}`)
    await expect(textOf(bytesSource(gzipped(bytes), 2, 'x.csv'))).rejects.toThrow(`x.csv: found ${found}`)
  })

  test.each(['<img src=x>,y\n', 'PARI,y\n', '{y},p\n', '%PD,y\n', 'BZh9,y\n'])(
    'a header that only looks like one, %j, is text',
    async (text) => {
      expect(await textOf(bytesSource(new TextEncoder().encode(text)))).toBe(text)
    },
  )

  test('passes on what the source throws, compressed or not', async () => {
    const failing = (first: Uint8Array): ByteSource => ({
      name: 'gone.csv',
      byteLength: null,
      open() {
        let given = false
        return new ReadableStream<Uint8Array>({
          pull(controller) {
            if (given) controller.error(new Error('the disk is gone'))
            else controller.enqueue(first)
            given = true
          },
        })
      },
    })
    await expect(textOf(failing(UTF8))).rejects.toThrow('the disk is gone')
    await expect(textOf(failing(gzipped(UTF8).slice(0, 20)))).rejects.toThrow('the disk is gone')
  })

  test('ending early cancels the source', async () => {
    for (const bytes of [UTF8, gzipped(UTF8)]) {
      let cancelled = false
      const source: ByteSource = {
        name: 'endless.csv',
        byteLength: null,
        open: () =>
          new ReadableStream({
            pull: (controller) => controller.enqueue(bytes.slice()),
            cancel: () => {
              cancelled = true
            },
          }),
      }
      const { pieces } = await openText(source)
      await pieces.next()
      await pieces.return()
      await vi.waitFor(() => expect(cancelled).toBe(true))
    }
  })
})
