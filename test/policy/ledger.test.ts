import { describe, expect, it, test } from 'vitest'
import {
  emptyLedger,
  type Ledger,
  type LedgerEntry,
  ledgerText,
  lookOf,
  parseLedger,
  policyDigest,
  withEntry,
} from '../../src/policy/ledger.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { defaultPolicy } from '../../src/policy/policy.ts'
import { refusalOf } from '../helpers/fault.ts'

const digest = (digit: string) => digit.repeat(64)

function entryOf(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    date: '2026-01-31T12:00:00.000Z',
    fingerprint: digest('a'),
    policy: digest('b'),
    model: 'score',
    rows: 200,
    evaluated: digest('c'),
    verdict: 'fail',
    result: digest('d'),
    ...change,
  }
}

describe('the file', () => {
  const ledger: Ledger = { version: 1, entries: [entryOf(), entryOf({ model: 'new.csv:"p"\n', verdict: 'pass' })] }

  it('reads as it was written, an entry a line', () => {
    const text = ledgerText(ledger)
    expect(parseLedger('a.ledger.json', text)).toEqual(ledger)
    expect(text.split('\n')).toHaveLength(5)
    expect(JSON.parse(ledgerText(emptyLedger))).toEqual({ format: 'good-enough/ledger', version: 2, entries: [] })
  })

  it('keeps the lines of the looks before, but for a comma', () => {
    const text = ledgerText(ledger)
    expect(ledgerText(withEntry(parseLedger('l', text), entryOf())).startsWith(text.slice(0, -'\n]}\n'.length))).toBe(
      true,
    )
  })

  const text = ledgerText(ledger)
  test.each([
    ['cut off', text.slice(0, 300), /l\.json.*expected well-formed JSON/],
    ['empty', '', /well-formed JSON/],
    [
      'another format',
      text.replace('/ledger', '/policy'),
      /line 1, character 12, format: found "good-enough\/policy", expected "good-enough\/ledger"/,
    ],
    ['from the future', text.replace('"version": 1', '"version": 2'), /line 2, .*entries\[0\]\.name: found nothing/],
    ['from the far future', text.replace('"version": 1', '"version": 3'), /line 1, .*version: found 3, expected/],
    [
      'an unknown key',
      text.replace('"rows":200,"e', '"weight":1,"rows":200,"e'),
      /line 2, .*entries\[0\]\.weight: found unknown key "weight"/,
    ],
    ['a key that is missing', text.replace('"model":"score",', ''), /line 2, .*entries\[0\]\.model: found nothing/],
    [
      'a digest of 63 digits',
      text.replace(digest('c'), 'c'.repeat(63)),
      /line 2, .*entries\[0\]\.evaluated: .*expected 64 hexadecimal digits/,
    ],
    ['no rows', text.replace('"rows":200', '"rows":0'), /entries\[0\]\.rows: found 0/],
    ['no date', text.replace('2026-01-31T', 'yesterday'), /entries\[0\]\.date: .*expected a date such as/],
    ['a verdict of its own', text.replace('"pass"', '"maybe"'), /line 3, .*entries\[1\]\.verdict: found "maybe"/],
    [
      'a key twice',
      text.replace('"rows":200', '"rows":1,"rows":200'),
      /line 2, .*found the key "rows" twice, expected each key once/,
    ],
  ])('%s: refused with its place', (_name, damaged, words) => {
    expect(damaged).not.toBe(text)
    const { code, message } = refusalOf(() => parseLedger('l.json', damaged))
    expect(message).toMatch(words)
    expect(message).toMatch(/Restore it from its history: looks that are lost are not counted\.$/)
    // What is no JSON, or has a key twice, cannot be read; anything else is read and is no ledger.
    expect(code).toBe(/well-formed JSON|each key once/.test(message) ? 'ledger_not_readable' : 'invalid_ledger')
  })
})

describe('looks of a ledger of version 1', () => {
  const looks = ['1', '2', '3'].map((digit) => entryOf({ evaluated: digest(digit) }))
  const elsewhere = entryOf({ fingerprint: digest('e') })
  const ledger: Ledger = { version: 1, entries: [looks[0], elsewhere, looks[1], looks[2]] }

  it('are of one test set', () => {
    expect(lookOf(ledger, entryOf({ evaluated: digest('4') }), 0.95).earlier).toEqual(looks)
    const other = entryOf({ fingerprint: digest('f') })
    expect(lookOf(ledger, other, 0.95, new Set([digest('a')])).earlier).toEqual([])
  })

  it('the first is at the policy’s confidence, look k at 1 − α/k (Bonferroni)', () => {
    expect(lookOf({ version: 1, entries: [] }, entryOf(), 0.95)).toEqual({
      number: 1,
      judgedAs: 1,
      confidence: 0.95,
      correction: 'none',
      earlier: [],
      isKnown: false,
    })
    // 1 − 0.05/4 = 0.9875
    const fourth = lookOf(ledger, entryOf({ evaluated: digest('4') }), 0.95)
    expect(fourth).toMatchObject({ number: 4, correction: 'bonferroni', earlier: looks, isKnown: false })
    expect(fourth.confidence).toBeCloseTo(0.9875, 12)
  })

  it('the same rows, predictions and demands are the same look, whatever came after', () => {
    expect(lookOf(ledger, entryOf({ evaluated: digest('2'), model: 'renamed' }), 0.95)).toMatchObject({
      number: 2,
      judgedAs: 2,
      earlier: [looks[0]],
      isKnown: true,
    })
  })

  it('the same predictions under other demands are another look', () => {
    expect(lookOf(ledger, entryOf({ evaluated: digest('2'), policy: digest('9') }), 0.95)).toMatchObject({
      number: 4,
      isKnown: false,
    })
  })
})

describe('looks of a new ledger', () => {
  const own = { policy: digest('b'), name: 'churn' }
  const look = (digit: string, rows: string, change: Partial<LedgerEntry> = {}) =>
    entryOf({ evaluated: digest(digit), fingerprint: digest(rows), ...own, ...change })
  const after = (...entries: LedgerEntry[]): Ledger => ({ version: 2, entries })

  it('spend α in all, however many there are: look k has α/(k(k + 1))', () => {
    let [entries, spent]: [LedgerEntry[], number] = [[], 0]
    for (const k of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const { number, confidence, correction } = lookOf(after(...entries), look(String(k), 'a'), 0.95)
      expect([number, correction]).toEqual([k, 'spending'])
      expect(1 - confidence).toBeCloseTo(0.05 / (k * (k + 1)), 12)
      spent += 1 - confidence
      entries = [...entries, look(String(k), 'a')]
    }
    expect(spent).toBeCloseTo(0.05 * (1 - 1 / 10), 12)
  })

  it('are those at a part of the rows too, whoever made them', () => {
    const before = look('1', 'a', { policy: digest('9'), name: 'other' })
    const { number, earlier } = lookOf(after(before), look('2', 'd'), 0.95, new Set([digest('a')]))
    expect([number, earlier]).toEqual([2, [{ ...before, shared: 'grown' }]])
    expect(lookOf(after(before), look('2', 'd'), 0.95).number).toBe(1)
  })

  it('are, where rows cannot be told, those by the same policy or one of its name', () => {
    const samePolicy = look('1', 'a', { name: null })
    const sameName = look('1', 'c', { policy: digest('9') })
    const neither = look('1', 'e', { policy: digest('9'), name: null })
    const { earlier } = lookOf(after(samePolicy, sameName, neither), look('2', 'd'), 0.95)
    expect(earlier.map(({ fingerprint, shared }) => [fingerprint, shared])).toEqual([
      [digest('a'), 'unknown'],
      [digest('c'), 'unknown'],
    ])
    expect(lookOf(after(neither), { ...look('2', 'd'), name: null }, 0.95).number).toBe(1)
  })

  it('made again after others are judged at the level of the last', () => {
    const ledger = after(look('1', 'a'), look('2', 'a'), look('3', 'a'))
    const again = lookOf(ledger, look('1', 'a', { model: 'renamed' }), 0.95)
    expect(again).toMatchObject({ number: 1, judgedAs: 3, earlier: [], isKnown: true })
    expect(again.confidence).toBeCloseTo(1 - 0.05 / 12, 12)
    expect(lookOf(ledger, look('3', 'a'), 0.95)).toMatchObject({ number: 3, judgedAs: 3, isKnown: true })
  })

  it('are read as they were written', () => {
    const ledger = after(look('1', 'a'), look('2', 'a', { name: null }))
    expect(parseLedger('l', ledgerText(ledger))).toEqual(ledger)
  })
})

describe('a policy’s digest', () => {
  const text =
    'version: 1\nname: a\ncolumns: {label: y, candidate: s1}\nledger: a.json\nrequirements: [{metric: roc_auc, at_least: 0.8}]\n'
  const of = (change: (text: string) => string) => policyDigest(parsePolicy('p.yaml', change(text)), 'binary')
  const own = of((same) => same)

  it('is of what is demanded, not of how it is written, what it is called and which columns it reads', () => {
    expect(own).toMatch(/^[0-9a-f]{64}$/)
    for (const change of [
      ['name: a', 'name: b # later'],
      ['s1', 's2'],
      ['a.json', 'b.json'],
      ['{metric: roc_auc, at_least: 0.8}', '{at_least: 0.80, metric: roc_auc}'],
      ['name: a\n', ''],
    ]) {
      expect(
        of((same) => same.replace(change[0], change[1])),
        change[1],
      ).toBe(own)
    }
  })

  it('changes with every demand', () => {
    const changed = [
      ['0.8}', '0.7}'],
      ['roc_auc', 'gini'],
      ['name: a', 'confidence: 0.9'],
      ['name: a', 'threshold: 0.4'],
      ['name: a', 'seed: 2'],
      ['name: a', 'on_short_interval: pass'],
      ['name: a', 'threshold_interval: with_choice'],
      ['0.8}', '0.8, advisory: false}, {metric: f1, at_least: 0}'],
    ].map(([from, to]) => of((same) => same.replace(from, to)))
    expect(new Set([own, ...changed]).size).toBe(changed.length + 1)
    expect(policyDigest(parsePolicy('p.yaml', text), 'regression')).not.toBe(own)
  })

  it('of a policy without later keys stays what ledgers hold already', () => {
    // Written down when version 0.1.0 made them.
    expect(policyDigest(defaultPolicy, 'binary')).toBe(
      '4a6b0e649bed7df63e905714fbc8a4906fbd32cc6e09acdc136369fb5eaaef5f',
    )
    const minimised =
      'version: 1\ncolumns: {label: y, candidate: s}\nthreshold: {minimise: expected_cost}\nrequirements: [{metric: roc_auc, at_least: 0.8}]\n'
    expect(policyDigest(parsePolicy('p.yaml', minimised), 'regression')).toBe(
      '74395f938c29fde51ff9b3b1bba6665bba4f7e5396fc3fe1eed18cbf486e4bb7',
    )
  })

  it('changes with how files are read, and not with what is usual', () => {
    const changed = [
      'missing: {y: [NA]}',
      'number_format: {s: percent}',
      'weights: importance',
      'spelling: {y: fold}',
    ].map((line) => of((same) => same.replace('name: a', line)))
    expect(new Set([own, ...changed]).size).toBe(5)
    expect(of((same) => same.replace('name: a', 'join: id\nmissing: {}'))).toBe(own)
  })
})
