import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readHead, type Head } from '../../src/csv/head.ts'
import type { ColumnRequest } from '../../src/csv/plan.ts'
import { readTable, type Reading } from '../../src/csv/read.ts'
import type { ByteSource } from '../../src/csv/source.ts'
import { decodeUtf8 } from '../../src/csv/utf8.ts'
import type { Column } from '../../src/table/column.ts'
import { InputError } from '../../src/table/input-error.ts'
import { headNoticeText } from '../../src/words/warnings.ts'
import { scannersOf } from './everywhere.ts'
import { bytesSource, diskSource, gzipped } from './sources.ts'

/** What must be read of a file, or why it must be refused: the JSON of a pair (cases/README.md). */
interface Case {
  about: string
  delimiter?: string
  encoding?: string
  header?: string[]
  kinds?: string[]
  rows?: (string | number | null)[][]
  lines?: number[]
  warnings?: [code: string, part: string][]
  leftOut?: Counted[]
  notices?: Counted[]
  refused?: { code: string; line?: number; column?: string; found: string }
}

interface Counted {
  code: string
  column: string | null
  count?: number
  lines: number[]
  found: string[]
}

const folder = new URL('./cases/', import.meta.url)
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.csv'))
  .map((name) => name.replace(/\.csv$/, ''))

const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(`${name}.csv`, folder)))
const caseOf = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Case

const KINDS = { text: 'utf8', category: 'dictionary', number: 'float64' } as const

/** The columns to read: those whose kind is not `unread`. */
function requestsOf(head: Head, { kinds }: Case): ColumnRequest[] {
  return head.columns.flatMap((_, column) => {
    const kind = kinds?.[column] ?? 'text?'
    const name = kind.replace('?', '') as keyof typeof KINDS
    return kind === 'unread' ? [] : [{ column, kind: KINDS[name], allowEmpty: kind.endsWith('?') }]
  })
}

function cellOf(column: Column, row: number): string | number | null {
  if (column.kind === 'dictionary') return column.values[column.codes[row]]
  if (column.kind === 'utf8') return decodeUtf8(column.bytes.subarray(column.offsets[row], column.offsets[row + 1]))
  return Number.isNaN(column.values[row]) ? null : column.values[row]
}

const counted = ({ code, column, count, examples }: Reading['rejected'][number] | Reading['notices'][number]) => ({
  code,
  column,
  count,
  lines: examples.map(({ lineNumber }) => lineNumber),
  found: examples.map(({ found }) => found),
})

/** A file as the JSON of its case describes it. */
async function outcomeOf(source: ByteSource, one: Case, chunkBytes: number, count: 1 | 3): Promise<Case> {
  try {
    const head = await readHead(source)
    const options = { scanners: scannersOf(count), chunkBytes }
    const reading = await readTable(source, head, requestsOf(head, one), options)
    const rows = Array.from({ length: reading.table.rowCount }, (_, row) => row)
    return {
      about: one.about,
      delimiter: head.dialect.delimiter,
      encoding: head.dialect.encoding,
      header: head.columns,
      rows: rows.map((row) => reading.table.columns.map((column) => cellOf(column, row))),
      lines: rows.map((row) => reading.lineNumberOf(row)),
      warnings: head.notices.map((notice) => [notice.code, headNoticeText(notice)]),
      leftOut: reading.rejected.map(counted),
      notices: reading.notices.map(counted),
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const { code, place, found } = error.fault
    return { about: one.about, refused: { code, line: place.lineNumber, column: place.column, found } }
  }
}

/** What the case expects, where it leaves out what goes without saying. */
function expectedOf(one: Case): unknown {
  if (one.refused !== undefined)
    return { about: one.about, refused: { ...one.refused, found: expect.stringContaining(one.refused.found) } }
  const all = (items: Counted[] = []) => items.map((item) => ({ count: item.lines.length, ...item }))
  return {
    about: one.about,
    delimiter: one.delimiter ?? ',',
    encoding: one.encoding ?? 'utf-8',
    header: one.header,
    rows: one.rows,
    lines: one.lines ?? expect.any(Array),
    warnings: (one.warnings ?? []).map(([code, part]) => [code, expect.stringContaining(part)]),
    leftOut: all(one.leftOut),
    notices: all(one.notices),
  }
}

/** Chunk sizes: tiny ones, which end at every byte of a short file, and a few larger ones for long files. */
const sizesOf = (bytes: Uint8Array) => (bytes.length > 2000 ? [64, 211, 1009, 4096] : [1, 2, 3, 5, 7, 8, 13, 31, 64])

describe('pairs of a file and what must be read of it', () => {
  test('every file has its expectation, and every expectation its file', () => {
    const all = readdirSync(folder).filter((name) => name !== 'README.md')
    expect(all.sort()).toEqual(names.flatMap((name) => [`${name}.csv`, `${name}.json`]).sort())
    expect(names.length).toBeGreaterThan(100)
  })

  describe.each(names)('%s', (name) => {
    const [bytes, one] = [bytesOf(name), caseOf(name)]
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b

    test(one.about, async () => {
      expect(await outcomeOf(bytesSource(bytes), one, 1 << 20, 1)).toEqual(expectedOf(one))
    })

    test('the same in chunks and in ranges of every size, with one and three scanners', async () => {
      const whole = await outcomeOf(bytesSource(bytes), one, 1 << 20, 1)
      for (const size of sizesOf(bytes)) {
        const pieceBytes = 1 + ((size * 7) % 31)
        const chunked = await outcomeOf(bytesSource(bytes, pieceBytes), one, size, size % 2 === 0 ? 1 : 3)
        expect(chunked, `chunks of ${size} bytes`).toEqual(whole)
        const ranged = await outcomeOf(diskSource(bytes, pieceBytes), one, size, size % 2 === 0 ? 3 : 1)
        expect(ranged, `ranges of ${size} bytes`).toEqual(whole)
      }
    })

    if (isPacked) return
    test('the same compressed with gzip', async () => {
      const whole = await outcomeOf(bytesSource(bytes), one, 1 << 20, 1)
      expect(await outcomeOf(bytesSource(gzipped(bytes), 5), one, 16, 3)).toEqual(whole)
    })
  })
})

test('a column named __proto__ pollutes no object', async () => {
  await outcomeOf(bytesSource(bytesOf('proto_header')), caseOf('proto_header'), 16, 1)
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

test('the scores of f32_ties.csv differ', () => {
  const [[, , high], [, , low]] = caseOf('f32_ties').rows as number[][]
  expect(high).toBeGreaterThan(low)
})
