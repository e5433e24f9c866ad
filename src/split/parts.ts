import type { Part } from './rule.ts'

/** Shares of the splits that a model is made and judged with. */
export interface Shares {
  train?: number
  validation?: number
  test?: number
}

/** Where nobody names any. */
const usualShares: Shares = { train: 70, validation: 15, test: 15 }

/** The splits that have a share, in their order; the usual three where none has. */
export function namedParts(shares: Shares): Part[] {
  const asked = (['train', 'validation', 'test'] as const).flatMap((name) =>
    shares[name] === undefined ? [] : [{ name, share: shares[name] }],
  )
  return asked.length === 0 ? namedParts(usualShares) : asked
}

/** `fold_1` … `fold_k`, all of one share. */
export function foldParts(count: number): Part[] {
  return Array.from({ length: count }, (_, i) => ({ name: `fold_${i + 1}`, share: 1 }))
}
