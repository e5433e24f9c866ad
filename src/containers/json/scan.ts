import { InputError } from '../../table/input-error.ts'
import {
  BACKSLASH,
  BLANK,
  CLOSE,
  CLOSE_LIST,
  COLON,
  COMMA,
  CR,
  type Key,
  type Level,
  LF,
  MINUS,
  newLevel,
  NINE,
  OPEN,
  OPEN_LIST,
  PLUS,
  POINT,
  QUOTE,
  TAB,
  ZERO,
} from './keys.ts'
import { passUsualRecord } from './usual-record.ts'
import { withoutBlanks, words } from './values.ts'

/** Where the records of some text lie, and their cells. */
export interface JsonRecords {
  count: number
  /** For each wanted column, where each record's cell lies; an empty one where it has none. */
  starts: Uint32Array[]
  ends: Uint32Array[]
  /** 0-based line on which each record starts, from the first line of the text on. */
  lines: Uint32Array
  /** Bytes up to the end of the last whole record, and lines that end in them. */
  byteCount: number
  lineCount: number
}

/** What is read. */
export interface JsonPlan {
  file: string
  /** One array of objects; else objects one after the other. */
  isArray: boolean
  /** Index of a column among those that are wanted, from 0 on; -1 for others. Asked once for each name. */
  columnOf: (name: string) => number
}

/** Finds the cells of records in text that comes in pieces. */
export interface JsonScan {
  /**
   * Scans the whole records at the start of `bytes`, which begin where the last ones ended; changes the bytes of cells with escapes.
   * @param bytes with a NUL behind the text
   * @param linesBefore lines of the file before `bytes`, for errors
   * @param recordLimit records to scan
   */
  scan(bytes: Uint8Array, isLast: boolean, linesBefore: number, recordLimit?: number): JsonRecords
}

/** How deep lists and objects may be in each other. */
const MOST_DEPTH = 200

/** The text ends within a record. */
class TextEnd extends Error {}
const textEnd = new TextEnd('The text ends within a record')

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** Starts a scan of JSON records. InputError, when scanning, where the text is no JSON, or no records of objects. */
export function startJsonScan({ file, isArray, columnOf }: JsonPlan): JsonScan {
  const top = newLevel('')
  let bytes: Uint8Array = new Uint8Array(0)
  /** Bytes of the text. */
  let length = 0
  let at = 0
  let line = 0
  let isLastText = false
  let firstLine = 0
  let record = 0
  let recordsBefore = 0
  /** What an array expects next. */
  let isOpen = !isArray
  let isEnded = false
  let capacity = 0
  let starts: Uint32Array[] = []
  let ends: Uint32Array[] = []
  let lines = new Uint32Array(0)
  /** The latest record that has a cell in each column, so that a second one is found. */
  let latest: number[] = []
  /** The record before had values that `passUsualRecord` takes, as far as the keys show. */
  let isUsual = false
  /** Cells whose bytes have to be changed once their record is known to be whole: start, end, column, and whether it is a text. */
  let changes: [start: number, end: number, column: number, isText: boolean][] = []

  function fail(found: string, expected: string, remedy: string): never {
    const place = {
      file,
      lineNumber: firstLine + line + 1,
      ...(isArray ? { rowNumber: recordsBefore + record + 1 } : {}),
    }
    throw new InputError({ code: 'bad_json', place, found, expected, remedy })
  }

  /** Fails at the byte that comes next. */
  function failHere(expected: string): never {
    if (at >= length) {
      if (!isLastText) throw textEnd
      fail('the end of the file', expected, 'It may have been cut off: copy or export it again.')
    }
    const rest = decoder
      .decode(bytes.subarray(at, Math.min(length, at + 80)))
      .split('\n')[0]
      .slice(0, 40)
    fail(JSON.stringify(rest), expected, 'Write it as JSON: one object for each row, a value for each column.')
  }

  function skipBlanks(): void {
    for (; at < length; at++) {
      const byte = bytes[at]
      if (byte === LF) line++
      else if (byte !== BLANK && byte !== CR && byte !== TAB) return
    }
  }

  function next(): number {
    skipBlanks()
    if (at >= length && !isLastText) throw textEnd
    return bytes[at]
  }

  /** Passes a text, `at` being its opening quote; tells whether it has escapes. */
  function passText(): boolean {
    let hasEscape = false
    at++
    for (; at < length; at++) {
      const byte = bytes[at]
      if (byte === QUOTE) {
        at++
        return hasEscape
      }
      if (byte === BACKSLASH) {
        hasEscape = true
        at++
      } else if (byte < BLANK)
        failHere('a text without line breaks and other control characters, which are written as \\n and so on')
    }
    return failHere('the closing quote of a text')
  }

  function passDigits(): void {
    const first = at
    while (bytes[at] >= ZERO && bytes[at] <= NINE) at++
    if (at === first) failHere('a digit')
  }

  function passNumber(): void {
    if (bytes[at] === MINUS) at++
    if (bytes[at] === ZERO) at++
    else passDigits()
    if (bytes[at] === POINT) {
      at++
      passDigits()
    }
    if ((bytes[at] | 0x20) === 0x65) {
      at++
      if (bytes[at] === PLUS || bytes[at] === MINUS) at++
      passDigits()
    }
    // More digits may follow in the next piece of the text.
    if (at >= length && !isLastText) throw textEnd
  }

  /** Passes true, false, null and so on; tells whether it is a value, or gives null where it is none of them. */
  function passWord(): boolean | null {
    for (const { bytes: word, isValue } of words) {
      let k = 0
      while (k < word.length && bytes[at + k] === word[k]) k++
      if (k === word.length) {
        at += k
        return isValue
      }
      if (k > 0 && at + k >= length && !isLastText) throw textEnd
    }
    return null
  }

  /** Passes any value. */
  function passValue(depth: number): void {
    if (depth > MOST_DEPTH)
      fail(`more than ${MOST_DEPTH} lists in each other`, 'a table', 'Write one object for each row.')
    const byte = next()
    if (byte === QUOTE) {
      passText()
    } else if (byte === OPEN || byte === OPEN_LIST) {
      const close = byte === OPEN ? CLOSE : CLOSE_LIST
      at++
      if (next() === close) {
        at++
        return
      }
      for (;;) {
        if (byte === OPEN) {
          if (next() !== QUOTE) failHere('a key in quotes')
          passText()
          if (next() !== COLON) failHere('a colon')
          at++
        }
        passValue(depth + 1)
        const after = next()
        at++
        if (after === close) return
        if (after !== COMMA) {
          at--
          failHere(byte === OPEN ? 'a comma or the end of the object' : 'a comma or the end of the list')
        }
      }
    } else if (passWord() === null) {
      if (byte === MINUS || (byte >= ZERO && byte <= NINE)) passNumber()
      else failHere('a value')
    }
  }

  /** The key at the opening quote `at`, which is mostly the `place`-th one of the record before. */
  function passKey(level: Level, place: number): Key {
    const guess = level.order[place] as Key | undefined
    if (guess !== undefined) {
      const { raw } = guess
      let k = 0
      while (k < raw.length && bytes[at + 1 + k] === raw[k]) k++
      if (k === raw.length && bytes[at + 1 + k] === QUOTE) {
        at += k + 2
        return guess
      }
    }
    const start = at + 1
    passText()
    const raw = bytes.subarray(start, at - 1)
    const written = decoder.decode(raw)
    let key = level.known.get(written)
    if (key === undefined) {
      const name = level.prefix + parsedText(start, at - 1)
      key = { raw: raw.slice(), name, column: -2, below: null }
      level.known.set(written, key)
    }
    level.order[place] = key
    return key
  }

  function parsedText(start: number, end: number): string {
    try {
      return JSON.parse(`"${decoder.decode(bytes.subarray(start, end))}"`) as string
    } catch {
      return fail(
        JSON.stringify(decoder.decode(bytes.subarray(start, end)).slice(0, 40)),
        'a text with valid escapes',
        'Write it as JSON.',
      )
    }
  }

  function passObject(level: Level, depth: number): void {
    if (depth > MOST_DEPTH)
      fail(`more than ${MOST_DEPTH} objects in each other`, 'a table', 'Write one object for each row.')
    at++
    if (next() === CLOSE) {
      at++
      return
    }
    for (let place = 0; ; place++) {
      if (next() !== QUOTE) failHere('a key in quotes')
      const key = passKey(level, place)
      if (bytes[at] !== COLON && next() !== COLON) failHere('a colon')
      at++
      if (next() === OPEN) {
        key.below ??= newLevel(`${key.name}.`)
        passObject(key.below, depth + 1)
      } else {
        if (key.column === -2) key.column = columnOf(key.name)
        if (key.column < 0) passValue(depth)
        else passCell(key, depth)
      }
      const after = bytes[at] === COMMA ? COMMA : next()
      at++
      if (after === CLOSE) {
        level.order.length = place + 1
        return
      }
      if (after !== COMMA) {
        at--
        failHere('a comma or the end of the object')
      }
    }
  }

  function passCell({ column, name }: Key, depth: number): void {
    while (starts.length <= column) {
      starts.push(new Uint32Array(capacity))
      ends.push(new Uint32Array(capacity))
    }
    if (latest[column] === record)
      fail(`the key ${JSON.stringify(name)} twice in one object`, 'each key once', 'Give each value a name of its own.')
    latest[column] = record
    const byte = bytes[at]
    let start = at
    if (byte === QUOTE) {
      const hasEscape = passText()
      start++
      if (hasEscape) changes.push([start, at - 1, column, true])
      put(column, start, at - 1)
    } else if (byte === OPEN_LIST) {
      passValue(depth)
      changes.push([start, at, column, false])
      put(column, start, at)
    } else if (byte >= ZERO && byte <= NINE) {
      passNumber()
      put(column, start, at)
    } else {
      const isValue = passWord()
      if (isValue === null) {
        if (byte !== MINUS) failHere('a value')
        passNumber()
      }
      if (isValue !== false) put(column, start, at)
    }
  }

  function put(column: number, start: number, end: number): void {
    starts[column][record] = start
    ends[column][record] = end
  }

  /** Texts with their escapes undone, and lists without blanks, each in its place: neither becomes longer. */
  function change(): void {
    for (const [start, end, column, isText] of changes) {
      const text = isText ? encoder.encode(parsedText(start, end)) : withoutBlanks(bytes.subarray(start, end))
      bytes.set(text, start)
      ends[column][record] = start + text.length
    }
    changes = []
  }

  function makeRoom(): void {
    capacity = Math.max(1024, capacity * 2)
    const grown = (values: Uint32Array): Uint32Array<ArrayBuffer> => {
      const larger = new Uint32Array(capacity)
      larger.set(values)
      return larger
    }
    starts = starts.map(grown)
    ends = ends.map(grown)
    lines = grown(lines)
  }

  /** Goes to the start of the next record; false where there is none, or where it is not known yet. */
  function toRecord(): boolean {
    skipBlanks()
    if (at >= length) {
      if (isArray && isLastText && !isEnded) failHere(isOpen ? 'a comma, or the end of the list (])' : 'a list')
      return false
    }
    if (!isArray) return true
    if (isEnded) return failHere('the end of the file')
    if (!isOpen) {
      if (bytes[at] !== OPEN_LIST) failHere('a list of objects')
      isOpen = true
      at++
      if (next() === CLOSE_LIST) return ended()
    } else if (recordsBefore + record > 0) {
      if (bytes[at] === CLOSE_LIST) return ended()
      if (bytes[at] !== COMMA) failHere('a comma, or the end of the list (])')
      at++
      next()
    }
    return true
  }

  function ended(): false {
    isEnded = true
    at++
    skipBlanks()
    if (at < length) failHere('the end of the file')
    return false
  }

  /** Takes back what has been written of the record. */
  function forget(): void {
    for (const column of starts) column[record] = 0
    for (const column of ends) column[record] = 0
    changes = []
  }

  function passRecord(): void {
    if (bytes[at] !== OPEN)
      failHere(
        isArray ? 'an object with a value for each column' : 'an object with a value for each column on each line',
      )
    const end = isUsual ? passUsualRecord(bytes, at, top.order, starts, ends, record) : -1
    if (end >= 0) {
      at = end
    } else {
      if (isUsual) forget()
      passObject(top, 0)
      isUsual = top.order.every(({ below }) => below === null)
    }
    if (!isArray && bytes[at] === COMMA) failHere('a line break between objects')
  }

  return {
    scan(text, isLast, linesBefore, recordLimit = Infinity) {
      bytes = text
      length = text.length - 1
      isLastText = isLast
      firstLine = linesBefore
      at = line = record = 0
      latest = []
      for (const column of starts) column.fill(0)
      for (const column of ends) column.fill(0)
      let done = 0
      let doneLines = 0
      while (record < recordLimit) {
        if (record >= capacity) makeRoom()
        const wasOpen = isOpen
        try {
          if (!toRecord()) {
            done = at
            doneLines = line
            break
          }
          lines[record] = line
          passRecord()
        } catch (reason) {
          if (reason !== textEnd) throw reason
          isOpen = wasOpen
          forget()
          break
        }
        if (changes.length > 0) change()
        record++
        done = at
        doneLines = line
      }
      recordsBefore += record
      const count = record
      return { count, starts, ends, lines: lines.subarray(0, count), byteCount: done, lineCount: doneLines }
    },
  }
}
