import { Ajv } from 'ajv'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sampleFiles, samples } from '../../../src/page/open/samples.ts'
import { policyJsonSchema } from './policy-json-schema.ts'
import { parsePolicy } from '../../../src/policy/file/parse.ts'
import { policyOfEveryKey } from './policy-of-every-key.ts'

const file = fileURLToPath(new URL('../../../public/policy.schema.json', import.meta.url))
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

  it('accepts every policy that is a sample or good here', () => {
    const texts = [
      ...samples.map(({ id }) => sampleFiles(id).policy.text),
      policyOfEveryKey,
      policyOfEveryKey.replace(/threshold: .*/, 'threshold: 0.4'),
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
    ['slices: [region]', 'slices: region'],
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
    const changed = policyOfEveryKey.replace(before, after)
    expect(changed).not.toBe(policyOfEveryKey)
    expect(() => parsePolicy('policy.yaml', changed)).toThrow('policy.yaml')
    expect(isValid(parse(changed))).toBe(false)
  })
})
