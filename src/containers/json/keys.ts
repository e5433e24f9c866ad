/** An object of a file as far as its keys are known. */
export interface Level {
  prefix: string
  known: Map<string, Key>
  /** The keys of the record before, in its order: mostly those of the next one, too. */
  order: Key[]
}

/** One key. */
export interface Key {
  /** As the file writes it, without quotes. */
  raw: Uint8Array
  name: string
  /** Index among the columns that are wanted; -1 where it is none of them, -2 where that has not been asked yet. */
  column: number
  /** The keys of the objects that are its values. */
  below: Level | null
}

/** A level of which nothing is known. */
export function newLevel(prefix: string): Level {
  return { prefix, known: new Map(), order: [] }
}

/** Bytes that have a meaning. */
export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN = 0x7b
export const CLOSE = 0x7d
export const OPEN_LIST = 0x5b
export const CLOSE_LIST = 0x5d
export const LF = 0x0a
export const CR = 0x0d
export const TAB = 0x09
export const BLANK = 0x20
export const MINUS = 0x2d
export const PLUS = 0x2b
export const POINT = 0x2e
export const ZERO = 0x30
export const NINE = 0x39
