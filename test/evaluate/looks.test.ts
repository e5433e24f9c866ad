import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import type { Evaluation } from '../../src/evaluate/session.ts'
import { emptyLedger, withEntry, type Ledger } from '../../src/policy/ledger.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { baselineText } from '../../src/report/baseline.ts'
import { parseBaseline } from '../../src/policy/baseline.ts'
import { verdictWords } from '../../src/words/verdict.ts'
import { earlierLookLines, looksWords, unpairedWords } from '../../src/words/remarks.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

const random = lehmer(5)
const rows = Array.from({ length: 300 }, (_, i) => {
  const y = random() < 0.5 ? 1 : 0
  const scores = [0, 0].map(() => (0.4 * y + 0.6 * random()).toFixed(4))
  return {
    id: `c${i}`,
    y,
    a: scores[0],
    b: scores[1],
    split: ['train', 'validation', 'test'][i % 3],
    region: i % 4 === 0 ? 'south' : 'north',
    w: 1 + (i % 2),
  }
})
type Row = (typeof rows)[number]
const csvOf = (of: Row[]) =>
  ['id,y,a,b,split,region,w', ...of.map((row) => Object.values(row).join(',')), ''].join('\n')

interface Roles {
  candidate?: string
  id?: boolean
  split?: boolean
  rest?: string
  replicates?: number
}

function policyOf({ candidate = 'a', id = true, split = true, rest = 'ledger: l.json', replicates = 100 }: Roles = {}) {
  return parsePolicy(
    'p.yaml',
    `version: 1
columns: {label: y, candidate: ${candidate}, slices: [region]${id ? ', id: id' : ''}${split ? ', split: split' : ''}}
replicates: ${replicates}
${rest}
requirements: [{metric: roc_auc, at_least: 0.7}]`,
  )
}

function evaluated(
  of: Row[] = rows,
  roles: Roles = {},
  ledger: Ledger = emptyLedger,
  scannerCount: 1 | 3 = 1,
): Promise<Evaluation> {
  return evaluate([textSource(csvOf(of))], policyOf(roles), {
    kernels: referenceKernels(),
    scanners: scannersOf(scannerCount),
    ledger: () => ledger,
  })
}
const entryOf = async (...given: Parameters<typeof evaluated>) => (await evaluated(...given)).entry!

/** The ledger after looks at these candidates, one after the other. */
async function ledgerAfter(...candidates: Roles[]): Promise<Ledger> {
  let ledger = emptyLedger
  for (const roles of candidates)
    ledger = withEntry(ledger, { date: '2026-01-31T12:00:00.000Z', ...(await entryOf(rows, roles, ledger)) })
  return ledger
}

describe.each([
  ['by ids', { id: true }],
  ['by facts, without ids', { id: false }],
])('the fingerprint of a test set, %s', (_name, roles) => {
  it('does not depend on the order of the rows, the scanners and other splits', async () => {
    const own = await entryOf(rows, roles)
    expect(own).toMatchObject({ rows: 100, model: 'a' })
    expect(await entryOf(rows.toReversed(), roles, emptyLedger, 3)).toEqual(own)
    expect(
      (await entryOf(rows.slice(3).concat(rows.filter(({ split }, i) => i < 3 && split === 'test')), roles))
        .fingerprint,
    ).toBe(own.fingerprint)
  })

  it('does not depend on the model, which what was evaluated does', async () => {
    const [one, other] = [await entryOf(rows, roles), await entryOf(rows, { ...roles, candidate: 'b' })]
    expect(other.fingerprint).toBe(one.fingerprint)
    expect(other.evaluated).not.toBe(one.evaluated)
  })

  it('does not depend on how scores are read, which what was evaluated does', async () => {
    const [one, other] = [
      await entryOf(rows, roles),
      await entryOf(rows, { ...roles, candidate: 'a, reversed: [candidate]' }),
    ]
    expect([other.fingerprint, other.model]).toEqual([one.fingerprint, 'a'])
    expect(other.evaluated).not.toBe(one.evaluated)
  })

  it('does not depend on which class scores are of, which what was evaluated does', async () => {
    const [one, other] = [
      await entryOf(rows, roles),
      await entryOf(rows, { ...roles, candidate: '{column: a, of: y}' }),
    ]
    expect([other.fingerprint, other.model]).toEqual([one.fingerprint, 'a'])
    expect(other.evaluated).not.toBe(one.evaluated)
  })

  it('is another with one row less, more or changed', async () => {
    const at = rows.findLastIndex(({ split }) => split === 'test')
    const changed = [
      rows.toSpliced(at, 1),
      [...rows, rows[at]],
      rows.with(at, { ...rows[at], id: 'other', y: 1 - rows[at].y }),
    ]
    const prints = await Promise.all([rows, ...changed].map(async (some) => (await entryOf(some, roles)).fingerprint))
    expect(new Set(prints).size).toBe(4)
  })
})

describe('what was evaluated', () => {
  it('changes with a score of validation, on which thresholds are chosen, and with a weight', async () => {
    const at = rows.findIndex(({ split }) => split === 'validation')
    const own = await entryOf()
    const tuned = await entryOf(rows.with(at, { ...rows[at], a: '0.123456' }))
    expect(tuned.fingerprint).toBe(own.fingerprint)
    expect(tuned.evaluated).not.toBe(own.evaluated)
    const weighted = parsePolicy(
      'p.yaml',
      'version: 1\ncolumns: {label: y, candidate: a, id: id, split: split, slices: [region], weight: w}\nreplicates: 50\nledger: l\nrequirements: [{metric: roc_auc, at_least: 0.7}]',
    )
    const { entry } = await evaluate([textSource(csvOf(rows))], weighted, {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
    })
    expect(entry!.evaluated).not.toBe(own.evaluated)
  })
})

describe('looks at a test set', () => {
  it('the first in a ledger of version 1 is at the policy’s confidence: the numbers of a policy without a ledger', async () => {
    const [counted, uncounted] = [
      (await evaluated(rows, {}, { version: 1, entries: [] })).document,
      (await evaluated(rows, { rest: '' })).document,
    ]
    expect(counted.looks).toEqual({ number: 1, confidence: 0.95, correction: 'none', earlier: [] })
    expect(counted.requirements).toEqual(uncounted.requirements)
    expect(uncounted.looks).toEqual({ number: null, reason: 'the policy names no ledger' })
    expect(looksWords(uncounted.looks)).toBe('Looks at the test set are not counted: the policy names no ledger.')
  })

  it('the third in a new ledger is judged as one at confidence 1 − 0.05/12', async () => {
    const ledger = await ledgerAfter({ candidate: 'a' }, { candidate: 'b' })
    // A policy's own confidence asks for a replicate outside the interval.
    const asked = { candidate: 'b', replicates: 2400 }
    const { document } = await evaluated(rows, { ...asked, rest: 'threshold: 0.4\nledger: l.json' }, ledger)
    const plain = await evaluated(rows, { ...asked, rest: `threshold: 0.4\nconfidence: ${1 - (1 - 0.95) / 12}` })
    expect(document.looks).toMatchObject({
      number: 3,
      correction: 'spending',
      earlier: [{ rows: 'same' }, { rows: 'same' }],
    })
    expect(document.requirements).toEqual(plain.document.requirements)
    expect(document.models).toEqual(plain.document.models)
    expect(looksWords(document.looks)).toBe(
      'Third look at this test set: intervals have confidence 0.995833, corrected for 3 looks and all to come (look k has ' +
        'α/(k(k + 1))). A model that was chosen among several looks has too good a value by chance: confirm it once on fresh rows.',
    )
  })

  describe.each([
    ['with ids', true],
    ['without ids', false],
  ])('at a set that has grown, %s', (_name, id) => {
    const small = rows.slice(0, 240)
    const looked = async () =>
      withEntry(emptyLedger, { date: '2026-01-31T12:00:00.000Z', ...(await entryOf(small, { id })) })
    const demand = 'threshold: 0.4\nledger: l.json'

    it.each([
      ['at its end', [...small, ...rows.slice(240)]],
      ['at its beginning', [...rows.slice(240), ...small]],
      [
        'in another split in between',
        [
          ...small.slice(0, 9),
          ...rows.slice(240).map((row) => ({ ...row, split: 'train' })),
          ...small.slice(9),
          ...rows.slice(240),
        ],
      ],
    ])('is one more look, where rows are added %s, whatever is demanded', async (_where, of) => {
      const { looks } = (await evaluated(of, { id, rest: demand }, await looked())).document
      expect(looks).toMatchObject({ number: 2, earlier: [{ policy: 'other', rows: 'grown' }] })
      expect(looksWords(looks)).toContain('The test set has grown: 1 look before had a part of these rows.')
    })

    it('is one more look by the same policy where its rows cannot be told, which is said', async () => {
      const shuffled = rows.toSorted((a, b) => (a.a < b.a ? -1 : 1))
      const { looks } = (await evaluated(shuffled, { id }, await looked())).document
      expect(looks).toMatchObject({ number: 2, earlier: [{ policy: 'same', rows: 'unknown' }] })
      expect(looksWords(looks)).toContain(
        '1 look before had other rows, by the same policy or one of its name, and which of them are here cannot be told: if none is, name a ledger of their own.',
      )
      expect((await evaluated(shuffled, { id, rest: demand }, await looked())).document.looks).toMatchObject({
        number: 1,
      })
    })

    it('is no look of a ledger of version 1', async () => {
      const ledger: Ledger = { ...(await looked()), version: 1 }
      expect((await evaluated(rows, { id }, ledger)).document.looks).toMatchObject({ number: 1, correction: 'none' })
    })
  })

  it('the one that was chosen among several is judged at the level of the last, and its baseline says so', async () => {
    const ledger = await ledgerAfter({ candidate: 'a' }, { candidate: 'b' })
    const { document, entry, counts } = await evaluated(rows, { candidate: 'a' }, ledger)
    expect([document.looks, entry]).toMatchObject([{ number: 1, judged_as: 2 }, null])
    expect(looksWords(document.looks)).toMatch(
      /^First look at this test set, of 2 by now: intervals have confidence 0\.991667, /,
    )
    const promoted = parseBaseline('b.json', baselineText(document, policyOf(), counts()))
    expect(promoted.record.selected_from).toBe(2)
    const { document: next } = await evaluate([textSource(csvOf(rows))], policyOf({ candidate: 'b', rest: '' }), {
      kernels: referenceKernels(),
      scanners: scannersOf(1),
      baseline: promoted,
    })
    expect(next.comparison!.unpaired_with).toMatchObject({ selected_from: 2 })
    expect(unpairedWords(next.comparison)).toMatch(
      /It was chosen among 2 looks at its test set, so that its values are too good by chance\.$/,
    )
    const alone = await evaluated(rows, { candidate: 'a' })
    expect(baselineText(alone.document, policyOf(), alone.counts())).not.toContain('selected_from')
  })

  it('the third in a ledger of version 1 is judged as one at confidence 1 − 0.05/3', async () => {
    const ledger: Ledger = { ...(await ledgerAfter({ candidate: 'a' }, { candidate: 'b' })), version: 1 }
    const roles = { candidate: 'b', rest: 'threshold: 0.4' }
    const { document, entry } = await evaluated(rows, { ...roles, rest: `${roles.rest}\nledger: l.json` }, ledger)
    const plain = await evaluated(rows, { ...roles, rest: `${roles.rest}\nconfidence: ${1 - (1 - 0.95) / 3}` })
    expect(document.looks).toMatchObject({
      number: 3,
      correction: 'bonferroni',
      earlier: [
        { model: 'a', policy: 'other' },
        { model: 'b', policy: 'other' },
      ],
    })
    expect(document.requirements).toEqual(plain.document.requirements)
    expect(document.models).toEqual(plain.document.models)
    expect(entry).toMatchObject({ model: 'b', verdict: document.verdict, result: document.sha256 })
    expect(looksWords(document.looks)).toBe(
      'Third look at this test set: intervals have confidence 0.983333, corrected for 3 looks (Bonferroni, α/k).',
    )
    expect(earlierLookLines(document.looks)[0]).toMatch(/^2026-01-31 a, by another policy: (pass|fail|undecided)$/)
  })

  it('the same again is the same look: the same bytes, and no entry', async () => {
    const two = await ledgerAfter({ candidate: 'a' }, { candidate: 'b' })
    const second = await evaluated(rows, { candidate: 'b' }, two)
    expect(second.entry).toBeNull()
    expect(second.document.looks).toMatchObject({ number: 2 })
    expect(second.document.sha256).toBe(two.entries[1].result)
  })

  it('dates of earlier looks leave the SHA-256 as it is', async () => {
    const ledger = await ledgerAfter({ candidate: 'a' })
    const dated: Ledger = {
      ...ledger,
      entries: ledger.entries.map((entry) => ({ ...entry, date: '2027-12-31T00:00:00.000Z' })),
    }
    const [one, other] = [
      await evaluated(rows, { candidate: 'b' }, ledger),
      await evaluated(rows, { candidate: 'b' }, dated),
    ]
    expect(other.document.looks).not.toEqual(one.document.looks)
    expect(other.document.sha256).toBe(one.document.sha256)
  })

  it('splits without a test have none; rows that are not split are a test set', async () => {
    const named = parsePolicy(
      'p.yaml',
      'version: 1\ncolumns: {label: y, candidate: a, id: id, split: split}\nledger: l\nrequirements: [{metric: roc_auc, at_least: 0.7, split: train}]',
    )
    const { document, entry } = await evaluate(
      [textSource(csvOf(rows.filter(({ split }) => split !== 'test')))],
      named,
      { kernels: referenceKernels(), scanners: scannersOf(1) },
    )
    expect([document.looks, entry]).toEqual([{ number: null, reason: 'there is no test split' }, null])
    expect(await entryOf(rows, { split: false })).toMatchObject({ rows: 300 })
  })

  describe('that come to a confidence beyond the replicates', () => {
    // Look 44 of a policy at 0.95 has 1 − 0.05/(44·45): of 2,000 replicates not one would be outside.
    const ledgerOf = async (roles: Roles, looks: number): Promise<Ledger> => {
      const entry = { date: '2026-01-31T12:00:00.000Z', ...(await entryOf(rows, { ...roles, replicates: 20 })) }
      return {
        version: 2,
        entries: Array.from({ length: looks }, (_, look) => ({ ...entry, evaluated: String(look).padStart(64, '0') })),
      }
    }
    const judgedBy = async (more: string, requirements: string, looks = 43) => {
      const policy = parsePolicy(
        'p.yaml',
        `version: 1\ncolumns: {label: y, candidate: a, id: id, split: split}\nledger: l.json\n${more}\nrequirements: [${requirements}]`,
      )
      const ledger = await ledgerOf({}, looks)
      const { document, entry } = await evaluate([textSource(csvOf(rows))], policy, {
        kernels: referenceKernels(),
        scanners: scannersOf(1),
        ledger: () => ledger,
      })
      return { document, entry }
    }
    const remedy =
      'Draw at least 100,000 replicates (--replicates, or replicates in the policy), or judge on rows that no look has seen, with a ledger of their own'

    it('leave undecided what the bootstrap alone judges, with the reason, and decide the rest', async () => {
      const { document, entry } = await judgedBy(
        '',
        '{metric: roc_auc, at_least: 0.5}, {metric: ks, at_least: 0.1}, {metric: ece, at_most: 0.9}',
      )
      const [area, ks, ece] = document.requirements
      expect(document.looks).toMatchObject({ number: 44, confidence: 1 - 0.05 / (44 * 45) })
      expect(area).toMatchObject({ outcome: 'pass' })
      expect(area.low).toBeGreaterThan(0.5)
      for (const requirement of [ks, ece])
        expect(requirement).toMatchObject({ outcome: 'undecided', low: null, high: null, doubt: 'too_few_replicates' })
      expect(ece.reason).toBe(
        `${Number(ece.value!.toPrecision(3))} has no interval at confidence 0.999975, which looks at this test set have come to (of 2,000 replicates of the bootstrap not one would be outside it), so that it cannot be held against at most 0.9. ${remedy}`,
      )
      expect(document.warnings.find(({ code }) => code === 'too_few_replicates')?.message).toBe(
        `Look 44 at this test set has confidence 0.999975, and of 2,000 replicates of the bootstrap not one would be outside such an interval: what has no other (ks, ece, and what has the choice of a threshold in it) has none here. ${remedy}.`,
      )
      expect(verdictWords(document).because).toBe(
        'the bootstrap has too few replicates for the confidence that looks have come to',
      )
      // It was a look all the same.
      expect(entry).toMatchObject({ verdict: 'undecided' })
    })

    it('leave no frozen interval in place of one with the choice of the threshold in it', async () => {
      const chosen = 'threshold: {maximise: f1, on: validation}'
      const [frozen, withChoice] = [
        await judgedBy(chosen, '{metric: f1, at_least: 0.1}'),
        await judgedBy(`${chosen}\nthreshold_interval: with_choice`, '{metric: f1, at_least: 0.1}'),
      ]
      expect(frozen.document.requirements[0]).toMatchObject({ outcome: 'pass', threshold: 'as_chosen' })
      expect(withChoice.document.requirements[0]).toMatchObject({
        outcome: 'undecided',
        low: null,
        doubt: 'too_few_replicates',
      })
    })

    it('are those from the tenth look on with 2,000 replicates, and not with 2,200', async () => {
      const judged = async (more: string, looks: number) => {
        const { document } = await judgedBy(more, '{metric: ece, at_most: 0.9}', looks)
        return [document.requirements[0].outcome, document.warnings.some(({ code }) => code === 'too_few_replicates')]
      }
      expect(await judged('', 8)).toEqual(['pass', false])
      expect(await judged('', 9)).toEqual(['undecided', true])
      expect(await judged('replicates: 2200', 9)).toEqual(['pass', false])
    })
  })

  it('of several classes and of numbers are counted too', async () => {
    const classes = 'y,p_a,p_b,p_c\na,0.5,0.3,0.2\nb,0.1,0.8,0.1\nc,0.2,0.2,0.6\na,0.7,0.2,0.1\n'
    const swapped = classes.replace('p_a,p_b', 'p_b,p_a')
    const multiclass = parsePolicy(
      'p.yaml',
      'version: 1\ncolumns: {label: y, candidate: "p_*"}\nledger: l\nrequirements: [{metric: accuracy, at_least: 0.7}]',
    )
    const numbers = parsePolicy(
      'p.yaml',
      'version: 1\ntask: regression\ncolumns: {label: y, candidate: s}\nledger: l\nrequirements: [{metric: r2, at_least: 0.7}]',
    )
    const of = async (text: string, policy: typeof numbers) =>
      (await evaluate([textSource(text)], policy, { kernels: referenceKernels(), scanners: scannersOf(1) })).entry!
    const [one, other] = [await of(classes, multiclass), await of(swapped, multiclass)]
    expect([one.model, one.fingerprint === other.fingerprint, one.evaluated === other.evaluated]).toEqual([
      'p_*',
      true,
      false,
    ])
    expect(await of('y,s\n1,1.5\n2,2.5\n3,3.5\n', numbers)).toMatchObject({ model: 's', rows: 3 })
  })
})
