import { BACKSLASH, BLANK, CR, LF, QUOTE, TAB } from './keys.ts'

/** The words that are values, and whether a cell has one then. */
export const words = [
  { text: 'true', isValue: true },
  { text: 'false', isValue: true },
  { text: 'null', isValue: false },
  // No JSON, but what Python writes.
  { text: 'NaN', isValue: false },
  { text: 'Infinity', isValue: true },
  { text: '-Infinity', isValue: true },
].map(({ text, isValue }) => ({ bytes: new TextEncoder().encode(text), isValue }))

/** A list as JSON text without blanks between its parts. */
export function withoutBlanks(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length)
  let used = 0
  let isInText = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) isInText = !isInText
    else if (byte === BACKSLASH) kept[used++] = bytes[at++]
    if (isInText || byte === QUOTE || (byte !== BLANK && byte !== LF && byte !== CR && byte !== TAB))
      kept[used++] = bytes[at]
  }
  return kept.subarray(0, used)
}
