import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignSplits } from '../../../src/split/assign.ts'
import type { Assignment } from '../../../src/split/assignment.ts'
import type { SplitRule } from '../../../src/split/rule.ts'
import { findRule, ruleDisagreement } from '../../../src/split/verify/verify.ts'
import { fillPhilox, philoxKey } from '../../../src/tally/philox.ts'
import { referenceKernels } from '../../../src/tally/reference.ts'
import type { Utf8Column } from '../../../src/table/column.ts'
import { told } from '../check/told.ts'
import { utf8Column } from '../utf8-column.ts'

const kernels = referenceKernels()

function keysOf(count: number, prefix: string): Utf8Column {
  return utf8Column(Array.from({ length: count }, (_, row) => `${prefix}${row}`))
}

function strataOf(count: number) {
  return {
    columns: ['label'],
    codes: Uint32Array.from({ length: count }, (_, row) => (row % 7 === 0 ? 1 : 0)),
    names: ['0', '1'],
  }
}

async function columnOf(rule: SplitRule, keys: Utf8Column, rowCount: number) {
  const { codes, names } = await assignSplits(
    rule,
    { rowCount, keys, strata: strataOf(rowCount), times: null },
    kernels,
  )
  return { rowCount, names, codes }
}

/** Words that no rule made. */
function words(count: number, seed: number): Uint32Array {
  const drawn = new Uint32Array(count)
  fillPhilox(drawn, philoxKey(seed), 0, 77)
  return drawn
}

/** The column with some rows put into the next split. */
function disturbed(column: { rowCount: number; names: string[]; codes: Uint8Array }, share: number) {
  const drawn = words(column.rowCount, 5)
  const isMoved = (row: number) => drawn[row] < share * 2 ** 32
  const moved = [...drawn.keys()].filter(isMoved)
  return {
    moved,
    column: {
      ...column,
      codes: column.codes.map((code, row) => (isMoved(row) ? (code + 1) % column.names.length : code)),
    },
  }
}

const parts = (...shares: number[]) =>
  ['train', 'validation', 'test'].slice(0, shares.length).map((name, i) => ({ name, share: shares[i] }))
const tenths = parts(8, 1, 1)

describe('findRule', () => {
  it.each(['farm_fingerprint', 'sha256'] as const)(
    'finds the buckets of %s again, whatever their number and the order of the splits',
    async (hash) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 2, max: 60 }),
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom(null, 1),
          fc.integer({ min: 0, max: 999 }),
          async (first, second, seed, prefix) => {
            const rule: SplitRule = {
              by: 'hash',
              key: 'id',
              hash,
              seed,
              parts: [
                { name: 'test', share: second },
                { name: 'train', share: first },
              ],
            }
            const keys = keysOf(4000, `${prefix}-`)
            const found = await findRule(
              [
                { column: 'other', keys: keysOf(4000, 'row ') },
                { column: 'id', keys },
              ],
              await columnOf(rule, keys, 4000),
              [],
              kernels,
            )
            expect(found).toMatchObject({ disagreeing: 0, examples: [] })
            // Of several counts of buckets that make the same splits, such as 2 of 4 and 1 of 2, any is the rule.
            const again = await columnOf(found!.rule, keys, 4000)
            const original = await columnOf(rule, keys, 4000)
            expect(Array.from(again.codes, (code) => again.names[code])).toEqual(
              Array.from(original.codes, (code) => original.names[code]),
            )
            if (first % second !== 0 && second % first !== 0) expect(found!.rule).toEqual(rule)
          },
        ),
        { numRuns: 3, seed: 20 },
      )
    },
  )

  it('finds three splits by BigQuery’s rule as they are written: 8, 1 and 1 of 10', async () => {
    const rule: SplitRule = { by: 'hash', key: 'id', hash: 'farm_fingerprint', seed: null, parts: tenths }
    expect(
      (
        await findRule(
          [{ column: 'id', keys: keysOf(300, 'k') }],
          await columnOf(rule, keysOf(300, 'k'), 300),
          [],
          kernels,
        )
      )?.rule,
    ).toEqual(rule)
  })

  const seeded: SplitRule[] = [
    { by: 'random', key: 'id', seed: 42, parts: parts(70, 15, 15) },
    { by: 'random', key: 'id', seed: 7, parts: parts(2, 1) },
    { by: 'stratified', key: 'id', strata: ['label'], seed: 0, parts: parts(8, 1, 1) },
  ]
  it.each(seeded)('finds an order by a seed that is tried: %o', async (rule) => {
    const keys = keysOf(3000, 'customer-')
    const found = await findRule(
      [{ column: 'id', keys }],
      await columnOf(rule, keys, 3000),
      [strataOf(3000)],
      kernels,
      [0, 1, 42, 7],
    )
    expect(found?.disagreeing).toBe(0)
    expect({ ...found!.rule, parts: null }).toEqual({ ...rule, parts: null })
  })

  it('counts the rows that were put elsewhere, up to one in ten, and shows the first', async () => {
    for (const by of ['farm_fingerprint', 'sha256'] as const) {
      const keys = keysOf(5000, 'id')
      const rule: SplitRule = { by: 'hash', key: 'id', hash: by, seed: null, parts: tenths }
      const { moved, column } = disturbed(await columnOf(rule, keys, 5000), 0.04)
      expect(await findRule([{ column: 'id', keys }], column, [], kernels)).toEqual({
        rule,
        disagreeing: moved.length,
        examples: moved.slice(0, 5),
      })
      const spoilt = disturbed(await columnOf(rule, keys, 5000), 0.15)
      expect(await findRule([{ column: 'id', keys }], spoilt.column, [], kernels)).toBeNull()
    }
  })

  it('finds nothing in splits that chance made, however few the rows', async () => {
    for (const rowCount of [3, 10, 40, 200, 3000]) {
      for (let seed = 0; seed < 2; seed++) {
        const codes = Uint8Array.from(words(rowCount, seed), (word) => (word % 10 < 8 ? 0 : word % 10 === 8 ? 1 : 2))
        const column = { rowCount, names: ['train', 'validation', 'test'], codes }
        expect(
          await findRule([{ column: 'id', keys: keysOf(rowCount, 'k') }], column, [strataOf(rowCount)], kernels),
        ).toBeNull()
      }
    }
  })

  it('finds nothing where all rows are in one split, or have one key, or are none', async () => {
    const one = { rowCount: 500, names: ['train', 'test'], codes: new Uint8Array(500) }
    expect(await findRule([{ column: 'id', keys: keysOf(500, 'k') }], one, [], kernels)).toBeNull()
    const same: Utf8Column = {
      kind: 'utf8',
      bytes: new Uint8Array(500),
      offsets: Float64Array.from({ length: 501 }, (_, row) => row),
    }
    expect(
      await findRule(
        [{ column: 'id', keys: same }],
        { ...one, codes: one.codes.map((_, row) => row % 2) },
        [],
        kernels,
      ),
    ).toBeNull()
    expect(
      await findRule(
        [{ column: 'id', keys: keysOf(0, 'k') }],
        { rowCount: 0, names: [], codes: new Uint8Array(0) },
        [],
        kernels,
      ),
    ).toBeNull()
  })
})

describe('ruleDisagreement', () => {
  const expected: Assignment = {
    names: ['train', 'test'],
    codes: Uint8Array.of(0, 0, 0, 1, 1),
    counts: [3, 2],
    notices: [],
  }
  const placeOf = (row: number) => ({ file: 'f.csv', lineNumber: row + 2 })

  it('is null where every row is where the rule puts it, in whatever order the splits are named', () => {
    expect(
      ruleDisagreement(expected, {
        rowCount: 5,
        names: ['other', 'test', 'train'],
        codes: Uint8Array.of(2, 2, 2, 1, 1),
        placeOf,
      }),
    ).toBeNull()
  })

  it('counts the rows that are elsewhere, from where to where, and shows the first of them', () => {
    const finding = ruleDisagreement(expected, {
      rowCount: 5,
      names: ['test', 'train'],
      codes: Uint8Array.of(1, 0, 0, 0, 1),
      placeOf,
    })
    expect(told(finding!)).toEqual({
      code: 'rule_disagrees',
      splits: ['test', 'train'],
      rows: 3,
      examples: [1, 2, 4].map(placeOf),
      test: null,
      effect: 'none',
      message:
        '3 of 5 rows are in another split than the rule gives them: 2 in test that belong in train, 1 in train that belongs in test.',
    })
  })
})
