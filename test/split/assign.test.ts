import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assignSplits } from '../../src/split/assign.ts'
import type { AssignmentNotice, RuleRows } from '../../src/split/assignment.ts'
import { keyNumbers } from '../../src/split/order-numbers.ts'
import type { Part, SplitRule } from '../../src/split/rule.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { assignmentNoticeText } from '../../src/words/warnings.ts'
import { rejectionOf } from '../helpers/fault.ts'
import { utf8Column } from './utf8-column.ts'
import { runs } from '../property-runs.ts'

const kernels = referenceKernels()

const partsOf = (...shares: number[]): Part[] =>
  shares.map((share, i) => ({ name: ['train', 'validation', 'test', 'fourth'][i], share }))

function rowsOf({
  keys,
  strata,
  times,
  rowCount,
}: {
  keys?: string[]
  strata?: number[]
  times?: number[]
  rowCount?: number
}): RuleRows {
  return {
    rowCount: rowCount ?? keys?.length ?? strata?.length ?? times?.length ?? 0,
    keys: keys === undefined ? null : utf8Column(keys),
    strata:
      strata === undefined
        ? null
        : {
            codes: Uint32Array.from(strata),
            names: Array.from({ length: Math.max(0, ...strata) + 1 }, (_, i) => `class = ${i}`),
          },
    times: times === undefined ? null : Float64Array.from(times),
  }
}

async function splitOf(rule: SplitRule, rows: RuleRows): Promise<string[]> {
  const { names, codes } = await assignSplits(rule, rows, kernels)
  return [...codes].map((code) => names[code])
}

const told = (notices: AssignmentNotice[]) =>
  notices.map((notice) => ({ code: notice.code, message: assignmentNoticeText(notice) }))
const warningsOf = async (rule: SplitRule, rows: RuleRows) => told((await assignSplits(rule, rows, kernels)).notices)

/** The definition, unit by unit: `numbers` and `strata` per row, shares that are whole. */
function byDefinition(numbers: number[], strata: number[], shares: number[]): number[] {
  const codes = new Array<number>(numbers.length).fill(-1)
  const total = shares.reduce((sum, share) => sum + share)
  for (const stratum of new Set(strata)) {
    const rows = numbers.map((_, row) => row).filter((row) => strata[row] === stratum)
    for (const row of rows) {
      const before = rows.filter((other) => numbers[other] < numbers[row]).length
      const size = rows.filter((other) => numbers[other] === numbers[row]).length
      let cumulative = 0
      const part = shares.findIndex((share) => (2 * before + size) * total < 2 * rows.length * (cumulative += share))
      codes[row] = part === -1 ? shares.length - 1 : part
    }
  }
  return codes
}

// SHA-256 of `1:a` … `1:j` puts the letters in the order i d g a j f e b h c (python3: sorted by hashlib's hexdigest).
const letters = [...'abcdefghij']

describe('a random split', () => {
  const rule = (...shares: number[]): SplitRule => ({ by: 'random', key: 'id', seed: 1, parts: partsOf(...shares) })

  test('cuts the order of the keys’ SHA-256 by the shares', async () => {
    const split = await splitOf(rule(5, 3, 2), rowsOf({ keys: letters }))
    expect(Object.fromEntries(letters.map((letter, i) => [letter, split[i]]))).toEqual({
      i: 'train',
      d: 'train',
      g: 'train',
      a: 'train',
      j: 'train',
      f: 'validation',
      e: 'validation',
      b: 'validation',
      h: 'test',
      c: 'test',
    })
    expect(await splitOf(rule(0.5, 0.3, 0.2), rowsOf({ keys: letters }))).toEqual(split)
  })

  test('keeps the rows of one key together', async () => {
    // i, i, i, d, g: i’s middle is at 1.5 of 5 rows, d is from 3 to 4 and g from 4 to 5; the cut is at 2.5.
    expect(await splitOf(rule(1, 1), rowsOf({ keys: ['g', 'i', 'd', 'i', 'i'] }))).toEqual([
      'validation',
      'train',
      'validation',
      'train',
      'train',
    ])
  })

  test('without a key or ties has as many rows as asked, to half a row at every cut', async () => {
    const shares = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(shares, fc.integer({ min: 0, max: 300 }), fc.nat(1000), async (list, rowCount, seed) => {
        const { counts } = await assignSplits(
          { by: 'random', key: null, seed, parts: partsOf(...list) },
          rowsOf({ rowCount }),
          kernels,
        )
        const total = list.reduce((sum, share) => sum + share)
        let [got, asked] = [0, 0]
        list.forEach((share, part) => {
          got += counts[part]
          asked += (rowCount * share) / total
          expect(Math.abs(got - asked)).toBeLessThanOrEqual(0.5 + 1e-9)
        })
      }),
    )
  })

  test('without a key is another with another seed, and the same with the same', async () => {
    const codes = async (seed: number) =>
      (await assignSplits({ by: 'random', key: null, seed, parts: partsOf(1, 1) }, rowsOf({ rowCount: 200 }), kernels))
        .codes
    expect(await codes(3)).toEqual(await codes(3))
    expect(await codes(3)).not.toEqual(await codes(4))
  })

  test('of no rows has none, and says so', async () => {
    const { codes, counts, notices } = await assignSplits(rule(1, 1), rowsOf({ keys: [] }), kernels)
    expect([codes.length, counts]).toEqual([0, [0, 0]])
    expect(told(notices)).toEqual([{ code: 'empty_split', message: 'train, validation have no rows.' }])
  })
})

describe('every rule with a key or a time', () => {
  const row = fc.record({ key: fc.constantFrom(...letters), stratum: fc.nat(2), time: fc.nat(9) })
  const rules: SplitRule[] = [
    { by: 'random', key: 'id', seed: 1, parts: partsOf(7, 2, 1) },
    { by: 'stratified', key: 'id', strata: ['class'], seed: 1, parts: partsOf(0.7, 0.15, 0.15) },
    { by: 'group', group: 'id', seed: 5, parts: partsOf(6, 4) },
    { by: 'time', time: 'at', parts: partsOf(5, 3, 2), starts: null, gapMs: 0 },
    { by: 'time', time: 'at', parts: partsOf(5, 3, 2), starts: ['3', '7'], gapMs: 2 },
    { by: 'hash', key: 'id', hash: 'farm_fingerprint', seed: null, parts: partsOf(8, 1, 1) },
    { by: 'hash', key: 'id', hash: 'sha256', seed: 3, parts: partsOf(8, 1, 1) },
  ]
  const rowsFrom = (list: { key: string; stratum: number; time: number }[]) =>
    rowsOf({
      keys: list.map(({ key }) => key),
      strata: list.map(({ stratum }) => stratum),
      times: list.map(({ time }) => time),
    })

  test.each(rules)('gives each row the same split in any order of rows ($by)', async (rule) => {
    const shuffled = fc.array(row, { minLength: 1, maxLength: 40 }).chain((list) =>
      fc
        .shuffledSubarray(
          list.map((_, i) => i),
          { minLength: list.length },
        )
        .map((order) => ({ list, order })),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ list, order }) => {
        const first = await assignSplits(rule, rowsFrom(list), kernels)
        const second = await assignSplits(rule, rowsFrom(order.map((i) => list[i])), kernels)
        expect([...second.codes]).toEqual(order.map((i) => first.codes[i]))
        expect([second.names, second.counts, second.notices]).toEqual([first.names, first.counts, first.notices])
      }),
      { numRuns: runs(60) },
    )
  })

  test.each(rules)('counts every row once ($by)', async (rule) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (list) => {
        const { codes, counts, names } = await assignSplits(rule, rowsFrom(list), kernels)
        expect(counts).toEqual(names.map((_, code) => codes.filter((other) => other === code).length))
      }),
      { numRuns: runs(30) },
    )
  })

  test('is the definition’s, unit by unit: random, stratified, by group, by time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
        async (list, shares) => {
          const rows = rowsFrom(list)
          const parts = partsOf(...shares)
          const numbers = [...keyNumbers(rows.keys!, list.length, 8)]
          const [one, strata] = [list.map(() => 0), list.map(({ stratum }) => stratum)]
          const codesOf = async (rule: SplitRule) => [...(await assignSplits(rule, rows, kernels)).codes]
          expect(await codesOf({ by: 'random', key: 'id', seed: 8, parts })).toEqual(byDefinition(numbers, one, shares))
          expect(await codesOf({ by: 'stratified', key: 'id', strata: ['class'], seed: 8, parts })).toEqual(
            byDefinition(numbers, strata, shares),
          )
          expect(await codesOf({ by: 'group', group: 'id', seed: 8, parts })).toEqual(
            byDefinition(numbers, one, shares),
          )
          expect(await codesOf({ by: 'time', time: 'at', parts, starts: null, gapMs: 0 })).toEqual(
            byDefinition(
              list.map(({ time }) => time),
              one,
              shares,
            ),
          )
        },
      ),
    )
  })
})

describe('a stratified split', () => {
  const rule: SplitRule = { by: 'stratified', key: null, strata: ['class'], seed: 9, parts: partsOf(70, 15, 15) }

  test('has in every stratum as many rows of each part as asked, to one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { minLength: 1, maxLength: 300 }), async (strata) => {
        const { codes } = await assignSplits(rule, rowsOf({ strata }), kernels)
        for (const stratum of new Set(strata)) {
          const size = strata.filter((other) => other === stratum).length
          rule.parts.forEach(({ share }, part) => {
            const got = strata.filter((other, row) => other === stratum && codes[row] === part).length
            expect(Math.abs(got - (size * share) / 100)).toBeLessThanOrEqual(1 + 1e-9)
          })
        }
      }),
    )
  })

  test('says which classes have fewer rows than there are splits, the smallest first', async () => {
    const strata = [...new Array<number>(40).fill(0), 1, 1, 2]
    expect(await warningsOf(rule, rowsOf({ strata }))).toEqual([
      {
        code: 'class_smaller_than_splits',
        message: '2 classes have fewer rows than there are splits (3): class = 2 (one row), class = 1 (2 rows).',
      },
    ])
  })
})

describe('a split by group', () => {
  const rule: SplitRule = { by: 'group', group: 'g', seed: 1, parts: partsOf(5, 5) }
  const groups = (sizes: Record<string, number>) =>
    rowsOf({ keys: Object.entries(sizes).flatMap(([name, size]) => new Array<string>(size).fill(name)) })

  test('cuts between groups, where the middle of a group is not past the cut', async () => {
    // In the order i d g a: 3, 1, 2 and 4 rows. g is from 4 to 6, its middle on the cut, and goes on.
    const { codes, notices } = await assignSplits(rule, groups({ a: 4, d: 1, g: 2, i: 3 }), kernels)
    expect([...codes].join('')).toBe('1111' + '0' + '11' + '000')
    expect(notices).toEqual([])
  })

  test('says which group is larger than its split, and how far the shares are missed', async () => {
    expect(await warningsOf(rule, groups({ d: 2, i: 8 }))).toEqual([
      {
        code: 'group_larger_than_split',
        message:
          'one group has more rows than the split that they are in was to hold: one of 8 rows (train was to have 5).',
      },
      {
        code: 'fractions_not_met',
        message: 'rows that stay together allow no better: train got 8 of 5, validation got 2 of 5.',
      },
    ])
  })

  test('says so of a split that has no rows', async () => {
    const warnings = await warningsOf(rule, groups({ i: 3 }))
    expect(warnings.map(({ code }) => code)).toEqual(['group_larger_than_split', 'fractions_not_met', 'empty_split'])
    expect(warnings[2].message).toBe('train has no rows.')
  })

  test('names three of many groups that are too large, and counts the others', async () => {
    const parts = Array.from({ length: 12 }, (_, i) => ({ name: `fold_${i + 1}`, share: 1 }))
    const [warning] = await warningsOf({ ...rule, parts }, groups({ a: 30, b: 31, c: 32, d: 33, e: 34 }))
    expect(warning.code).toBe('group_larger_than_split')
    expect(warning.message).toMatch(
      /^5 groups have .*: one of 34 rows \(.* was to have 13\.33\), one of 33 .*, one of 32 .*\) and 2 more\.$/,
    )
  })
})

describe('a split by time', () => {
  const byShares = (gapMs: number, ...shares: number[]): SplitRule => ({
    by: 'time',
    time: 'at',
    parts: partsOf(...shares),
    starts: null,
    gapMs,
  })
  const byStarts = (gapMs: number, ...starts: string[]): SplitRule => ({
    by: 'time',
    time: 'at',
    parts: partsOf(1, 1, 1).slice(0, starts.length + 1),
    starts,
    gapMs,
  })
  const times = [50, 10, 20, 40, 30]

  test('gives the first part the earliest rows, and keeps those of one time together', async () => {
    expect(await splitOf(byShares(0, 2, 3), rowsOf({ times }))).toEqual([
      'validation',
      'train',
      'train',
      'validation',
      'validation',
    ])
    // 20, 20 and 20 are from 1 to 4 of 5 rows, their middle past the cut at 2.
    expect(await splitOf(byShares(0, 2, 3), rowsOf({ times: [20, 30, 20, 10, 20] }))).toEqual([
      'validation',
      'validation',
      'validation',
      'train',
      'validation',
    ])
  })

  test('sets aside what is within the gap before the first row of a part', async () => {
    // validation begins at 30: [20, 30) is the gap; 20 itself is in it, 10 is not.
    const { names, counts, codes } = await assignSplits(byShares(10, 2, 3), rowsOf({ times }), kernels)
    expect([names, counts, [...codes]]).toEqual([
      ['train', 'validation', 'gap'],
      [1, 3, 1],
      [1, 0, 2, 1, 1],
    ])
    expect((await assignSplits(byShares(9, 2, 3), rowsOf({ times }), kernels)).counts).toEqual([2, 3, 0])
  })

  test('begins parts at their starts, whose own rows are theirs, with the gap before them', async () => {
    expect(await splitOf(byStarts(0, '20', '50'), rowsOf({ times }))).toEqual([
      'test',
      'train',
      'validation',
      'validation',
      'validation',
    ])
    expect(await splitOf(byStarts(5, '21', '50'), rowsOf({ times }))).toEqual([
      'test',
      'train',
      'gap',
      'validation',
      'validation',
    ])
    // A gap longer than a part leaves nothing of it, and says so.
    const { counts, notices } = await assignSplits(byStarts(100, '20', '50'), rowsOf({ times }), kernels)
    expect([counts, told(notices)]).toEqual([
      [0, 0, 1, 4],
      [{ code: 'empty_split', message: 'train, validation have no rows.' }],
    ])
  })

  test('reads starts as dates where they are', async () => {
    const day = 86_400_000
    expect(await splitOf(byStarts(day, '1970-01-03'), rowsOf({ times: [0, day, 2 * day - 1, 2 * day] }))).toEqual([
      'train',
      'gap',
      'gap',
      'validation',
    ])
  })

  test('says where equal times allow no better', async () => {
    expect(await warningsOf(byShares(0, 1, 1), rowsOf({ times: [1, 1, 1, 1, 1, 1, 1, 2, 3, 4] }))).toEqual([
      {
        code: 'group_larger_than_split',
        message:
          'one time has more rows than the split that they are in was to hold: 1 with 7 rows (train was to have 5).',
      },
      {
        code: 'fractions_not_met',
        message: 'rows that stay together allow no better: train got 7 of 5, validation got 3 of 5.',
      },
    ])
  })

  test('refuses a gap where all rows are in one split', async () => {
    const placeOf = (field: string) => ({ option: `--${field}` })
    expect(await rejectionOf(assignSplits(byShares(5, 1, 1), rowsOf({ times: [3, 3] }), kernels, placeOf))).toEqual({
      code: 'gap_without_cut',
      message:
        '--gap: found a gap, and all 2 rows in one split, expected times that the shares can cut. ' +
        'Leave the gap out, or choose another column of times.',
    })
  })
})

test('a split by hash is of the key alone, whatever the other rows are', async () => {
  const rule: SplitRule = { by: 'hash', key: 'id', hash: 'farm_fingerprint', seed: null, parts: partsOf(8, 1, 1) }
  // FARM_FINGERPRINT of 0, 1, 10 and 14 is 1, 7, 4 and 5 modulo 10 … and of 2, 17: 9 and 8 (google/farmhash).
  expect(await splitOf(rule, rowsOf({ keys: ['0', '1', '2', '17'] }))).toEqual(['train', 'train', 'test', 'validation'])
  expect(await splitOf(rule, rowsOf({ keys: ['17'] }))).toEqual(['validation'])
})
