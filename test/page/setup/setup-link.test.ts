import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  policyFileOf,
  requireFit,
  linkOf,
  type LinkSource,
  isSetupHash,
  linkHash,
  mostCharacters,
  parseLink,
  type SetupLink,
} from '../../../src/page/setup/setup-link.ts'
import { draftOf } from '../../../src/page/setup/roles-draft.ts'
import { noSplit } from '../../../src/page/setup/split-draft.ts'
import { sampleFiles } from '../../../src/page/open/samples.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import type { RoleGuess } from '../../../src/worker/protocol.ts'
import { plainReading } from '../../../src/dataset/reading.ts'
import { readingSettings } from '../../dataset/reading-settings.ts'
import { refusalOf } from '../../helpers/fault.ts'
import { runs } from '../../property-runs.ts'

const guess: RoleGuess = { roles: {}, evidence: {}, columns: [], patterns: [], values: {}, offers: {} }
const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
const maybe = fc.oneof(fc.constant(''), name)
const link: fc.Arbitrary<SetupLink> = fc.record({
  roles: fc.record({
    task: fc.constantFrom('', 'binary', 'multiclass', 'regression'),
    label: maybe,
    candidate: maybe,
    production: maybe,
    prediction: maybe,
    productionPrediction: maybe,
    candidateOf: maybe,
    productionOf: maybe,
    model: maybe,
    score: maybe,
    split: maybe,
    id: maybe,
    group: maybe,
    weight: maybe,
    time: maybe,
    slices: fc.uniqueArray(name, { maxLength: 5 }),
    reversed: fc.subarray<'candidate' | 'production'>(['candidate', 'production']),
  }),
  split: fc.oneof(
    fc.constant(noSplit),
    fc.record({
      by: fc.constantFrom('random', 'stratified', 'group', 'time', 'hash'),
      hash: fc.constantFrom('farm_fingerprint', 'sha256'),
      key: maybe,
      group: maybe,
      time: maybe,
      seed: maybe,
      train: maybe,
      validation: maybe,
      test: maybe,
      folds: maybe,
      validation_from: maybe,
      test_from: maybe,
      gap: maybe,
      strata: fc.oneof(fc.constant(null), fc.uniqueArray(name, { minLength: 1, maxLength: 3 })),
      isFromTimes: fc.boolean(),
    }),
  ),
  reading: readingSettings,
  invalidRows: fc.constantFrom('refuse', 'leave_out'),
  threshold: fc.oneof(
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  ),
  policy: fc.oneof(fc.constant(null), fc.json()),
})

describe('a link', () => {
  test('is read as what was written', () => {
    fc.assert(
      fc.property(link, (written) => {
        expect(parseLink(linkHash(written))).toEqual(written)
      }),
    )
  })

  test('of any hash whatever is a set-up or says what is wrong, and never throws', () => {
    const keys = fc.constantFrom(
      'setup',
      'label',
      'task',
      'slice',
      'reversed',
      'split.by',
      'split.key',
      'threshold',
      'policy',
      'invalid_rows',
      '__proto__',
      'constructor',
      'rows',
    )
    const pairs = fc.array(
      fc.tuple(
        fc.oneof(keys, fc.string()),
        fc.oneof(fc.constantFrom('1', 'hash', 'binary', '0.5'), fc.string({ unit: 'binary' })),
      ),
    )
    const written = pairs.map(
      (some) =>
        `#setup=1&${some.map(([key, value]) => `${key}=${new URLSearchParams({ value }).toString().slice(6)}`).join('&')}`,
    )
    const cut = fc.tuple(link, fc.nat(200)).map(([whole, length]) => linkHash(whole).slice(0, length))
    fc.assert(
      fc.property(
        fc.oneof(
          written,
          cut,
          fc.string({ unit: 'binary' }).map((text) => `#setup${text}`),
        ),
        (hash) => {
          const read = parseLink(hash)
          if ('wrong' in read) expect(read.wrong).not.toBe('')
          else expect(parseLink(linkHash(read))).toEqual(read)
        },
      ),
      { numRuns: runs(150) },
    )
  })

  test.each([
    ['#setup=2&label=y', 'it is of version "2"'],
    ['#setup', '"setup" is empty'],
    ['#setup=1&rows=1', '"rows" is nothing that a set-up has'],
    ['#setup=1&positive=yes', '"positive" is nothing that a set-up has'],
    ['#setup=1&label=y&label=z', '"label" is there twice'],
    ['#setup=1&slice=a&slice=a', 'a column is there twice'],
    ['#setup=1&threshold=Infinity', 'which is no number'],
    ['#setup=1&threshold=0x10', 'which is no number'],
    ['#setup=1&task=cluster', 'not one of binary, multiclass, regression'],
    ['#setup=1&split.key=id', 'how to split, but not by what'],
    ['#setup=1&number_format=s%3Dper_cent', 'number_format is "per_cent", where percent, decimal_comma'],
    ['#setup=1&join=order', 'join is "order", not one of id, row_order'],
    ['#setup=1&header=maybe', 'not one of yes, no'],
  ])('%s is refused: %s', (hash, wrong) => expect(parseLink(hash)).toEqual({ wrong: expect.stringContaining(wrong) }))

  test('longer than any address is refused before it is read', () => {
    expect(parseLink(`#setup=1&label=${'y'.repeat(2 * mostCharacters)}`)).toEqual({
      wrong: expect.stringContaining('longer than'),
    })
  })

  test('places in the page are none', () => {
    expect(['#setup=1', '#setup=9&x', '#setup', '#set-up', '#splits', ''].map(isSetupHash)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('the link to a set-up', () => {
  const policy = parsePolicy('p.yaml', sampleFiles('clear_pass').policy.text)
  const source: LinkSource = {
    roles: draftOf(guess, policy.columns),
    split: noSplit,
    reading: plainReading,
    invalidRows: 'refuse',
    threshold: null,
    policy,
    fileNames: ['churn.csv'],
    isPositiveDetected: true,
  }
  const read = (made: { hash: string }) => parseLink(made.hash) as SetupLink
  const judged = (more: string) => parsePolicy('p.yaml', `version: 1\n${more}`)

  test('carries roles and policy, and the policy is the same at the other end', () => {
    const made = linkOf(source)
    expect(made.leftOut).toEqual([])
    expect(made.hash.length).toBeLessThan(1000)
    const again = parsePolicy('policy.json', policyFileOf(read(made)))
    expect({ ...again, task: null, columns: null }).toEqual({ ...policy, task: null, columns: null })
    expect(read(made).roles).toMatchObject({
      label: 'churned',
      candidate: 'score_v2',
      production: 'score_v1',
      slices: ['segment'],
    })
  })

  test('carries no value of the data: no positive class, no policy that names classes or slices’ values', () => {
    const named = linkOf({ ...source, roles: { ...source.roles, positive: 'hospitalised' }, isPositiveDetected: false })
    expect(decodeURIComponent(named.hash)).not.toContain('hospitalised')
    expect(named.leftOut).toEqual(['the positive class, which is a value of the data'])
    for (const more of [
      'task: multiclass\nrequirements: [{metric: recall, class: hospitalised, at_least: 0.5}]',
      'requirements: [{metric: recall, at_least: 0.5, slices: ward, values: [hospitalised]}]',
      'requirements: [{metric: recall, at_least: 0.5, split: hospitalised}]',
    ]) {
      const made = linkOf({ ...source, policy: judged(more) })
      expect(decodeURIComponent(made.hash)).not.toContain('hospitalised')
      expect(read(made).policy).toBeNull()
      expect(made.leftOut).toEqual([expect.stringContaining('the policy, which names')])
    }
  })

  test('carries how files are read, but for columns that are named with their file', () => {
    const reading = {
      ...plainReading,
      header: true,
      missing: new Map([
        ['churned', ['NA', '?']],
        ['churn:score_v1', []],
      ]),
      numberFormat: new Map([['score_v2', ['percent' as const]]]),
      join: 'row_order' as const,
    }
    const made = linkOf({ ...source, reading })
    expect(made.leftOut).toEqual(['columns that are named with their file'])
    expect(read(made).reading).toEqual({ ...reading, missing: new Map([['churned', ['NA', '?']]]) })
    // It is a part of the set-up, and not of the policy.
    expect(parsePolicy('policy.json', policyFileOf(read(made))).reading).toEqual(plainReading)
  })

  test('carries the class of a score, and no names of classes or models', () => {
    const of = linkOf({ ...source, roles: { ...source.roles, candidateOf: 'predicted' } })
    expect(parsePolicy('policy.json', policyFileOf(read(of))).columns).toMatchObject({
      candidate: 'score_v2',
      candidateOf: 'predicted',
    })
    for (const roles of [
      { candidate: 'hospitalised=p1,other=p0' },
      { model: 'm', score: 's', candidate: 'hospitalised', production: '' },
    ]) {
      const made = linkOf({ ...source, roles: { ...source.roles, ...roles } })
      expect(made.leftOut).toEqual(['names of classes or models, which are values of the data'])
      expect(made.hash).not.toContain('hospitalised')
    }
  })

  test('carries no name of a file', () => {
    const roles = { ...source.roles, production: 'secret:prob', id: 'secret.csv:id', slices: ['secret:ward', 'age'] }
    const made = linkOf({
      ...source,
      roles,
      fileNames: ['secret.csv'],
      policy: judged('ledger: secret.ledger.json\nrequirements: [{metric: f1, at_least: 0}]'),
    })
    expect(made.hash).not.toContain('secret')
    expect(made.leftOut).toEqual([
      'columns that are named with their file',
      'the policy, which names the file of a ledger',
    ])
    expect(read(made).roles).toMatchObject({ production: '', id: '', slices: ['age'] })
  })

  test('that would be too long goes without the policy, and says so', () => {
    const requirements = Array.from({ length: 400 }, (_, at) => `{metric: f1, at_least: 0.${at + 1}}`).join(', ')
    const made = linkOf({ ...source, policy: judged(`requirements: [${requirements}]`) })
    expect(made.hash.length).toBeLessThan(mostCharacters)
    expect(made.leftOut).toEqual(['the policy, which is too long for a link'])
  })

  test('fits files with its columns, patterns too; of others it says what they lack', () => {
    const wanted = { ...read(linkOf(source)), split: { ...noSplit, by: 'hash' as const, key: 'customer' } }
    const columns = ['churned', 'score_v1', 'score_v2', 'split', 'customer', 'segment']
    expect(() => requireFit(wanted, { ...guess, columns }, ['a.csv'])).not.toThrow()
    expect(() =>
      requireFit({ ...wanted, roles: { ...wanted.roles, candidate: 'score_*' } }, { ...guess, columns }, ['a.csv']),
    ).not.toThrow()
    for (const candidate of ['score_v2[2]', 'score_v1,score_v2'])
      expect(() =>
        requireFit({ ...wanted, roles: { ...wanted.roles, candidate } }, { ...guess, columns }, ['a.csv']),
      ).not.toThrow()
    expect(refusalOf(() => requireFit(wanted, { ...guess, columns: columns.slice(0, 4) }, ['a.csv']))).toEqual({
      code: 'link_does_not_fit',
      message:
        'a.csv: found no column "customer", "segment", expected the columns that the link names. ' +
        'Open the file that the link was made for, or forget the link and choose the columns yourself.',
    })
  })
})
