import type { Part } from './rule.ts'

/**
 * The parts' shares as whole numbers: times the smallest power of ten that makes all of them whole, each taken as its
 * shortest decimal writes it. 0.7, 0.15 and 0.15 are 70, 15 and 15.
 */
export function wholeShares(parts: Part[]): bigint[] {
  const decimals = parts.map(({ share }) => decimal(share))
  const places = Math.max(...decimals.map((share) => share.places))
  return decimals.map(({ digits, places: own }) => digits * 10n ** BigInt(places - own))
}

/**
 * How far each part reaches among `rowCount` rows in order: a unit of `size` rows with `before` rows before it is in the
 * first part k with `(2 · before + size) · total < 2 · rowCount · cumulative_k`, that is with `2 · before + size` below
 * entry k. The last part takes what is left: Infinity.
 * @param shares whole numbers, as `wholeShares` gives them
 * @returns an entry for each part, at `limits[at] …`
 */
export function putLimits(shares: bigint[], rowCount: number, limits: Float64Array, at: number): void {
  const total = shares.reduce((sum, share) => sum + share)
  let cumulative = 0n
  shares.forEach((share, part) => {
    cumulative += share
    const reach = 2n * BigInt(rowCount) * cumulative
    limits[at + part] = part === shares.length - 1 ? Infinity : Number((reach + total - 1n) / total)
  })
}

/** A positive number as its shortest decimal writes it: `digits / 10^places`. */
function decimal(share: number): { digits: bigint; places: number } {
  const [mantissa, exponent = '0'] = String(share).split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const places = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 }
}
