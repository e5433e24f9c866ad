import { highProduct } from '../tally/philox.ts'

/**
 * 64-bit arithmetic without BigInt or allocation: a number is a pair of words, the lower one first, and is named by its
 * place in `words`. `to` is what is changed.
 */
export const words = new Int32Array(64)

export function put(to: number, low: number, high: number): void {
  words[to] = low
  words[to + 1] = high
}

export function copy(to: number, from: number): void {
  words[to] = words[from]
  words[to + 1] = words[from + 1]
}

export function loadWord(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
}

export function load(to: number, bytes: Uint8Array, at: number): void {
  words[to] = loadWord(bytes, at)
  words[to + 1] = loadWord(bytes, at + 4)
}

export function addLoaded(to: number, bytes: Uint8Array, at: number): void {
  const low = loadWord(bytes, at)
  words[to + 1] = sumHigh(words[to], words[to + 1], low, loadWord(bytes, at + 4))
  words[to] += low
}

export function add(to: number, other: number): void {
  words[to + 1] = sumHigh(words[to], words[to + 1], words[other], words[other + 1])
  words[to] += words[other]
}

export function exclusiveOr(to: number, other: number): void {
  words[to] ^= words[other]
  words[to + 1] ^= words[other + 1]
}

export function multiply(to: number, other: number): void {
  words[to + 1] = productHigh(words[to], words[to + 1], words[other], words[other + 1])
  words[to] = Math.imul(words[to], words[other])
}

/** x ^ (x >>> 47). */
export function shiftMix(to: number): void {
  words[to] ^= words[to + 1] >>> 15
}

/** Of `from`, turned right by `bits`: above 0, not 32. */
export function rotate(to: number, from: number, bits: number): void {
  const isHalfway = bits >= 32
  const low = words[isHalfway ? from + 1 : from]
  const high = words[isHalfway ? from : from + 1]
  words[to] = (low >>> bits) | (high << -bits)
  words[to + 1] = (high >>> bits) | (low << -bits)
}

/** The upper words of the sum and of the product of two pairs, modulo 2^64; the lower ones are plain 32-bit arithmetic. */

export function sumHigh(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return (aHigh + bHigh + ((aLow + bLow) >>> 0 < bLow >>> 0 ? 1 : 0)) | 0
}

export function productHigh(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return (highProduct(aLow, bLow) + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0
}
