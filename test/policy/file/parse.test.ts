import { describe, expect, it } from 'vitest'
import { plainReading } from '../../../src/dataset/reading.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { InputError } from '../../../src/table/input-error.ts'
import { fixtureText, fixtureUrl, hasFixtures } from '../../fixtures.ts'
import { readdirSync } from 'node:fs'

const good = `version: 1
name: churn-outreach
columns: {label: churned, positive: 1, candidate: score_v2, production: score_v1, split: split, id: customer, slices: [region]}
threshold: 0.5
costs: {false_positive: 1, false_negative: 10}
confidence: 0.9
ledger: churn.ledger.json
requirements:
  - {metric: roc_auc, at_least: 0.85}
  - {metric: recall, at_least: 0.80, slices: region}
  - {metric: precision, versus_production: {at_least: -0.01}}
  - {metric: accuracy, gap: {from: validation, at_most: 0.02}}
report: {smallest_group: 10}
`

/** Of a requirement that asks for nothing special. */
const plain = { suspiciousAbove: null, where: null, values: [], isAdvisory: false }

function refusal(text: string, file = 'policy.yaml'): InputError {
  try {
    parsePolicy(file, text)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

describe('a policy', () => {
  it.each<[string, object]>([
    ['candidate: {column: s, of: c}', { candidate: 's', candidateOf: 'c' }],
    ['candidate: s, production: {column: t, of: d}', { candidate: 's', production: 't', productionOf: 'd' }],
    ['candidate: {cat: p0, dog: p1}', { candidate: 'cat=p0,dog=p1' }],
    ['candidate: {"a,b": p0, 1: 2, yes: "p=1"}', { candidate: '1=2,"a,b"=p0,yes="p=1"' }],
    ["candidate: 'probability[2]'", { candidate: 'probability[2]' }],
    ["candidate: 'cat,dog'", { candidate: 'cat,dog' }],
    ['model: m, score: s, candidate: xgb', { model: 'm', score: 's', candidate: 'xgb' }],
    ['model: m, score: {no: p0, yes: p1}, candidate: xgb', { model: 'm', score: 'no=p0,yes=p1', candidate: 'xgb' }],
    ['candidate: 2, slices: [3, x]', { candidate: '2', slices: ['3', 'x'] }],
  ])('names columns as {%s}', (columns, roles) => {
    const text = `version: 1\ncolumns: {label: y, ${columns}}\nrequirements: [{metric: rows, at_least: 1}]\n`
    expect(parsePolicy('p.yaml', text).columns).toEqual({ label: 'y', ...roles })
  })

  it('says how files are read', () => {
    const text = `version: 1
header: false
missing: {obs: [NA, -99, null], "*": []}
number_format: {score: percent, old: [percent, decimal_comma], plain: []}
spelling: {answer: fold}
weights: frequency
join: row_order
time_unit: ms
requirements: [{metric: rows, at_least: 1}]
`
    expect(parsePolicy('p.yaml', text).reading).toEqual({
      header: false,
      missing: new Map([
        ['obs', ['NA', '-99', 'null']],
        ['*', []],
      ]),
      numberFormat: new Map([
        ['score', ['percent']],
        ['old', ['percent', 'decimal_comma']],
        ['plain', []],
      ]),
      spelling: new Map([['answer', 'fold']]),
      weights: 'frequency',
      join: 'row_order',
      timeUnit: 'ms',
    })
  })

  it('is read in full', () => {
    expect(parsePolicy('policy.yaml', good)).toEqual({
      name: 'churn-outreach',
      task: null,
      columns: {
        label: 'churned',
        positive: '1',
        candidate: 'score_v2',
        production: 'score_v1',
        split: 'split',
        id: 'customer',
        slices: ['region'],
      },
      reading: plainReading,
      split: null,
      waive: [],
      threshold: { kind: 'fixed', value: 0.5 },
      thresholdInterval: 'frozen',
      costs: { falsePositive: 1, falseNegative: 10 },
      confidence: 0.9,
      replicates: 2000,
      seed: 1,
      invalidRows: 'refuse',
      abstain: null,
      correction: 'holm',
      onUndefined: 'undecided',
      onShortInterval: 'undecided',
      onMissingSlice: 'undecided',
      onNoProduction: 'refuse',
      baseline: null,
      ledger: 'churn.ledger.json',
      autonomy: null,
      stages: [],
      smallestGroup: 10,
      requirements: [
        {
          metric: 'roc_auc',
          ofClass: null,
          of: 'value',
          bound: { atLeast: 0.85 },
          split: null,
          gapFrom: null,
          slices: null,
          ...plain,
          path: 'requirements[0]',
        },
        {
          metric: 'recall',
          ofClass: null,
          of: 'value',
          bound: { atLeast: 0.8 },
          split: null,
          gapFrom: null,
          slices: ['region'],
          ...plain,
          path: 'requirements[1]',
        },
        {
          metric: 'precision',
          ofClass: null,
          of: 'versus_production',
          bound: { atLeast: -0.01 },
          split: null,
          gapFrom: null,
          slices: null,
          ...plain,
          path: 'requirements[2]',
        },
        {
          metric: 'accuracy',
          ofClass: null,
          of: 'gap',
          bound: { atMost: 0.02 },
          split: null,
          gapFrom: 'validation',
          slices: null,
          ...plain,
          path: 'requirements[3]',
        },
      ],
    })
  })

  it('is read with everything that judging has', () => {
    const text = good
      .replace(
        'threshold: 0.5',
        `threshold: 0.5
abstain: {from: 0.35, to: 0.65}
correction: none
on_undefined: fail
on_short_interval: pass
threshold_interval: with_choice
on_missing_slice: ignore
on_no_production: skip`,
      )
      .replace(
        /requirements:[^]*/,
        `requirements:
  - {metric: rows, at_least: 1000, split: validation}
  - {metric: positives, at_least: 100, slices: [region, plan], values: [[north, a], [south, a]]}
  - {metric: coverage, at_least: 0.8, advisory: true}
  - {metric: precision, where: decided, at_least: 0.9, slices: region, values: [north]}
  - {metric: log_loss, versus_production: {at_most: 0, suspicious_above: 0.1}}
`,
      )
    const policy = parsePolicy('policy.yaml', text)
    expect(policy).toMatchObject({
      abstain: { from: 0.35, to: 0.65 },
      correction: 'none',
      onUndefined: 'fail',
      onShortInterval: 'pass',
      thresholdInterval: 'with_choice',
      onMissingSlice: 'ignore',
      onNoProduction: 'skip',
    })
    expect(policy.requirements).toMatchObject([
      { metric: 'rows', of: 'value', bound: { atLeast: 1000 }, split: 'validation' },
      {
        metric: 'positives',
        slices: ['region', 'plan'],
        values: [
          ['north', 'a'],
          ['south', 'a'],
        ],
      },
      { metric: 'coverage', isAdvisory: true },
      { metric: 'precision', where: 'decided', values: [['north']] },
      { metric: 'log_loss', of: 'versus_production', bound: { atMost: 0 }, suspiciousAbove: 0.1 },
    ])
  })

  it('means the same as JSON', () => {
    const json = JSON.stringify({ version: 1, requirements: [{ metric: 'roc_auc', at_least: 0.85 }] })
    expect(parsePolicy('policy.json', json)).toEqual(
      parsePolicy('policy.yaml', 'version: 1\nrequirements: [{metric: roc_auc, at_least: 0.85}]'),
    )
  })

  it('chooses a threshold by a metric, under a constraint', () => {
    const text = good.replace(
      'threshold: 0.5',
      'threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9}}, on: validation}',
    )
    expect(parsePolicy('policy.yaml', text).threshold).toEqual({
      kind: 'best',
      direction: 'maximise',
      metric: 'recall',
      on: 'validation',
      subjectTo: [{ metric: 'precision', bound: { atLeast: 0.9 } }],
    })
  })

  it('without requirements is refused: it would pass everything', () => {
    expect(refusal('version: 1\nrequirements: []').message).toContain('at least one requirement')
    expect(refusal('version: 1').message).toContain('requirements')
    expect(refusal('').message).toContain('policy.yaml')
  })

  it('deep, huge and aliased texts are refused at once', () => {
    for (const text of [
      '['.repeat(100_000),
      '{"a":'.repeat(100_000),
      '- '.repeat(100_000),
      '? '.repeat(100_000),
      'a'.repeat(2_000_000),
    ]) {
      expect(refusal(text).fault.code).toBe('policy_not_readable')
      expect(refusal(text, 'policy.json').fault.code).toBe('policy_not_readable')
    }
    // Each of these took the library's own search for duplicate keys, or a deep recursion, to get through.
    const manyKeys = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')
    const deepBlocks = Array.from({ length: 1300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')
    const startedAt = performance.now()
    for (const text of [manyKeys, `{${manyKeys.replaceAll('\n', ',')}}`, deepBlocks])
      expect(refusal(text)).toBeInstanceOf(InputError)
    expect(performance.now() - startedAt).toBeLessThan(60_000)
    const laughs = 'a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n'
    expect(refusal(laughs).fault.code).toBe('policy_not_readable')
  })

  it.each([
    ...[
      '',
      ' ',
      '{',
      '}',
      '[',
      ']',
      '{]',
      '[1',
      '[1,]',
      '[,1]',
      '[1 2]',
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      '{"a":1 "b":2}',
      '{a:1}',
      "{'a':1}",
    ],
    ...[
      '{"a":1}}',
      '{} {}',
      '[] 1',
      '"',
      '"a',
      '"\\x"',
      '"\\u12"',
      '"\n"',
      '01',
      '1.',
      '.5',
      '+1',
      '1e',
      '- 1',
      '0x1',
      'NaN',
      'nul',
      'True',
    ],
    ...['/* a */ {}', '{} // a', '\ufeff\ufeff{}', '\0', '{"version": 1, "version": 1}', '[1]', '"version"', 'null'],
  ])('%j is no policy, as JSON or as YAML', (text) => {
    for (const file of ['policy.json', 'policy.yaml']) expect(refusal(text, file)).toBeInstanceOf(InputError)
  })

  it.skipIf(!hasFixtures)('no JSON text of the test suite hangs, crashes or is accepted', () => {
    const names = hasFixtures ? readdirSync(fixtureUrl('json/test_parsing')) : []
    expect(names.length).toBeGreaterThan(300)
    for (const name of names) {
      const text = fixtureText(`json/test_parsing/${name}`)
      for (const file of ['policy.json', 'policy.yaml']) expect(refusal(text, file), name).toBeInstanceOf(InputError)
    }
  })
})
