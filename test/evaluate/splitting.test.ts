import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

const requirements = 'requirements: [{metric: accuracy, at_least: 0.7, split: test}]'
const policyOf = (columns: string, more = '') =>
  parsePolicy('p.yaml', `version: 1\ncolumns: {label: y, candidate: s${columns}}\n${more}\n${requirements}\n`)

async function evaluated(rows: string[], header: string, columns: string, more = '') {
  const { document } = await evaluate([textSource([header, ...rows, ''].join('\n'))], policyOf(columns, more), {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
  })
  return document
}

const random = lehmer(5)
const good = (i: number) => {
  const y = i % 2
  return `${y},${(0.7 * y + 0.3 * random()).toFixed(6)}`
}
/** 400 rows that a model gets right, each of a customer of its own. */
const rows = Array.from({ length: 400 }, (_, i) => `${good(i)},customer-${i}`)
const hash = 'split: {by: hash, key: customer, train: 8, validation: 1, test: 1}'
const counts = (document: Awaited<ReturnType<typeof evaluated>>) =>
  Object.fromEntries(Object.entries(document.models.candidate.splits).map(([name, split]) => [name, split.rows]))

describe('a policy that splits', () => {
  // int64 fingerprints of "0" … "6": fixtures/farmhash/split_vectors_derived.csv, by Google's C++ (abs mod 10: 1 7 9 5 3 1 7).
  it('by hash puts rows where BigQuery’s MOD(ABS(FARM_FINGERPRINT(key)), 10) does', async () => {
    const some = ['1,0.9,0', '0,0.1,1', '1,0.8,2', '0,0.2,3', '1,0.7,4', '0,0.3,5', '1,0.6,6']
    const document = await evaluated(some, 'y,s,k', '', 'split: {by: hash, key: k, train: 3, validation: 4, test: 3}')
    expect(counts(document)).toEqual({ train: 2, validation: 2, test: 3 })
    expect(document.splitting?.rule).toEqual({
      by: 'hash',
      key: 'k',
      hash: 'farm_fingerprint',
      train: 3,
      validation: 4,
      test: 3,
    })
  })

  it('by a key gives the same result in any order of the rows', async () => {
    for (const by of [
      hash,
      'split: {by: random, key: customer}',
      'split: {by: stratified, key: customer}',
      'split: {by: group, group: customer}',
    ]) {
      const [one, other] = [
        await evaluated(rows, 'y,s,customer', '', by),
        await evaluated(rows.toReversed(), 'y,s,customer', '', by),
      ]
      expect(other.sha256).toBe(one.sha256)
      expect(Object.keys(one.models.candidate.splits)).toEqual(['train', 'validation', 'test'])
    }
  })

  it('by time leaves out what is in a gap, and says so', async () => {
    const timed = Array.from(
      { length: 100 },
      (_, i) => `${good(i)},2024-01-${String(1 + Math.floor(i / 4)).padStart(2, '0')}`,
    )
    const document = await evaluated(
      timed,
      'y,s,seen',
      '',
      'split: {by: time, time: seen, test_from: 2024-01-21, gap: 2d}',
    )
    expect(counts(document)).toEqual({ train: 72, test: 20 })
    expect(document.rows).toBe(92)
    expect(document.warnings.map(({ code }) => code)).toContain('rows_in_gap')
  })

  it('beside a column of the file, says what that column must be', async () => {
    const agreeing = await evaluated(rows, 'y,s,customer', '', hash)
    expect(agreeing.verdict).toBe('pass')
    const swapped = rows.map((row, i) => `${row},${i % 10 === 0 ? 'test' : i % 10 === 1 ? 'validation' : 'train'}`)
    const document = await evaluated(swapped, 'y,s,customer,fold', ', split: fold', hash)
    expect(document.verdict).toBe('undecided')
    expect(document.splitting?.findings[0]).toMatchObject({
      code: 'rule_disagrees',
      effect: 'undecided',
      waived: false,
    })
  })

  it('refuses a time that is none, with its line', async () => {
    await expect(
      evaluated(['1,0.9,2024-01-01', '0,0.1,31/01/2024'], 'y,s,seen', '', 'split: {by: time, time: seen}'),
    ).rejects.toThrow('test.csv, line 3, column "seen": found "31/01/2024"')
  })
})

describe('a split that leaks', () => {
  const split = rows.map((row, i) => `${row},${['train', 'train', 'validation', 'test'][(i + (i >> 3)) % 4]}`)
  const leaking = split.map((row, i) => (i === 7 ? row.replace('customer-7,', 'customer-4,') : row))

  it('passes nothing, unless the policy waives it by name', async () => {
    expect((await evaluated(split, 'y,s,id,fold', ', split: fold, id: id')).verdict).toBe('pass')
    const document = await evaluated(leaking, 'y,s,id,fold', ', split: fold, id: id')
    expect(document.verdict).toBe('undecided')
    expect(document.splitting?.findings).toContainEqual(
      expect.objectContaining({
        code: 'shared_id',
        splits: ['train', 'test'],
        rows: 1,
        examples: [{ file: 'test.csv', line: 9 }],
        effect: 'undecided',
        waived: false,
      }),
    )
    const waived = await evaluated(leaking, 'y,s,id,fold', ', split: fold, id: id', 'waive: [shared_id]')
    expect(waived.verdict).toBe('pass')
    expect(waived.splitting?.findings.find(({ code }) => code === 'shared_id')?.waived).toBe(true)
  })

  it('has the same SHA-256 in any order of the rows, though examples differ', async () => {
    const [one, other] = [
      await evaluated(leaking, 'y,s,id,fold', ', split: fold, id: id'),
      await evaluated(leaking.toReversed(), 'y,s,id,fold', ', split: fold, id: id'),
    ]
    expect(other.sha256).toBe(one.sha256)
  })
})

describe('a split with too few rows to decide what is asked of it', () => {
  it('is said to be too small, with the rows that would settle it', async () => {
    const few = rows.slice(0, 42).map((row, i) => `${row},${i < 2 ? 'test' : 'train'}`)
    const document = await evaluated(few, 'y,s,customer,fold', ', split: fold')
    expect(document.verdict).toBe('undecided')
    // Wilson's lower end of 2 of 2 is 2/(2 + 1.96²) = 0.342: its side, 0.658, has to shrink to 0.3, which takes 2.0432·2·(0.658/0.3)² = 19.7
    // rows for a chance of 80 %.
    expect(document.splitting?.findings).toContainEqual(
      expect.objectContaining({
        code: 'split_too_small',
        splits: ['test'],
        effect: 'none',
        message: 'test is too small to decide one requirement: about 20 rows would settle it.',
      }),
    )
  })
})
