import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findDuplicates, tenDigits } from '../../../src/split/check/duplicates.ts'

interface Row {
  split: number
  value: number
  owner: number
}

/** By the definition: every row against every other. */
function byDefinition(rows: Row[], splitCount: number) {
  const hasTwin = (row: Row, i: number, split: number) =>
    rows.some((other, j) => j !== i && other.split === split && other.value === row.value && other.owner !== row.owner)
  const count = (from: number, to: number) => rows.filter((row, i) => row.split === to && hasTwin(row, i, from)).length
  const splits = Array.from({ length: splitCount }, (_, split) => split)
  return {
    within: splits.map((split) => count(split, split)),
    across: splits.map((from) => splits.map((to) => (from === to ? 0 : count(from, to)))),
  }
}

describe('rows that are alike', () => {
  const row = fc.record({ split: fc.nat(2), value: fc.nat(12), owner: fc.nat(6) })

  it.each([1, 7, 2 ** 32])(
    'are found as by comparing every row with every other, whatever their hashes (%i different ones)',
    (hashCount) => {
      fc.assert(
        fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
          const found = findDuplicates(
            Uint8Array.from(rows, ({ split }) => split),
            3,
            {
              hashes: Uint32Array.from(rows, ({ value }) => Math.imul(value, 0x9e3779b1) % hashCount),
              isEqual: (a, b) => rows[a].value === rows[b].value,
              owners: Uint32Array.from(rows, ({ owner }) => owner),
            },
          )
          expect({ within: found.within, across: found.across }).toEqual(byDefinition(rows, 3))
          const firsts = rows.map(({ value }) => rows.findIndex((other) => other.value === value))
          expect(found.firsts === null ? rows.map((_, i) => i) : [...found.firsts]).toEqual(firsts)
        }),
      )
    },
  )

  it('are found in many parts too, each with the first five rows as examples', () => {
    const rowCount = 40_000
    const hashes = Uint32Array.from({ length: rowCount }, (_, i) => Math.imul(i % 30_000, 0x9e3779b1))
    const { across, within, examples } = findDuplicates(
      Uint8Array.from({ length: rowCount }, (_, i) => (i < 30_000 ? 0 : 1)),
      2,
      {
        hashes,
        isEqual: (a, b) => a % 30_000 === b % 30_000,
        owners: null,
      },
    )
    expect(across).toEqual([
      [0, 10_000],
      [10_000, 0],
    ])
    expect(within).toEqual([0, 0])
    expect(examples[0][1]).toEqual([30_000, 30_001, 30_002, 30_003, 30_004])
  })
})

describe('ten digits of a number', () => {
  // 34 significant bits: a relative distance of 2^-34, 5.8e-11, at most.
  it('are within 2^-34 of it, and stay as they are when rounded again', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const rounded = tenDigits(value)
        expect(tenDigits(rounded)).toBe(rounded)
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -34 + Number.MIN_VALUE)
      }),
    )
  })

  it('are the same of numbers that agree in more, and others of numbers that do not', () => {
    expect(tenDigits(0.123456789012)).toBe(tenDigits(0.123456789013))
    expect(tenDigits(0.123456789)).not.toBe(tenDigits(0.1234567892))
  })
})
