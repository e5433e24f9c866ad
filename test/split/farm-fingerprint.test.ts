import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { farmFingerprint } from '../../src/split/farm-fingerprint.ts'
import { fixtureText, hasFixtures } from '../fixtures.ts'
import { fingerprintInBigInts } from './fingerprint-in-bigints.ts'

function fingerprintOf(bytes: Uint8Array, start = 0, end = bytes.length): bigint {
  const words = new Uint32Array(2)
  farmFingerprint(bytes, start, end, words)
  return (BigInt(words[1]) << 32n) | BigInt(words[0])
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Bytes of a linear congruential generator (Numerical Recipes'), of all values. */
function scatteredBytes(length: number): Uint8Array {
  let state = 7
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
}

describe('the fingerprint', () => {
  // Signed, as BigQuery shows it: the example of FARM_FINGERPRINT in its documentation (hash_functions.md of ZetaSQL).
  test.each([
    ['1footrue', -1541654101129638711n],
    ['2applefalse', 2794438866806483259n],
    ['3true', -4880158226897771312n],
  ])('of %s is what BigQuery documents', (text, expected) => {
    expect(BigInt.asIntN(64, fingerprintOf(bytesOf(text)))).toBe(expected)
  })

  // farm_test.go of dgryski/go-farm, made by Google's C++.
  test.each([
    ['', 0x9ae16a3b2f90404fn],
    ['a', 0xb3454265b6df75e3n],
    ['abc', 0x24a5b3a074e7f369n],
    ['abcd', 0x1a5502de4a1f8101n],
    ['abcdefgh', 0xfee9d22990c82909n],
    ["0123456789'01234", 0x4283d4ef43627f64n],
    ['0123456789=012345', 0x46a7416ed4861e3bn],
    ['C is as portable as Stonehedge!!', 0xb944f8a16261e414n],
    ['Discard medicine more than two years old.', 0xe8f89ab6df9bdd25n],
  ])('of %j is the published one', (text, expected) => {
    expect(fingerprintOf(bytesOf(text))).toBe(expected)
  })

  test('equals its definition in whole numbers of any size, at every length from 0 to 200', () => {
    const bytes = scatteredBytes(1000)
    for (let length = 0; length <= 200; length++) {
      for (const start of [0, 1, 333]) {
        expect(fingerprintOf(bytes, start, start + length), `${length} bytes`).toBe(
          fingerprintInBigInts(bytes.subarray(start, start + length)),
        )
      }
    }
  })

  test('is that of Google’s FarmHash at every length from 0 to 298', () => {
    const vectors = readFileSync(new URL('./vectors/farm-fingerprint-lengths.csv', import.meta.url), 'utf8')
    const rows = vectors.trim().split('\n').slice(1)
    expect(rows.length).toBe(299)
    const bytes = scatteredBytes(298)
    for (const row of rows) {
      const [length, hex] = row.split(',')
      expect(fingerprintOf(bytes, 0, Number(length)).toString(16).padStart(16, '0'), row).toBe(hex)
    }
  })

  test('equals it on bytes that carry through every word: all zero, all 255', () => {
    for (const value of [0, 255]) {
      for (const length of [1, 4, 8, 16, 17, 32, 33, 64, 65, 127, 128, 129, 192, 1000]) {
        const bytes = new Uint8Array(length).fill(value)
        expect(fingerprintOf(bytes), `${length} bytes`).toBe(fingerprintInBigInts(bytes))
      }
    }
  })
})

describe.skipIf(!hasFixtures)('the fingerprint of the shared vectors', () => {
  const rowsOf = (name: string): string[] => fixtureText(`farmhash/${name}`).trim().split('\n').slice(1)
  const ofHex = (hex: string): bigint =>
    fingerprintOf(Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)))

  test('is the published one, of every text', () => {
    const rows = rowsOf('fingerprint64_published.csv')
    expect(rows.length).toBe(55)
    for (const row of rows) {
      // Texts hold commas and quotes: the numbers are read from the end, the bytes from what is all hexadecimal.
      const [hex64] = row.split(',').slice(-2)
      const hex = /,((?:[0-9a-f]{2})*),/.exec(row)![1]
      expect(ofHex(hex).toString(16).padStart(16, '0'), row).toBe(hex64)
    }
  })

  test('is that of FarmHash’s self-test at every length from 0 to 298', () => {
    const rows = rowsOf('fingerprint64_selftest_len0_298.csv')
    expect(rows.length).toBe(299)
    for (const row of rows) {
      const [, hex, unsigned] = row.split(',')
      expect(ofHex(hex), row).toBe(BigInt(unsigned))
    }
  })
})
