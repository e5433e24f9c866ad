import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import {
  absoluteRemainder,
  digestBucket,
  fingerprintBucket,
  hashNumbers,
  partOfKey,
  putRemainders,
} from '../../src/split/buckets.ts'
import { mostBuckets, type HashRule } from '../../src/split/rule.ts'
import { fixtureText, hasFixtures } from '../fixtures.ts'
import { fingerprintInBigInts } from './fingerprint-in-bigints.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const keys = [
  '',
  'a',
  'ä',
  'customer-17',
  'x'.repeat(55),
  'x'.repeat(56),
  'x'.repeat(64),
  'y'.repeat(300),
  ...Array.from({ length: 200 }, (_, i) => `key-${i}`),
]
const bucketCounts = [2, 3, 7, 10, 100, 65_537, 1_000_003, mostBuckets]

describe('the bucket by SHA-256', () => {
  test('is int(hexdigest, 16) % n of the key, as TFX has it', () => {
    for (const key of keys) {
      const digest = BigInt(`0x${createHash('sha256').update(key).digest('hex')}`)
      for (const count of bucketCounts) {
        expect(digestBucket(null, count)(bytesOf(key), 0, bytesOf(key).length), `${key} of ${count}`).toBe(
          Number(digest % BigInt(count)),
        )
      }
    }
  })

  // python3: int(hashlib.sha256(b'customer-17').hexdigest(), 16) % n
  test.each([
    [3, 0],
    [10, 4],
    [100, 64],
    [2097152, 2033232],
  ])('of customer-17 among %d is %d', (count, expected) => {
    expect(digestBucket(null, count)(bytesOf('customer-17'), 0, 11)).toBe(expected)
  })

  test('with a seed is that of SEED:KEY, wherever in the bytes the key stands', () => {
    const bytes = bytesOf('before customer-17 behind')
    expect(digestBucket(1, 10)(bytes, 7, 18)).toBe(7)
    const whole = bytesOf('1:customer-17')
    expect(digestBucket(null, 2 ** 21)(whole, 0, whole.length)).toBe(digestBucket(1, 2 ** 21)(bytes, 7, 18))
  })
})

describe('the bucket by FarmHash', () => {
  test('is MOD(ABS(FARM_FINGERPRINT(key)), n), as BigQuery has it', () => {
    for (const key of keys) {
      const signed = BigInt.asIntN(64, fingerprintInBigInts(bytesOf(key)))
      const absolute = signed < 0n ? -signed : signed
      for (const count of bucketCounts) {
        expect(fingerprintBucket(null, count)(bytesOf(key), 0, bytesOf(key).length), `${key} of ${count}`).toBe(
          Number(absolute % BigInt(count)),
        )
      }
    }
  })

  test('with a seed is that of SEED:KEY, also of keys of many lengths one after the other', () => {
    const [seeded, plain] = [fingerprintBucket(42, 1_000_003), fingerprintBucket(null, 1_000_003)]
    for (const key of [...keys, 'z'.repeat(1000), 'short']) {
      const whole = bytesOf(`42:${key}`)
      expect(seeded(bytesOf(`..${key}`), 2, 2 + bytesOf(key).length), key).toBe(plain(whole, 0, whole.length))
    }
  })

  test.each([0n, 1n, -1n, 2n ** 32n, -(2n ** 32n), 2n ** 63n - 1n, -(2n ** 63n) + 1n, -(2n ** 63n)])(
    'takes the absolute value of %d, of -2^63 as 2^63',
    (signed) => {
      const bits = BigInt.asUintN(64, signed)
      const absolute = signed < 0n ? -signed : signed
      for (const count of bucketCounts) {
        expect(absoluteRemainder(Number(bits & 0xffffffffn), Number(bits >> 32n), count)).toBe(
          Number(absolute % BigInt(count)),
        )
      }
    },
  )
})

test.each(['sha256', 'farm_fingerprint'] as const)(
  'the remainders of many keys at once are the buckets of each by %s, up to the largest divisor',
  (hash) => {
    const texts = keys.map(bytesOf)
    const offsets = Float64Array.from([0, ...texts], (_, at) =>
      texts.slice(0, at).reduce((sum, { length }) => sum + length, 0),
    )
    const bytes = Uint8Array.from(texts.flatMap((text) => [...text]))
    const remainders = new Float64Array(keys.length)
    for (const seed of [null, 42]) {
      const numbers = hashNumbers(hash, seed, { bytes, offsets })
      for (const count of [2, 3, 10, 997, 1000, 2 ** 18 - 5, 2 ** 18]) {
        putRemainders(numbers, count, remainders)
        const bucketOf = (hash === 'sha256' ? digestBucket : fingerprintBucket)(seed, count)
        expect([...remainders]).toEqual(texts.map((text) => bucketOf(text, 0, text.length)))
      }
    }
  },
)

test('buckets are cut in the order of the parts: 8, 1 and 1 at 8 and 9', () => {
  const parts = [
    { name: 'train', share: 8 },
    { name: 'validation', share: 1 },
    { name: 'test', share: 1 },
  ]
  const rule: HashRule = { by: 'hash', key: 'id', hash: 'farm_fingerprint', seed: null, parts }
  for (const hash of ['farm_fingerprint', 'sha256'] as const) {
    const bucketOf = hash === 'sha256' ? digestBucket(null, 10) : fingerprintBucket(null, 10)
    const seen = new Set<number>()
    for (const key of keys) {
      const bucket = bucketOf(bytesOf(key), 0, bytesOf(key).length)
      seen.add(bucket)
      expect(partOfKey({ ...rule, hash })(bytesOf(key), 0, bytesOf(key).length)).toBe(bucket < 8 ? 0 : bucket - 7)
    }
    expect(seen.size).toBe(10)
  }
})

function expectBuckets(text: string, least: number): void {
  const { data: rows } = Papa.parse<string[]>(text, { skipEmptyLines: true })
  expect(rows.length).toBeGreaterThan(least)
  for (const [key, , modulo10, modulo100] of rows.slice(1)) {
    const bytes = bytesOf(key)
    expect(
      [10, 100].map((count) => String(fingerprintBucket(null, count)(bytes, 0, bytes.length))),
      key,
    ).toEqual([modulo10, modulo100])
  }
}

test('buckets by BigQuery’s rule are those of Google’s FarmHash', () =>
  expectBuckets(readFileSync(new URL('./vectors/farm-fingerprint-keys.csv', import.meta.url), 'utf8'), 130))

test.skipIf(!hasFixtures)('the shared vectors of splits by BigQuery’s rule, each', () =>
  expectBuckets(fixtureText('farmhash/split_vectors_derived.csv'), 400),
)
