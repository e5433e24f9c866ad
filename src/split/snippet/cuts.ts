import type { Part } from '../rule.ts'
import { wholeShares } from '../shares.ts'

/** The shares as whole numbers, summed up, in digits: what `2 · before + size` is compared with. */
export interface Cuts {
  /** The sums of the shares up to each part but the last. */
  upTo: string[]
  /** The sum of all shares. */
  total: string
  /** Products with numbers of rows may pass 64 bits. */
  isWide: boolean
}

/** Twice this times a thousand million rows is below 2^63. */
const narrowTotal = 4_000_000_000n

/** Shares of 0.7, 0.15 and 0.15 reach up to 70 and 85 of 100. */
export function cutsOf(parts: Part[]): Cuts {
  let sum = 0n
  const sums = wholeShares(parts).map((share) => (sum += share))
  return { upTo: sums.slice(0, -1).map(String), total: String(sum), isWide: sum > narrowTotal }
}
