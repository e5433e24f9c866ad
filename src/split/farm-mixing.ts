import { add, addLoaded, copy, productHigh, put, rotate, sumHigh, words } from './word-pairs.ts'

/** Places of pairs of `words`, in the source's letters; T and U hold what is used up at once. */
export const [A, B, C, D, E, F, G, H, X, Y, Z, V1, V2, W1, W2, MUL, T, U, K0, K1, K2] = Array.from(
  { length: 21 },
  (_, i) => 2 * i,
)

words.set([0x97cb3127, 0xc3a5c85c], K0)
words.set([0xbe98f273, 0xb492b66f], K1)
words.set([0x2f90404f, 0x9ae16a3b], K2)

/** The source's HashLen16 of two pairs, with the multiplier MUL. */
export function hashPair(to: number, u: number, v: number): void {
  const [low, high, vLow, vHigh] = [words[MUL], words[MUL + 1], words[v], words[v + 1]]
  const xLow = words[u] ^ vLow
  const xHigh = words[u + 1] ^ vHigh
  const aHigh = productHigh(xLow, xHigh, low, high)
  const yLow = Math.imul(xLow, low) ^ (aHigh >>> 15) ^ vLow
  const yHigh = aHigh ^ vHigh
  const bHigh = productHigh(yLow, yHigh, low, high)
  const bLow = Math.imul(yLow, low) ^ (bHigh >>> 15)
  words[to] = Math.imul(bLow, low)
  words[to + 1] = productHigh(bLow, bHigh, low, high)
}

/** MUL = k2 + 2 · length. */
export function putMultiplier(length: number): void {
  put(MUL, words[K2] + 2 * length, words[K2 + 1])
}

/** Y = rotate(a + b, 43) + rotate(c, 30) + d and Z = a + rotate(b + seed, 18) + c, in plain variables. */
export function mixFour(a: number, b: number, c: number, d: number, seed: number): void {
  const [aLow, aHigh, bLow, bHigh] = [words[a], words[a + 1], words[b], words[b + 1]]
  const [cLow, cHigh, dLow, dHigh] = [words[c], words[c + 1], words[d], words[d + 1]]
  const sumLow = (aLow + bLow) | 0
  const sumUp = sumHigh(aLow, aHigh, bLow, bHigh)
  const yLow = (sumUp >>> 11) | (sumLow << 21)
  const turnedLow = (cLow >>> 30) | (cHigh << 2)
  const yUp = sumHigh(yLow, (sumLow >>> 11) | (sumUp << 21), turnedLow, (cHigh >>> 30) | (cLow << 2))
  put(Y, yLow + turnedLow + dLow, sumHigh((yLow + turnedLow) | 0, yUp, dLow, dHigh))
  const otherLow = (bLow + words[seed]) | 0
  const otherUp = sumHigh(bLow, bHigh, words[seed], words[seed + 1])
  const zLow = (otherLow >>> 18) | (otherUp << 14)
  const zUp = sumHigh(zLow, (otherUp >>> 18) | (otherLow << 14), aLow, aHigh)
  put(Z, zLow + aLow + cLow, sumHigh((zLow + aLow) | 0, zUp, cLow, cHigh))
}

/** The source's WeakHashLen32WithSeeds: 32 bytes into the two seeds. */
export function weakHash(a: number, b: number, bytes: Uint8Array, at: number): void {
  addLoaded(a, bytes, at)
  add(b, a)
  addLoaded(b, bytes, at + 24)
  rotate(b, b, 21)
  copy(C, a)
  addLoaded(a, bytes, at + 8)
  addLoaded(a, bytes, at + 16)
  rotate(T, a, 44)
  add(b, T)
  add(b, C)
  addLoaded(a, bytes, at + 24)
}
