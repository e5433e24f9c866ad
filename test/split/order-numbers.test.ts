import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyNumbers, repeatedKeyNumbers, rowNumbers, splitStream } from '../../src/split/order-numbers.ts'
import { fillPhilox, philoxKey } from '../../src/tally/philox.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { utf8Column } from './utf8-column.ts'

describe('the order number of a key', () => {
  // python3: int(hashlib.sha256(text.encode()).hexdigest()[:13], 16)
  test('is the first 13 hexadecimal digits of the SHA-256 of SEED:KEY', () => {
    expect([...keyNumbers(utf8Column(['customer-17', '']), 2, 1)]).toEqual([1017884448343827, 129261311840423])
    expect([...keyNumbers(utf8Column(['ä']), 1, 42)]).toEqual([1878754739825971])
  })

  test('is the same where keys come again and again, of any length', () => {
    const texts = Array.from({ length: 500 }, (_, i) => 'k'.repeat(i % 140) + String(i % 7))
    const expected = texts.map((text) =>
      Number.parseInt(createHash('sha256').update(`-5:${text}`).digest('hex').slice(0, 13), 16),
    )
    expect([...keyNumbers(utf8Column(texts), 500, -5)]).toEqual(expected)
    expect([...repeatedKeyNumbers(utf8Column(texts), 500, -5)]).toEqual(expected)
  })
})

describe('the order number of a row without a key', () => {
  test('is the upper 52 bits of its two words of Philox, wherever the words are asked for', async () => {
    const rowCount = 2 ** 20 + 3
    const numbers = await rowNumbers(referenceKernels(), rowCount, 7)
    const words = new Uint32Array(2 * rowCount)
    fillPhilox(words, philoxKey(7), 0, splitStream)
    for (const row of [0, 1, 2, 1000, 2 ** 20 - 1, 2 ** 20, rowCount - 1]) {
      const bits = (BigInt(words[2 * row]) << 32n) | BigInt(words[2 * row + 1])
      expect(numbers[row], `row ${row}`).toBe(Number(bits >> 12n))
    }
  })

  test('is of a stream that stays as it is: SQL and Python that draw it name it', () =>
    expect(splitStream).toBe(3628133615))
})
