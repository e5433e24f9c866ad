import { afterQuote, CR, LF, lineBreaks, LITERAL, QUOTE, UNDECIDED } from './grammar.ts'

/** Cuts a stream of UTF-8 into chunks that start and end at records. */
export interface Cutter {
  /** Takes more of the file; gives the chunks that are complete. */
  push(piece: Uint8Array): Uint8Array<ArrayBuffer>[]
  /** The file has ended: gives its last chunk, or null. */
  finish(): Uint8Array<ArrayBuffer> | null
  /** Why the file cannot be cut further; null while it can. */
  fault(): CutFault | null
  /** Takes back the buffer of a chunk that has been read, to be filled again. */
  reuse(spent: ArrayBuffer): void
}

/** Why a file cannot be cut into records. */
export interface CutFault {
  kind: 'unterminated_quote' | 'record_too_long'
  /** Line breaks between the end of the chunks given so far and the place. */
  lineOffset: number
}

/** How to cut a file. */
export interface CutterOptions {
  /** The delimiter's byte. */
  delimiter: number
  /** When to cut; a record that is longer makes its chunk longer. */
  chunkBytes: number
  /** The longest record, in bytes. */
  recordLimit: number
  /**
   * Look for quotes. Where false, the file is cut at any line break, which is faster, and wrong where a line break is
   * quoted.
   */
  seekQuotes: boolean
}

/** Bytes are looked at only around quotes, and backwards from the end of a chunk to its last line break. */
export function createCutter({ delimiter, chunkBytes, recordLimit, seekQuotes }: CutterOptions): Cutter {
  const spare: ArrayBuffer[] = []
  let buffer = new Uint8Array(chunkBytes)
  let used = 0
  /** Index up to which quotes have been looked for. */
  let scanned = 0
  /** Where the text outside quotes that `scanned` is in starts. */
  let outsideFrom = 0
  /** Where the quoted cell that `scanned` is in opened; -1 outside of quotes. */
  let openedAt = -1
  /** The last known start of a record. */
  let boundary = 0
  let fault: CutFault | null = null

  function look(endOfFile: boolean): void {
    if (!seekQuotes) scanned = used
    const bytes = buffer.subarray(0, used)
    while (scanned < used) {
      const quote = bytes.indexOf(QUOTE, scanned)
      if (quote < 0) scanned = used
      else if (openedAt < 0) lookOutside(bytes, quote)
      else if (!lookInside(bytes, quote, endOfFile)) return
    }
  }

  function lookOutside(bytes: Uint8Array, quote: number): void {
    scanned = quote + 1
    const before = quote === 0 ? LF : bytes[quote - 1]
    if (before !== delimiter && before !== LF && before !== CR) return
    boundary = lastRecordStart(bytes, outsideFrom, quote, boundary, true)
    openedAt = quote
  }

  /** Looks at a quote in a quoted cell; false where more bytes are needed to decide what it does. */
  function lookInside(bytes: Uint8Array, quote: number, endOfFile: boolean): boolean {
    scanned = quote
    if (quote + 1 >= used && !endOfFile) return false
    if (bytes[quote + 1] === QUOTE) {
      scanned = quote + 2
      return true
    }
    const stop = afterQuote(bytes, quote + 1, used, delimiter, endOfFile)
    if (stop === UNDECIDED) return false
    if (stop === LITERAL) {
      scanned = quote + 1
    } else {
      scanned = outsideFrom = stop
      openedAt = -1
    }
    return true
  }

  function cut(): Uint8Array<ArrayBuffer> | null {
    look(false)
    if (openedAt < 0) boundary = lastRecordStart(buffer, outsideFrom, used, boundary, false)
    if (boundary === 0) {
      if (used < recordLimit) grow()
      else fault = { kind: 'record_too_long', lineOffset: 0 }
      return null
    }
    const chunk = buffer.subarray(0, boundary)
    const rest = buffer.subarray(boundary, used)
    const size = Math.max(chunkBytes, rest.length * 2)
    buffer = new Uint8Array(size === chunkBytes && spare.length > 0 ? spare.pop()! : new ArrayBuffer(size))
    buffer.set(rest)
    used -= boundary
    scanned -= boundary
    outsideFrom = Math.max(0, outsideFrom - boundary)
    if (openedAt >= 0) openedAt -= boundary
    boundary = 0
    return chunk
  }

  function grow(): void {
    const larger = new Uint8Array(buffer.length * 2)
    larger.set(buffer)
    buffer = larger
  }

  return {
    push(piece) {
      const chunks: Uint8Array<ArrayBuffer>[] = []
      let taken = 0
      while (taken < piece.length && fault === null) {
        const count = Math.min(piece.length - taken, buffer.length - used)
        buffer.set(piece.subarray(taken, taken + count), used)
        used += count
        taken += count
        if (used < buffer.length) break
        const chunk = cut()
        if (chunk !== null) chunks.push(chunk)
      }
      return chunks
    },
    finish() {
      look(true)
      if (openedAt >= 0 && fault === null) {
        fault = { kind: 'unterminated_quote', lineOffset: lineBreaks(buffer, 0, openedAt) }
      }
      return used === 0 || fault !== null ? null : buffer.subarray(0, used)
    },
    fault: () => fault,
    reuse(spent) {
      if (spent.byteLength === chunkBytes) spare.push(spent)
    },
  }
}

/**
 * Index after the last line break in `bytes[from … end - 1]`, or `otherwise`. A CR as the very last byte counts only
 * where `complete` says that no LF follows it.
 */
export function lastRecordStart(
  bytes: Uint8Array,
  from: number,
  end: number,
  otherwise: number,
  complete: boolean,
): number {
  for (let at = end - 1; at >= from; at--) {
    if (bytes[at] === LF || (bytes[at] === CR && (complete || at < end - 1))) return at + 1
  }
  return otherwise
}
