import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sampleFiles, samples } from '../../../src/page/open/samples.ts'
import { policyJsonSchema } from '../../../src/policy/file/json-schema.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'

const file = fileURLToPath(new URL('../../../public/policy.schema.json', import.meta.url))
const goodPolicy = `version: 1
name: churn-outreach
task: binary
columns: {label: churned, positive: 1, candidate: score_v2, production: score_v1, split: split, slices: [region]}
threshold: {maximise: recall, subject_to: {precision: {at_least: 0.9}}, on: validation}
costs: {false_positive: 1, false_negative: 10}
abstain: {from: 0.35, to: 0.65}
confidence: 0.9
seed: 1
baseline: best.json
ledger: looks.json
correction: holm
waive: [twin_rows]
requirements:
  - {metric: roc_auc, at_least: 0.85}
  - {metric: recall, at_least: 0.80, slices: region, values: [north, south]}
  - {metric: precision, versus_production: {at_least: -0.01, suspicious_above: 0.1}}
  - {metric: accuracy, gap: {from: validation, at_most: 0.02}}
  - {metric: rows, at_least: 1000}
  - {metric: coverage, at_least: 0.8}
  - {metric: f1, where: decided, at_least: 0.8, advisory: true}
`
const isValid = new Ajv({ strictTypes: false, allErrors: true }).compile(policyJsonSchema())

describe('policy.schema.json', () => {
  it('is the policy’s own schema (npm run schema writes it)', async () => {
    await expect(`${JSON.stringify(policyJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(file)
  })

  it('describes every key, and allows no other', () => {
    const missing: string[] = []
    const visit = (schema: Record<string, unknown>, path: string): void => {
      const properties = schema.properties as Record<string, Record<string, unknown>> | undefined
      if (properties !== undefined && schema.additionalProperties !== false) missing.push(`${path}: open`)
      for (const [key, inner] of Object.entries(properties ?? {})) {
        if (typeof inner.description !== 'string') missing.push(`${path}.${key}`)
        visit(inner, `${path}.${key}`)
      }
      for (const inner of [
        schema.items,
        schema.additionalProperties,
        ...((schema.anyOf as unknown[] | undefined) ?? []),
      ]) {
        if (typeof inner === 'object' && inner !== null) visit(inner as Record<string, unknown>, path)
      }
    }
    visit(policyJsonSchema() as Record<string, unknown>, 'policy')
    expect(missing).toEqual([])
  })

  it('accepts every policy that is a sample, in the README or good here', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
    const inReadme = [...readme.matchAll(/```yaml\n(version: 1\n[^]*?)```/g)].map(([, text]) => text)
    const texts = [
      ...samples.map(({ id }) => sampleFiles(id).policy.text),
      ...inReadme,
      goodPolicy,
      goodPolicy.replace(/threshold: .*/, 'threshold: 0.4'),
    ]
    expect(texts.length).toBeGreaterThan(4)
    for (const text of texts) {
      expect(() => parsePolicy('policy.yaml', text)).not.toThrow()
      expect(isValid(parse(text)), JSON.stringify(isValid.errors)).toBe(true)
    }
  })

  // What hangs together across keys, such as values without slices, is the parser's alone.
  it.each([
    ['version: 1', 'version: 2'],
    ['name: churn', 'nmae: churn'],
    ['task: binary', 'task: binry'],
    ['label: churned', 'lable: churned'],
    ['slices: [region]}', 'slices: region}'],
    ['maximise: recall', 'maximise: roc_auc'],
    ['maximise: recall', 'maximize: recall'],
    ['{precision: {at_least: 0.9}}', '{precison: {at_least: 0.9}}'],
    ['false_negative: 10', 'false_negative: -10'],
    [', false_negative: 10', ''],
    ['confidence: 0.9', 'confidence: 1'],
    ['confidence: 0.9', 'confidence: 95%'],
    ['seed: 1', 'seed: -1'],
    ['seed: 1', 'seed: 1.5'],
    ['holm', 'hlom'],
    ['twin_rows', 'twin_row'],
    ['metric: roc_auc', 'metric: auc_roc'],
    ['metric: roc_auc, ', ''],
    ['at_least: 0.85', 'least: 0.85'],
    ['at_least: 0.85', 'at_least: "0.85"'],
    ['suspicious_above: 0.1', 'suspicious_above: 0'],
    ['from: validation, ', ''],
    ['advisory: true', 'advisory: "yes"'],
    ['where: decided', 'where: decide'],
    ['threshold: {', 'threshold: .nan #{'],
  ])('does not accept %j as %j, as the parser does not', (before, after) => {
    const changed = goodPolicy.replace(before, after)
    expect(changed).not.toBe(goodPolicy)
    expect(() => parsePolicy('policy.yaml', changed)).toThrow('policy.yaml')
    expect(isValid(parse(changed))).toBe(false)
  })
})
