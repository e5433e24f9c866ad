const [DASH, COLON, POINT, PLUS, BLANK, TAB, ZERO] = [0x2d, 0x3a, 0x2e, 0x2b, 0x20, 0x09, 0x30]
const [T, Z] = [0x54, 0x5a]
const dayMs = 86_400_000

/** How the times of a column are written: all as dates (with or without a time), or all as plain numbers. */
export type TimeKind = 'date' | 'number'

/** The first cell that is no time, or is not written as the others are. */
export interface TimeFault {
  row: number
  found: string
  expected: string
}

const forms = {
  date: 'a date such as 2024-01-31, or a date and time such as 2024-01-31T12:30:00Z',
  number: 'a plain number',
}

const decoder = new TextDecoder()

/**
 * Times of a column of UTF-8 cells, or the first that is none. Dates (`2024-01-31`) and dates with a time (`T` or a
 * space between them; seconds, up to nine digits of a fraction, and a zone `Z` or `±hh:mm` may follow) become
 * milliseconds since 1970, in UTC where no zone is written; the nearest float64, which tells microseconds apart. Plain
 * numbers stay as they are, whatever their unit; a gap that is a plain number then counts in that unit.
 * @param like a time, such as a start of the rule, in whose kind the column must be written; null: in that of its first
 * cell
 */
export function parseTimes(
  { bytes, offsets }: { bytes: Uint8Array; offsets: Float64Array },
  like: string | null = null,
): Float64Array | TimeFault {
  const rowCount = offsets.length - 1
  const times = new Float64Array(rowCount)
  let kind = like === null ? null : (parseTime(like)?.kind ?? null)
  for (let row = 0; row < rowCount; row++) {
    let start = offsets[row]
    let end = offsets[row + 1]
    while (start < end && isBlank(bytes[start])) start++
    while (start < end && isBlank(bytes[end - 1])) end--
    kind ??= kindOf(bytes, start, end)
    const time = kind === 'date' ? dateAt(bytes, start, end) : numberAt(bytes, start, end)
    if (time !== time) return timeFault(bytes, start, end, row, kind)
    times[row] = time
  }
  return times
}

/** One time, by the grammar of `parseTimes`; null where the text is none. */
export function parseTime(text: string): { time: number; kind: TimeKind } | null {
  const bytes = new TextEncoder().encode(text.trim())
  const kind = kindOf(bytes, 0, bytes.length)
  const time = kind === 'date' ? dateAt(bytes, 0, bytes.length) : numberAt(bytes, 0, bytes.length)
  return time === time ? { time, kind } : null
}

/** A time as a column of its kind writes it: `2024-01-31`, `2024-01-31T12:30:00Z`, or the number. */
export function timeText(time: number, kind: TimeKind): string {
  if (kind === 'number') return String(time)
  return new Date(time).toISOString().replace(/T00:00:00\.000Z$|\.000(?=Z$)/, '')
}

/**
 * Milliseconds of a duration such as `7d`, `12h`, `30m`, `15s`; of a bare number that number. Null where it is none.
 */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([dhms]?)$/.exec(text.trim())
  if (match === null) return null
  const unitMs = { d: dayMs, h: 3_600_000, m: 60_000, s: 1000, '': 1 }[match[2] as 'd' | 'h' | 'm' | 's' | '']
  return Number(match[1]) * unitMs
}

/** Whether a duration is written with a unit. */
export function hasUnit(duration: string): boolean {
  return /[dhms]\s*$/.test(duration)
}

function timeFault(bytes: Uint8Array, start: number, end: number, row: number, kind: TimeKind): TimeFault {
  const found =
    start === end ? 'nothing' : JSON.stringify(decoder.decode(bytes.subarray(start, Math.min(end, start + 80))))
  const isDate = kindOf(bytes, start, end) === 'date'
  const other = isDate ? dateAt(bytes, start, end) : numberAt(bytes, start, end)
  if (kind === 'date' && isDate)
    return {
      row,
      found,
      expected: 'a date that exists, alone or with a time (hh:mm, then :ss, a fraction and a zone such as Z or +01:00)',
    }
  if (other === other) return { row, found, expected: `${forms[kind]}, as the others are` }
  return { row, found, expected: row === 0 ? `${forms.date}, or ${forms.number}` : forms[kind] }
}

/** The kind of a cell: a date has a dash after a year of four digits. */
function kindOf(bytes: Uint8Array, start: number, end: number): TimeKind {
  return end - start > 5 && bytes[start + 4] === DASH && digitsAt(bytes, start, 4) >= 0 ? 'date' : 'number'
}

/** Milliseconds since 1970 of `YYYY-MM-DD`, and of what may follow; NaN where it is no such time. */
function dateAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 10 || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return NaN
  const dayStart =
    dayMs * daysSince1970(digitsAt(bytes, start, 4), digitsAt(bytes, start + 5, 2), digitsAt(bytes, start + 8, 2))
  if (end - start === 10) return dayStart
  const separator = bytes[start + 10]
  return separator === T || separator === BLANK ? timeOn(dayStart, bytes, start + 11, end) : NaN
}

/** The time of a day that `hh:mm` writes, with `:ss`, its fraction and a zone, or without. */
function timeOn(dayStart: number, bytes: Uint8Array, start: number, end: number): number {
  const minutes = clockAt(bytes, start, end)
  let at = start + 5
  let seconds = 0
  if (at < end && bytes[at] === COLON) {
    seconds = at + 3 <= end ? sixtieth(bytes, at + 1) : NaN
    at += 3
  }
  let fraction = 0
  if (at === start + 8 && at < end && bytes[at] === POINT) {
    const first = at + 1
    for (at = first; at < end && isDigit(bytes[at]);) at++
    fraction = at > first && at - first <= 9 ? (digitsAt(bytes, first, at - first) * 1000) / powers[at - first] : NaN
  }
  // Whole milliseconds first, so that one instant is one number however its zone is written.
  return dayStart + (minutes - zoneMinutes(bytes, at, end)) * 60_000 + seconds * 1000 + fraction
}

const powers = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]

/** Minutes that a zone is ahead: `Z`, `±hh:mm`, or none. */
function zoneMinutes(bytes: Uint8Array, start: number, end: number): number {
  if (start === end || (end - start === 1 && bytes[start] === Z)) return 0
  if (end - start !== 6 || (bytes[start] !== PLUS && bytes[start] !== DASH)) return NaN
  const minutes = clockAt(bytes, start + 1, end)
  return bytes[start] === PLUS ? minutes : -minutes
}

/** Minutes of `hh:mm`, from 00:00 to 23:59. */
function clockAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 5 || bytes[start + 2] !== COLON) return NaN
  const hours = digitsAt(bytes, start, 2)
  return hours < 24 ? hours * 60 + sixtieth(bytes, start + 3) : NaN
}

/** Two digits below 60. */
function sixtieth(bytes: Uint8Array, start: number): number {
  const value = digitsAt(bytes, start, 2)
  return value < 60 ? value : NaN
}

/**
 * Days of the Gregorian calendar from 1970-01-01 on (Hinnant, "chrono-compatible low-level date algorithms"); NaN where
 * there is no such day.
 */
function daysSince1970(year: number, month: number, day: number): number {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month))) return NaN
  const years = month > 2 ? year : year - 1
  const era = Math.floor(years / 400)
  const yearOfEra = years - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The number that a cell writes in decimal; NaN where it does not. */
function numberAt(bytes: Uint8Array, start: number, end: number): number {
  if (start < end && end - start <= 15) {
    const whole = digitsAt(bytes, start, end - start)
    if (whole === whole) return whole
  }
  const text = decoder.decode(bytes.subarray(start, end))
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN
  return Number.isFinite(number) ? number : NaN
}

/** The number that `count` digits write; NaN where something else is among them. */
function digitsAt(bytes: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let at = start; at < start + count; at++) {
    if (!isDigit(bytes[at])) return NaN
    value = value * 10 + (bytes[at] - ZERO)
  }
  return value
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9
}

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === TAB
}
