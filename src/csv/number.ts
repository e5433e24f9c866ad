import { decodeUtf8 } from './utf8.ts'

const ZERO = 0x30
const POINT = 0x2e
const MINUS = 0x2d
const PLUS = 0x2b

/** Powers of ten as sums of two doubles, exact to 2^-106; up to 10^22 the first alone is exact. */
const POWER_HIGH = new Float64Array(65)
const POWER_LOW = new Float64Array(65)
for (let k = 0; k < POWER_HIGH.length; k++) {
  const power = 10n ** BigInt(k)
  POWER_HIGH[k] = Number(power)
  POWER_LOW[k] = Number(power - BigInt(POWER_HIGH[k]))
}

/**
 * Reads a plain numeral (`-`, digits, a point, digits; value exact after one division) that starts at `start` and
 * writes it to `values[row]`. Gives the index of the byte after it, or -1 where `parseNumber` has to look.
 * The bytes must go on with something that is no digit; `view` is of the same bytes.
 */
export function plainNumber(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  values: Float64Array,
  row: number,
): number {
  let at = start
  const negative = bytes[at] === MINUS
  if (negative) at++
  const first = at
  let mantissa = 0
  let digit = bytes[at] - ZERO
  while (digit >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit
    digit = bytes[++at] - ZERO
  }
  let scale = 0
  if (digit === POINT - ZERO) {
    const point = at++
    const lastFour = bytes.length - 4
    while (at <= lastFour) {
      const four = view.getInt32(at, true)
      if (!areDigits(four)) break
      mantissa = mantissa * 10000 + digitsOf(four)
      at += 4
    }
    digit = bytes[at] - ZERO
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit
      digit = bytes[++at] - ZERO
    }
    scale = at - point - 1
    if (at - first === 1) return -1
  } else if (at === first) {
    return -1
  }
  if (mantissa > 9007199254740991 || scale > 22) return -1
  const value = mantissa / POWER_HIGH[scale]
  values[row] = negative ? 0 - value : value
  return at
}

/** Whether four bytes, the first one lowest, are digits: high halves of 3 that adding 6 to the low ones leaves. */
function areDigits(four: number): boolean {
  return ((four & 0xf0f0f0f0) | (((four + 0x06060606) & 0xf0f0f0f0) >>> 4)) === 0x33333333
}

/** The number that four digits write: pairs first, then pairs of pairs. */
function digitsOf(four: number): number {
  const digits = four & 0x0f0f0f0f
  const pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff
  return (pairs * 100 + (pairs >>> 16)) & 0xffff
}

/**
 * The number that `bytes[start … end - 1]` is written as, or NaN: optional spaces and tabs, a sign, digits with an
 * optional point, an optional exponent; nothing else. The nearest double (ties to even), as `Number()` gives it,
 * except that -0 is 0. ±Infinity where it is too large, 0 where it is too small.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let first = start
  let last = end
  while (first < last && isBlank(bytes[first])) first++
  while (first < last && isBlank(bytes[last - 1])) last--
  let at = first
  const negative = bytes[at] === MINUS
  if (at < last && (negative || bytes[at] === PLUS)) at++
  let high = 0
  let low = 0
  let significant = 0
  let scale = 0
  let digits = 0
  let pointSeen = false
  for (; at < last; at++) {
    const digit = bytes[at] - ZERO
    if (digit >= 0 && digit <= 9) {
      digits++
      if (pointSeen) scale++
      if (significant > 0 || digit > 0) significant++
      if (significant <= 15) high = high * 10 + digit
      else if (significant <= 19) low = low * 10 + digit
    } else if (bytes[at] === POINT && !pointSeen) {
      pointSeen = true
    } else {
      break
    }
  }
  if (digits === 0) return NaN
  let exponent = 0
  if (at < last) {
    exponent = exponentAt(bytes, at, last)
    if (exponent !== exponent) return NaN
  }
  if (significant === 0) return 0
  const value =
    significant <= 15
      ? shortDecimal(high, exponent - scale)
      : significant <= 19
        ? longDecimal(high, low, significant - 15, exponent - scale)
        : NaN
  if (value !== value) return Number(decodeUtf8(bytes.subarray(first, last))) + 0
  return negative ? -value + 0 : value
}

/** Whether the cell is written as a number other than zero; tells a value lost to underflow from a zero. */
export function writesNonZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end && (bytes[at] | 0x20) !== 0x65; at++) {
    if (bytes[at] > ZERO && bytes[at] <= ZERO + 9) return true
  }
  return false
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09
}

/** The exponent written from `start` (an `e`) to `end`, held within ±1e6; NaN where it is not one. */
function exponentAt(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start] | 0x20) !== 0x65) return NaN
  let at = start + 1
  const negative = bytes[at] === MINUS
  if (negative || bytes[at] === PLUS) at++
  if (at >= end) return NaN
  let exponent = 0
  for (; at < end; at++) {
    const digit = bytes[at] - ZERO
    if (digit < 0 || digit > 9) return NaN
    exponent = Math.min(exponent * 10 + digit, 1e6)
  }
  return negative ? -exponent : exponent
}

/** `mantissa` (an integer below 10^15) times 10^exponent, or NaN where that is not easy to round correctly. */
function shortDecimal(mantissa: number, exponent: number): number {
  if (exponent === 0) return mantissa
  if (exponent < 0 && exponent >= -22) return mantissa / POWER_HIGH[-exponent]
  if (exponent > 0 && exponent <= 22) return mantissa * POWER_HIGH[exponent]
  return exponent < 0 && exponent >= -64 ? quotient(mantissa, 0, -exponent) : NaN
}

/**
 * (`high` · 10^lowDigits + `low`) · 10^exponent, `high` having 15 digits and `low` up to 4; NaN where it is not easy to
 * round correctly.
 */
function longDecimal(high: number, low: number, lowDigits: number, exponent: number): number {
  const power = POWER_HIGH[lowDigits]
  const upper = Math.floor(high / 67108864)
  const large = upper * power * 67108864
  const small = (high - upper * 67108864) * power + low
  const sum = large + small
  if (exponent === 0) return sum
  return exponent < 0 && exponent >= -64 ? quotient(sum, large - sum + small, -exponent) : NaN
}

/**
 * (`dividend` + `rest`) / 10^scale, correctly rounded, or NaN where a rounding boundary is too near to be sure.
 * The quotient of doubles is corrected by its exact remainder (Dekker 1971); the correction is known to well within
 * quotient · 2^-98, and rounding is monotone: where both ends of that range round alike, so does the true value.
 */
function quotient(dividend: number, rest: number, scale: number): number {
  const divisor = POWER_HIGH[scale]
  const estimate = dividend / divisor
  const product = estimate * divisor
  let split = estimate * 134217729
  const estimateHigh = split - (split - estimate)
  const estimateLow = estimate - estimateHigh
  split = divisor * 134217729
  const divisorHigh = split - (split - divisor)
  const divisorLow = divisor - divisorHigh
  const productRest =
    estimateHigh * divisorHigh -
    product +
    estimateHigh * divisorLow +
    estimateLow * divisorHigh +
    estimateLow * divisorLow
  const remainder = dividend - product - productRest + rest - estimate * POWER_LOW[scale]
  const correction = remainder / divisor
  const margin = estimate * 2 ** -98
  const value = estimate + (correction + margin)
  return value === estimate + (correction - margin) ? value : NaN
}
