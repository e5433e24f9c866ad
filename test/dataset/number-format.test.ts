import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contradiction, formattedNumber, likelyFormats, provenFormats } from '../../src/dataset/number-format.ts'
import type { NumberFormat } from '../../src/dataset/reading.ts'
import { runs } from '../property-runs.ts'

const read = (text: string, formats: string) => formattedNumber(text, formats.split('+') as NumberFormat[])

describe('a number in a format', () => {
  it.each<[string, string, number]>([
    ['14.3%', 'percent', 0.143],
    ['14.3', 'percent', 0.143],
    [' 14.3 % ', 'percent', 0.143],
    ['1.5e-3%', 'percent', 0.000015],
    ['-7%', 'percent', -0.07],
    ['100%', 'percent', 1],
    ['14,3 %', 'percent+decimal_comma', 0.143],
    ['0,142607', 'decimal_comma', 0.142607],
    ['1.234,5', 'decimal_comma', 1234.5],
    ['1.234.567', 'decimal_comma', 1234567],
    ['+,5', 'decimal_comma', 0.5],
    ['\u22125', 'decimal_comma', -5],
    ['1,5e-3', 'decimal_comma', 0.0015],
    ['1,234', 'comma_thousands', 1234],
    ['246,740.49', 'comma_thousands', 246740.49],
    ['12345.5', 'comma_thousands', 12345.5],
    ['1.234', 'dot_thousands', 1234],
    ['1.234,5', 'dot_thousands', 1234.5],
    ['12', 'dot_thousands', 12],
    ['1 234.5', 'space_thousands', 1234.5],
    ['1\u00a0234', 'space_thousands', 1234],
    ['1\u202f234\u202f567', 'space_thousands', 1234567],
    ["1'234", 'space_thousands', 1234],
    ['1’234,5', 'space_thousands+decimal_comma', 1234.5],
    ['$5', 'currency', 5],
    ['-$5.25', 'currency', -5.25],
    ['US$ 5', 'currency', 5],
    ['5 €', 'currency', 5],
    ['EUR 5', 'currency', 5],
    ['5 CHF', 'currency', 5],
    ['5 zł', 'currency', 5],
    ['5', 'currency', 5],
    ['$1,234.50', 'currency+comma_thousands', 1234.5],
    ['1.234,50 €', 'currency+dot_thousands', 1234.5],
    ['-0', 'percent', 0],
    ['1e999', 'decimal_comma', Infinity],
  ])('%j as %s is %d', (text, formats, value) => expect(read(text, formats)).toBe(value))

  it.each<[string, string]>([
    ['', 'percent'],
    ['%', 'percent'],
    ['14.3%%', 'percent'],
    ['14,3%', 'percent'],
    ['0.5', 'decimal_comma'],
    ['1.23', 'dot_thousands'],
    ['1.2345', 'dot_thousands'],
    ['12,34', 'comma_thousands'],
    ['1,2345', 'comma_thousands'],
    ['1,234', 'currency'],
    ['1 23', 'space_thousands'],
    ['$', 'currency'],
    ['$5$', 'percent'],
    ['abc', 'decimal_comma'],
    ['inf', 'percent'],
    ['0x10', 'percent'],
    ['1_000', 'comma_thousands'],
    ['5e', 'percent'],
    ['--5', 'percent'],
  ])('%j is none as %s', (text, formats) => expect(read(text, formats)).toBeNaN())

  it('of per cent is the double nearest to the hundredth, not a quotient that was rounded twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 7 }), (digits, places) => {
        const text = (digits / 10 ** places).toFixed(places)
        expect(read(`${text} %`, 'percent')).toBe(Number(`${text}e-2`) + 0)
      }),
      { numRuns: runs(500) },
    )
  })

  it('is what the language’s own formatter wrote', () => {
    const locales: [string, string][] = [
      ['en-US', 'comma_thousands'],
      ['de-DE', 'dot_thousands'],
      ['fr-FR', 'space_thousands+decimal_comma'],
      ['de-CH', 'space_thousands'],
    ]
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom(...locales), (cents, [locale, formats]) => {
        const value = cents / 100
        expect(read(value.toLocaleString(locale, { maximumFractionDigits: 2 }), formats)).toBe(value + 0)
        const price = value.toLocaleString(locale, { style: 'currency', currency: 'EUR' })
        expect(read(price, `${formats}+currency`), price).toBe(value + 0)
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('formats of one column', () => {
  it('contradict each other where one character would mean two things', () => {
    expect(contradiction(['decimal_comma', 'comma_thousands'])).toEqual(['decimal_comma', 'comma_thousands'])
    expect(contradiction(['percent', 'decimal_comma', 'dot_thousands'])).toBeNull()
    expect(contradiction(['space_thousands', 'decimal_comma', 'currency'])).toBeNull()
  })

  it.each<[string, string[], string, string]>([
    ['commas between thousands where a point says so', ['$1,234.50', '$1,234'], 'currency', 'currency+comma_thousands'],
    ['a decimal comma where its place says so', ['14,35%', '1,234%', 'n.a.'], 'percent', 'percent+decimal_comma'],
    ['nothing where commas could be both', ['$1,234'], 'currency', 'currency'],
    ['nothing where commas are both', ['$1,234.50', '$1,5'], 'currency', 'currency'],
    ['nothing where there are none', ['$1234.5'], 'currency', 'currency'],
    ['nothing where separators are named', ['1,5'], 'space_thousands', 'space_thousands'],
  ])('take %s', (_, texts, formats, proven) =>
    expect(provenFormats(texts, formats.split('+') as NumberFormat[]).join('+')).toBe(proven),
  )
})

describe('what a cell looks like', () => {
  it.each<[string, string[]]>([
    ['0,142607', ['decimal_comma']],
    ['1,234', ['decimal_comma', 'comma_thousands']],
    ['1.234,5', ['decimal_comma']],
    ['1,234.5', ['comma_thousands']],
    ['12,345,678', ['comma_thousands']],
    ['14.3%', ['percent']],
    ['14,3 %', ['percent+decimal_comma']],
    ['$5', ['currency']],
    ['$1,234.50', ['currency+comma_thousands']],
    ['1 234', ['space_thousands']],
    ['1 234,5', ['space_thousands+decimal_comma']],
    ['abc', []],
    ['inf', []],
    ['[0.9,0.1]', []],
    ['0x10', []],
  ])('%j: %j', (text, ways) => expect(likelyFormats(text).map((way) => way.join('+'))).toEqual(ways))
})
