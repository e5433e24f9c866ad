/** How one dialect of SQL says what a split needs. Expressions go in and come out as SQL. */
export interface Dialect {
  title: string
  /** A name of a table or column, quoted. */
  name(name: string): string
  /** A string literal. */
  literal(text: string): string
  /** The expression as text. */
  asText(expression: string): string
  /** SHA-256 of a text's UTF-8, in lower-case hexadecimal digits. */
  sha256(text: string): string
  /** FarmHash's Fingerprint64 as a signed integer of 64 bits; null: there is no such function. */
  fingerprint: ((text: string) => string) | null
  /** The number that at most 15 hexadecimal digits write, as an integer of 64 bits. */
  hexadecimal(digits: string): string
  /** The expression as an integer of at least 38 digits. */
  wide(expression: string): string
  /** The expression as a point in time; without a zone it is UTC. */
  asTime(expression: string): string
  /** The expression as a real number of 64 bits. */
  asNumber(expression: string): string
  /** The point in time so many milliseconds before. */
  earlier(time: string, milliseconds: number): string
  /** A statement that has to come first, so that times without a zone are UTC; null: they are. */
  timeZone: string | null
}

/** Quotes as standard SQL does: the quote itself twice. */
export function doubled(text: string, quote: string): string {
  return quote + text.replaceAll(quote, quote + quote) + quote
}

/** Quotes with backslashes before the quote, backslashes and line ends. */
export function backslashed(text: string, quote: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return quote + escaped + quote
}
