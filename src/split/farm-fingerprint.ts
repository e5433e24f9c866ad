import { highProduct } from '../tally/philox.ts'

/**
 * FarmHash's Fingerprint64 (`farmhashna::Hash64` of google/farmhash, Geoff Pike, MIT licence), which is BigQuery's
 * `FARM_FINGERPRINT`, of which it is promised never to change. A 64-bit number is a pair of words in `words`, the lower
 * one first; a constant such as `A` is the place of such a pair. Nothing is allocated, no BigInt made.
 */
const words = new Int32Array(64)

/** The pairs, in the source's letters; T and U hold what is used up at once. */
const [A, B, C, D, E, F, G, H, X, Y, Z, V1, V2, W1, W2, MUL, T, U, K0, K1, K2] = Array.from({ length: 21 }, (_, i) => 2 * i)

words.set([0x97cb3127, 0xc3a5c85c], K0)
words.set([0xbe98f273, 0xb492b66f], K1)
words.set([0x2f90404f, 0x9ae16a3b], K2)

/**
 * Puts the fingerprint of `bytes[start … end - 1]` into `fingerprint`: the lower 32 bits, then the upper ones. BigQuery
 * shows the 64 bits as a signed number.
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
    putMultiplier(length)
    fetch(A, bytes, start)
    add(A, K2)
    fetch(B, bytes, start + length - 8)
    rotate(C, B, 37)
    multiply(C, MUL)
    add(C, A)
    rotate(D, A, 25)
    add(D, B)
    multiply(D, MUL)
    hashPair(A, C, D)
  } else if (length >= 4) {
    putMultiplier(length)
    const first = fetchWord(bytes, start)
    put(B, length + (first << 3), first >>> 29)
    put(C, fetchWord(bytes, start + length - 4), 0)
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

function hashUpTo32(bytes: Uint8Array, start: number, length: number): void {
  putMultiplier(length)
  fetch(A, bytes, start)
  multiply(A, K1)
  mixEnds(bytes, start, length)
  hashPair(A, Y, Z)
}

function hashUpTo64(bytes: Uint8Array, start: number, length: number): void {
  putMultiplier(length)
  fetch(A, bytes, start)
  multiply(A, K2)
  mixEnds(bytes, start, length)
  hashPair(Z, Y, Z)
  fetch(E, bytes, start + 16)
  multiply(E, MUL)
  fetch(F, bytes, start + 24)
  fetch(G, bytes, start + length - 32)
  add(G, Y)
  multiply(G, MUL)
  fetch(H, bytes, start + length - 24)
  add(H, Z)
  multiply(H, MUL)
  mixFour(E, F, G, H, A)
  hashPair(A, Y, Z)
}

/** From A on: Y and Z of the first 16 bytes and the last 16. */
function mixEnds(bytes: Uint8Array, start: number, length: number): void {
  fetch(B, bytes, start + 8)
  fetch(C, bytes, start + length - 8)
  multiply(C, MUL)
  fetch(D, bytes, start + length - 16)
  multiply(D, K2)
  mixFour(A, B, C, D, K2)
}

/** Y = rotate(a + b, 43) + rotate(c, 30) + d and Z = a + rotate(b + seed, 18) + c. */
function mixFour(a: number, b: number, c: number, d: number, seed: number): void {
  copy(T, a)
  add(T, b)
  rotate(Y, T, 43)
  rotate(T, c, 30)
  add(Y, T)
  add(Y, d)
  copy(T, b)
  add(T, seed)
  rotate(Z, T, 18)
  add(Z, a)
  add(Z, c)
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
  fetch(T, bytes, start)
  add(X, T)
}

/** One block of 64 bytes; of the last one, some terms count nine times. */
function mixBlock(bytes: Uint8Array, at: number, factor: number, isLast: boolean): void {
  addFetched(X, bytes, at + 8)
  add(X, Y)
  add(X, V1)
  rotate(X, X, 37)
  multiply(X, factor)
  addFetched(Y, bytes, at + 48)
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
  addFetched(Y, bytes, at + 40)
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
  addFetched(W2, bytes, at + 16)
  weakHash(W1, W2, bytes, at + 32)
  copy(T, Z)
  copy(Z, X)
  copy(X, T)
}

/** The source's WeakHashLen32WithSeeds: 32 bytes into the two seeds. */
function weakHash(a: number, b: number, bytes: Uint8Array, at: number): void {
  addFetched(a, bytes, at)
  add(b, a)
  addFetched(b, bytes, at + 24)
  rotate(b, b, 21)
  copy(C, a)
  addFetched(a, bytes, at + 8)
  addFetched(a, bytes, at + 16)
  rotate(T, a, 44)
  add(b, T)
  add(b, C)
  addFetched(a, bytes, at + 24)
}

/** The source's HashLen16 of two pairs, with the multiplier MUL. */
function hashPair(to: number, u: number, v: number): void {
  copy(T, u)
  exclusiveOr(T, v)
  multiply(T, MUL)
  shiftMix(T)
  exclusiveOr(T, v)
  multiply(T, MUL)
  shiftMix(T)
  multiply(T, MUL)
  copy(to, T)
}

/** MUL = k2 + 2 · length. */
function putMultiplier(length: number): void {
  put(MUL, words[K2] + 2 * length, words[K2 + 1])
}

/** From here on, the arithmetic: `to` is changed by the other pair. */

function put(to: number, low: number, high: number): void {
  words[to] = low
  words[to + 1] = high
}

function copy(to: number, from: number): void {
  words[to] = words[from]
  words[to + 1] = words[from + 1]
}

function fetchWord(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
}

function fetch(to: number, bytes: Uint8Array, at: number): void {
  words[to] = fetchWord(bytes, at)
  words[to + 1] = fetchWord(bytes, at + 4)
}

function addFetched(to: number, bytes: Uint8Array, at: number): void {
  fetch(U, bytes, at)
  add(to, U)
}

function add(to: number, other: number): void {
  const low = (words[to] + words[other]) | 0
  const carry = (low >>> 0) < (words[other] >>> 0) ? 1 : 0
  words[to + 1] = (words[to + 1] + words[other + 1] + carry) | 0
  words[to] = low
}

function exclusiveOr(to: number, other: number): void {
  words[to] ^= words[other]
  words[to + 1] ^= words[other + 1]
}

function multiply(to: number, other: number): void {
  const a = words[to]
  const b = words[other]
  words[to + 1] = (highProduct(a, b) + Math.imul(words[to + 1], b) + Math.imul(a, words[other + 1])) | 0
  words[to] = Math.imul(a, b)
}

/** x ^ (x >>> 47). */
function shiftMix(to: number): void {
  words[to] ^= words[to + 1] >>> 15
}

/** Of `from`, turned right by `bits`: above 0, not 32. */
function rotate(to: number, from: number, bits: number): void {
  const isHalfway = bits >= 32
  const low = words[isHalfway ? from + 1 : from]
  const high = words[isHalfway ? from : from + 1]
  words[to] = (low >>> bits) | (high << -bits)
  words[to + 1] = (high >>> bits) | (low << -bits)
}
