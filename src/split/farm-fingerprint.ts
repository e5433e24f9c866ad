import {
  A,
  B,
  C,
  D,
  E,
  F,
  G,
  H,
  hashPair,
  K0,
  K1,
  K2,
  mixFour,
  MUL,
  putMultiplier,
  T,
  U,
  V1,
  V2,
  W1,
  W2,
  weakHash,
  X,
  Y,
  Z,
} from './farm-mixing.ts'
import {
  add,
  addLoaded,
  copy,
  exclusiveOr,
  load,
  loadWord,
  multiply,
  productHigh,
  put,
  rotate,
  shiftMix,
  sumHigh,
  words,
} from './word-pairs.ts'

/**
 * FarmHash's Fingerprint64 of `bytes[start … end - 1]` (`farmhashna::Hash64` of google/farmhash, Geoff Pike, MIT licence),
 * which is BigQuery's `FARM_FINGERPRINT`. Puts the lower 32 bits into `fingerprint`, then the upper ones; BigQuery shows all
 * 64 as a signed number.
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

/** From A on: Y and Z of the first 16 bytes and the last 16. */
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
