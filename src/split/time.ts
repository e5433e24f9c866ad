/** Milliseconds of a duration such as `7d`, `12h`, `30m`, `15s`; of a bare number that number. Null where it is none. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([dhms]?)$/.exec(text.trim())
  if (match === null) return null
  const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, '': 1 }[match[2] as 'd' | 'h' | 'm' | 's' | '']
  return Number(match[1]) * unitMs
}
