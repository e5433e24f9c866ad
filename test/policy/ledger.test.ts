import { describe, expect, it, test } from 'vitest'
import {
  emptyLedger,
  type LedgerEntry,
  ledgerText,
  lookOf,
  looksAt,
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
  const ledger = { entries: [entryOf(), entryOf({ model: 'new.csv:"p"\n', verdict: 'pass' })] }

  it('reads as it was written, an entry a line', () => {
    const text = ledgerText(ledger)
    expect(parseLedger('a.ledger.json', text)).toEqual(ledger)
    expect(text.split('\n')).toHaveLength(5)
    expect(JSON.parse(ledgerText(emptyLedger))).toEqual({ format: 'good-enough/ledger', version: 1, entries: [] })
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
    ['from the future', text.replace('"version": 1', '"version": 2'), /line 1, .*version: found 2, expected 1/],
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

describe('looks', () => {
  const looks = ['1', '2', '3'].map((digit) => entryOf({ evaluated: digest(digit) }))
  const elsewhere = entryOf({ fingerprint: digest('e') })
  const ledger = { entries: [looks[0], elsewhere, looks[1], looks[2]] }

  it('are of one test set', () => {
    expect(looksAt(ledger, digest('a'))).toEqual(looks)
    expect(looksAt(ledger, digest('f'))).toEqual([])
  })

  it('the first is at the policy’s confidence, look k at 1 − α/k (Bonferroni)', () => {
    expect(lookOf(emptyLedger, entryOf(), 0.95)).toEqual({
      number: 1,
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
