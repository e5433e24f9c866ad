import { highProduct } from '../tally/philox.ts'

/**
 * 64-bit arithmetic without BigInt or allocation: a number is a pair of words, the lower one first, and is named by its
 * place in `words`. `to` is what is changed.
 */
const words = new Int32Array(64)

function put(to: number, low: number, high: number): void {
  words[to] = low
  words[to + 1] = high
}

function copy(to: number, from: number): void {
  words[to] = words[from]
  words[to + 1] = words[from + 1]
}

function loadWord(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
}

function load(to: number, bytes: Uint8Array, at: number): void {
  words[to] = loadWord(bytes, at)
  words[to + 1] = loadWord(bytes, at + 4)
}

function addLoaded(to: number, bytes: Uint8Array, at: number): void {
  const low = loadWord(bytes, at)
  words[to + 1] = sumHigh(words[to], words[to + 1], low, loadWord(bytes, at + 4))
  words[to] += low
}

function add(to: number, other: number): void {
  words[to + 1] = sumHigh(words[to], words[to + 1], words[other], words[other + 1])
  words[to] += words[other]
}

function exclusiveOr(to: number, other: number): void {
  words[to] ^= words[other]
  words[to + 1] ^= words[other + 1]
}

function multiply(to: number, other: number): void {
  words[to + 1] = productHigh(words[to], words[to + 1], words[other], words[other + 1])
  words[to] = Math.imul(words[to], words[other])
}

/** x ^ (x >>> 47). */
function shiftMix(to: number): void {
  words[to] ^= words[to + 1] >>> 15
}

/** Puts the number at `from`, rotated right by `bits` (above 0, and not 32), at `to`. */
function rotate(to: number, from: number, bits: number): void {
  const isHalfway = bits >= 32
  const low = words[isHalfway ? from + 1 : from]
  const high = words[isHalfway ? from : from + 1]
  words[to] = (low >>> bits) | (high << -bits)
  words[to + 1] = (high >>> bits) | (low << -bits)
}

/**
 * The upper words of the sum and of the product of two pairs, modulo 2^64; the lower ones are plain 32-bit arithmetic.
 */

function sumHigh(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return (aHigh + bHigh + ((aLow + bLow) >>> 0 < bLow >>> 0 ? 1 : 0)) | 0
}

function productHigh(aLow: number, aHigh: number, bLow: number, bHigh: number): number {
  return (highProduct(aLow, bLow) + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0
}

/** Places of pairs of `words`, in the source's letters; T and U hold what is used up at once. */
const [A, B, C, D, E, F, G, H, X, Y, Z, V1, V2, W1, W2, MUL, T, U, K0, K1, K2] = Array.from(
  { length: 21 },
  (_, i) => 2 * i,
)

words.set([0x97cb3127, 0xc3a5c85c], K0)
words.set([0xbe98f273, 0xb492b66f], K1)
words.set([0x2f90404f, 0x9ae16a3b], K2)

/** The source's HashLen16 of two pairs, with the multiplier MUL. */
function hashPair(to: number, u: number, v: number): void {
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
function putMultiplier(length: number): void {
  put(MUL, words[K2] + 2 * length, words[K2 + 1])
}

/** Y = rotate(a + b, 43) + rotate(c, 30) + d and Z = a + rotate(b + seed, 18) + c, in plain variables. */
function mixFour(a: number, b: number, c: number, d: number, seed: number): void {
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
function weakHash(a: number, b: number, bytes: Uint8Array, at: number): void {
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

/**
 * FarmHash's Fingerprint64 of `bytes[start … end - 1]` (`farmhashna::Hash64` of google/farmhash, Geoff Pike, MIT
 * licence), which is BigQuery's `FARM_FINGERPRINT`. Puts the lower 32 bits into `fingerprint`, then the upper ones;
 * BigQuery shows all 64 as a signed number.
 */
export function farmFingerprint(bytes: Uint8Array, start: number, end: number, fingerprint: Uint32Array): void {
  const length = end - start
  if (length <= 16) hashUpTo16(bytes, start, length)
  else if (length <= 32) hashUpTo32(bytes, start, length)
  else if (length <= 64) hashUpTo64(bytes, start, length)
  else hashLong(bytes, start, length)
  fingerprint[0] = words[A]
  fingerprint[1] = words[A + 1]
}

function hashUpTo16(bytes: Uint8Array, start: number, length: number): void {
  if (length >= 8) {
    hashFrom8To16(bytes, start, length)
  } else if (length >= 4) {
    putMultiplier(length)
    const first = loadWord(bytes, start)
    put(B, length + (first << 3), first >>> 29)
    put(C, loadWord(bytes, start + length - 4), 0)
    hashPair(A, B, C)
  } else if (length > 0) {
    put(A, bytes[start] + (bytes[start + (length >> 1)] << 8), 0)
    put(B, length + (bytes[start + length - 1] << 2), 0)
    multiply(A, K2)
    multiply(B, K0)
    exclusiveOr(A, B)
    shiftMix(A)
    multiply(A, K2)
  } else {
    copy(A, K2)
  }
}

/** The commonest lengths of keys, in plain variables: 35 ns a key instead of 67 by pairs (Node 20). */
function hashFrom8To16(bytes: Uint8Array, start: number, length: number): void {
  putMultiplier(length)
  const [low, high] = [words[MUL], words[MUL + 1]]
  const [k2Low, k2High] = [words[K2], words[K2 + 1]]
  const firstLow = loadWord(bytes, start)
  const aHigh = sumHigh(firstLow, loadWord(bytes, start + 4), k2Low, k2High)
  const aLow = (firstLow + k2Low) | 0
  const bLow = loadWord(bytes, start + length - 8)
  const bHigh = loadWord(bytes, start + length - 4)
  const cLow = (bHigh >>> 5) | (bLow << 27)
  const cHigh = (bLow >>> 5) | (bHigh << 27)
  const dLow = (aLow >>> 25) | (aHigh << 7)
  const dHigh = (aHigh >>> 25) | (aLow << 7)
  const product = Math.imul(cLow, low)
  put(C, product + aLow, sumHigh(product, productHigh(cLow, cHigh, low, high), aLow, aHigh))
  const sumLow = (dLow + bLow) | 0
  put(D, Math.imul(sumLow, low), productHigh(sumLow, sumHigh(dLow, dHigh, bLow, bHigh), low, high))
  hashPair(A, C, D)
}

function hashUpTo32(bytes: Uint8Array, start: number, length: number): void {
  putMultiplier(length)
  load(A, bytes, start)
  multiply(A, K1)
  mixEnds(bytes, start, length)
  hashPair(A, Y, Z)
}

function hashUpTo64(bytes: Uint8Array, start: number, length: number): void {
  putMultiplier(length)
  load(A, bytes, start)
  multiply(A, K2)
  mixEnds(bytes, start, length)
  hashPair(Z, Y, Z)
  load(E, bytes, start + 16)
  multiply(E, MUL)
  load(F, bytes, start + 24)
  load(G, bytes, start + length - 32)
  add(G, Y)
  multiply(G, MUL)
  load(H, bytes, start + length - 24)
  add(H, Z)
  multiply(H, MUL)
  mixFour(E, F, G, H, A)
  hashPair(A, Y, Z)
}

/** Y and Z from the first 16 bytes, of which A holds 8 already, and the last 16. */
function mixEnds(bytes: Uint8Array, start: number, length: number): void {
  load(B, bytes, start + 8)
  load(C, bytes, start + length - 8)
  multiply(C, MUL)
  load(D, bytes, start + length - 16)
  multiply(D, K2)
  mixFour(A, B, C, D, K2)
}

function hashLong(bytes: Uint8Array, start: number, length: number): void {
  const rest = (length - 1) & 63
  const end = start + length - 1 - rest
  startLong(bytes, start)
  for (let at = start; at < end; at += 64) mixBlock(bytes, at, K1, false)
  put(MUL, words[K1] + ((words[Z] & 0xff) << 1), words[K1 + 1])
  put(T, rest, 0)
  add(W1, T)
  add(V1, W1)
  add(W1, V1)
  mixBlock(bytes, end + rest - 63, MUL, true)
  hashPair(A, V1, W1)
  shiftMix(Y)
  multiply(Y, K0)
  add(A, Y)
  add(A, Z)
  hashPair(B, V2, W2)
  add(B, X)
  hashPair(A, A, B)
}

/** The state before the first block, from the seed 81. */
function startLong(bytes: Uint8Array, start: number): void {
  put(X, 81, 0)
  put(T, 113, 0)
  copy(Y, K1)
  multiply(Y, X)
  add(Y, T)
  copy(Z, Y)
  multiply(Z, K2)
  add(Z, T)
  shiftMix(Z)
  multiply(Z, K2)
  words.fill(0, V1, MUL)
  multiply(X, K2)
  load(T, bytes, start)
  add(X, T)
}

/** One block of 64 bytes; of the last one, some terms count nine times. */
function mixBlock(bytes: Uint8Array, at: number, factor: number, isLast: boolean): void {
  addLoaded(X, bytes, at + 8)
  add(X, Y)
  add(X, V1)
  rotate(X, X, 37)
  multiply(X, factor)
  addLoaded(Y, bytes, at + 48)
  add(Y, V2)
  rotate(Y, Y, 42)
  multiply(Y, factor)
  put(U, isLast ? 9 : 1, 0)
  copy(T, W2)
  multiply(T, U)
  exclusiveOr(X, T)
  copy(T, V1)
  multiply(T, U)
  add(Y, T)
  addLoaded(Y, bytes, at + 40)
  add(Z, W1)
  rotate(Z, Z, 33)
  multiply(Z, factor)
  copy(V1, V2)
  multiply(V1, factor)
  copy(V2, X)
  add(V2, W1)
  weakHash(V1, V2, bytes, at)
  copy(W1, Z)
  add(W1, W2)
  copy(W2, Y)
  addLoaded(W2, bytes, at + 16)
  weakHash(W1, W2, bytes, at + 32)
  copy(T, Z)
  copy(Z, X)
  copy(X, T)
}
