import type { Container } from '../../table/container.ts'
import type { ColumnRequest } from '../../csv/plan.ts'
import type { ByteSource } from '../../csv/source.ts'
import { joined, openText } from '../../csv/stream.ts'
import { invalidUtf8At } from '../../csv/utf8.ts'
import { InputError } from '../../table/input-error.ts'
import type { HeadNotice } from '../../csv/head.ts'
import type { Batch } from '../batch.ts'
import { readBatches } from '../read-batches.ts'
import type { OpenContainer, TableSource } from '../table-source.ts'
import { startJsonScan, type JsonScan } from './scan.ts'

const headRows = 1000
/** How much of a file is looked at for its head; more only where the first record is longer. */
const HEAD_BYTES = 1 << 20
/** How much text makes a batch. */
const CHUNK_BYTES = 1 << 20
/** The longest record. */
const RECORD_LIMIT = 64 << 20

/** Opens JSON lines: objects one after the other, mostly one on a line. */
export const openJsonLines: OpenContainer = (source) => openJson(source, 'jsonl')

/** Opens a JSON array of objects. */
export const openJsonArray: OpenContainer = (source) => openJson(source, 'json')

async function openJson(source: ByteSource, container: Container & ('json' | 'jsonl')): Promise<TableSource> {
  const isArray = container === 'json'
  const { columns, records, isWhole, notices } = await readHead(source, isArray)
  return {
    name: source.name,
    container,
    columns,
    records,
    isWhole,
    rowCount: isWhole ? records.length : null,
    notices,
    headerLine: null,
    places: isArray ? 'row' : 'line',
    read(requests, options) {
      let bytesRead = 0
      const chunks = textChunks(source, (count) => {
        bytesRead += count
      })
      return readBatches(
        {
          file: source.name,
          format: 'JSON',
          columns,
          batches: batchesOf(source.name, chunks, isArray, columns, requests),
          rowCount: isWhole ? records.length : null,
          placesBefore: 0,
          bytesRead: () => bytesRead,
        },
        requests,
        options,
      )
    },
  }
}

/** A piece of text that begins where the records before it ended. */
interface TextChunk {
  /** With a NUL behind the text. */
  bytes: Uint8Array
  isLast: boolean
}

/** Gives text, is told how many bytes of it have been used, and gives these no more. */
type TextChunks = AsyncGenerator<TextChunk, void, number>

async function* textChunks(source: ByteSource, onBytes: (count: number) => void): TextChunks {
  const { pieces } = await openText(source, onBytes, 'json')
  let rest: Uint8Array = new Uint8Array(0)
  let size = CHUNK_BYTES
  try {
    let parts: Uint8Array[] = []
    let length = 0
    for (;;) {
      const { done, value } = await pieces.next()
      if (!done) {
        parts.push(value)
        length += value.length
        if (rest.length + length < size) continue
      }
      const bytes = whole(rest, parts, length)
      const used: number = yield { bytes, isLast: done === true }
      if (done) return
      // In front of a record that is longer, more has to be read each time.
      size = used === 0 ? bytes.length * 2 : CHUNK_BYTES
      rest = bytes.subarray(used, bytes.length - 1)
      parts = []
      length = 0
    }
  } finally {
    await pieces.return()
  }
}

/** One array of its own, as what is in it will be changed, with a NUL at its end. */
function whole(rest: Uint8Array, parts: Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(rest.length + length + 1)
  all.set(rest)
  let at = rest.length
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

async function* batchesOf(
  file: string,
  chunks: TextChunks,
  isArray: boolean,
  columns: string[],
  requests: ColumnRequest[],
): AsyncGenerator<Batch, void, void> {
  const wanted = [...new Set(requests.map(({ column }) => column))]
  const indexOf = new Map(wanted.map((column, index) => [columns[column], index]))
  const scan = startJsonScan({ file, isArray, columnOf: (name) => indexOf.get(name) ?? -1 })
  let linesBefore = 0
  try {
    for (let next = await chunks.next(); !next.done;) {
      const { bytes, isLast } = next.value
      const { count, starts, ends, lines, byteCount, lineCount } = scan.scan(bytes, isLast, linesBefore)
      if (byteCount === 0 && bytes.length >= RECORD_LIMIT) throw recordTooLong(file, linesBefore)
      if (count > 0 || lineCount > 0) {
        yield {
          rowCount: count,
          columns: requests.map(({ column }) => [
            cellsOf(bytes, starts[indexOf.get(columns[column])!], ends[indexOf.get(columns[column])!], count),
          ]),
          places: isArray ? null : lines,
          placeCount: isArray ? count : lineCount,
        }
      }
      linesBefore += lineCount
      next = await chunks.next(byteCount)
    }
  } finally {
    await chunks.return()
  }
}

function cellsOf(bytes: Uint8Array, starts: Uint32Array | undefined, ends: Uint32Array | undefined, count: number) {
  // No record of the text so far has such a cell.
  const none = new Uint32Array(starts === undefined ? count : 0)
  return {
    kind: 'texts' as const,
    bytes,
    starts: starts?.subarray(0, count) ?? none,
    ends: ends?.subarray(0, count) ?? none,
    valid: null,
  }
}

async function readHead(
  source: ByteSource,
  isArray: boolean,
): Promise<{ columns: string[]; records: string[][]; isWhole: boolean; notices: HeadNotice[] }> {
  const { pieces } = await openText(source, undefined, 'json')
  let bytes: Uint8Array = new Uint8Array(0)
  let isLast = false
  try {
    for (let limit = HEAD_BYTES; ; limit *= 4) {
      while (bytes.length < limit && !isLast) {
        const { done, value } = await pieces.next()
        if (done) isLast = true
        else bytes = joined(bytes, value)
      }
      const columns: string[] = []
      const scan = startJsonScan({ file: source.name, isArray, columnOf: (name) => columns.push(name) - 1 })
      const head = headRecords(scan, whole(bytes, [], 0), isLast, columns)
      if (head.records.length === 0) {
        if (bytes.length >= RECORD_LIMIT) throw recordTooLong(source.name, 0)
        if (isLast) throw noRecords(source.name)
        continue
      }
      if (head.isWhole && !isArray && head.records.length === 1) refuseColumnar(source.name, head.records[0], columns)
      return { ...head, columns }
    }
  } finally {
    await pieces.return()
  }
}

function headRecords(
  scan: JsonScan,
  bytes: Uint8Array,
  isLast: boolean,
  columns: string[],
): { records: string[][]; isWhole: boolean; notices: HeadNotice[] } {
  const decoder = new TextDecoder()
  const { count, starts, ends, byteCount } = scan.scan(bytes, isLast, 0, headRows + 1)
  const records = Array.from({ length: Math.min(count, headRows) }, (_, record) =>
    columns.map((_name, k) => decoder.decode(bytes.subarray(starts[k][record], ends[k][record]))),
  )
  const invalidAt = invalidUtf8At(bytes, 0, byteCount)
  return {
    records,
    isWhole: isLast && count <= headRows,
    notices: invalidAt < 0 ? [] : [{ code: 'invalid_utf8', byteOffset: invalidAt }],
  }
}

/** One object that holds columns, or a table under a key, is no record. */
function refuseColumnar(file: string, cells: string[], columns: string[]): void {
  const isOfLists = cells.every((cell) => cell.startsWith('['))
  if (!isOfLists && !isOfObjects(columns)) return
  throw new InputError({
    code: 'bad_json',
    place: { file },
    found:
      isOfLists && columns.length === 1
        ? `one object with a list under ${JSON.stringify(columns[0])}`
        : `one object with ${isOfLists ? 'a list' : 'an object'} for each column`,
    expected: 'one object for each row: a list of them, or one on each line',
    remedy: "Write the rows alone, such as with df.to_json(path, orient='records', lines=True).",
  })
}

/** Whether all values are objects with the same keys, as `a.0, a.1, b.0, b.1`. */
function isOfObjects(columns: string[]): boolean {
  const keys = new Map<string, string[]>()
  for (const column of columns) {
    const dot = column.lastIndexOf('.')
    if (dot < 0) return false
    const name = column.slice(0, dot)
    keys.set(name, [...(keys.get(name) ?? []), column.slice(dot + 1)])
  }
  const [first, ...others] = [...keys.values()].map((names) => names.join('\n'))
  return others.length > 0 && others.every((names) => names === first)
}

function noRecords(file: string): InputError {
  return new InputError({
    code: 'no_rows',
    place: { file },
    found: 'JSON without any object',
    expected: 'at least one row',
    remedy: 'Check that the export finished.',
  })
}

function recordTooLong(file: string, linesBefore: number): InputError {
  return new InputError({
    code: 'record_too_long',
    place: { file, lineNumber: linesBefore + 1 },
    found: `a record of more than ${RECORD_LIMIT >> 20} MiB, which starts here`,
    expected: 'records shorter than that',
    remedy: 'Look for a quote (") that is not closed, here or further down.',
  })
}
