import type { Part } from '../rule.ts'

/** Shares as whole numbers, summed up: a row is in the first part whose number its place in the order lies below. */
export interface Cuts {
  /** The sums of the shares up to each part but the last, as digits. */
  upTo: string[]
  /** The sum of all shares. */
  total: string
  /** Products with numbers of rows may pass 64 bits. */
  isWide: boolean
}

/** Two times a thousand million rows times this is still below 2^63. */
const narrowTotal = 4_000_000_000n

/** The parts' shares times the smallest power of ten that makes all of them whole, summed up. */
export function wholeCuts(parts: Part[]): Cuts {
  const shares = parts.map(({ share }) => decimal(share))
  const places = Math.max(...shares.map((share) => share.places))
  let sum = 0n
  const sums = shares.map((share) => (sum += share.digits * 10n ** BigInt(places - share.places)))
  return { upTo: sums.slice(0, -1).map(String), total: String(sum), isWide: sum > narrowTotal }
}

/** A positive number as its shortest decimal writes it: `digits / 10^places`. */
function decimal(share: number): { digits: bigint; places: number } {
  const [mantissa, exponent = '0'] = String(share).split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const places = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}
