import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bytesText,
  countOf,
  countText,
  differenceText,
  intervalText,
  levelText,
  metricText,
  metricTextAgainst,
  shareText,
  shortNumber,
  writtenText,
} from '../../src/words/numbers.ts'

describe('metricText', () => {
  test.each([
    [0.861, '0.861'],
    [0.8, '0.800'],
    [1, '1.000'],
    [0, '0.000'],
    [-0, '0.000'],
    [-0.5, '\u22120.500'],
    [0.9997, '0.9997'],
    [0.00042, '0.00042'],
    [12.3456, '12.346'],
    [1234.56, '1,234.6'],
    [3e-12, '3.0e-12'],
    [3.24e15, '3.2e15'],
  ])('%d is shown as %s', (value, text) => {
    expect(metricText(value)).toBe(text)
  })

  test('what is not 0 never looks like 0, and what is below 1 never looks like 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 1 - 1e-8, noNaN: true }), (value) => {
        const shown = Number(metricText(value))
        expect(shown).toBeGreaterThan(0)
        expect(shown).toBeLessThan(1)
      }),
    )
  })
})

describe('metricTextAgainst', () => {
  test.each([
    [0.7996, 0.8, '0.7996'],
    [0.80004, 0.8, '0.80004'],
    [0.8, 0.8, '0.800'],
    [0.714, 0.8, '0.714'],
    [-0.0101, -0.01, '\u22120.0101'],
  ])('%d beside a bound of %d is shown as %s', (value, bound, text) => {
    expect(metricTextAgainst(value, bound)).toBe(text)
  })

  test('the text lies on the same side of the bound as the value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 100 }), (millionths, hundredths) => {
        const [value, bound] = [millionths / 1e6, hundredths / 100]
        expect(Math.sign(Number(metricTextAgainst(value, bound)) - bound)).toBe(Math.sign(value - bound))
      }),
    )
  })
})

test.each([
  [0.8, '0.80'],
  [0.975, '0.975'],
  [0.5, '0.50'],
  [5, '5'],
  [0, '0.00'],
  [1, '1.00'],
  [-0.01, '\u22120.01'],
  [0.123456789012, '0.1235'],
])('writtenText(%d) is %s', (value, text) => {
  expect(writtenText(value)).toBe(text)
})

test('a difference always carries its sign', () => {
  expect([0.021, -0.002, 0].map(differenceText)).toEqual(['+0.021', '\u22120.002', '0.000'])
})

test('counts have thousands separators and their noun', () => {
  expect(countText(1_234_567)).toBe('1,234,567')
  expect([countOf(1, 'row'), countOf(0, 'row'), countOf(2, 'entry', 'entries')]).toEqual([
    '1 row',
    '0 rows',
    '2 entries',
  ])
})

test('shares, levels, intervals and bytes', () => {
  expect(shareText(1, 8)).toBe('12.5\u00a0%')
  expect(shareText(0, 0)).toBe('none')
  expect([0.95, 0.995].map(levelText)).toEqual(['95\u00a0%', '99.5\u00a0%'])
  expect(intervalText(0.84, 0.88)).toBe('0.840 to 0.880')
  expect([0, 940, 999_949, 999_950, 12_400_000, 3e9].map(bytesText)).toEqual([
    '0 B',
    '940 B',
    '999.9 kB',
    '1.0 MB',
    '12.4 MB',
    '3.0 GB',
  ])
})

describe('shortNumber', () => {
  test.each([
    [0.91234567, '0.9123'],
    [1, '1'],
    [0.00012345, '0.000123'],
    [12.3456, '12.35'],
    [1234.56, '1234.6'],
    [-0.01, '-0.01'],
    [0, '0'],
    [12345678, '12300000'],
  ])('%d is shown as %s', (value, text) => {
    expect(shortNumber(value)).toBe(text)
  })
})
