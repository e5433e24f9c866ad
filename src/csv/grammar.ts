/**
 * Where records and cells end, in bytes of UTF-8. A quote opens a cell only as its first character; inside, `""` is a
 * quote, and a quote followed by white space up to a delimiter, a line break or the end of the file closes the cell;
 * any other quote is part of the text (PapaParse's rules). LF, CR and CRLF end a record, mixed freely.
 */
export const LF = 0x0a
/** Carriage return. */
export const CR = 0x0d
/** The quote around cells, `"`. */
export const QUOTE = 0x22
const HASH = 0x23

/** For each byte, 1 where an unquoted cell stops. */
export function stopTable(delimiter: number): Uint8Array {
  const stops = new Uint8Array(256)
  stops[delimiter] = stops[LF] = stops[CR] = 1
  return stops
}

/** What `afterQuote` gives where the quote is part of the text. */
export const LITERAL = -1
/** What `afterQuote` gives where the bytes end before it can be known. */
export const UNDECIDED = -2

/**
 * What a quote inside a quoted cell does; `at` is the byte after it (which is no quote). Gives the index of the
 * delimiter, line break or end of file that the closed cell stops at, or LITERAL or UNDECIDED.
 */
export function afterQuote(bytes: Uint8Array, at: number, end: number, delimiter: number, endOfFile: boolean): number {
  let next = at
  while (next < end) {
    const byte = bytes[next]
    if (byte === delimiter || byte === LF || byte === CR) return next
    const length = spaceLength(bytes, next, end)
    if (length === 0) return LITERAL
    if (length < 0) return endOfFile ? LITERAL : UNDECIDED
    next += length
  }
  return endOfFile ? end : UNDECIDED
}

/** Length in bytes of the white space (as JavaScript's `trim` has it) at `at`; 0 for none, -1 where the bytes end. */
function spaceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]
  if (lead === 0x20 || lead === 0x09 || lead === 0x0b || lead === 0x0c) return 1
  if (lead === 0xc2) return at + 1 >= end ? -1 : bytes[at + 1] === 0xa0 ? 2 : 0
  if (lead !== 0xe1 && lead !== 0xe2 && lead !== 0xe3 && lead !== 0xef) return 0
  if (at + 2 >= end) return -1
  const code = ((lead & 0x0f) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f)
  const space =
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  return space ? 3 : 0
}

/**
 * Index of the line break that ends the record starting at `start`, or `end`. The bytes are the whole rest of the
 * file or of a chunk cut at a record; -1 where a quoted cell is never closed.
 */
export function recordEnd(bytes: Uint8Array, start: number, end: number, delimiter: number): number {
  let at = start
  for (;;) {
    if (at < end && bytes[at] === QUOTE) at = quotedCellEnd(bytes, at + 1, end, delimiter)
    else while (at < end && bytes[at] !== delimiter && bytes[at] !== LF && bytes[at] !== CR) at++
    if (at < 0 || at >= end || bytes[at] !== delimiter) return at
    at++
  }
}

function quotedCellEnd(bytes: Uint8Array, start: number, end: number, delimiter: number): number {
  let at = start
  while (at < end) {
    if (bytes[at] !== QUOTE) {
      at++
    } else if (at + 1 < end && bytes[at + 1] === QUOTE) {
      at += 2
    } else {
      const stop = afterQuote(bytes, at + 1, end, delimiter, true)
      if (stop !== LITERAL) return stop
      at++
    }
  }
  return -1
}

/** Whether the line at `start` may be a comment: `#` after spaces and tabs at most. */
export function startsComment(bytes: Uint8Array, start: number): boolean {
  return bytes[afterBlanks(bytes, start)] === HASH
}

/**
 * Whether the record at `start`, which is one line, is a comment where a file has comments: it starts with `#`, and a
 * space or tab follows, or it does not have as many fields as the header (`fits`): an id may be `#12`.
 */
export function isCommentLine(bytes: Uint8Array, start: number, fits: boolean): boolean {
  const at = afterBlanks(bytes, start)
  return bytes[at] === HASH && (!fits || afterBlanks(bytes, at + 1) > at + 1)
}

function afterBlanks(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++
  return at
}

/** Index after the line break at `at`. */
export function afterBreak(bytes: Uint8Array, at: number): number {
  return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1
}

/** Number of line breaks in `bytes[start … end - 1]`, CRLF counting once. */
export function lineBreaks(bytes: Uint8Array, start: number, end: number): number {
  let count = 0
  for (let at = start; at < end; at++) {
    if (bytes[at] === LF || (bytes[at] === CR && (at + 1 >= end || bytes[at + 1] !== LF))) count++
  }
  return count
}
