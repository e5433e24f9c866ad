import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCutter } from '../../src/csv/cut.ts'
import { runs } from '../property-runs.ts'

/** Feeds the text in pieces; gives the chunks, or the fault. */
function cut(
  text: string,
  pieceBytes: number,
  chunkBytes: number,
  recordLimit = 1 << 20,
  seekQuotes = true,
): string[] | object {
  const cutter = createCutter({ delimiter: 44, chunkBytes, recordLimit, seekQuotes })
  const bytes = new TextEncoder().encode(text)
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += pieceBytes) chunks.push(...cutter.push(bytes.subarray(at, at + pieceBytes)))
  const last = cutter.finish()
  if (last !== null) chunks.push(last)
  return (
    cutter.fault() ?? chunks.map((chunk) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(chunk))
  )
}

const csvText = fc
  .array(fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', ' ', 'a', 'é', '\u00a0'), { maxLength: 60 })
  .map((pieces) => pieces.join(''))
const size = fc.integer({ min: 1, max: 70 })

describe('createCutter', () => {
  test('chunks put together are the text, whatever the pieces', () => {
    fc.assert(
      fc.property(csvText, size, size, (text, pieceBytes, chunkBytes) => {
        const chunks = cut(text, pieceBytes, chunkBytes)
        if (Array.isArray(chunks)) expect(chunks.join('')).toBe(text)
        else expect(chunks).toMatchObject({ kind: 'unterminated_quote' })
      }),
      { numRuns: runs(3000) },
    )
  })

  test('every chunk but the last ends with a line break, and none between CR and LF', () => {
    fc.assert(
      fc.property(csvText, size, size, (text, pieceBytes, chunkBytes) => {
        const chunks = cut(text, pieceBytes, chunkBytes)
        if (!Array.isArray(chunks)) return
        for (const chunk of chunks.slice(0, -1)) expect(chunk).toMatch(/[\r\n]$/)
        chunks.slice(1).forEach((chunk, k) => expect(chunks[k].endsWith('\r') && chunk.startsWith('\n')).toBe(false))
      }),
      { numRuns: runs(3000) },
    )
  })

  test('line breaks inside quotes are no place to cut', () => {
    expect(cut('a,"b\nc"\nd,e\n', 1, 1)).toEqual(['a,"b\nc"\n', 'd,e\n'])
    expect(cut('a,"b""\nc" \nd,e,f,g\n', 1, 1)).toEqual(['a,"b""\nc" \n', 'd,e,f,g\n'])
    expect(cut('a"b\nc\n', 1, 1)).toEqual(['a"b\n', 'c\n'])
  })

  test('without seeking quotes, any line break is a place to cut', () => {
    expect(cut('a,"b\nc"\n', 1, 5, 64, false)).toEqual(['a,"b\n', 'c"\n'])
    fc.assert(
      fc.property(csvText, size, size, (text, pieceBytes, chunkBytes) => {
        expect((cut(text, pieceBytes, chunkBytes, 1 << 20, false) as string[]).join('')).toBe(text)
      }),
    )
  })

  test('says how many lines lie between the last chunk and a quote that is never closed', () => {
    expect(cut('a\nb\nc,"d\ne\n', 2, 100)).toEqual({ kind: 'unterminated_quote', lineOffset: 2 })
  })

  test('gives up on a record that passes the limit', () => {
    expect(cut(`a\n"${'x\n'.repeat(100)}`, 5, 8, 64)).toEqual({ kind: 'record_too_long', lineOffset: 0 })
  })
})
