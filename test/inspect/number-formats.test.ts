import { describe, expect, it } from 'vitest'
import { numberIn, numberWays } from '../../src/inspect/number-formats.ts'

describe('how the numbers of a column are written', () => {
  it.each([
    [['1', '2.5', '-3e4'], [[]]],
    [['0.142', '0.857'], [[]]],
    [['1.5', '12.25'], [[]]],
    [
      ['1.098', '834'],
      [[], ['dot_thousands']],
    ],
    [['12.345.678', '834'], [['dot_thousands']]],
    [['0,142607', '0,5'], [['decimal_comma']]],
    [['0,142', '0,857'], [['decimal_comma']]],
    [
      ['1,234', '5,678'],
      [['decimal_comma'], ['comma_thousands']],
    ],
    [['1,234.50', '99.10'], [['comma_thousands']]],
    [['1.234,50', '99,10'], [['decimal_comma']]],
    [['1 234', '99'], [['space_thousands']]],
    [['1 234,5', '99'], [['space_thousands', 'decimal_comma']]],
    [['14.3%', '5 %'], [['percent']]],
    [['14,3%', '5,0%'], [['percent', 'decimal_comma']]],
    [['$1,234.50', '$99.10'], [['currency', 'comma_thousands']]],
    [['12.50 €', '99.10 €'], [['currency']]],
    [['14.3%', '0.5'], []],
    [['1', 'n.d.'], []],
    [['[0.1,0.9]'], []],
    [[], []],
  ])('%j: %j', (cells, ways) => expect(numberWays(cells)).toEqual(ways))

  it('a cell is the number that its way makes of it', () => {
    expect(numberIn('1.098', [])).toBe(1.098)
    expect(numberIn('1.098', ['dot_thousands'])).toBe(1098)
    expect(numberIn('14,3 %', ['percent', 'decimal_comma'])).toBe(0.143)
    expect(numberIn('abc', [])).toBeNaN()
  })
})
