import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDuration, parseTime, parseTimes } from '../../src/split/time.ts'
import { utf8Column } from './utf8-column.ts'

const timesOf = (...texts: string[]) => {
  const times = parseTimes(utf8Column(texts))
  return times instanceof Float64Array ? [...times] : times
}

describe('dates and times', () => {
  // Date.UTC and Date.parse of ECMAScript.
  test.each([
    ['2024-01-31', Date.UTC(2024, 0, 31)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2000-02-29', Date.UTC(2000, 1, 29)],
    ['1969-12-31', -86_400_000],
    ['1970-01-01', 0],
    ['0001-01-01', Date.parse('0001-01-01T00:00:00Z')],
    ['9999-12-31', Date.UTC(9999, 11, 31)],
    ['2024-01-31T12:30', Date.UTC(2024, 0, 31, 12, 30)],
    ['2024-01-31 12:30:15', Date.UTC(2024, 0, 31, 12, 30, 15)],
    ['2024-01-31T12:30:15.5', Date.UTC(2024, 0, 31, 12, 30, 15, 500)],
    ['2024-01-31T12:30:15.123Z', Date.UTC(2024, 0, 31, 12, 30, 15, 123)],
    ['2024-01-31T12:30Z', Date.UTC(2024, 0, 31, 12, 30)],
    ['2024-01-31T12:30:00+02:00', Date.UTC(2024, 0, 31, 10, 30)],
    ['2024-01-31 00:30:00-05:30', Date.UTC(2024, 0, 31, 6)],
    ['2024-12-31T23:59:59.999-00:01', Date.UTC(2025, 0, 1, 0, 0, 59, 999)],
    [' 2024-01-31\t', Date.UTC(2024, 0, 31)],
  ])('%j is %d ms since 1970', (text, expected) => expect(timesOf(text)).toEqual([expected]))

  test('are those of ECMAScript’s Date, of every moment from the year 1 to 9999', () => {
    const moment = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(moment, (date) => {
        expect(timesOf(date.toISOString(), date.toISOString().slice(0, 10))).toEqual([
          date.getTime(),
          Math.floor(date.getTime() / 86_400_000) * 86_400_000,
        ])
      }),
    )
  })

  test('tell microseconds apart, and are one number of one instant however its zone is written', () => {
    const [a, b, c, d] = timesOf(
      '2024-01-31T23:30:00.000001Z',
      '2024-01-31T23:30:00.000002Z',
      '2024-02-01T01:30:00.000002+02:00',
      '2024-01-31T23:30:00.000002000',
    ) as number[]
    expect(a).toBeLessThan(b)
    expect([c, d]).toEqual([b, b])
  })

  test.each([
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-01-00',
    '0000-01-01',
    '2024-1-31',
    '2024-01-31T24:00',
    '2024-01-31T12:60',
    '2024-01-31T12:30:60',
    '2024-01-31T12',
    '2024-01-31T',
    '2024-01-31T12:30:',
    '2024-01-31T12:30:1',
    '2024-01-31T12:30:15.',
    '2024-01-31T12:30:15.1234567890',
    '2024-01-31T12:30.5',
    '2024-01-31t12:30',
    '2024-01-31T12:30z',
    '2024-01-31T12:30+2:00',
    '2024-01-31T12:30+0200',
    '2024-01-31T12:30+24:00',
    '2024-01-31T12:30 UTC',
    '2024-01-31Z',
    '2024-01-31X12:30',
    '2024-01-31T12:30:15,5',
    '2024-01-3a',
  ])('%j is no time that exists', (text) => {
    expect(timesOf('2024-01-31', text)).toEqual({
      row: 1,
      found: JSON.stringify(text),
      expected: 'a date that exists, alone or with a time (hh:mm, then :ss, a fraction and a zone such as Z or +01:00)',
    })
  })
})

describe('numbers', () => {
  test('stay as they are, all through the column', () => {
    expect(timesOf('1706659200', '0', '-5', '20240131', '1.5', '1e3', '123456789012345678')).toEqual([
      1706659200, 0, -5, 20240131, 1.5, 1000, 123456789012345678,
    ])
  })

  test.each(['12a', '0x10', '1e999', '1_000', '.', '1 2', 'NaN'])('%j is none', (text) => {
    expect(timesOf('1', text)).toEqual({ row: 1, found: JSON.stringify(text), expected: 'a plain number' })
  })
})

describe('a column of times', () => {
  const either = 'a date such as 2024-01-31, or a date and time such as 2024-01-31T12:30:00Z, or a plain number'

  test.each([['01/31/2024'], ['31.01.2024'], ['yesterday'], ['Jan 31, 2024']])(
    'that begins with %j is refused',
    (text) => {
      expect(timesOf(text)).toEqual({ row: 0, found: JSON.stringify(text), expected: either })
    },
  )

  test('with an empty cell is refused, as nothing is no time', () => {
    expect(timesOf('')).toEqual({ row: 0, found: 'nothing', expected: either })
    expect(timesOf('2024-01-31', ' ')).toMatchObject({ row: 1, found: 'nothing' })
  })

  test('of two kinds is refused, at the first cell that is not as the others', () => {
    expect(timesOf('2024-01-31', '2024-02-01', '1706659200')).toEqual({
      row: 2,
      found: '"1706659200"',
      expected: 'a date such as 2024-01-31, or a date and time such as 2024-01-31T12:30:00Z, as the others are',
    })
    expect(timesOf('1706659200', '2024-02-01')).toEqual({
      row: 1,
      found: '"2024-02-01"',
      expected: 'a plain number, as the others are',
    })
  })

  test('has to be written as the start of a rule is, where there is one', () => {
    expect(parseTimes(utf8Column(['1706659200']), '2024-01-31')).toMatchObject({ row: 0, found: '"1706659200"' })
    expect(parseTimes(utf8Column(['2024-01-31']), '2024-01-31')).toEqual(Float64Array.of(Date.UTC(2024, 0, 31)))
    expect(parseTimes(utf8Column(['2024-01-31']), '1706659200')).toMatchObject({ row: 0, found: '"2024-01-31"' })
  })

  test('without cells has none', () => expect(timesOf()).toEqual([]))
})

test('one time alone has a kind, or is none', () => {
  expect(parseTime('1970-01-02')).toEqual({ time: 86_400_000, kind: 'date' })
  expect(parseTime(' 12 ')).toEqual({ time: 12, kind: 'number' })
  expect(parseTime('soon')).toBe(null)
  expect(parseTime('')).toBe(null)
})

test.each([
  ['7d', 604_800_000],
  ['12h', 43_200_000],
  ['30m', 1_800_000],
  ['15s', 15_000],
  ['0', 0],
  ['2500', 2500],
  ['1.5d', 129_600_000],
  [' 7d ', 604_800_000],
  ['-1d', null],
  ['7', 7],
  ['d', null],
  ['7w', null],
  ['7 d', null],
  ['', null],
  ['1e3', null],
])('the duration %j is %j', (text, expected) => expect(parseDuration(text)).toBe(expected))
