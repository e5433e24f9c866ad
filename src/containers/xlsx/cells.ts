import { dateText, timeOfDayText, timestampText } from '../value-text.ts'

/** A cell without a value of its own: an error such as `#DIV/0!`, or a formula that nothing has computed. */
export class CellError {
  constructor(readonly text: string) {}
}

/** What a cell holds; null: nothing. */
export type SheetCell = string | number | CellError | null

/** How a number is shown, as far as it says what the number is. */
export type NumberStyle = 'number' | 'date' | 'time' | 'date and time'

/** Number formats that every workbook has (ECMA-376 part 1, 18.8.30), those of dates; some by language. */
const builtIn: [first: number, last: number, style: NumberStyle][] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'date and time'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [47, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
]

/** What a number format makes of a number. */
export function numberStyle(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return builtIn.find(([first, last]) => id >= first && id <= last)?.[2] ?? 'number'
  const [first] = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .toLowerCase()
    .split(';')
  // Hours in all, as of a duration, are a number still.
  if (/\[(?:h+|m+|s+)\]/.test(first)) return 'number'
  const plain = first.replace(/\[[^\]]*\]/g, '').replace(/general/g, '')
  const hasTime = /[hs]/.test(plain)
  const hasDate = /[yd]/.test(plain) || (!hasTime && plain.includes('m'))
  return hasDate ? (hasTime ? 'date and time' : 'date') : hasTime ? 'time' : 'number'
}

/** Days before 1970 that the numbers of dates start with: since 1900 (with its leap day that was none), and since 1904. */
const DAYS_BEFORE = { since1900: 25569, since1904: 24107 }
/** The days until the leap day that was none are counted one too low. */
const FIRST_RIGHT_DAY = 61
const DAY_MS = 86_400_000

/** The number of a date or time as text, as a date is written in a CSV. */
export function dateCellText(serial: number, style: NumberStyle, isSince1904: boolean): string {
  const before = isSince1904 ? DAYS_BEFORE.since1904 : DAYS_BEFORE.since1900
  const days = serial - before + (!isSince1904 && serial >= 1 && serial < FIRST_RIGHT_DAY ? 1 : 0)
  const time = Math.round(days * DAY_MS)
  if (style === 'time' && serial < 1) return timeOfDayText(time, 'ms')
  return style === 'date' && time % DAY_MS === 0 ? dateText(time / DAY_MS) : timestampText(time, 'ms', false)
}

/** A number as a cell stores it; integers that float64 would round stay texts. */
export function numberCell(text: string): string | number {
  if (/^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text))) return text
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value)) throw new Error(`a number ${JSON.stringify(text)}`)
  return value
}

/** Text in which characters stand as `_x000D_`. */
export function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text
}

/** The 0-based column of an address such as `AB12`. */
export function columnOfAddress(address: string): number {
  let column = 0
  for (const letter of address) {
    const digit = letter.charCodeAt(0) - 64
    if (digit < 1 || digit > 26) break
    column = column * 26 + digit
  }
  return column - 1
}

/** The letters of a 0-based column, such as `AB`. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}
