import { Ajv } from 'ajv'
import { fileURLToPath } from 'node:url'
import { createGenerator } from 'ts-json-schema-generator'
import { describe, expect, it } from 'vitest'
import { sampleFiles, samples } from '../../src/page/open/samples.ts'
import { evaluate } from '../../src/evaluate/evaluate.ts'
import { parseBaseline } from '../../src/policy/baseline.ts'
import { parsePolicy } from '../../src/policy/file/parse.ts'
import { baselineText } from '../../src/report/baseline.ts'
import { referenceKernels } from '../../src/tally/reference.ts'
import { lehmer } from '../helpers/lehmer.ts'
import { scannersOf } from '../csv/everywhere.ts'
import { textSource } from '../csv/sources.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Made from the type itself, whose comments become descriptions; it allows no key that the type does not have. */
const schema = createGenerator({
  path: at('src/result/evaluation.ts'),
  tsconfig: at('src/tsconfig.json'),
  type: 'EvaluationDocument',
  topRef: false,
  skipTypeCheck: true,
  sortProps: false,
}).createSchema('EvaluationDocument')
const isValid = new Ajv({ allErrors: true, strictTypes: false }).compile(schema)

/** Later versions of the form may add keys. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== 'additionalProperties' || inner !== false)
      .map(([key, inner]) => [key, open(inner)]),
  )
}

async function evaluated(csv: string, policyText: string, baseline: string | null = null) {
  const policy = parsePolicy('p.yaml', policyText)
  const { document, counts } = await evaluate([textSource(csv)], policy, {
    kernels: referenceKernels(),
    scanners: scannersOf(1),
    baseline: baseline === null ? null : parseBaseline('b.json', baseline),
  })
  return { document, promoted: baselineText(document, policy, counts()) }
}

const random = lehmer(5)
const rowsOf = (count: number, row: (i: number) => unknown[]) =>
  Array.from({ length: count }, (_, i) => row(i).join(','))
const csvOf = (header: string, rows: string[]) => [header, ...rows, ''].join('\n')
const split = (i: number) => ['train', 'validation', 'test'][i % 3]

const binary = csvOf(
  'y,s,old,split,region,w,id',
  rowsOf(300, (i) => {
    const y = random() < 0.5 ? 1 : 0
    return [
      y,
      (0.4 * y + 0.6 * random()).toFixed(3),
      (0.2 * y + 0.8 * random()).toFixed(3),
      split(i),
      ['north', 'south'][i % 2],
      1 + (i % 3),
      i % 290,
    ]
  }),
)
const several = csvOf(
  'y,p_a,p_b,p_c,region',
  rowsOf(120, (i) => [
    ['a', 'b', 'c'][i % 3],
    ...[
      [0.5, 0.25, 0.25],
      [0.25, 0.5, 0.25],
      [0.25, 0.25, 0.5],
    ][(i * i) % 3],
    i % 2,
  ]),
)
const numbers = csvOf(
  'y,s,old,region',
  rowsOf(120, (i) => [i + random(), i, i + 1.5, i % 2]),
)

const cases: [string, string, string][] = [
  [
    'binary, with all there is',
    binary,
    `version: 1
columns: {label: y, candidate: s, production: old, split: split, slices: [region], weight: w, id: id}
replicates: 50
abstain: {from: 0.4, to: 0.6}
threshold: {maximise: f1, on: validation}
requirements:
  - {metric: roc_auc, at_least: 0.95}
  - {metric: precision, at_least: 0.99, slices: region, values: [islands]}
  - {metric: f1, at_least: 0.1, where: decided}
  - {metric: accuracy, gap: {from: validation, at_most: 0.5}}
  - {metric: roc_auc, versus_production: {at_least: 0, suspicious_above: 0.01}, advisory: true}
`,
  ],
  [
    'several classes',
    several,
    "version: 1\ncolumns: {label: y, candidate: 'p_*', slices: [region]}\nreplicates: 50\nrequirements: [{metric: recall, class: a, at_least: 0.1}]\n",
  ],
  [
    'regression',
    numbers,
    'version: 1\ncolumns: {label: y, candidate: s, production: old, slices: [region]}\nrequirements: [{metric: r2, at_least: 0.5}]\n',
  ],
  [
    'one class',
    'y,s\n1,0.9\n1,0.2\n',
    'version: 1\ncolumns: {label: y, candidate: s}\nrequirements: [{metric: roc_auc, at_least: 0.5}]\n',
  ],
  ...samples.map(({ id, title }): [string, string, string] => [
    title,
    sampleFiles(id).table.text,
    sampleFiles(id).policy.text,
  ]),
]

describe('evaluation.schema.json', { timeout: 120_000 }, () => {
  it('is the result’s own type (npm run schema writes it)', async () => {
    await expect(`${JSON.stringify(open(schema), null, 2)}\n`).toMatchFileSnapshot(at('public/evaluation.schema.json'))
  })

  it.each(cases)('describes the result, and every key of it: %s', async (_case, csv, policy) => {
    const { document } = await evaluated(csv, policy)
    expect(isValid(JSON.parse(JSON.stringify(document))), JSON.stringify(isValid.errors)).toBe(true)
  })

  it.each(cases.slice(1, 3))('describes a comparison with a baseline: %s', async (_case, csv, policy) => {
    const { promoted } = await evaluated(csv, policy)
    const { document } = await evaluated(csv, policy.replace('production: old, ', ''), promoted)
    expect(document.comparison!.unpaired_with!.rows).toBe(120)
    expect(isValid(JSON.parse(JSON.stringify(document))), JSON.stringify(isValid.errors)).toBe(true)
  })

  it('describes rows that are not like the baseline’s', async () => {
    const { promoted } = await evaluated(cases[2][1], cases[2][2])
    const later = csvOf(
      'y,s,old,region',
      rowsOf(120, (i) => [100 + i, 100 + i + random(), i, i % 2]),
    )
    const { document } = await evaluated(later, cases[2][2].replace('production: old, ', ''), promoted)
    expect(document.comparison!.splits.all.shifts!.map(({ of }) => of)).toEqual(['scores'])
    expect(isValid(JSON.parse(JSON.stringify(document))), JSON.stringify(isValid.errors)).toBe(true)
  })

  it('does not take what is no result', async () => {
    const { document } = await evaluated(cases[2][1], cases[2][2])
    for (const change of [{ version: 2 }, { verdict: 'good' }, { rows: '120' }, { extra: 1 }, { models: {} }])
      expect(isValid({ ...document, ...change })).toBe(false)
  })
})
