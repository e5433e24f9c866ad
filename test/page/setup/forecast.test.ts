import { describe, expect, test } from 'vitest'
import { forecastOf, forecastWords, speedOf } from '../../../src/page/setup/forecast.ts'
import type { OpenedTable } from '../../../src/worker/protocol.ts'
import { drafted } from './opened.ts'

const columns = ['id', 'y', 'p', 'fold', 'note']
const roles = drafted({ label: 'y', candidate: 'p', split: 'fold', id: 'id' })

/** Records of 7 + 1 + 6 + 4 + 2 characters, with four commas and a line end: 25 bytes. */
const record = ['c000001', '1', '0.1234', 'test', 'no']
const file = (byteLength: number, name = 'large.csv'): OpenedTable => ({
  name,
  byteLength,
  columns,
  records: Array.from({ length: 1000 }, () => record),
  warnings: [],
})

describe('what evaluating a file will take', () => {
  test('rows are as many as records of the first ones’ length fit', () => {
    expect(forecastOf([file(10e9)], roles, null).rows).toBe(400e6)
    expect(forecastOf([file(10e9), file(5e9, 'other.csv')], roles, null).rows).toBe(600e6)
  })

  test('memory is that of the columns in use alone: two numbers, a code, an id, and 24 bytes for ranking', () => {
    expect(forecastOf([file(10e9)], roles, null).memoryBytes).toBe(400e6 * (8 + 8 + 4 + (8 + 7) + 24))
  })

  test('the time goes by what was measured, and says so', () => {
    const forecast = forecastOf([file(10e9)], roles, 200e6)
    expect(forecast.seconds).toBe(50)
    expect(forecastWords(forecast)).toBe(
      'All 10.0 GB are read once, about 400 million rows. That takes about 50 seconds, as fast as the files before, and can be cancelled at any time. The columns in use take about 23.6 GB of memory, more than some browsers give to a page: if this one ends early, the command evaluates the same files.',
    )
    expect(forecastWords(forecastOf([file(10e9)], roles, null))).toContain('on an ordinary computer')
  })

  test('speed is told by files of 100 MB and more alone', () => {
    expect(speedOf([{ size: 60e6 }, { size: 60e6 }], 2000)).toBe(60e6)
    expect(speedOf([{ size: 99e6 }], 100)).toBeNull()
  })

  test('a compressed file does not tell its rows, and nothing is made up', () => {
    const forecast = forecastOf([file(2e9, 'large.csv.gz')], roles, 1e6)
    expect(forecast).toMatchObject({ rows: null, memoryBytes: null })
    expect(forecastWords(forecast)).toBe(
      'All 2.0 GB are read once. That takes about 33 minutes, as fast as the files before, and can be cancelled at any time.',
    )
  })
})
