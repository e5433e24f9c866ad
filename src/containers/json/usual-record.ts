import { BACKSLASH, BLANK, CLOSE, COLON, COMMA, type Key, MINUS, NINE, PLUS, POINT, QUOTE, ZERO } from './keys.ts'

/** What `passUsualRecord` gives for a record that has to be read with more care. */
export const UNUSUAL = -1

/**
 * Reads a record that has the keys of the one before, in the same order, and texts without escapes, numbers, true, false and null as
 * values, all on one line: as nearly all have. Gives the index behind it, or UNUSUAL; then some cells may have been written.
 * @param bytes with a NUL behind the text, at which everything here ends
 * @param start index of its opening brace
 */
export function passUsualRecord(
  bytes: Uint8Array,
  start: number,
  keys: readonly Key[],
  starts: Uint32Array[],
  ends: Uint32Array[],
  record: number,
): number {
  let at = start + 1
  for (let k = 0; k < keys.length; k++) {
    const { raw, column } = keys[k]
    if (bytes[at] === BLANK) at++
    if (bytes[at++] !== QUOTE) return UNUSUAL
    for (let i = 0; i < raw.length; i++) if (bytes[at++] !== raw[i]) return UNUSUAL
    if (bytes[at] !== QUOTE || bytes[at + 1] !== COLON) return UNUSUAL
    at += 2
    if (bytes[at] === BLANK) at++
    let from = at
    let to = 0
    const first = bytes[at]
    if (first === QUOTE) {
      from = ++at
      let byte = bytes[at]
      while (byte !== QUOTE) {
        if (byte < BLANK || byte === BACKSLASH) return UNUSUAL
        byte = bytes[++at]
      }
      to = at++
    } else if (first === MINUS || (first >= ZERO && first <= NINE)) {
      at = to = numberEnd(bytes, at)
      if (at < 0) return UNUSUAL
    } else {
      at = wordEnd(bytes, at)
      if (at < 0) return UNUSUAL
      if (first === NULL) from = 0
      else to = at
    }
    if (column >= 0) {
      starts[column][record] = from
      ends[column][record] = to
    }
    const after = bytes[at++]
    if (after === CLOSE) return at
    if (after !== COMMA) return UNUSUAL
  }
  return UNUSUAL
}

const NULL = 0x6e
const TRUE = 0x74
const FALSE = 0x66

/** Index behind `true`, `false` or `null`. */
function wordEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case NULL:
      return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c ? at + 4 : UNUSUAL
    case TRUE:
      return bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65 ? at + 4 : UNUSUAL
    case FALSE:
      return bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x73 && bytes[at + 4] === 0x65
        ? at + 5
        : UNUSUAL
  }
  return UNUSUAL
}

/** Index behind a number. */
function numberEnd(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start
  if (bytes[at] === ZERO) at++
  else if ((at = digitsEnd(bytes, at)) < 0) return UNUSUAL
  if (bytes[at] === POINT && (at = digitsEnd(bytes, at + 1)) < 0) return UNUSUAL
  if ((bytes[at] | 0x20) !== 0x65) return at
  at++
  return digitsEnd(bytes, bytes[at] === PLUS || bytes[at] === MINUS ? at + 1 : at)
}

/** Index behind one or more digits. */
function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] >= ZERO && bytes[at] <= NINE) at++
  return at > start ? at : UNUSUAL
}
