import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fillPhilox, philoxKey, type PhiloxKey } from '../../src/tally/philox.ts'
import { fixtureText, hasFixtures } from '../fixtures.ts'

function words(text: string): number[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => Number.parseInt(word, 16))
}

/** Counter (4 words), key (2), answer (4), in hexadecimal. No stream here has a counter whose last word is not 0. */
function expectKnownAnswer(vector: string): void {
  const [c0, c1, c2, c3, low, high, ...expected] = words(vector)
  expect(philoxInBigInts([c0, c1, c2, c3], { low, high })).toEqual(expected)
  if (c3 === 0) expect(filledBlock(c0, c1, c2, { low, high })).toEqual(expected)
}

function filledBlock(block: number, replicate: number, stream: number, key: PhiloxKey): number[] {
  const drawn = new Uint32Array(4)
  fillPhilox(drawn, key, replicate, stream, block)
  return [...drawn]
}

/** The definition in whole numbers of any size, as the paper's section 3.3 gives it. */
function philoxInBigInts(counter: number[], { low, high }: PhiloxKey): number[] {
  const word = (value: bigint): bigint => BigInt.asUintN(32, value)
  let [c0, c1, c2, c3] = counter.map(BigInt)
  let [k0, k1] = [BigInt(low), BigInt(high)]
  for (let round = 0; round < 10; round++) {
    const product0 = 0xd2511f53n * c0
    const product1 = 0xcd9e8d57n * c2
    ;[c0, c1, c2, c3] = [(product1 >> 32n) ^ c1 ^ k0, word(product1), (product0 >> 32n) ^ c3 ^ k1, word(product0)]
    ;[k0, k1] = [word(k0 + 0x9e3779b9n), word(k1 + 0xbb67ae85n)]
  }
  return [c0, c1, c2, c3].map(Number)
}

describe('Philox4x32-10', () => {
  // philox4x32 10 of Random123's tests/kat_vectors (D. E. Shaw Research, BSD-3).
  test.each([
    '00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8',
    'ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd',
    '243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1',
  ])('gives the published answer (%s)', expectKnownAnswer)

  test('equals its definition in whole numbers of any size', () => {
    let [block, replicate, stream, low] = [0xffffffff, 1, 0x80000000, 0xffffffff]
    for (let i = 0; i < 200; i++) {
      const key = { low, high: replicate }
      const drawn = new Uint32Array(8)
      fillPhilox(drawn, key, replicate, stream, block)
      const expected = philoxInBigInts([block, replicate, stream, 0], key)
      expect([...drawn]).toEqual([...expected, ...philoxInBigInts([(block + 1) >>> 0, replicate, stream, 0], key)])
      ;[block, replicate, stream, low] = expected
    }
  })

  test('has one stream of words, wherever filling starts and however long it goes on', () => {
    const key = philoxKey(7)
    const whole = new Uint32Array(41)
    fillPhilox(whole, key, 3, 1)
    for (const [firstBlock, length] of [
      [0, 0],
      [0, 1],
      [0, 4],
      [2, 7],
      [5, 21],
      [9, 5],
    ]) {
      const part = new Uint32Array(length)
      fillPhilox(part, key, 3, 1, firstBlock)
      expect([...part]).toEqual([...whole.subarray(4 * firstBlock, 4 * firstBlock + length)])
    }
  })

  test('gives the words of another implementation, in every stream', () => {
    const rows = readFileSync(new URL('./vectors/philox.csv', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
    expect(rows.length).toBe(75)
    for (const row of rows) {
      const [seed, stream, replicate, firstBlock, expected] = row.split(',')
      const drawn = new Uint32Array(12)
      fillPhilox(drawn, philoxKey(BigInt(seed)), Number(replicate), Number(stream), Number(firstBlock))
      expect([...drawn], row).toEqual(words(expected))
    }
  })

  test('takes the seed as 64 bits, the lower half first', () => {
    expect(philoxKey(42)).toEqual({ low: 42, high: 0 })
    expect(philoxKey(0x123456789abcdef0n)).toEqual({ low: 0x9abcdef0, high: 0x12345678 })
    expect(philoxKey(-1)).toEqual({ low: 0xffffffff, high: 0xffffffff })
  })
})

describe.skipIf(!hasFixtures)('Philox4x32-10 on the vectors of Random123', () => {
  test("gives Random123's known answers", () => {
    const vectors = [...fixtureText('rng/random123_kat_vectors.txt').matchAll(/^philox4x32\s+10\s+(.+)$/gm)]
    expect(vectors.length).toBeGreaterThan(0)
    for (const [, vector] of vectors) expectKnownAnswer(vector)
  })

  test('gives the words from which the proposed bootstrap draws its indexes and weights', () => {
    const { poisson1_thresholds_u32: thresholds, cases } = JSON.parse(
      fixtureText('rng/bootstrap_proposed_vectors.json'),
    ) as BootstrapVectors
    for (const { seed, stream, n, replicate, first12_index, first12_poisson } of cases) {
      const drawn = new Uint32Array(12)
      fillPhilox(drawn, philoxKey(BigInt(seed)), replicate, stream)
      expect([...drawn].map((word) => Number((BigInt(word) * BigInt(n)) >> 32n))).toEqual(first12_index)
      // The file does not say so, but its weights are of the stream after that of its indexes.
      fillPhilox(drawn, philoxKey(BigInt(seed)), replicate, stream + 1)
      expect([...drawn].map((word) => thresholds.filter((bound) => word >= bound).length)).toEqual(first12_poisson)
    }
  })
})

interface BootstrapVectors {
  poisson1_thresholds_u32: number[]
  cases: {
    seed: string
    stream: number
    n: number
    replicate: number
    first12_index: number[]
    first12_poisson: number[]
  }[]
}
