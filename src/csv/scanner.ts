import { lastRecordStart } from './cut.ts'
import { CR, LF } from './grammar.ts'
import { RECORD_LIMIT } from './head.ts'
import type { FileRange, ScannedChunk, Scanner, ScanPlan } from './plan.ts'
import { scanChunk, type Scanning, startScanning } from './scan.ts'
import type { OpenPart } from './source.ts'
import { encodeUtf8 } from './utf8.ts'

/**
 * A scanner that works on this thread, on one thing after another. `open` lets it read files by itself; in a range it
 * looks for the end of a record no further than `recordLimit` bytes.
 */
export function localScanner(open: OpenPart, recordLimit = RECORD_LIMIT): Required<Scanner> {
  return {
    scan: async (chunk, plan, spare) => ({ ...scanChunk(chunk, plan, spare), spent: chunk.buffer }),
    scanRange: rangeScanner(open, recordLimit),
  }
}

function rangeScanner(open: OpenPart, recordLimit: number): Required<Scanner>['scanRange'] {
  let memory = new Uint8Array(WINDOW_BYTES)
  let before: Promise<unknown> = Promise.resolve()
  return (range, plan, spare) => {
    const openWindow = prepareWindow(open, range)
    const work = before.then(async () => {
      const window = openWindow(memory)
      try {
        return await scanWindow(window, range, recordLimit, startScanning(plan, range.end - range.start, spare))
      } finally {
        const left = window.close()
        memory = left.length === WINDOW_BYTES ? left : new Uint8Array(WINDOW_BYTES)
      }
    })
    before = work.catch(() => undefined)
    return work
  }
}

/**
 * A range has the records that start in it. One starts behind every line break (a quoted one too, which is found out
 * when the records before it are scanned), so two neighbours agree on where one ends and the other begins.
 */
async function scanWindow(
  window: RangeWindow,
  range: FileRange,
  recordLimit: number,
  scanning: Scanning,
): Promise<ScannedChunk> {
  let isInside = range.startsRecord
  /** The window holds no line break before this index. */
  let looked = 0
  for (;;) {
    await window.more()
    if (!isInside) {
      const first = afterFirstBreak(window.bytes, looked, window.isLast)
      looked = first < 0 ? Math.max(0, window.bytes.length - 1) : 0
      if (first >= 0) window.drop(first)
      if (first < 0 ? window.isLast || window.offset + window.bytes.length > range.end : window.offset >= range.end)
        break
      if (first < 0) continue
      isInside = true
    }
    const before = window.offset
    if (scanNext(scanning, window, range.end, looked)) break
    looked = window.offset > before ? 0 : Math.max(0, window.bytes.length - 1)
    if (window.bytes.length >= recordLimit) return { ...scanning.finish(), unclosed: true }
  }
  return scanning.finish()
}

/** Scans the whole records in the window; tells whether nothing more is to come. */
function scanNext(scanning: Scanning, window: RangeWindow, rangeEnd: number, looked: number): boolean {
  const { bytes, isLast } = window
  // The record that starts before the range's end ends with the first line break from its last byte on.
  const lastByte = rangeEnd - 1 - window.offset
  const end = bytes.length > lastByte ? afterFirstBreak(bytes, Math.max(looked, lastByte), isLast) : -1
  if (end >= 0 || isLast) {
    scanning.push(end >= 0 ? bytes.subarray(0, end) : bytes)
    return true
  }
  const whole = lastRecordStart(bytes, looked, Math.min(bytes.length, lastByte), 0, false)
  if (whole === 0) return false
  const isWell = scanning.push(bytes.subarray(0, whole))
  window.drop(whole)
  return !isWell
}

/** Index behind the first line break from `from` on; -1 where there is none, or where it may not be whole yet. */
function afterFirstBreak(bytes: Uint8Array, from: number, isLast: boolean): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === LF) return at + 1
    if (bytes[at] !== CR) continue
    if (at + 1 < bytes.length) return bytes[at + 1] === LF ? at + 2 : at + 1
    return isLast ? at + 1 : -1
  }
  return -1
}

const ROUNDS = 12
const ROWS = 2500
const plan: ScanPlan = {
  delimiter: 0x2c,
  fieldCount: 5,
  comments: false,
  requests: [1, 2, 3, 4].map((column) => ({
    column,
    kind: column === 2 || column === 3 ? 'float64' : 'dictionary',
    allowEmpty: false,
  })),
}

/**
 * Scans made predictions until the JavaScript engine has compiled the scanner, so that the first file is read at full
 * speed.
 */
export async function warmUp(scanner: Scanner): Promise<void> {
  const text = encodeUtf8(Array.from({ length: ROWS }, (_, row) => predictionLine(row)).join(''))
  for (let round = 0; round < ROUNDS; round++) {
    const { columns } = await scanner.scan(text.slice() as Uint8Array<ArrayBuffer>, plan, [])
    if (columns.length !== plan.requests.length) throw new Error('The scanner lost columns')
  }
}

/** A line with a name, a label, two scores of different lengths and a split. */
function predictionLine(row: number): string {
  const score = (row * 0.6180339887) % 1
  return `row${row},${row % 3 === 0 ? 1 : 0},${score.toFixed(4 + (row % 7))},${(1 - score).toFixed(10)},${['train', 'test', 'validation'][row % 3]}\n`
}

/** The most bytes of a range that are read before they are scanned: as many as stay in the processor's cache. */
const WINDOW_BYTES = 1 << 20
/** How far behind a range its last record is looked for at first. */
const REACH_BYTES = 1 << 12

/**
 * What has been read of a range and is still in use. It goes on behind the range for as long as it is asked for more.
 */
export interface RangeWindow {
  /** The bytes read; replaced by every `more` and `drop`. */
  bytes: Uint8Array<ArrayBuffer>
  /** Where in the file `bytes` start. */
  offset: number
  /** Whether the file ends with `bytes`. */
  isLast: boolean
  /** Reads some more, or finds that there is no more. */
  more(): Promise<void>
  /** Forgets the first `count` bytes. */
  drop(count: number): void
  /** Stops reading; gives the memory, to be used for another window. */
  close(): Uint8Array<ArrayBuffer>
}

/** Opens a range at once, so that it is read ahead where streams do that; `more` may follow later. */
function prepareWindow(
  open: OpenPart,
  { file, fileBytes, start, end, startsRecord }: FileRange,
): (memory: Uint8Array<ArrayBuffer>) => RangeWindow {
  // The byte before tells whether a record starts with the range.
  const from = startsRecord ? start : start - 1
  let openEnd = Math.min(fileBytes, end + REACH_BYTES)
  let reader = bufferReader(open(file, from, openEnd))
  return (memory) => {
    let buffer = memory
    let used = 0
    const window: RangeWindow = {
      bytes: buffer.subarray(0, 0),
      offset: from,
      isLast: false,
      async more() {
        if (used === buffer.length) buffer = doubled(buffer)
        const filled = await reader.fill(buffer, used)
        buffer = filled.buffer
        used += filled.count
        window.bytes = buffer.subarray(0, used)
        if (filled.count > 0) return
        window.isLast = openEnd === fileBytes || window.offset + used < openEnd
        if (window.isLast) return
        const openFrom = openEnd
        openEnd = Math.min(fileBytes, openFrom + WINDOW_BYTES)
        reader = bufferReader(open(file, openFrom, openEnd))
      },
      drop(count) {
        buffer.copyWithin(0, count, used)
        used -= count
        window.offset += count
        window.bytes = buffer.subarray(0, used)
      },
      close() {
        reader.cancel()
        return buffer
      },
    }
    return window
  }
}

function doubled(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(buffer.length * 2)
  larger.set(buffer)
  return larger
}

interface BufferReader {
  /** Writes the next bytes, one at least, to `buffer` from index `from` on; none at the end. The buffer may move. */
  fill(buffer: Uint8Array<ArrayBuffer>, from: number): Promise<{ buffer: Uint8Array<ArrayBuffer>; count: number }>
  cancel(): void
}

/**
 * Reads straight into the buffer where the stream can do that: fresh memory for every piece takes as long as reading
 * it.
 */
function bufferReader(stream: ReadableStream<Uint8Array>): BufferReader {
  let reader: ReadableStreamBYOBReader
  try {
    reader = stream.getReader({ mode: 'byob' })
  } catch {
    return copyingReader(stream.getReader())
  }
  return {
    async fill(buffer, from) {
      const { value } = await reader.read(buffer.subarray(from))
      if (value === undefined) throw new Error('The file was closed while it was read')
      return { buffer: new Uint8Array(value.buffer), count: value.length }
    },
    cancel: () => void reader.cancel().catch(() => undefined),
  }
}

function copyingReader(reader: ReadableStreamDefaultReader<Uint8Array>): BufferReader {
  let rest = new Uint8Array(0)
  return {
    async fill(buffer, from) {
      while (rest.length === 0) {
        const { done, value } = await reader.read()
        if (done) return { buffer, count: 0 }
        rest = value as Uint8Array<ArrayBuffer>
      }
      const count = Math.min(rest.length, buffer.length - from)
      buffer.set(rest.subarray(0, count), from)
      rest = rest.subarray(count)
      return { buffer, count }
    },
    cancel: () => void reader.cancel().catch(() => undefined),
  }
}
