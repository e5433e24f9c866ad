import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  policyFileOf,
  saidInLink,
  requireFit,
  linkOf,
  type LinkSource,
  isSetupHash,
  linkHash,
  mostCharacters,
  parseLink,
  type SetupLink,
} from '../../../src/page/setup/setup-link.ts'
import { plainReading } from '../../../src/dataset/reading.ts'
import { answersOf } from '../../../src/page/setup/said.ts'
import { noSplit } from '../../../src/page/setup/split-draft.ts'
import { sampleFiles } from '../../../src/page/open/samples.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { readingSettings } from '../../dataset/reading-settings.ts'
import { refusalOf } from '../../helpers/fault.ts'
import { runs } from '../../property-runs.ts'
import { drafted } from './opened.ts'

const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
const maybe = fc.oneof(fc.constant(''), name)
const number = fc.oneof(
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
)
const link: fc.Arbitrary<SetupLink> = fc.record({
  roles: fc.record({
    task: fc.constantFrom('', 'binary', 'multiclass', 'regression'),
    label: maybe,
    candidate: maybe,
    candidateOf: maybe,
    production: maybe,
    productionOf: maybe,
    model: maybe,
    score: maybe,
    prediction: maybe,
    productionPrediction: maybe,
    split: maybe,
    id: maybe,
    group: maybe,
    weight: maybe,
    time: maybe,
    slices: fc.uniqueArray(name, { maxLength: 5 }),
    reversed: fc.subarray<'candidate' | 'production'>(['candidate', 'production']),
    logits: fc.subarray<'candidate' | 'production'>(['candidate', 'production']),
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
  invalidRows: fc.constantFrom('refuse', 'leave_out'),
  reading: readingSettings,
  fixedThreshold: number,
  threshold: number,
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
      'logits',
      'split.by',
      'split.key',
      'threshold',
      'policy',
      'invalid_rows',
      'missing',
      'number_format',
      'spelling',
      'header',
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
    ['#setup=1&fixed_threshold=low', 'which is no number'],
    ['#setup=1&number_format=score', 'number_format is "score", where a column'],
    ['#setup=1&number_format=s%3Dper_cent', 'number_format is "per_cent", where percent, decimal_comma'],
    ['#setup=1&spelling=gold%3Dloose', 'spelling is "loose", where fold'],
    ['#setup=1&join=order', 'join is "order", not one of id, row_order'],
    ['#setup=1&header=maybe', 'not one of yes, no'],
    ['#setup=1&task=cluster', 'not one of binary, multiclass, regression'],
    ['#setup=1&split.key=id', 'how to split, but not by what'],
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
    roles: drafted(policy.columns as Parameters<typeof drafted>[0]),
    reading: plainReading,
    fixedThreshold: null,
    columns: ['churned', 'score_v1', 'score_v2', 'split', 'customer', 'segment', 'age'],
    split: noSplit,
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

  test('carries how cells are read, and no word that only these data have', () => {
    const asked = new Map([
      ['churned', ['NA']],
      ['score_v1', []],
      ['score_v2', ['not_asked']],
      ['secret:prob', ['NA']],
    ])
    const made = linkOf({
      ...source,
      policy: null,
      fileNames: ['secret.csv'],
      fixedThreshold: 0.3,
      reading: { ...plainReading, header: false, missing: asked, numberFormat: new Map([['score_v1', ['percent']]]) },
    })
    expect(decodeURIComponent(made.hash)).not.toMatch(/not_asked|secret/)
    expect(made.leftOut).toEqual([
      'words that mean missing, which are values of the data',
      'columns that are named with their file',
    ])
    const { threshold, answers: _, ...said } = saidInLink(read(made))
    expect(threshold).toBe(0.3)
    expect(said.reading).toEqual({
      ...plainReading,
      header: false,
      missing: new Map([
        ['churned', ['NA']],
        ['score_v1', []],
      ]),
      numberFormat: new Map([['score_v1', ['percent']]]),
    })
  })

  test('carries the class of a score, for its policy too', () => {
    const made = linkOf({ ...source, roles: { ...source.roles, candidateOf: 'predicted' } })
    expect(parsePolicy('policy.json', policyFileOf(read(made))).columns).toMatchObject({
      candidate: 'score_v2',
      candidateOf: 'predicted',
    })
  })

  test('carries no model that is a value of a column, and no class that a column is of: these are asked again', () => {
    const long = linkOf({
      ...source,
      policy: null,
      roles: drafted({
        label: 'churned',
        model: 'segment',
        candidate: 'Ward 9',
        production: 'Ward 8',
        score: 'score_v1',
      }),
    })
    const listed = linkOf({
      ...source,
      policy: null,
      roles: drafted({ label: 'churned', candidate: 'Ward 9=score_v1,Ward 8=score_v2' }),
    })
    for (const made of [long, listed]) {
      expect(decodeURIComponent(made.hash)).not.toContain('Ward')
      expect(made.leftOut).toEqual(['names of classes or models, which are values of the data'])
      expect(saidInLink(read(made)).roles).not.toHaveProperty('candidate')
    }
    const columns = linkOf({
      ...source,
      policy: null,
      roles: drafted({ label: 'churned', candidate: 'score_v1,score_v2' }),
    })
    expect(saidInLink(read(columns)).roles.candidate).toBe('score_v1,score_v2')
  })

  test('has its roles count as chosen: nothing is guessed beside them but the positive class', () => {
    const said = saidInLink(read(linkOf(source)))
    const { roles } = answersOf(said, { hasThreshold: false, hasSplitRule: false })
    expect(roles).toMatchObject({ label: 'churned', candidate: 'score_v2', prediction: null, weight: null })
    expect(roles).not.toHaveProperty('positive')
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
    expect(() => requireFit(wanted, { columns }, ['a.csv'])).not.toThrow()
    expect(() =>
      requireFit({ ...wanted, roles: { ...wanted.roles, candidate: 'score_*' } }, { columns }, ['a.csv']),
    ).not.toThrow()
    for (const candidate of ['score_v2[2]', 'score_v1,score_v2'])
      expect(() =>
        requireFit({ ...wanted, roles: { ...wanted.roles, candidate } }, { columns }, ['a.csv']),
      ).not.toThrow()
    expect(refusalOf(() => requireFit(wanted, { columns: columns.slice(0, 4) }, ['a.csv']))).toEqual({
      code: 'link_does_not_fit',
      message:
        'a.csv: found no column "customer", "segment", expected the columns that the link names. ' +
        'Open the file that the link was made for, or forget the link and choose the columns yourself.',
    })
  })
})
