/** What a time counts. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

const unitsPerSecond: Record<TimeUnit, number> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }

/** Days since 1970 as `2024-01-31`. */
export function dateText(days: number): string {
  return new Date(days * 86_400_000).toISOString().replace(/T.*$/, '')
}

/**
 * A time since 1970 as `2024-01-31T12:30:00`, with as many thousands of a second as it takes (`.250`, `.250001`), and `Z` where it is
 * an instant and no time of a clock on the wall.
 */
export function timestampText(time: number | bigint, unit: TimeUnit, isInstant: boolean): string {
  const { seconds, fraction } = secondsOf(time, unit)
  return `${new Date(seconds * 1000).toISOString().replace(/\.000Z$/, '')}${fraction}${isInstant ? 'Z' : ''}`
}

/** A time of day as `12:30:00`. */
export function timeOfDayText(time: number | bigint, unit: TimeUnit): string {
  return timestampText(time, unit, false).replace(/^.*T/, '')
}

function secondsOf(time: number | bigint, unit: TimeUnit): { seconds: number; fraction: string } {
  const parts = unitsPerSecond[unit]
  let seconds: number
  let rest: number
  if (typeof time === 'number') {
    seconds = Math.floor(time / parts)
    rest = time - seconds * parts
  } else {
    const divisor = BigInt(parts)
    const remainder = ((time % divisor) + divisor) % divisor
    seconds = Number((time - remainder) / divisor)
    rest = Number(remainder)
  }
  if (rest === 0) return { seconds, fraction: '' }
  const digits = String(rest).padStart(String(parts).length - 1, '0')
  return { seconds, fraction: `.${digits.replace(/(?:000)+$/, '')}` }
}

/** A decimal of which `unscaled` are the digits, the last `scale` of them behind the point: `123` and 2 are `1.23`. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale))
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** A signed integer of big-endian bytes. */
export function bigEndian(bytes: Uint8Array): bigint {
  let value = bytes.length > 0 && bytes[0] >= 0x80 ? -1n : 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}

/** A number of 16 bits (IEEE 754 binary16). */
export function halfNumber(bits: number): number {
  const sign = bits >> 15 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * 2 ** -24 * fraction
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024)
}

/** A value in lists and maps as JSON text; integers exact, what JSON has no word for as null. */
export function jsonText(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  switch (typeof value) {
    case 'bigint':
      return String(value)
    case 'number':
      return Number.isFinite(value) ? String(value === 0 ? 0 : value) : 'null'
    case 'boolean':
      return String(value)
    case 'string':
      return JSON.stringify(value)
  }
  if (value instanceof Date) return JSON.stringify(timestampText(value.getTime(), 'ms', false))
  if (value instanceof Map)
    return `{${[...value].map(([key, each]) => `${JSON.stringify(String(key))}:${jsonText(each)}`).join(',')}}`
  if (value instanceof Uint8Array) return JSON.stringify(new TextDecoder().decode(value))
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[${Array.from(value as unknown as ArrayLike<unknown>, jsonText).join(',')}]`
  return `{${Object.entries(value as object)
    .map(([key, each]) => `${JSON.stringify(key)}:${jsonText(each)}`)
    .join(',')}}`
}
