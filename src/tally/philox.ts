/**
 * Philox4x32-10, a counter-based generator: the i-th block of four words is a function of (key, counter) alone, so
 * draws come in any order, on any engine, without state. Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", SC'11.
 */
export interface PhiloxKey {
  /** The seed's lower and upper 32 bits. */
  low: number
  high: number
}

/** The two multipliers of a round, and what each round adds to the key: those of Random123, which the paper names. */
export const philoxConstants = {
  multiplier0: 0xd2511f53,
  multiplier1: 0xcd9e8d57,
  weyl0: 0x9e3779b9,
  weyl1: 0xbb67ae85,
  rounds: 10,
} as const

/** The key of a seed; seeds count modulo 2^64. */
export function philoxKey(seed: number | bigint): PhiloxKey {
  const bits = BigInt.asUintN(64, BigInt(seed))
  return { low: Number(bits & 0xffffffffn), high: Number(bits >> 32n) }
}

/**
 * Fills `words` with the words `4 * firstBlock`, `4 * firstBlock + 1`, … of a stream of a replicate: word i is word
 * `i mod 4` of the block with the counter (floor(i / 4), replicate, stream, 0). All numbers are below 2^32.
 */
export function fillPhilox(
  words: Uint32Array,
  key: PhiloxKey,
  replicate: number,
  stream: number,
  firstBlock = 0,
): void {
  const wholeEnd = words.length - (words.length % 4)
  for (let i = 0; i < wholeEnd; i += 4) putBlock(words, i, firstBlock + i / 4, replicate, stream, 0, key.low, key.high)
  if (wholeEnd === words.length) return
  const last = new Uint32Array(4)
  putBlock(last, 0, firstBlock + wholeEnd / 4, replicate, stream, 0, key.low, key.high)
  words.set(last.subarray(0, words.length - wholeEnd), wholeEnd)
}

/** One block: the four words of a counter of four words. */
export function philoxBlock(counter: readonly [number, number, number, number], key: PhiloxKey): Uint32Array {
  const block = new Uint32Array(4)
  putBlock(block, 0, counter[0], counter[1], counter[2], counter[3], key.low, key.high)
  return block
}

/** Plain arguments and int32 arithmetic: no allocation, nothing that becomes a float64. */
function putBlock(
  words: Uint32Array,
  at: number,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  keyLow: number,
  keyHigh: number,
): void {
  const { multiplier0, multiplier1, weyl0, weyl1, rounds } = philoxConstants
  let [c0, c1, c2, c3] = [counter0 | 0, counter1 | 0, counter2 | 0, counter3 | 0]
  let k0 = keyLow | 0
  let k1 = keyHigh | 0
  for (let round = 0; round < rounds; round++) {
    const high0 = highProduct(multiplier0 | 0, c0)
    const high1 = highProduct(multiplier1 | 0, c2)
    const low0 = Math.imul(multiplier0, c0)
    const low1 = Math.imul(multiplier1, c2)
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + weyl0) | 0
    k1 = (k1 + weyl1) | 0
  }
  words[at] = c0
  words[at + 1] = c1
  words[at + 2] = c2
  words[at + 3] = c3
}

/** The upper 32 bits of the 64-bit product of two words, from 16-bit halves; no partial sum passes 2^32. */
function highProduct(a: number, b: number): number {
  const aHigh = a >>> 16
  const aLow = a & 0xffff
  const bHigh = b >>> 16
  const bLow = b & 0xffff
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0
  const other = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (other >>> 16)) | 0
}
