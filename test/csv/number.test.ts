import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseNumber, plainNumber, writesNonZero } from '../../src/csv/number.ts'
import { runs } from '../property-runs.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const parse = (text: string): number => parseNumber(bytesOf(text), 0, text.length)
/** What `plainNumber` reads of a numeral; NaN where it leaves it. The same wherever it starts and whatever follows. */
const plain = (text: string): number => {
  const readings = [
    ['', ','],
    ['', ',12345678'],
    ['1', '\n'],
    ['x1,', ';0.5'],
  ].map(([before, after]) => {
    const bytes = bytesOf(before + text + after)
    const values = new Float64Array(1)
    const end = plainNumber(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), before.length, values, 0)
    return end === before.length + text.length ? values[0] : NaN
  })
  expect(new Set(readings).size, text).toBe(1)
  return readings[0]
}

const GRAMMAR = /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[ \t]*$/
/** The definition: JavaScript's own reading of what the grammar lets through, without -0. */
const expected = (text: string): number => (GRAMMAR.test(text) ? Number(text.trim()) + 0 : NaN)

const digits = (most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: most })
const numeral = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    digits(22),
    fc.constantFrom('', '.'),
    digits(22),
    fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e-', 'e+'), fc.integer({ min: 0, max: 400 })), { nil: null }),
  )
  .map(([sign, whole, point, part, exponent]) => `${sign}${whole}${point}${part}${exponent?.join('') ?? ''}`)

describe('parseNumber', () => {
  test('is Number() on every numeral, bit for bit', () => {
    fc.assert(
      fc.property(numeral, (text) => void expect(parse(text)).toBe(expected(text))),
      { numRuns: runs(20000) },
    )
  })

  test('gives back every double from its shortest form, and from 17 digits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value))).toBe(value + 0)
        expect(parse(value.toExponential(16))).toBe(value + 0)
      }),
      { numRuns: runs(20000) },
    )
  })

  test('rounds probabilities of up to 19 digits as Number() does', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }), fc.integer({ min: 0, max: 60 }), (whole, zeros) => {
        const text = `0.${'0'.repeat(zeros)}${whole}`
        expect(parse(text)).toBe(Number(text))
      }),
      { numRuns: runs(20000) },
    )
  })

  test('rounds halfway cases to even, as Number() does', () => {
    // The midpoint of two neighbours, written in full: 2^53 + 1, and 1 + 2^-53 with what is just below and above.
    const cases = [
      '9007199254740993',
      '9007199254740993.0',
      '9007199254740992.999',
      '9007199254740993.001',
      '1.00000000000000011102230246251565404236316680908203125',
      '1.000000000000000111',
      '1.0000000000000001111',
      '1.00000000000000011102230246251565',
      '0.500000000000000166533453693773481063544750213623046875',
      '2.2250738585072014e-308',
      '2.2250738585072011e-308',
      '4.9e-324',
      '2.4703282292062328e-324',
      '1.7976931348623158e308',
    ]
    for (const text of cases) expect(parse(text), text).toBe(Number(text))
  })

  test('takes plain numerals and nothing else', () => {
    const good = ['0', '-0', '1', '+1', '.5', '5.', '-.5', '1e3', '1E-3', '1.5e+10', ' 0.25 ', '\t7\t', '007']
    for (const text of good) expect(parse(text), text).toBe(expected(text))
    const bad = [
      '',
      ' ',
      '.',
      '-',
      '+',
      'e5',
      '1e',
      '1e+',
      '--1',
      '+-1',
      '1 2',
      '0x10',
      '1_0',
      '1,5',
      '1,200',
      'NaN',
      'nan',
      'inf',
      'Infinity',
      '-Infinity',
      '1.2.3',
      '1f',
      '0b1',
      '\u00a01',
      '1\n',
      '1\0',
      '0.\u00006',
      '١',
      'true',
      '1e5.5',
      '- 1',
    ]
    for (const text of bad) expect(parseNumber(bytesOf(text), 0, bytesOf(text).length), text).toBe(NaN)
  })

  test('never gives -0: equal scores have one form', () => {
    for (const text of ['-0', '-0.0', '-1e-400', '-.0e5']) expect(Object.is(parse(text), 0), text).toBe(true)
    expect(Object.is(plain('-0.00'), 0)).toBe(true)
  })

  test('reads only its part of the bytes', () => {
    expect(parseNumber(bytesOf('12345'), 1, 3)).toBe(23)
  })

  test('overflow is infinite, underflow is 0 though the text is not', () => {
    expect([parse('1e400'), parse('-1e400'), parse('1e99999999999')]).toEqual([Infinity, -Infinity, Infinity])
    expect(parse('1e-400')).toBe(0)
    expect(writesNonZero(bytesOf('1e-400'), 0, 6)).toBe(true)
    expect(writesNonZero(bytesOf('0.00e9'), 0, 6)).toBe(false)
  })
})

describe('plainNumber', () => {
  test('gives the same number as parseNumber, or leaves it to it', () => {
    let taken = 0
    fc.assert(
      fc.property(numeral, (text) => {
        const value = plain(text)
        if (value !== value) return
        taken++
        expect(value).toBe(parse(text))
      }),
      { numRuns: runs(20000) },
    )
    expect(taken).toBeGreaterThan(100)
  })

  test('takes what scores look like', () => {
    for (const text of [
      '0.123456',
      '1',
      '0',
      '-0.5',
      '.25',
      '3.',
      '123456.789',
      '0.1234',
      '0.12345678',
      '0.0123456789',
    ])
      expect(plain(text), text).toBe(Number(text))
  })

  test('leaves to parseNumber what it cannot read exactly', () => {
    for (const text of [
      '1e5',
      '+1',
      ' 1',
      '.',
      '-',
      '',
      '9007199254740993',
      '0.12345678901234567',
      `0.${'0'.repeat(23)}1`,
    ]) {
      expect(plain(text), text).toBe(NaN)
    }
  })
})
